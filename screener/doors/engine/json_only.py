"""How the engine writes values to its tables: plain JSON, so that reading them back can run no code.

An error is written as the name of its type alone: its message might quote a draft.
"""

import json
from typing import Any

from dbos import Serializer


class EngineFault(Exception):
    """A fault that the engine recorded in an earlier life, by the name of its type."""


class JsonOnly(Serializer):
    """Text, numbers, lists and objects of them; nothing else can be written."""

    def serialize(self, data: Any) -> str:
        """The value as JSON. Raises TypeError for what JSON does not know, errors excepted."""
        if isinstance(data, BaseException):
            return json.dumps({"fault": type(data).__name__})
        return json.dumps(data)

    def deserialize(self, serialized_data: str) -> Any:
        """The value again; tuples come back as lists, errors as EngineFault."""
        value = json.loads(serialized_data)
        if isinstance(value, dict) and value.keys() == {"fault"}:
            return EngineFault(value["fault"])
        return value

    def name(self) -> str:
        """By which the engine remembers how a value was written."""
        return "screener_json"
