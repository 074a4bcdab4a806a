"""All settings, from the command line, the environment (`SCREENER_…`) and one TOML file, in this order of weight."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from screener.wiring.keys import keyed_for
from screener.wiring.places import default_config_file, default_data_folder, shipped
from screener.wiring.service_settings import ServiceSettings
from screener.words.errors import ConfigurationError


def _checked_address(text: str) -> str:
    """An address that a request can be sent to."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("write the address of a server as http://host:port/path, such as http://127.0.0.1:8000/v1")
    return text


def _without_secrets(text: str) -> str:
    """The address as it may be shown: without user, password and query, which may hold a key."""
    parts = urlsplit(text)
    host = parts.netloc.rsplit("@", 1)[-1]
    return parts._replace(netloc=host, query="…" if parts.query else "", fragment="").geturl()


Address = Annotated[
    str,
    AfterValidator(_checked_address),
    PlainSerializer(_without_secrets, return_type=str, when_used="json"),
]


class Role(BaseModel):
    """The model of one role. Without a model, the role is filled by what ships with the program."""

    model_config = ConfigDict(extra="forbid")

    model: str = ""
    """litellm's provider string ('ollama/qwen3', 'openai/name', 'anthropic/name', 'hosted_vllm/name') or 'gguf:PATH'."""
    api_base: Address | None = None
    """Address of the server, such as http://127.0.0.1:8000/v1."""
    api_key: SecretStr | None = None
    """Better given by the environment: SCREENER_READER__API_KEY."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds until an answer must be complete."""
    max_output_tokens: int = Field(default=2_000, gt=0)
    temperature: float | None = Field(default=0.0, ge=0, le=2)
    """Sampling temperature; 'null' leaves it to the provider, for models that refuse the parameter."""
    structured: Literal["auto", "json_schema", "prompt"] = "auto"
    """Whether the answer's JSON schema is sent along or asked for in words."""
    dollars_per_million_in: float | None = Field(default=None, ge=0)
    dollars_per_million_out: float | None = Field(default=None, ge=0)
    minimise: bool | None = None
    """As `minimise` of the whole, for this role alone."""
    fallbacks: tuple[str, ...] = ()
    """Models tried in order where this one fails. None by default: nothing moves to another model silently."""


class Advocate(Role):
    """The advocate writes one long answer, so its limits are wider."""

    timeout: float = Field(default=300.0, gt=0)
    max_output_tokens: int = Field(default=8_000, gt=0)


class EmbedderRole(BaseModel):
    """The embedder of the corpus. Without a model: the one that ships with the program."""

    model_config = ConfigDict(extra="forbid")

    model: str = ""
    """litellm's name of an embedding model; changing it makes the index anew. Stretches of drafts are sent to it."""
    api_base: Address | None = None
    api_key: SecretStr | None = None
    timeout: float = Field(default=60.0, gt=0)
    minimise: bool | None = None
    """As `minimise` of the whole, for the embedder alone."""


class Settings(BaseSettings):
    """Every setting, with its default."""

    model_config = SettingsConfigDict(env_prefix="SCREENER_", env_nested_delimiter="__", extra="forbid")

    data: Path = Field(default_factory=default_data_folder)
    """Folder for indexes, answers and reports. Nothing is written anywhere else."""
    prompts: Path = Field(default_factory=lambda: shipped("prompts"))
    corpus: Path = Field(default_factory=lambda: shipped("corpus"))
    """Cases that come with the program; your own, added with `screener corpus add`, are kept in the data folder."""
    reader: Role = Role()
    advocate: Advocate = Advocate()
    embedder: EmbedderRole = EmbedderRole()
    second_opinion: bool = True
    """Whether the embedded reader scores every passage beside a language model."""
    concurrency: int = Field(default=8, ge=1, le=256)
    """Requests to one model at the same time."""
    attempts: int = Field(default=4, ge=1, le=10)
    """Tries per request, the first included."""
    budget_tokens: int | None = Field(default=None, gt=0)
    """Tokens, input and output, that one run may use."""
    budget_dollars: float | None = Field(default=None, gt=0)
    confidence: Literal["auto", "probability", "samples", "off"] = "auto"
    """How sure a model is of a flag: probability of 'yes' where the provider tells it, else agreement over samples."""
    samples: int = Field(default=2, ge=0, le=10)
    """Further readings of a flagged passage where confidence comes from agreement."""
    air_gap: bool = False
    """Refuse every host that is neither this machine nor on the list."""
    allowed_hosts: tuple[str, ...] = ()
    minimise: bool = False
    """Keep author names, affiliations, acknowledgements, e-mail addresses, ORCIDs and repository links from every model that
    is asked by a request. What ships with the program sees the draft as it is."""
    restricted_precedents: bool = False
    """Whether reports may show restricted cases (the reader of the report must be cleared for them)."""
    parse_seconds: float = Field(default=120.0, gt=0)
    parse_memory_mb: int = Field(default=2_048, ge=256)
    largest_mb: int = Field(default=100, ge=1)
    """Largest file that is taken."""
    service: ServiceSettings = ServiceSettings()
    """The service: `screener serve` and its workers."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, environment, TOML file. No `.env` is ever picked up."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=default_config_file())


def load_settings(**given: Any) -> Settings:
    """The settings, with `given` (from the command line) outweighing the rest; values of None are left out.

    A configured key is dropped, with a warning, where `given` sends its role to another server than it is for.
    Raises ConfigurationError saying which setting is wrong.
    """
    file = default_config_file()
    if os.environ.get("SCREENER_CONFIG") and not file.is_file():
        raise ConfigurationError(f"SCREENER_CONFIG names {file}, which does not exist; correct its path.")
    _refuse_unknown_variables()
    given = {name: value for name, value in given.items() if value is not None}
    found = _read(file, given)
    roles = {name: values for name, values in given.items() if name in ("reader", "advocate")}
    if not roles:
        return found
    before = _read(file, {name: value for name, value in given.items() if name not in roles})
    kept = {name: keyed_for(name, getattr(found, name), getattr(before, name), roles[name]) for name in roles}
    return found.model_copy(update=kept)


def _read(file: Path, given: dict[str, Any]) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        raise ConfigurationError(_sentence(error, file)) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"The settings in {file} cannot be read as TOML: {error}; correct it.") from error
    except (SettingsError, ValueError) as error:
        raise ConfigurationError(f"The settings cannot be read: {' '.join(str(error).split())[:300]}") from error


def _refuse_unknown_variables() -> None:
    """A misspelt variable would be passed over in silence, and with it perhaps the air gap."""
    known = {"CONFIG", *(name.upper() for name in Settings.model_fields)}
    for name in sorted(os.environ):
        if name.upper().startswith("SCREENER_") and name.upper().removeprefix("SCREENER_").split("__")[0] not in known:
            raise ConfigurationError(f"There is no setting {name}; correct its name in the environment, or unset it.")


def _sentence(error: ValidationError, file: Path) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"There is no setting '{name}'; correct its name in {file} or in the environment, or remove it."
    return f"The setting {name} is wrong: {first['msg'].removeprefix('Value error, ')}."
