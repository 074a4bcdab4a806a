"""An answer's form as the JSON schema that providers accept."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel

_NOT_UNDERSTOOD_EVERYWHERE = {"default", "title", "minLength", "maxLength"}
"""Left out of what is sent; the answer is validated against the form itself."""


def response_format(form: type[BaseModel]) -> dict[str, Any]:
    """The `response_format` of a request: every field required, nothing added, no defaults."""
    schema = _strict(json_schema(form))
    return {"type": "json_schema", "json_schema": {"name": form.__name__, "strict": True, "schema": schema}}


@lru_cache(maxsize=32)
def json_schema(form: type[BaseModel]) -> dict[str, Any]:
    """The form's JSON schema as pydantic writes it, made once: every request needs it. Not to be changed."""
    return form.model_json_schema()


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    strict: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):  # their keys are names, not keywords
            strict[key] = {name: _strict(child) for name, child in value.items()}
        elif key not in _NOT_UNDERSTOOD_EVERYWHERE:
            strict[key] = _strict(value)
    if "properties" in strict:
        strict |= {"required": list(strict["properties"]), "additionalProperties": False}
    return strict
