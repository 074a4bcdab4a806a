"""All repositories over one database, and drafts to fill them with."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from screener.storage.audit import Audit
from screener.storage.cases import CaseRecords
from screener.storage.database import Database
from screener.storage.drafts import Drafts
from screener.storage.idempotency import Idempotency
from screener.storage.limits import Limits
from screener.storage.people import People
from screener.storage.reviews import ReviewRecords
from screener.storage.vault import Vault
from screener.words.case import Case
from screener.words.framework import Severity, Tier
from screener.words.people import Role
from screener.words.review import AddedFlag, Decision, DecisionConditions, Impression, LetterKind, Verdict, VerdictKind
from screener.words.screening import Screening
from screener.words.submission import DraftSensitivity, DraftStatus, SubmittedDraft
from tests.report.example import example_screening

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
S = DraftStatus


class Kept:
    """The repositories, and an author and a reviewer."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database, self.vault = database, vault
        self.drafts, self.reviews, self.people = Drafts(vault), ReviewRecords(vault), People()
        self.audit, self.cases = Audit(vault), CaseRecords(vault)
        self.limits, self.idempotency = Limits(vault), Idempotency(vault)
        with database.writing() as session:
            self.author = self.people.add(session, email="Ada@Example.org", name="Ada", role=Role.author, at=NOON)
            self.reviewer = self.people.add(session, email="rosa@example.org", name="Rosa", role=Role.reviewer, at=NOON)

    def draft(
        self,
        name: str = "draft.pdf",
        *,
        owner: str | None = None,
        sensitivity: DraftSensitivity = DraftSensitivity.ordinary,
        work_id: str | None = None,
        hours: float = 0,
    ) -> SubmittedDraft:
        """A draft added some hours after noon."""
        with self.database.writing() as session:
            return self.drafts.add(
                session,
                owner_id=owner or self.author.id,
                name=name,
                sensitivity=sensitivity,
                size=10,
                work_id=work_id,
                at=NOON + timedelta(hours=hours),
            )

    def move(self, draft_id: str, *steps: DraftStatus, detail: str = "") -> None:
        """Take steps, the last with a detail."""
        for to in steps:
            with self.database.writing() as session:
                self.drafts.move(session, draft_id, to, detail if to is steps[-1] else "")

    def screened(self, name: str = "draft.pdf", **changes: object) -> SubmittedDraft:
        """A draft with a report, waiting for a reviewer; `changes` are of `draft` (hours, sensitivity) and of the report."""
        of_draft = {key: changes.pop(key) for key in ("hours", "sensitivity", "owner") if key in changes}
        draft = self.draft(name, **of_draft)  # type: ignore[arg-type]
        with self.database.writing() as session:
            self.drafts.move(session, draft.id, S.screening)
            run = self.drafts.begin_run(session, draft.id)
            self.drafts.record_screening(session, draft.id, screening(**changes), run)
            return self.drafts.move(session, draft.id, S.awaiting_review)

    def judged(self, draft: SubmittedDraft, words: str) -> None:
        """Everything that people add to a draft, with these words in all of it."""
        with self.database.writing() as session:
            self.reviews.add_impression(session, impression(draft.id, self.reviewer.id, words))
            self.reviews.add_verdict(
                session, verdict(draft, self.reviewer.id, words), flagged_severity=Severity.high, concern="scale"
            )
            self.reviews.add_flag(session, added_flag(draft.id, self.reviewer.id, words))
            self.reviews.add_decision(session, decision(draft, self.reviewer.id, words), suggested_tier=Tier.publish)
            self.reviews.add_letter(session, draft.id, LetterKind.appeal, words, self.author.id)


def at_once(*doings: Callable[[], None]) -> None:
    """Do them in threads that start together; raises what the first of them raised."""
    gate, raised = threading.Barrier(len(doings)), []

    def run(doing: Callable[[], None]) -> None:
        gate.wait()
        try:
            doing()
        except Exception as error:  # noqa: BLE001  (it is raised below, in the test)
            raised.append(error)

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def screening(**changes: object) -> Screening:
    """The example report under an id of its own."""
    return example_screening().model_copy(update={"id": uuid4().hex, **changes})


def impression(draft_id: str, by: str, note: str = "at first sight") -> Impression:
    """A first impression."""
    return Impression(draft_id=draft_id, tier=Tier.hold, note=note, by=by, at=NOON)


def verdict(draft: SubmittedDraft, by: str, reason: str = "because it is so", minutes: int = 0) -> Verdict:
    """A verdict on flag f1."""
    return Verdict(
        id=uuid4().hex,
        draft_id=draft.id,
        screening_id=draft.screening_id or "none",
        flag_id="f1",
        kind=VerdictKind.change_severity,
        severity=Severity.low,
        reason=reason,
        by=by,
        at=NOON + timedelta(minutes=minutes),
    )


def added_flag(draft_id: str, by: str, quote: str = "some words") -> AddedFlag:
    """A flag that a reviewer added."""
    return AddedFlag(
        id="",
        draft_id=draft_id,
        start=3,
        end=9,
        quote=quote,
        concern="scale",
        severity=Severity.medium,
        reason=f"{quote} say it",
        by=by,
        at=NOON,
    )


def decision(draft: SubmittedDraft, by: str, rationale: str = "weighed up", next_look: date | None = None) -> Decision:
    """A decision for a closed circle, or to hold until a day."""
    return Decision(
        id=uuid4().hex,
        draft_id=draft.id,
        screening_id=draft.screening_id or "none",
        tier=Tier.hold if next_look else Tier.share_select,
        rationale=rationale,
        conditions=DecisionConditions(audience="the vendors", next_look=next_look),
        by=by,
        at=NOON,
        overrides_suggestion=True,
    )


def case(case_id: str = "a-case", **changes: object) -> Case:
    """A case made up for tests."""
    passage = {
        "text": "The measurements were repeated on three instruments and agree within two per cent.",
        "label": "benign",
        "severity": "none",
        "because": "nothing is handed over",
    }
    made = {
        "id": case_id,
        "kind": "illustrative",
        "title": "Measured again",
        "year": 2025,
        "domain": "none",
        "field": "metrology",
        "summary": "A measurement.",
        "at_stake": "Little.",
        "decided_by": "the group",
        "decision": {"first": "publish", "final": "publish"},
        "rationale": "Nothing stood against it.",
        "outcome": "Published.",
        "factors": {},
        "distinguish": "It handed nothing over.",
        "verification": "illustrative",
        "passages": [passage],
    }
    return Case.model_validate({**made, **changes})
