"""`screener serve`: the whole service in one process, and how to sign in to it."""

import asyncio
import logging
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from screener.cli.guarded import data_folder_taken, private
from screener.cli.logs import LogForm, log_to_terminal
from screener.web.app import create_app
from screener.wiring.places import shipped
from screener.wiring.service import Service
from screener.wiring.service_settings import ServiceSettings
from screener.wiring.settings import load_settings
from screener.words.errors import ConfigurationError

SAMPLE = "samples/monitor-paper.pdf"
FIRST_EMAIL = "maintainer@localhost"
GRACE = 8
"""Seconds that requests under way are given at the end."""


def run(given: dict[str, Any], data: Path | None, email: str, log_requests: bool) -> None:
    """Serve until told to stop. Raises ConfigurationError, in one sentence, where that cannot be."""
    settings = load_settings(data=data, **({"service": given} if given else {}))
    _check_reach(settings.service)
    _log(settings.service.log_form, requests=log_requests)
    with data_folder_taken(settings.data), _bound(settings.service) as listening:
        private(settings.data)
        settings.service.port = listening.getsockname()[1]
        service = Service(settings)
        print("Starting …", flush=True)  # noqa: T201
        service.prepare()
        app = create_app(service)
        server = _Server(app, settings.service, _greeting(service, email))
        asyncio.run(server.serve(sockets=[listening]))
    print("Stopped. Drafts that were being screened go on at the next start.")  # noqa: T201


class _Server(uvicorn.Server):
    """Says how to sign in once it listens, and ends open streams when it is told to stop."""

    def __init__(self, app: Any, settings: ServiceSettings, greeting: str) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=list(settings.trusted_proxies),
                timeout_graceful_shutdown=GRACE,
                timeout_keep_alive=30,
            )
        )
        self._app, self._greeting = app, greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            print(self._greeting, flush=True)  # noqa: T201

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals to stop; unlike the library's own way, they do not end the process once more afterwards."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop: streams of events end by themselves, the rest is waited for."""
        if sig == signal.SIGINT and not self.should_exit:
            print("\nStopping …", flush=True)  # noqa: T201
        self._app.state.stopping.set()
        super().handle_exit(sig, frame)


def _check_reach(settings: ServiceSettings) -> None:
    """Raises ConfigurationError where passwords and drafts would travel readable without that being asked for."""
    if settings.loopback or settings.encrypted or settings.beyond_loopback_unencrypted:
        return
    raise ConfigurationError(
        f"Listening at {settings.host} opens the service to other machines: set service.public_url to the https:// address "
        "of the proxy in front of it, or service.beyond_loopback_unencrypted = true if readable traffic is acceptable."
    )


@contextmanager
def _bound(settings: ServiceSettings) -> Iterator[socket.socket]:
    """The socket to listen with. Raises ConfigurationError where the address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((settings.host, settings.port))
        except OSError as error:
            raise ConfigurationError(
                f"Cannot listen at {settings.host} port {settings.port} ({error.strerror}); choose another with --port."
            ) from error
        made.set_inheritable(False)
        yield made


def _greeting(service: Service, email: str) -> str:
    """What the terminal says: where the service is, and how to sign in, the first time and again."""
    address = service.address
    invitation = service.accounts.first_maintainer(email, "Maintainer")
    lines = ["", f"The service runs at {address}"]
    if invitation is not None:
        lines += [
            "",
            f"You are its first maintainer, {invitation.person.email}. Set your password with this link, which works once:",
            f"  {address}/welcome/{invitation.token}",
            "Afterwards sign in with that address and password.",
        ]
    lines += [
        "",
        f"Sign in:              {address}/sign-in",
        f"Lost link, password:  {_program()} people invite EMAIL    (prints a new one-time link)",
        f"More people:          {_program()} people add EMAIL --role reviewer",
        f"A draft to try:       {shipped(SAMPLE)}",
        "Stop:                 Ctrl-C",
        "",
    ]
    return "\n".join(lines)


def _program() -> str:
    """The program as it can be typed where it was started."""
    typed = sys.argv[0]
    return "screener" if shutil.which("screener") == str(Path(typed).absolute()) else typed


def _log(form: LogForm, *, requests: bool) -> None:
    """Warnings to the terminal; with `requests`, a line for each request: its route and never its address."""
    log_to_terminal(form)
    if requests:
        logging.getLogger("screener.requests").setLevel(logging.INFO)
