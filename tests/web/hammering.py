"""The API's own description turned on it: requests made from it, right and wrong, whose answers must be as described."""

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from screener.words.people import Scope
from tests.web.world import S, World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
OWN_HEADERS = frozenset({"authorization", "cookie", "host", "x-csrf-token"})
STATIONS = (S.queued, S.awaiting_review, S.in_review, S.decided, S.appealed)


def operations(world: World) -> Iterator[Any]:
    """Every operation of the description."""
    schema = schemathesis.openapi.from_dict(world.client.get("/api/v1/openapi.json").json())
    for found in schema.get_all_operations():
        yield found.ok()


def stationed(world: World, operation: Any) -> list[str]:
    """A draft at each station; the same ones for operations that change nothing, since making them takes its time."""
    if operation.method.upper() != "GET":
        return [world.draft(status) for status in STATIONS] if "{draft_id}" in operation.path else []
    if not world.stationed:
        world.stationed = [world.draft(status) for status in STATIONS]
    waiting = operation.path.endswith("/events")  # a stream of a waiting draft would not end
    return world.stationed[1:] if waiting else world.stationed


def hammer(world: World, address: str, operation: Any, examples: int, start: int = 0) -> int:
    """Send requests of one operation as different people to drafts at different stations; how many were sent.

    `start` names the round: each has requests of its own, the same in every run.
    """
    people = (world.maintainer, world.reviewer, world.owner)
    headers = [*(who.changing for who in people), world.token(world.maintainer, *Scope), {}]
    drafts = stationed(world, operation)
    sent = 0
    for mode in MODES:

        @seed(start)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            nonlocal sent
            turn = start + sent
            if drafts and "draft_id" in (case.path_parameters or {}) and turn % 4:
                case.path_parameters["draft_id"] = drafts[turn % len(drafts)]
            _send(address, case, headers[turn % len(headers)])
            sent += 1

        # An operation without any parameter cannot be asked for wrongly.
        with suppress(Unsatisfiable) if mode is MODES[1] else nullcontext():
            one()
    return sent


def _send(address: str, case: Any, headers: dict[str, str]) -> None:
    """Send a case, and hold the answer against the description."""
    for name in [name for name in case.headers or {} if name.lower() in OWN_HEADERS]:
        del case.headers[name]
    case.cookies = {}
    response = case.call(base_url=address, headers=headers, timeout=60)
    case.validate_response(response, checks=CHECKS)
