"""What the processes of the service tell their terminal: lines for people, or JSON lines for a collector."""

import json
import logging
from datetime import UTC, datetime
from typing import Literal

from screener.web.security.last_resort import places

LogForm = Literal["text", "json"]
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """One JSON object to a line: when, how grave, which part, what, and the fields that the caller told apart.

    Of an exception it has the types and places and never the message, which may quote a draft.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "says": record.getMessage(),
        }
        told |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1]:
            told["fault"] = places(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


def log_to_terminal(form: LogForm) -> None:
    """Warnings and worse to standard error, in the form asked for."""
    logging.basicConfig(level=logging.WARNING, format=_TEXT, force=True)
    if form == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonLines())
