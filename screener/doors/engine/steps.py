"""The steps of a run: each is done once, also where the process dies between two of them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from screener.doors.engine.full_disk import FullDisk

if TYPE_CHECKING:
    from dbos import StepReservation


class Abandoned(Exception):
    """The run is not ours any more: it was cancelled, or another worker has taken it over."""


class Steps:
    """Steps by name, for use inside the work of a run.

    The engine tells steps apart by the order in which they are begun. Those that run side by side are therefore foreseen,
    in an order that is the same in every life of the run; without that, after a crash, one would get another's record.
    """

    def __init__(self, disk: FullDisk | None = None) -> None:
        self._reserved: dict[str, StepReservation] = {}
        self._disk = disk or FullDisk()

    @property
    def wait_for_room(self) -> bool:
        """Whether the engine cannot put on record what is done, because its disk is full."""
        return self._disk.waits

    def foresee(self, names: Sequence[str]) -> None:
        """Set places aside for these steps. A step that never comes leaves its place empty."""
        from dbos import DBOS

        for name in names:
            self._reserved[name] = DBOS.reserve_step()

    async def once(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Do the work unless it is on record as done; returns whether it was done now.

        `work` keeps what it finds itself, and must bear being done again: a process may die after the work and before the
        record. Its faults pass through and are not on record. Raises Abandoned where the run is not ours any more.
        """
        from dbos import DBOS, error

        place = self._reserved.pop(name, None) or DBOS.reserve_step()
        faults: list[Exception] = []
        done_now = False

        async def recorded() -> str:
            nonlocal done_now
            try:
                await work()
            except Exception as fault:  # noqa: BLE001  (raised again below; the engine must not write it down)
                faults.append(fault)
                return ""
            done_now = True
            return name

        try:
            record = await place.run_async({"name": name}, recorded)
        except (error.DBOSWorkflowCancelledError, error.DBOSWorkflowConflictIDError) as left:
            raise Abandoned(name) from left
        self._disk.passed()
        if faults:
            raise faults[0]
        if record != name:  # an earlier life failed here, or the record is another step's: it vouches for nothing
            await work()
            return True
        return done_now
