"""What is known of an element on the way down to it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from screener.doors.documents.html.drawings import Canvas
from screener.doors.documents.html.rules import Declarations
from screener.doors.documents.html.style import Look

Leave = Callable[[], None]
"""What is to be done once an element is left."""


@dataclass(frozen=True)
class Place:
    """The look and the surroundings that an element has from those around it."""

    look: Look
    cramped: bool = False
    """Inside a list item or a table cell, where paragraphs only end lines."""
    pictured: bool = False
    """Inside an image, which has been counted."""
    drawn: bool | None = None
    """Inside a drawing: whether it has shapes, on any of which its words may stand."""
    painted: bool = False
    """On a ground that would hide what is sent behind it."""
    variables: Declarations = field(default_factory=dict)
    """The custom properties of the elements around."""
    mark: str = ""
    """The kind of marks of the list around, as its style says it."""
    quotes: tuple[str, ...] = ()
    """The signs of quotation that the style names."""
    canvas: Canvas | None = None
    """The visible part of the drawing around, while its coordinates are those of the element."""
    columns: frozenset[int] = frozenset()
    """Columns of the table around that are collapsed."""
    ordinary: bool = False
    """Within something that pages hide by custom: its words raise no alert."""
