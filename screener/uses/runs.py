"""One run of one draft as the tables know it: begun, still wanted, ended."""

from dataclasses import dataclass
from datetime import datetime

from screener.storage.audit import Audit
from screener.storage.database import Database, Session
from screener.storage.drafts import Drafts
from screener.storage.run_steps import KIND as STEP
from screener.storage.vault import Vault
from screener.words.errors import NotFound, Purged
from screener.words.screening import Screening
from screener.words.submission import DraftStatus, ScreeningProgress, SubmittedDraft


@dataclass(frozen=True)
class Shelves:
    """The stores that screening uses."""

    database: Database
    vault: Vault
    drafts: Drafts
    audit: Audit


@dataclass(frozen=True)
class Run:
    """What a run does to its draft's row; all of it blocks."""

    shelves: Shelves
    draft_id: str
    number: int

    def begin(self) -> SubmittedDraft | None:
        """The draft, now being screened in this run; None where it does not want this run (any more)."""
        drafts = self.shelves.drafts
        try:
            with self.shelves.database.writing() as session:
                status, runs = self._stands(session)
                if (status, runs) == (DraftStatus.queued, self.number - 1):
                    drafts.begin_run(session, self.draft_id)
                    return drafts.move(session, self.draft_id, DraftStatus.screening)
                wanted = (status, runs) == (DraftStatus.screening, self.number)
                return drafts.get(session, self.draft_id) if wanted else None
        except (NotFound, Purged):
            return None

    def wanted(self) -> bool:
        """Whether the draft is still being screened in this run."""
        with self.shelves.database.reading() as session:
            try:
                return self._stands(session) == (DraftStatus.screening, self.number)
            except NotFound:
                return False

    def reported(self) -> bool:
        """Whether this run ended with a report that is before reviewers now, or waits for one."""
        with self.shelves.database.reading() as session:
            try:
                status, runs = self._stands(session)
            except NotFound:
                return False
        return status in (DraftStatus.awaiting_review, DraftStatus.in_review) and runs == self.number

    def finish(self, screening: Screening, told: ScreeningProgress) -> None:
        """Keep the report, and let go of the steps; nothing happens where the draft does not want this run any more."""
        self._end(DraftStatus.awaiting_review, "", "draft.screened", screening, told)

    def give_up(self, status: DraftStatus, sentence: str) -> None:
        """End without a report: refused or failed."""
        self._end(status, sentence, f"draft.{status}", None, None)

    def _end(
        self,
        status: DraftStatus,
        sentence: str,
        action: str,
        screening: Screening | None,
        told: ScreeningProgress | None,
    ) -> None:
        drafts = self.shelves.drafts
        try:
            with self.shelves.database.writing() as session:
                if self._stands(session) != (DraftStatus.screening, self.number):
                    return
                if screening is None:
                    drafts.move(session, self.draft_id, status, sentence)
                else:
                    hand_over(drafts, session, self.draft_id)
                    drafts.record_screening(session, self.draft_id, screening, self.number)
                    drafts.delete_kind(session, self.draft_id, STEP)
                if told is not None:
                    drafts.set_progress(session, told)
                about = f"draft:{self.draft_id}"
                self.shelves.audit.append(session, "system", action, about, run=str(self.number))
        except (NotFound, Purged):
            return

    def _stands(self, session: Session) -> tuple[DraftStatus, int]:
        return self.shelves.drafts.standing(session, self.draft_id)


def hand_over(drafts: Drafts, session: Session, draft_id: str, at: datetime | None = None) -> None:
    """A screening ended with a report: the draft waits for a reviewer, or is with those who reviewed the version before."""
    draft = drafts.move(session, draft_id, DraftStatus.awaiting_review, at=at)
    if draft.reviewers:
        drafts.move(session, draft_id, DraftStatus.in_review, at=at)


def run_id(draft_id: str, number: int) -> str:
    """How the engine, and the report, name a run."""
    return f"{draft_id}-{number}"
