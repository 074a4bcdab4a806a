"""Builds the models of the roles from the settings."""

from contextlib import ExitStack

from screener.doors.model import AnswerCache, Budget, Egress, Endpoint, Model, Retry
from screener.doors.model.local_server import LocalServer, gguf_path, local_server
from screener.wiring.settings import Role, Settings


def build_models(
    settings: Settings,
    cache: AnswerCache,
    closing: ExitStack,
) -> tuple[Model | None, Model | None]:
    """The reader's and the advocate's model; None where the role has none. Both share one budget.

    An advocate without a model of its own uses the reader's. Local servers that are started here end with `closing`.
    Raises ConfigurationError where a role cannot work as it is set.
    """
    budget = Budget(tokens=settings.budget_tokens, dollars=settings.budget_dollars)
    servers: dict[str, LocalServer] = {}
    reader = _model("reader", settings.reader, settings, budget, cache, closing, servers)
    if settings.advocate.model:
        return reader, _model("advocate", settings.advocate, settings, budget, cache, closing, servers)
    if reader is None:
        return None, None
    given = settings.reader.model_dump(
        include={
            "model",
            "api_base",
            "api_key",
            "temperature",
            "structured",
            "dollars_per_million_in",
            "dollars_per_million_out",
            "fallbacks",
        }
    )
    own = settings.advocate.model_copy(update=given)
    return reader, _model("advocate", own, settings, budget, cache, closing, servers)


def _model(
    name: str,
    role: Role,
    settings: Settings,
    budget: Budget,
    cache: AnswerCache,
    closing: ExitStack,
    servers: dict[str, LocalServer],
) -> Model | None:
    if not role.model:
        return None
    endpoints = [_endpoint(name, model, role, settings, closing, servers) for model in (role.model, *role.fallbacks)]
    return Model(
        endpoints=endpoints,
        egress=Egress(air_gap=settings.air_gap, allowed_hosts=settings.allowed_hosts),
        budget=budget,
        cache=cache,
        concurrency=settings.concurrency,
        retry=Retry(attempts=settings.attempts),
    )


def _endpoint(
    name: str,
    model: str,
    role: Role,
    settings: Settings,
    closing: ExitStack,
    servers: dict[str, LocalServer],
) -> Endpoint:
    own = role.model_dump(
        include={
            "timeout",
            "max_output_tokens",
            "temperature",
            "structured",
            "dollars_per_million_in",
            "dollars_per_million_out",
        }
    )
    path = gguf_path(model)
    if path is None:
        return Endpoint(role=name, model=model, api_base=role.api_base, api_key=role.api_key, **own)
    if model not in servers:
        servers[model] = closing.enter_context(local_server(path, settings.data / "local-server"))
    return servers[model].endpoint(name, **own)
