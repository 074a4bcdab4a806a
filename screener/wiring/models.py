"""Builds the models of the roles from the settings."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from screener.doors.model import AnswerCache, Budget, Egress, Endpoint, Model, Retry, check_before_run
from screener.doors.model.local_server import LocalServer, gguf_path, local_server
from screener.wiring.settings import EmbedderRole, Role, Settings
from screener.words.errors import ConfigurationError

_OF_THE_READER = {
    "model",
    "api_base",
    "api_key",
    "temperature",
    "structured",
    "dollars_per_million_in",
    "dollars_per_million_out",
    "minimise",
    "fallbacks",
}
"""What an advocate without a model of its own takes over."""
_NOT_AS_SET = {"model", "api_base", "api_key", "minimise", "fallbacks"}
_OF_AN_ENDPOINT = _OF_THE_READER - _NOT_AS_SET | {"timeout", "max_output_tokens"}


@dataclass
class Shared:
    """What the models of several runs in one process have in common."""

    closing: ExitStack = field(default_factory=ExitStack)
    """Local servers end with it."""
    servers: dict[str, LocalServer] = field(default_factory=dict)
    slots: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    """Requests at the same time, by role."""
    retries: dict[str, Retry] = field(default_factory=dict)
    """How long hosts asked to wait, by role."""
    building: threading.Lock = field(default_factory=threading.Lock)


def build_models(
    settings: Settings,
    cache: AnswerCache,
    closing: ExitStack,
    *,
    egress: Egress | None = None,
    shared: Shared | None = None,
) -> tuple[Model | None, Model | None]:
    """The reader's and the advocate's model; None where the role has none. Both share one budget.

    An advocate without a model of its own uses the reader's. Local servers that are started here end with `closing`, or
    with what is `shared` between runs. `egress` stands in for that of the settings. Raises ConfigurationError where a role
    cannot work as it is set.
    """
    check_models(settings)
    budget = Budget(tokens=settings.budget_tokens, dollars=settings.budget_dollars)
    build = _Builder(settings, budget, cache, egress or egress_of(settings), shared or Shared(closing))
    with build.shared.building:
        return build.model("reader", settings.reader), build.model("advocate", _advocate(settings))


def check_models(settings: Settings) -> None:
    """Raises ConfigurationError for what is wrong with the roles and can be known without asking a server."""
    for name, role in (("reader", settings.reader), ("advocate", settings.advocate), ("embedder", settings.embedder)):
        _refuse_address_of_nothing(name, role)
    for endpoint in _endpoints_to_check(settings):
        check_before_run(endpoint, egress_of(settings))


def egress_of(settings: Settings) -> Egress:
    """Which hosts may be asked: this machine, those listed, and those of the models that the settings name."""
    named = {host for endpoint in _endpoints_to_check(settings) for host in (endpoint.host, endpoint.proxy) if host}
    return Egress(air_gap=settings.air_gap, allowed_hosts=settings.allowed_hosts, named_hosts=tuple(sorted(named)))


def _minimise(role: Role | EmbedderRole, all_roles: bool) -> bool:
    return all_roles if role.minimise is None else role.minimise


def embedder_endpoint(role: EmbedderRole, minimise: bool = False) -> Endpoint:
    """How the configured embedding model is asked."""
    return Endpoint(
        role="embedder",
        model=role.model,
        api_base=role.api_base,
        api_key=role.api_key,
        timeout=role.timeout,
        minimise=_minimise(role, minimise),
    )


def _refuse_address_of_nothing(name: str, role: Role | EmbedderRole) -> None:
    """An address without a model would be passed over in silence, and another reader would read than was meant."""
    if role.api_base and not role.model:
        option = {"reader": " (--model)", "advocate": " (--advocate-model)"}.get(name, "")
        raise ConfigurationError(
            f"{name}.api_base names a server, but no model on it: set {name}.model{option} too, or leave both out."
        )


def _advocate(settings: Settings) -> Role:
    if settings.advocate.model or not settings.reader.model:
        return settings.advocate
    return settings.advocate.model_copy(update=settings.reader.model_dump(include=_OF_THE_READER))


def named_models(settings: Settings) -> Iterator[tuple[str, str, Endpoint | None]]:
    """Role, model and endpoint of every language model that may be asked, fallbacks too, an advocate that takes over the
    reader's model among them. A model file has no endpoint: a server on this machine is started for it."""
    for name, role in (("reader", settings.reader), ("advocate", _advocate(settings))):
        for model in (role.model, *role.fallbacks) if role.model else ():
            path = gguf_path(model)
            yield (name, path.name, None) if path else (name, model, _remote(name, model, role))


def _endpoints_to_check(settings: Settings) -> Iterator[Endpoint]:
    for name, role in (("reader", settings.reader), ("advocate", settings.advocate)):
        for model in (role.model, *role.fallbacks) if role.model else ():
            if gguf_path(model) is None:
                yield _remote(name, model, role)
    if settings.embedder.model:
        yield embedder_endpoint(settings.embedder, settings.minimise)


def _remote(name: str, model: str, role: Role) -> Endpoint:
    """A model behind a server. A fallback on another server than the role's does not get the role's key."""
    given = Endpoint(
        role=name,
        model=model,
        api_base=role.api_base,
        api_key=role.api_key,
        **role.model_dump(include=_OF_AN_ENDPOINT),
    )
    first = next(m for m in (role.model, *role.fallbacks) if gguf_path(m) is None)
    meant_for = Endpoint(role=name, model=first, api_base=role.api_base).server
    return given if given.server == meant_for else given.model_copy(update={"api_key": None})


@dataclass
class _Builder:
    settings: Settings
    budget: Budget
    cache: AnswerCache
    egress: Egress
    shared: Shared

    def model(self, name: str, role: Role) -> Model | None:
        if not role.model:
            return None
        settings, shared = self.settings, self.shared
        return Model(
            endpoints=[self._endpoint(name, model, role) for model in (role.model, *role.fallbacks)],
            egress=self.egress,
            budget=self.budget,
            cache=self.cache,
            concurrency=settings.concurrency,
            slots=shared.slots.setdefault(name, asyncio.Semaphore(settings.concurrency)),
            retry=shared.retries.setdefault(name, Retry(attempts=settings.attempts)),
        )

    def _endpoint(self, name: str, model: str, role: Role) -> Endpoint:
        minimise = _minimise(role, self.settings.minimise)
        path = gguf_path(model)
        if path is None:
            return _remote(name, model, role).model_copy(update={"minimise": minimise})
        servers = self.shared.servers
        if model not in servers:
            server = local_server(path, self.settings.data / "local-server")
            servers[model] = self.shared.closing.enter_context(server)
        return servers[model].endpoint(name, minimise=minimise, **role.model_dump(include=_OF_AN_ENDPOINT))
