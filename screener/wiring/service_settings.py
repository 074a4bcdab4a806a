"""The settings of the service: where it listens, where it keeps things, who may sign in and how."""

import ipaddress
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from screener.wiring.sensitivity import ModelsSee


def _origin(text: str) -> str:
    """Scheme, host and port of an address, and nothing else."""
    parts = urlsplit(text)
    try:
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise ValueError("write the address as https://host or https://host:port, without a path")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _issuer(text: str) -> str:
    """The address of an identity provider; it may have a path, and must be https unless it is this machine."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write the issuer as https://host/path, exactly as the provider names itself")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("an issuer that is not this machine must begin with https://")
    return text


def _case_server(text: str) -> str:
    """The address of a Chroma server: https, unless it is this machine, for it is told what cases are about."""
    if text.startswith("http://") and not is_loopback(urlsplit(text).hostname or ""):
        raise ValueError("a Chroma server that is not on this machine must be reached by https://")
    return text


Origin = Annotated[str, AfterValidator(_origin)]
CaseServer = Annotated[Origin, AfterValidator(_case_server)]
Issuer = Annotated[str, AfterValidator(_issuer)]


class Oidc(BaseModel):
    """An identity provider at which people sign in (OpenID Connect)."""

    model_config = ConfigDict(extra="forbid")

    issuer: Issuer
    """As the provider names itself; `/.well-known/openid-configuration` below it is read when somebody signs in."""
    client_id: str = Field(min_length=1)
    client_secret: SecretStr | None = None
    """Better given by the environment: SCREENER_SERVICE__OIDC__CLIENT_SECRET. None for a public client (PKCE alone)."""
    label: str = Field(default="your organisation's account", max_length=80)
    """What the button on the sign-in page says after 'Sign in with'."""
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    new_people: Literal["refuse", "author"] = "refuse"
    """Whether somebody without an account here is refused or gets one with the role author."""
    timeout: float = Field(default=10.0, gt=0, le=60)
    """Seconds until the provider must have answered a request."""


class ServiceSettings(BaseModel):
    """The service, with defaults for one process on this machine."""

    model_config = ConfigDict(extra="forbid")

    host: str = "127.0.0.1"
    """Address to listen at."""
    port: int = Field(default=8321, ge=0, le=65_535)
    """0 takes any free port."""
    public_url: Origin | None = None
    """How browsers reach the service, such as https://screen.example.org. https makes cookies secure."""
    beyond_loopback_unencrypted: bool = False
    """Listen beyond this machine although public_url is not https. Passwords and drafts then travel readable."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    also_called: tuple[str, ...] = ()
    """Further host names (with port where it is not the usual one) under which requests are answered."""
    database_url: SecretStr | None = None
    """Such as postgresql+psycopg://user@host/name. None: SQLite in the data folder."""
    chroma_url: CaseServer | None = None
    """A Chroma server (`chroma run`) that holds the case index. None: embedded, for one process alone."""
    master_key: SecretStr | None = None
    """32 bytes as base64, from the environment. None: read from master_key_file."""
    master_key_file: Path | None = None
    """None: `master.key` in the data folder, made when absent."""
    screens: bool = True
    """Whether the web process screens drafts as well; with `screener worker` running elsewhere it need not."""
    drafts_at_once: int = Field(default=2, ge=1, le=64)
    """Drafts that one process screens at the same time."""
    keep_runs_days: float = Field(default=30.0, gt=0, le=3_650)
    """How long the engine keeps its own record (ids of drafts, names of steps, times) of a screening that has ended."""
    models_see: ModelsSee = ModelsSee()
    """How far drafts of each sensitivity may travel to be read."""
    blind_first: bool = False
    """Whether a reviewer records a first impression before the screen's view is shown."""
    session_hours: float = Field(default=12.0, gt=0, le=24 * 30)
    """After so long a browser must sign in again."""
    idle_hours: float = Field(default=2.0, gt=0, le=24 * 30)
    """A browser that asked for nothing for so long must sign in again."""
    upload_mb: int = Field(default=50, ge=1)
    """Largest file that can be uploaded, in MiB; more is refused while it arrives."""
    uploads_per_hour: int = Field(default=60, ge=1)
    """Of one person."""
    sign_ins_per_quarter: int = Field(default=10, ge=1)
    """Attempts on one account from one address in 15 minutes; ten times as many on an account, or from an address."""
    scrape_token: SecretStr | None = None
    """With it, a metrics collector may read /metrics as `Authorization: Bearer …`."""
    log_form: Literal["text", "json"] = "text"
    """Of what the service tells its terminal; json is one object to a line, for a collector."""
    oidc: Oidc | None = None

    @model_validator(mode="after")
    def _secrets_are_long_enough(self) -> "ServiceSettings":
        if self.scrape_token and len(self.scrape_token.get_secret_value()) < 24:
            raise ValueError("scrape_token must have at least 24 characters")
        return self

    @property
    def encrypted(self) -> bool:
        """Whether browsers reach the service by https."""
        return (self.public_url or "").startswith("https://")

    @property
    def loopback(self) -> bool:
        """Whether it listens for this machine alone."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
