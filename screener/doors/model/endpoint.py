"""Where a role's requests go: which model, which host, and whether the rules let them leave."""

import ipaddress
import os
from typing import Literal
from urllib import request as environment
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from screener.words.draft import Frozen
from screener.words.errors import ConfigurationError

Structured = Literal["auto", "json_schema", "prompt"]

_DEFAULT_BASES = {
    "ollama": ("OLLAMA_API_BASE", "http://127.0.0.1:11434"),
    "ollama_chat": ("OLLAMA_API_BASE", "http://127.0.0.1:11434"),
    "openai": ("OPENAI_BASE_URL", "https://api.openai.com/v1"),
    "anthropic": ("ANTHROPIC_API_BASE", "https://api.anthropic.com"),
    "hosted_vllm": ("HOSTED_VLLM_API_BASE", ""),
    "lm_studio": ("LM_STUDIO_API_BASE", ""),
    "llamafile": ("LLAMAFILE_API_BASE", "http://127.0.0.1:8080/v1"),
}
"""Per provider: the environment variable its users expect, and its own default. Always passed on explicitly, so that
the host in the record is the host that was asked."""
KNOWN_PROVIDERS = frozenset(_DEFAULT_BASES)
"""Those that need no library to be known by."""


class Endpoint(Frozen):
    """One role's model and how to ask it."""

    role: str
    """'reader' or 'advocate'."""
    model: str
    """A litellm provider string such as 'ollama/qwen3', 'openai/name', 'anthropic/name', 'hosted_vllm/name'."""
    api_base: str | None = None
    api_key: SecretStr | None = None
    timeout: float = Field(default=120.0, gt=0)
    """Seconds until an answer must be complete."""
    max_output_tokens: int = Field(default=2_000, gt=0)
    temperature: float | None = Field(default=0.0, ge=0, le=2)
    """None leaves the provider's own default, for models that refuse the parameter."""
    structured: Structured = "auto"
    """'json_schema' sends the schema to the provider, 'prompt' asks in words alone."""
    known_as: str = ""
    """What reports and the answer cache call the model where `model` and `api_base` are of the moment, as with a server
    that was started for one run. Must change with whatever shapes its answers."""
    minimise: bool = False
    """Whether names, affiliations and the like are kept from the model (see `veiling.py`)."""
    dollars_per_million_in: float | None = Field(default=None, ge=0)
    dollars_per_million_out: float | None = Field(default=None, ge=0)

    @property
    def name(self) -> str:
        """The model as reports name it."""
        return self.known_as or self.model

    @property
    def provider(self) -> str:
        """The part before the first slash."""
        return self.model.split("/", 1)[0] if "/" in self.model else ""

    @property
    def base_url(self) -> str | None:
        """The address that is asked, or None where only the provider's library knows it."""
        variable, default = _DEFAULT_BASES.get(self.provider, ("", ""))
        return self.api_base or (os.environ.get(variable) if variable else None) or default or None

    @property
    def server(self) -> str:
        """Whom a key is for: scheme, host and port of `base_url`, or the provider where only its library knows them."""
        if not self.base_url:
            return self.provider
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc.rsplit('@', 1)[-1]}".casefold()

    @property
    def host(self) -> str:
        """Host and port of `base_url`, or 'default host of <provider>'."""
        if self.base_url:
            return urlsplit(self.base_url).netloc.rsplit("@", 1)[-1]
        return f"default host of {self.provider or self.model}"

    @property
    def proxy(self) -> str:
        """Host and port of the proxy that the environment puts in the way, or an empty text."""
        return urlsplit(proxy_for(self.base_url) or "").netloc.rsplit("@", 1)[-1] if self.base_url else ""

    def check(self) -> None:
        """Raises ConfigurationError where the endpoint cannot work as it is written."""
        if not self.provider or self.model.endswith("/"):
            missing = "model" if self.provider else "provider"
            raise ConfigurationError(
                f"The {self.role} model '{self.model}' names no {missing}; write it as provider/name, "
                "for example ollama/qwen3 or openai/my-model with an API base."
            )
        if self.provider in ("hosted_vllm", "lm_studio") and not self.base_url:
            raise ConfigurationError(
                f"The {self.role} model '{self.model}' needs an API base, for example http://127.0.0.1:8000/v1."
            )
        if self.base_url and urlsplit(self.base_url).scheme not in ("http", "https"):
            raise ConfigurationError(
                f"The API base '{self.base_url}' of the {self.role} must begin with http:// or https://."
            )
        if self.base_url and not urlsplit(self.base_url).hostname:
            raise ConfigurationError(
                f"The API base '{self.base_url}' of the {self.role} names no host; write it as http://host:port/v1."
            )


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address; none for this machine itself."""
    parts = urlsplit(url)
    if is_loopback(parts.netloc) or environment.proxy_bypass(parts.hostname or ""):
        return None
    proxies = environment.getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{found}" if found and "://" not in found else found


def is_loopback(host: str) -> bool:
    """Whether 'name[:port]' is this machine."""
    name = _name(host)
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    return urlsplit(f"//{host}").hostname or host
