"""`screener worker`: screens submitted drafts without serving pages, beside the web or on another machine."""

import logging
import signal
import threading
from pathlib import Path
from types import FrameType

from screener.cli.guarded import private
from screener.cli.logs import log_to_terminal
from screener.wiring.service import Service
from screener.wiring.settings import load_settings

LOOK_EVERY = 5.0
"""Seconds between looks at whether the engine still works."""

log = logging.getLogger("screener.worker")


def run(data: Path | None, at_once: int | None = None) -> None:
    """Work until told to stop (SIGTERM, SIGINT). What is under way then goes on in the next worker.

    Raises ConfigurationError or Unavailable, in one sentence, where this process cannot work; drafts are then left alone.
    """
    given = {"drafts_at_once": at_once} if at_once else None
    settings = load_settings(data=data, service=given)
    log_to_terminal(settings.service.log_form)
    log.setLevel(logging.INFO)
    private(settings.data)
    told_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told_to_stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with Service(settings, screens=True) as service:
        service.prepare()
        with service.case_index.open():  # a worker that cannot search the cases must not take drafts
            pass
        service.start()
        log.info("Screening drafts, %d at once.", settings.service.drafts_at_once)
        while not told_to_stop.wait(LOOK_EVERY):
            if not service.screening_alive():
                log.error("The engine has not answered for a while; still waiting for its database.")
    log.info("Stopped. Drafts that were being screened go on in the next worker.")
