"""A live service for a browser: an installation with people and drafts, behind a real socket."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.uses.submitting import Upload
from screener.web.security.cookies import PLAIN
from screener.words.people import Role
from screener.words.submission import DraftSensitivity, DraftStatus
from tests.web.live import served
from tests.web.world import SCREENED, STEPS, World

S = DraftStatus
NAMES = (
    "A longitudinal study of evaluation awareness in tool-using assistants, with an appendix on elicitation.pdf",
    "monitor-paper.pdf",
    "Schätzung von Fähigkeitszuwächsen bei Feinabstimmung (Entwurf 3).docx",
    "jailbreak-transfer-v7-FINAL-final(2).tex",
    "weights.md",
    "a_very_long_file_name_without_a_single_space_or_hyphen_that_a_narrow_screen_has_to_break_somewhere.pdf",
)
STATIONS = (S.awaiting_review, S.awaiting_review, S.in_review, S.decided, S.appealed, S.queued, S.failed)


@dataclass
class House:
    """The service and the address at which a browser finds it."""

    world: World
    address: str

    def cookie(self, name: str) -> list[dict[str, Any]]:
        """The session cookie of somebody, as a browser takes it."""
        secret = self.world.someone(name).cookie
        return [{"name": PLAIN, "value": secret, "url": self.address}]


@contextmanager
def opened(folder: Path, corpus: Path, *, screens: bool = False, **service: Any) -> Iterator[House]:
    """A house over a data folder and a corpus, with an author, a reviewer and a maintainer."""
    more = {"port": _free_port(), **service}
    with World(folder, corpus, more=more, screens=screens) as world, served(world.app, more["port"]) as address:
        world.someone("owner")
        world.someone("coauthor")
        world.someone("assigned", Role.reviewer)
        world.someone("reviewer", Role.reviewer)
        world.someone("maintainer", Role.maintainer, cleared=True)
        yield House(world, address)


def crowd(world: World, drafts: int) -> list[str]:
    """Drafts at every station of their way, with the names that files have; their ids in the order of uploading."""
    made = []
    for place in range(drafts):
        kind = DraftSensitivity.sensitive if place % 5 == 4 else DraftSensitivity.ordinary
        made.append(stationed(world, STATIONS[place % len(STATIONS)], NAMES[place % len(NAMES)], kind))
    return made


def stationed(world: World, status: DraftStatus, name: str, sensitivity: DraftSensitivity) -> str:
    """One draft of a name and sensitivity, brought to a status by legal steps."""
    upload = Upload(name, (b"Some words of a paper.",), sensitivity, "Please look at section 4.")
    draft_id = world.service.submissions.upload(world.owner.actor, upload).id
    if status in SCREENED:
        world.screened(draft_id)
    if S.in_review in STEPS[status]:
        world.service.reviews.assign(world.maintainer.actor, draft_id, world.reviewer.actor.id)
    for step in STEPS[status]:
        if step is S.decided:
            world.decide(draft_id)
        elif step is not S.in_review:
            with world.service.database.writing() as session:
                world.service.stores.drafts.move(session, draft_id, step)
    return draft_id


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
