"""The scripted model server under the name that tests know it by; it lives beside the evals, which use it too."""

from evals.scripted_server import (
    Reply,
    Request,
    Script,
    ScriptedServer,
    cut,
    dripping,
    dropped,
    fails,
    prices_yes,
    raw,
    says,
)

__all__ = [
    "Reply",
    "Request",
    "Script",
    "ScriptedServer",
    "cut",
    "dripping",
    "dropped",
    "fails",
    "prices_yes",
    "raw",
    "says",
]
