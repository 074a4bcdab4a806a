"""One kind of line end: browsers send what is typed over several lines with CR LF, and everything here counts on LF."""

import re
from typing import Annotated, Any

from fastapi import Form
from pydantic import BeforeValidator


def with_line_feeds(value: Any) -> Any:
    """A text with LF for each CR LF and CR; likewise the texts within lists and mappings. Anything else as it is."""
    if isinstance(value, str):
        return re.sub(r"\r\n?", "\n", value)
    if isinstance(value, dict):
        return {key: with_line_feeds(inner) for key, inner in value.items()}
    return [with_line_feeds(inner) for inner in value] if isinstance(value, list) else value


LineFeeds = BeforeValidator(with_line_feeds)
"""Before any constraint, so that lengths are counted as the person who types sees them."""
TypedText = Annotated[str, LineFeeds]
"""Text that a person may have typed over several lines."""
FormText = Annotated[str, LineFeeds, Form()]
"""The same, as a field of a form."""
