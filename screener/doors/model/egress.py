"""The one place that decides whether a request to a model may leave, and that holds it to the host it was let go to.

`Egress.check` is asked before a request is made. `leaving` then opens the way to that one host for the length of the
request: the transport sends nothing without it, nor to another host, whatever the model library tries.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from screener.doors.model.endpoint import Endpoint, is_loopback
from screener.words.draft import Frozen
from screener.words.errors import NotAllowed

_PORTS = {"http": 80, "https": 443}


class Egress(Frozen):
    """Which hosts requests may go to. With nothing named: this machine alone."""

    air_gap: bool = False
    """Refuse every host that is neither this machine nor in `allowed_hosts`, also one that the settings name."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names, with or without a port."""
    named_hosts: tuple[str, ...] = ()
    """Hosts of the models that the settings name, and the proxies on the way to them."""

    def check(self, endpoint: Endpoint) -> None:
        """Raises NotAllowed where a request to this endpoint must not leave."""
        for host, what in ((endpoint.host, ""), (endpoint.proxy, "the proxy ")):
            if (host or not what) and not self.lets(host):
                rule = "Air-gap mode refuses" if self.air_gap else "Requests may not go to"
                raise NotAllowed(
                    f"{rule} {what}{host}, which the {endpoint.role} model {endpoint.name} needs: it is neither this "
                    "machine nor in allowed_hosts; name it there, or choose another model or API base."
                )

    def lets(self, host: str) -> bool:
        """Whether requests may go to 'name[:port]'."""
        if is_loopback(host) or {host, urlsplit(f"//{host}").hostname or host} & set(self.allowed_hosts):
            return True
        return not self.air_gap and host in self.named_hosts

    def spoken(self) -> str:
        """For a person: where requests may go."""
        named = () if self.air_gap else self.named_hosts
        hosts = sorted({h for h in (*self.allowed_hosts, *named) if not is_loopback(h)})
        mode = "air gap: " if self.air_gap else ""
        return mode + (f"this machine, {', '.join(hosts)}" if hosts else "this machine alone")


@dataclass
class Way:
    """The way out of one request."""

    endpoint: Endpoint
    went_to: list[str] = field(default_factory=list)
    """Every host that something was sent to on this way, in order."""
    bytes_out: int = 0
    """Bytes of the bodies of all that was sent on this way."""

    @property
    def host(self) -> str:
        """For the record: where the request went; with some providers that is known only by sending it."""
        return self.endpoint.host if self.endpoint.base_url or not self.went_to else self.went_to[-1]

    def leads_to(self, url: str) -> bool:
        """Whether it goes to this address. Where only the library knows it: any that is encrypted or here."""
        if self.endpoint.base_url:
            return _exact(self.endpoint.base_url) == _exact(url)
        parts = urlsplit(url)
        return parts.scheme == "https" or is_loopback(parts.netloc)


_OPEN: ContextVar[Way | None] = ContextVar("way out", default=None)


@contextmanager
def leaving(way: Way) -> Iterator[None]:
    """Open the way for what is sent within the block."""
    token = _OPEN.set(way)
    try:
        yield
    finally:
        _OPEN.reset(token)


def let_out(url: str, size: int) -> bool:
    """Whether something may be sent to this address now; if so, it is noted as sent, with the bytes of its body."""
    way = _OPEN.get()
    if way is None or not way.leads_to(url):
        return False
    way.bytes_out += size
    way.went_to.append(urlsplit(url).netloc.rsplit("@", 1)[-1])
    return True


def _exact(url: str) -> str:
    """Host and port of an address in one spelling."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').casefold()}:{parts.port or _PORTS.get(parts.scheme, 0)}"
