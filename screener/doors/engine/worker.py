"""One worker: takes runs from the queue, does them step by step, and takes over those of workers that died."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, time
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from screener.doors.engine.full_disk import FullDisk
from screener.doors.engine.locks import AdvisoryLocks, FileLocks, Locks
from screener.doors.engine.place import open_tables
from screener.doors.engine.steps import Steps
from screener.words.errors import ConfigurationError, Unavailable

Work = Callable[[str, Steps], Awaitable[None]]
"""Does the run of an id. It deals with faults itself; what it lets through ends the run for good."""

APPLICATION = "screener"
VERSION = "1"
"""Of the order in which runs begin their steps. Runs of another version are left alone, so raise it only when a change of
that order cannot be told otherwise, and let workers finish their drafts first."""
QUEUE = "drafts"
WORKFLOW = "screen"
BEAT_SECONDS = 0.5
"""How often a worker looks after dead ones and after runs that wait outside the queue."""
LOOK_THROUGH_SECONDS = 10.0
"""How often every run that waits is compared with the queue, and not only those that are new."""
CLEAR_SECONDS = 3_600.0
"""How often the records of runs that ended long ago are let go."""
CLEARED_AT_ONCE = 500
DEAF_SECONDS = 30.0
"""A worker that has not looked for so long does not count as alive."""
_ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")

log = logging.getLogger("screener.engine")


def _tells_of_a_fault(record: logging.LogRecord) -> bool:
    """A run that was cancelled was meant to end: the engine's traceback of it is no news."""
    from dbos import error

    raised = record.exc_info[1] if record.exc_info else None
    return not isinstance(raised, error.DBOSAwaitedWorkflowCancelledError | error.DBOSWorkflowCancelledError)


class Engine:
    """The engine of this process; there can be one at a time. All calls are safe from any thread."""

    def __init__(
        self,
        url: str,
        work: Work,
        *,
        waiting: Callable[[], Sequence[str]],
        at_once: int = 2,
        name: str | None = None,
        keep_days: float = 30.0,
    ) -> None:
        """`url` is `sqlite:////FILE` or `postgresql://…`. `waiting` gives the ids of runs that are to be done; it is asked
        at every beat, and those that the queue does not know yet are put into it. `at_once` is how many runs this process
        does at the same time, `name` the worker's own, unique to the process. `keep_days` is how long the record of a run
        stays that has ended.
        """
        self._keep_seconds, self._cleared_at = keep_days * 86_400, 0.0
        self._url, self._work, self._waiting, self._at_once = url, work, waiting, at_once
        self.name = name or f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._ending, self._nudged = threading.Event(), threading.Event()
        self._to_cancel: set[str] = set()
        self._queued: set[str] = set()
        self._beat_at = self._looked_through = 0.0
        self._thread: threading.Thread | None = None
        self._locks: Locks | None = None
        self._disk = FullDisk()

    def start(self) -> None:
        """Start working. Raises ConfigurationError or Unavailable where the tables cannot be used."""
        ready = threading.Thread(target=self._launch_apart, name="engine-start")
        # In a thread of its own the engine finds no event loop to move into: runs must not share the web's.
        self._fault: BaseException | None = None
        ready.start()
        ready.join()
        if self._fault is not None:
            raise self._fault
        self._thread = threading.Thread(target=self._watch, name="engine-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop: calls under way are cut off, and the runs stay for the next worker. Takes up to a few seconds."""
        from dbos import DBOS

        self._ending.set()
        self._nudged.set()
        if self._thread is not None:
            self._thread.join(10)
        DBOS.destroy(destroy_registry=True)
        if self._locks is not None:
            self._locks.close()
        self._tables.dispose()

    def nudge(self) -> None:
        """There may be something to do: look now."""
        self._nudged.set()

    def cancel(self, run_id: str) -> None:
        """The run is not wanted any more; what is under way in it ends, and it is not taken up again."""
        self._to_cancel.add(run_id)
        self.nudge()

    def alive(self) -> bool:
        """Whether this worker is at work and looks after the others."""
        return self._thread is not None and self._thread.is_alive() and monotonic() - self._beat_at < DEAF_SECONDS

    def _launch_apart(self) -> None:
        self._disk.never_wait_here()  # whoever starts is told that it cannot be done now
        try:
            self._launch()
        except SQLAlchemyError as error:
            self._fault = Unavailable("The engine's tables cannot be reached; check the database and try again.")
            self._fault.__cause__ = error
        except (ConfigurationError, OSError) as error:
            self._fault = error

    def _launch(self) -> None:
        from dbos import DBOS

        from screener.doors.engine.json_only import EngineFault, JsonOnly

        self._tables = open_tables(self._url, self._disk)
        self._locks = self._make_locks()
        self._locks.keep()  # before the queue is listened to: a worker without its lock counts as dead
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": self._url,
                "system_database_engine": self._tables,
                "application_version": VERSION,
                "executor_id": self.name,
                "serializer": JsonOnly(),
                "log_level": "ERROR",
                "use_listen_notify": False,
                "enable_otlp": False,
            }
        )
        logging.getLogger("dbos").addFilter(_tells_of_a_fault)
        work, disk = self._work, self._disk

        async def screen(run_id: str) -> None:
            disk.passed()  # or the run could not have been taken
            try:
                await work(run_id, Steps(disk))
            except Exception as fault:  # noqa: BLE001  (raised again as its kind alone: the engine logs all that it says)
                raise EngineFault(type(fault).__name__) from None

        self._workflow: Any = DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)(screen)
        DBOS.launch()
        DBOS.register_queue(
            QUEUE, worker_concurrency=self._at_once, polling_interval_sec=0.25, on_conflict="always_update"
        )

    def _make_locks(self) -> Locks:
        where = make_url(self._url)
        if where.get_backend_name() != "sqlite":
            return AdvisoryLocks(self._tables, self.name)
        file = Path(where.database or "")
        return FileLocks(file.with_name(f"{file.name}-workers"), self.name)

    def _watch(self) -> None:
        told = ""
        self._disk.never_wait_here()  # a worker that stops looking after its runs counts as dead
        while not self._ending.is_set():
            try:
                self._beat()
                self._beat_at, told = monotonic(), ""
            except (SQLAlchemyError, OSError, Unavailable) as error:
                if told != type(error).__name__:
                    told = type(error).__name__
                    log.warning("The engine waits for its database (%s).", told)
            self._nudged.wait(BEAT_SECONDS)
            self._nudged.clear()

    def _beat(self) -> None:
        assert self._locks is not None
        self._locks.keep()
        self._cancel_unwanted()
        self._take_over(self._locks)
        self._enqueue_waiting(self._locks)
        self._clear_ended()

    def _clear_ended(self) -> None:
        """Let go of what the engine noted of runs that ended long ago; their reports are kept elsewhere."""
        from dbos import DBOS

        if self._cleared_at and monotonic() - self._cleared_at < CLEAR_SECONDS:
            return
        before = datetime.fromtimestamp(time() - self._keep_seconds, UTC).isoformat()
        ended = DBOS.list_workflows(
            status=list(_ENDED),
            completed_before=before,
            limit=CLEARED_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        wanted = set(self._waiting())
        DBOS.delete_workflows([run.workflow_id for run in ended if run.workflow_id not in wanted])
        if len(ended) < CLEARED_AT_ONCE:
            self._cleared_at = monotonic()

    def _cancel_unwanted(self) -> None:
        from dbos import DBOS

        for run_id in list(self._to_cancel):
            if DBOS.get_workflow_status(run_id) is not None:
                DBOS.cancel_workflow(run_id)
            self._to_cancel.discard(run_id)
            self._queued.discard(run_id)

    def _take_over(self, locks: Locks) -> None:
        """Put the runs of every worker whose lock is free back into the queue."""
        from dbos import DBOS

        running = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        for worker in {run.executor_id for run in running if run.executor_id} - {self.name}:
            with locks.of_the_dead(worker) as dead:
                if dead:
                    DBOS._recover_pending_workflows([worker])
                    log.info("Took over the drafts of the worker %s.", worker)

    def _enqueue_waiting(self, locks: Locks) -> None:
        """Every run that waits outside is put into the queue."""
        from dbos import DBOS

        waiting = self._waiting()
        self._queued &= set(waiting)
        if monotonic() - self._looked_through > LOOK_THROUGH_SECONDS:
            self._queued.clear()
            self._looked_through = monotonic()
        for run_id in waiting:
            if run_id in self._queued:
                continue
            known = DBOS.get_workflow_status(run_id)
            if known is None:
                self._enqueue(run_id)
            elif known.status in _ENDED:
                self._enqueue_again(run_id, locks)
            self._queued.add(run_id)

    def _enqueue(self, run_id: str) -> None:
        from dbos import DBOS, SetWorkflowID

        with SetWorkflowID(run_id):
            DBOS.enqueue_workflow(QUEUE, self._workflow, run_id)

    def _enqueue_again(self, run_id: str, locks: Locks) -> None:
        """A run that ended and is wanted all the same: it was stopped before it began, or its end got lost."""
        from dbos import DBOS

        with locks.of_the_dead(f"again {run_id}") as alone:
            known = DBOS.get_workflow_status(run_id) if alone else None
            if known is not None and known.status in _ENDED:
                DBOS.delete_workflow(run_id)
                self._enqueue(run_id)
