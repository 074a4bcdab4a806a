"""What a run of a screening has found so far, step by step, sealed under the draft's key until the report is written."""

from screener.storage.database import Database
from screener.storage.draft_answers import DraftAnswers
from screener.storage.drafts import Drafts

KIND = "step"


class RunSteps:
    """The steps of one run of one draft. May be used from any thread.

    Every method raises Unavailable where the database is not there, NotFound or Purged where the draft is gone.
    """

    def __init__(self, database: Database, drafts: Drafts, answers: DraftAnswers, draft_id: str, run: int) -> None:
        self._database, self._drafts, self._answers = database, drafts, answers
        self._draft_id, self._run = draft_id, run

    def load(self) -> dict[str, bytes]:
        """Every kept step of this run by name."""
        with self._database.reading() as session:
            found = self._drafts.all_bytes(session, self._draft_id, KIND)
        return {name.removeprefix(self._prefix): one for name, one in found.items() if name.startswith(self._prefix)}

    def earlier_runs(self) -> list[dict[str, bytes]]:
        """The steps, by name, of each run of this draft that ended without a report; the latest run comes last."""
        with self._database.reading() as session:
            found = self._drafts.all_bytes(session, self._draft_id, KIND)
        runs: dict[str, dict[str, bytes]] = {}
        for whole in sorted(name for name in found if name < self._prefix):
            number, name = whole.split(" ", 1)
            runs.setdefault(number, {})[name] = found[whole]
        return list(runs.values())

    def save(self, name: str, found: bytes) -> None:
        """Keep what a step found, and the answers that led to it, both or neither."""
        with self._answers.unwritten() as answers, self._database.writing() as session:
            self._drafts.put_bytes(session, self._draft_id, KIND, self._prefix + name, found)
            self._answers.write(session, answers)

    def forget(self) -> None:
        """Let go of every step, of earlier runs too."""
        with self._database.writing() as session:
            self._drafts.delete_kind(session, self._draft_id, KIND)

    @property
    def _prefix(self) -> str:
        return f"{self._run:04d} "
