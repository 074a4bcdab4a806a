"""The application over a real installation on SQLite: people of every role, drafts at every station, nothing screened
by itself."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from screener.uses.editions import Editor
from screener.uses.runs import hand_over
from screener.uses.submitting import Upload
from screener.web.app import create_app
from screener.web.security.cookies import PLAIN
from screener.wiring.service import Service
from screener.wiring.service_settings import ServiceSettings
from screener.wiring.settings import Role as RoleSettings
from screener.wiring.settings import Settings
from screener.words.case import Sensitivity
from screener.words.framework import Tier
from screener.words.people import Actor, Role, Scope
from screener.words.review import Decision, DecisionConditions
from screener.words.screening import Screening
from screener.words.submission import DraftSensitivity, DraftStatus
from tests.report.example import example_screening

BASE = "http://127.0.0.1:8321"
S = DraftStatus
STEPS: dict[DraftStatus, tuple[DraftStatus, ...]] = {
    S.queued: (),
    S.cancelled: (S.cancelled,),
    S.failed: (S.screening, S.failed),
    S.awaiting_review: (),
    S.in_review: (S.in_review,),
    S.decided: (S.in_review, S.decided),
    S.appealed: (S.in_review, S.decided, S.appealed),
}
SCREENED = frozenset({S.awaiting_review, S.in_review, S.decided, S.appealed})


@dataclass(frozen=True)
class Someone:
    """A person, and what their browser sends."""

    actor: Actor
    cookie: str
    csrf: str

    @property
    def reading(self) -> dict[str, str]:
        return {"Cookie": f"{PLAIN}={self.cookie}"}

    @property
    def changing(self) -> dict[str, str]:
        return {**self.reading, "X-CSRF-Token": self.csrf}


@dataclass
class World:
    """An installation, its application, and everybody in it."""

    folder: Path
    corpus: Path
    more: dict[str, Any] = field(default_factory=dict)
    """Settings of the service."""
    reader: RoleSettings = field(default_factory=RoleSettings)
    screens: bool = False

    def __post_init__(self) -> None:
        own = ServiceSettings(uploads_per_hour=10_000, sign_ins_per_quarter=10_000, upload_mb=2, **self.more)
        settings = Settings(data=self.folder, corpus=self.corpus, service=own, reader=self.reader)
        self.service = Service(settings, screens=self.screens)
        self.service.editor = Editor(self.service.framework, self._cases)
        self.app = create_app(self.service)
        self.client = TestClient(self.app, base_url=BASE, raise_server_exceptions=True, follow_redirects=False)
        self.people: dict[str, Someone] = {}
        self.stationed: list[str] = []
        self.tokens: dict[tuple[str, ...], dict[str, str]] = {}

    def _cases(self) -> dict[str, Sensitivity]:
        """The corpus, and the cases that the example's report names."""
        own = {p.case_id: p.sensitivity for p in example_screening().precedents}
        return own | self.service.case_index.sensitivities()

    def __enter__(self) -> "World":
        self.client.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.client.__exit__(None, None, None)

    def someone(self, name: str, role: Role = Role.author, *, cleared: bool = False) -> Someone:
        """Somebody of this name, signed in; made when first asked for."""
        if name not in self.people:
            email = f"{name}@example.org"
            with self.service.database.writing() as session:
                person = self.service.stores.people.add(session, email=email, name=name, role=role, cleared=cleared)
                self.service.stores.people.create_session(  # rather than by a password, whose hashing takes its time
                    session,
                    sha256=hashlib.sha256(name.encode()).hexdigest(),
                    person_id=person.id,
                    csrf=f"csrf of {name}",
                    expires_at=datetime.now(UTC) + timedelta(hours=1),
                )
            self.people[name] = Someone(Actor(person=person), cookie=name, csrf=f"csrf of {name}")
        return self.people[name]

    @property
    def owner(self) -> Someone:
        return self.someone("owner")

    @property
    def maintainer(self) -> Someone:
        return self.someone("maintainer", Role.maintainer, cleared=True)

    @property
    def reviewer(self) -> Someone:
        """The one to whom drafts are assigned."""
        return self.someone("assigned", Role.reviewer)

    def token(self, who: Someone, *scopes: Scope) -> dict[str, str]:
        """The header of a personal token with these scopes."""
        key = (who.actor.id, *scopes)
        if key not in self.tokens:
            made = self.service.accounts.make_token(who.actor, "for a test", frozenset(scopes), 1)
            self.tokens[key] = {"Authorization": f"Bearer {made.secret}"}
        return self.tokens[key]

    def draft(self, status: DraftStatus = S.queued, sensitivity: str = "ordinary", *, blind: bool = False) -> str:
        """A draft of `owner` and a co-author, brought to a status by legal steps."""
        self.someone("coauthor")
        upload = Upload(
            name="paper.txt",
            chunks=(b"Some words of a paper.",),
            sensitivity=DraftSensitivity(sensitivity),
            coauthors=("coauthor@example.org",),
        )
        draft_id = self.service.submissions.upload(self.owner.actor, upload).id
        drafts = self.service.stores.drafts
        if status in SCREENED:
            self.screened(draft_id)
        if S.in_review in STEPS[status]:
            self.service.reviews.assign(self.maintainer.actor, draft_id, self.reviewer.actor.id)
        for step in STEPS[status]:
            if step is S.decided:
                self.decide(draft_id)
            elif step is not S.in_review:
                with self.service.database.writing() as session:
                    drafts.move(session, draft_id, step)
        return draft_id

    def screened(self, draft_id: str, report: Screening | None = None) -> None:
        """What a worker does: takes the draft, and brings back a report, the example's unless another is given."""
        drafts = self.service.stores.drafts
        with self.service.database.writing() as session:
            run = drafts.begin_run(session, draft_id)
            drafts.move(session, draft_id, S.screening)
            made = (report or example_screening()).model_copy(update={"id": f"{draft_id}-{run}"})
            drafts.record_screening(session, draft_id, made, run)
            hand_over(drafts, session, draft_id)

    def decide(self, draft_id: str) -> Decision:
        """The assigned reviewer's decision to hold it."""
        from screener.uses.reviewing import Ruling

        ruling = Ruling(
            tier=Tier.hold,
            rationale="The vendors have not answered yet.",
            conditions=DecisionConditions.model_validate({"next_look": "2031-05-01"}),
        )
        return self.service.reviews.decide(self.reviewer.actor, draft_id, ruling).decision
