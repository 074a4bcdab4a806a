"""A worker as a process of its own, for tests that kill it.

The processes are forked off one that has imported everything, so that a killed one is followed by the next at once.
"""

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import dbos  # noqa: F401  (imported before the fork)

from screener.storage.master_key import MasterKey
from screener.uses.durable import DurableScreening
from tests.uses import plain_provider
from tests.uses.durable_world import ScriptedPipelines, World

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.uses.durable_worker"])
CONCURRENCY = 4
"""Requests that one worker has under way at most."""


def work(order: dict[str, str], ready: Connection) -> None:
    """Work until killed."""
    plain_provider.take_its_place()
    master = MasterKey(bytes.fromhex(order["master"]))
    world = World(Path(order["folder"]), order["url"], order["engine_url"], master)
    pipelines = ScriptedPipelines(order["api_base"], concurrency=CONCURRENCY, confidence=True)
    DurableScreening(world.shelves, pipelines, world.engine_url, at_once=1).start()
    ready.send("working")
    threading.Event().wait()


class Worker:
    """A worker process."""

    def __init__(self, world: World, api_base: str) -> None:
        order = {
            "folder": str(world.folder),
            "url": world.url,
            "engine_url": world.engine_url,
            "master": world.master.secret.hex(),
            "api_base": api_base,
        }
        self._hears, says = _FORKING.Pipe(duplex=False)
        self._heard = False
        self.process: ForkServerProcess = _FORKING.Process(target=work, args=(order, says), daemon=True)
        self.process.start()
        says.close()

    def wait_until_working(self) -> None:
        """Until the engine has started."""
        if not self._heard:
            assert self._hears.poll(60), "the worker did not start"
            self._heard = bool(self._hears.recv())

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.join()


@contextmanager
def worker(world: World, api_base: str) -> Iterator[Worker]:
    """A worker process; killed at the end of the block."""
    made = Worker(world, api_base)
    try:
        yield made
    finally:
        made.kill()
