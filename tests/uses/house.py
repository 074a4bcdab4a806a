"""A whole installation on SQLite for the tests of the uses: people of every role, drafts in every status, a clock."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from screener.doors.corpus import CaseSearch
from screener.doors.documents.sandbox import Limits as Sandbox
from screener.storage.arrivals import Arrivals
from screener.storage.audit import Audit
from screener.storage.cases import CaseRecords
from screener.storage.database import Database, Session
from screener.storage.drafts import Drafts
from screener.storage.idempotency import Idempotency
from screener.storage.limits import Limits
from screener.storage.master_key import MasterKey
from screener.storage.people import People
from screener.storage.reviews import ReviewRecords
from screener.storage.vault import Vault
from screener.uses.accounts import Accounts, SignInRules
from screener.uses.admission import Admission, HouseRules
from screener.uses.casebook import Casebook
from screener.uses.editions import Editor
from screener.uses.oversight import Oversight
from screener.uses.pages_of import PagesOf
from screener.uses.reading_room import ReadingRoom
from screener.uses.reviewing import Reviews
from screener.uses.runs import hand_over
from screener.uses.stores import Stores
from screener.uses.submitting import Submissions, Upload
from screener.words.case import Case
from screener.words.framework import Tier
from screener.words.people import Actor, Role, Scope
from screener.words.review import Decision
from screener.words.screening import Screening
from screener.words.submission import DraftStatus
from tests.report.example import example_framework, example_screening

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
S = DraftStatus


@dataclass
class Clock:
    """A clock that moves on a second with each look, so that nothing happens at the same moment."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Asked:
    """Takes the place of the engine: remembers what was asked of it."""

    submitted: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def submit(self, draft_id: str) -> None:
        self.submitted.append(draft_id)

    def cancel(self, draft_id: str) -> None:
        self.cancelled.append(draft_id)

    def resume(self, draft_id: str) -> None:
        self.submitted.append(draft_id)


class House:
    """The uses over one database."""

    def __init__(
        self,
        folder: Path,
        rules: HouseRules | None = None,
        sign_in: SignInRules | None = None,
        url: str | None = None,
    ) -> None:
        self.folder, self.clock, self.engine = folder, Clock(), Asked()
        self.database = Database(url or f"sqlite:///{folder / 'service.sqlite'}")
        self.database.migrate()
        self.master = MasterKey.new()
        vault = Vault(self.master)
        self.stores = Stores(
            database=self.database,
            vault=vault,
            arrivals=Arrivals(vault, folder / "arriving"),
            drafts=Drafts(vault),
            reviews=ReviewRecords(vault),
            people=People(),
            audit=Audit(vault),
            cases=CaseRecords(vault),
            limits=Limits(vault),
            idempotency=Idempotency(vault),
        )
        self.shipped: tuple[Case, ...] = ()
        self.admission = Admission(self.stores, rules or HouseRules(), self.clock)
        self.cases_now = {p.case_id: p.sensitivity for p in example_screening().precedents}
        self.editor = Editor(example_framework(), lambda: self.cases_now)
        self.submissions = Submissions(self.admission, self.engine)
        self.reading = ReadingRoom(self.admission, self.editor, PagesOf(self.stores, Sandbox()))
        self.reviews = Reviews(self.admission, self.editor, self.reading)
        self.casebook = Casebook(
            self.admission,
            self.editor,
            cases=lambda: (*self.shipped, *self.casebook.approved()),
            open_search=self._open_search,
        )
        self.accounts = Accounts(self.stores, sign_in or SignInRules(), self.clock)
        self.oversight = Oversight(
            self.stores, restricted_precedents=self.admission.rules.restricted_precedents, now=self.clock
        )
        self._made: dict[str, Actor] = {}

    def _open_search(self) -> AbstractContextManager[CaseSearch]:
        return nullcontext(cast(CaseSearch, None))

    def close(self) -> None:
        self.database.close()

    def person(self, name: str, role: Role = Role.author, *, cleared: bool = False) -> Actor:
        """Somebody of this name, made when first asked for."""
        if name not in self._made:
            with self.database.writing() as session:
                person = self.stores.people.add(
                    session, email=f"{name.lower()}@example.org", name=name, role=role, cleared=cleared, at=self.clock()
                )
            self._made[name] = Actor(person=person)
        return self._made[name]

    @property
    def ada(self) -> Actor:
        """An author."""
        return self.person("Ada")

    @property
    def rosa(self) -> Actor:
        """A reviewer."""
        return self.person("Rosa", Role.reviewer)

    @property
    def mia(self) -> Actor:
        """A maintainer, who is cleared."""
        return self.person("Mia", Role.maintainer, cleared=True)

    def upload(
        self,
        by: Actor | None = None,
        *,
        name: str = "paper.txt",
        content: bytes | Iterable[bytes] = b"Some words of a paper.",
        key: str | None = None,
        **more: Any,
    ) -> str:
        """The id of a fresh upload."""
        chunks = (content,) if isinstance(content, bytes) else content
        return self.submissions.upload(by or self.ada, Upload(name=name, chunks=chunks, **more), key).id

    def screened(self, draft_id: str, screening: Screening | None = None, *, waits: bool = False) -> Screening:
        """What a worker does: takes the draft, and brings back a report. With `waits`, it waits for a reviewer even where
        it has one."""
        with self.database.writing() as session:
            run = self.stores.drafts.begin_run(session, draft_id)
            self.stores.drafts.move(session, draft_id, S.screening, at=self.clock())
        made = self._as_set_up(screening or example_screening()).model_copy(update={"id": f"{draft_id}-{run}"})
        with self.database.writing() as session:
            self.stores.drafts.record_screening(session, draft_id, made, run, self.clock())
            if waits:
                self.stores.drafts.move(session, draft_id, S.awaiting_review, at=self.clock())
            else:
                hand_over(self.stores.drafts, session, draft_id, self.clock())
        return made

    def _as_set_up(self, screening: Screening) -> Screening:
        """The report, saying whether restricted cases could be retrieved as the installation has it."""
        if not self.admission.rules.restricted_precedents:
            return screening
        settings = {**screening.provenance.settings, "restricted_precedents": "True"}
        provenance = screening.provenance.model_copy(update={"settings": settings})
        return screening.model_copy(update={"provenance": provenance})

    def waiting(self, by: Actor | None = None, screening: Screening | None = None, **more: Any) -> str:
        """A draft that waits for a reviewer."""
        draft_id = self.upload(by, **more)
        self.screened(draft_id, screening)
        return draft_id

    def in_review(self, by: Actor | None = None, reviewer: Actor | None = None, **more: Any) -> str:
        """A draft that Rosa, or another, reviews."""
        draft_id = self.waiting(by, **more)
        keeper = self.person("Max", Role.maintainer) if by is self.mia else self.mia
        self.reviews.assign(keeper, draft_id, (reviewer or self.rosa).id)
        return draft_id

    def stand(self, draft_id: str, status: DraftStatus) -> None:
        """Bring a queued draft to a status by legal steps, with a report where one belongs."""
        if status in (S.awaiting_review, S.in_review, S.decided, S.appealed):
            self.screened(draft_id, waits=True)
        by = self.rosa.id
        for step in STEPS[status]:
            with self.database.writing() as session:
                if step is S.decided:
                    self._decide(session, draft_id, by)
                if step is S.purged:
                    self.stores.drafts.purge(session, draft_id)
                else:
                    self.stores.drafts.move(session, draft_id, step)

    def _decide(self, session: Session, draft_id: str, by: str) -> None:
        made = Decision(
            id=uuid4().hex,
            draft_id=draft_id,
            screening_id=f"{draft_id}-1",
            tier=Tier.publish,
            rationale="Nothing in it.",
            by=by,
            at=self.clock(),
        )
        self.stores.reviews.add_decision(session, made, suggested_tier=Tier.share_select)

    def status(self, draft_id: str) -> DraftStatus:
        """Where it stands."""
        with self.database.reading() as session:
            return self.stores.drafts.get(session, draft_id).status

    def actions(self, draft_id: str) -> list[str]:
        """What the audit holds about a draft, oldest first."""
        with self.database.reading() as session:
            lines = self.stores.audit.page(session, about=f"draft:{draft_id}", limit=1_000)
        return [line.action for line in reversed(lines)]


STEPS: dict[DraftStatus, tuple[DraftStatus, ...]] = {
    S.queued: (),
    S.screening: (S.screening,),
    S.awaiting_review: (),
    S.in_review: (S.in_review,),
    S.decided: (S.in_review, S.decided),
    S.appealed: (S.in_review, S.decided, S.appealed),
    S.refused: (S.screening, S.refused),
    S.failed: (S.screening, S.failed),
    S.cancelled: (S.cancelled,),
    S.superseded: (S.superseded,),
    S.purged: (S.purged,),
}


def with_scopes(actor: Actor, *scopes: Scope) -> Actor:
    """The same person, through a token."""
    return actor.model_copy(update={"scopes": frozenset(scopes), "token_id": "t1"})
