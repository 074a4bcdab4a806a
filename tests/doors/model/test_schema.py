"""The schema that is sent with a request."""

from typing import Any

from pydantic import BaseModel, Field

from screener.doors.model.schema import response_format


class Inner(BaseModel):
    title: str = Field(default="x", min_length=1)
    default: float | None = None


class Outer(BaseModel):
    inner: list[Inner] = []


def nodes(node: Any) -> list[dict[str, Any]]:
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return ([node] if isinstance(node, dict) else []) + [found for child in inside for found in nodes(child)]


def test_every_field_is_required_and_nothing_may_be_added() -> None:
    sent = response_format(Outer)["json_schema"]
    objects = [n for n in nodes(sent["schema"]) if n.get("type") == "object"]
    assert sent["strict"] is True
    assert len(objects) == 2
    for node in objects:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


def test_fields_named_like_keywords_stay_and_the_keywords_go() -> None:
    inner = response_format(Outer)["json_schema"]["schema"]["$defs"]["Inner"]
    assert set(inner["properties"]) == {"title", "default"}
    assert inner["properties"]["title"] == {"type": "string"}
