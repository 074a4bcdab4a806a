"""The progress of a screening that may have to wait for room on the disk, and says so."""

from screener.uses.progress import Told
from screener.words.submission import ScreeningProgress

WAITING = "waiting for room on the disk"
"""In place of the stage, which is told again when there is room."""


class TellsOfRoom(Told):
    """Progress whose stage gives way while something waits. All calls come from the event loop's thread."""

    def __init__(self, draft_id: str) -> None:
        super().__init__(draft_id)
        self._stage, self._keeps, self._records = "", False, False

    def stage(self, name: str) -> None:
        """A stage begins."""
        self._stage = name
        self._tell()

    @property
    def at_end(self) -> ScreeningProgress:
        """What is newest, with the stage that was reached, whatever waits."""
        return self.newest.model_copy(update={"stage": self._stage})

    @property
    def waiting(self) -> ScreeningProgress:
        """What is newest, with the wait for room in place of the stage."""
        return self.newest.model_copy(update={"stage": WAITING})

    def waits_to_keep(self, waits: bool) -> None:
        """Whether something that was found cannot be kept. Told again at each try, it is written again at each try: the
        disk may have room for so little."""
        told, self._keeps = self._keeps, waits
        if waits or told:
            self._tell()

    def waits_to_record(self, waits: bool) -> None:
        """Whether the engine cannot put on record that a step is done."""
        told, self._records = self._records, waits
        if waits != told:
            self._tell()

    def _tell(self) -> None:
        self._now(stage=WAITING if self._keeps or self._records else self._stage)
