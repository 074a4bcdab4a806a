from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import routing

from tests.web.hammering import hammer, operations
from tests.web.live import served
from tests.web.world import World


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    with served(world.app) as found:
        yield found


def test_a_few_requests_of_some_operations_are_answered_as_described(world: World, address: str) -> None:
    """A slice for every run; all operations, with many requests, are the matter of tests/soak."""
    for operation in [*operations(world)][::13]:
        assert hammer(world, address, operation, examples=1) >= 1, operation.label


def described(world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in world.client.get("/api/v1/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_route_of_the_api_is_described_with_its_errors(world: World) -> None:
    known = {(method, path) for method, path, _ in described(world)}
    for found in routing.iter_route_contexts(world.app.routes):
        for method in getattr(found, "methods", None) or ():
            if str(found.path).startswith("/api/") and not str(found.path).endswith("openapi.json"):
                assert (method, found.path) in known
    for method, path, operation in described(world):
        assert operation["description"], (method, path)
        assert {"400", "422", "500", "503"} <= operation["responses"].keys(), (method, path)
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (method, path, status)


def test_every_body_of_the_api_has_an_example(world: World) -> None:
    for method, path, operation in described(world):
        if "requestBody" not in operation:
            continue
        ((kind, content),) = operation["requestBody"]["content"].items()
        schema = content["schema"]
        if "$ref" in schema:
            whole = world.client.get("/api/v1/openapi.json").json()
            schema = whole["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        needed = {name: schema["properties"][name] for name in schema.get("required", ())}
        told = "example" in content or "examples" in content
        assert told or all("examples" in one or "$ref" in one for one in needed.values()), (method, path, kind)


def test_nobody_needs_to_be_signed_in_for_the_description_and_it_names_both_ways_in(world: World) -> None:
    whole = world.client.get("/api/v1/openapi.json").json()
    assert set(whole["components"]["securitySchemes"]) == {"token", "session"}
    assert whole["paths"]["/api/v1/drafts"]["get"]["security"] == [{"token": []}, {"session": []}]
    assert "security" not in whole["paths"]["/healthz"]["get"]
