"""The strip that maps the draft: where its pages and sections begin, its flags stand, and nobody read."""

from dataclasses import dataclass

from screener.report.marks import Laid, Mark
from screener.words.draft import Page
from screener.words.framework import Severity

_ROOM = 8.0
"""Percent of the strip that one page label needs on a narrow screen."""
_HAIR = 0.01
"""Percent that a flag is at least wide: a shape of no width is not drawn at all."""
_LEAST = 0.4
"""Percent that a stretch without words is drawn wide, so that it can be seen."""
_LANES = {Severity.high: 0, Severity.medium: 1, Severity.low: 2, Severity.none: 2}


@dataclass(frozen=True)
class Stretch:
    """Something on the strip. Positions are percentages of the text's length."""

    at: float
    width: float
    says: str
    href: str = ""
    """A fragment of this report, '#text-3'."""
    kind: str = ""
    """A severity, or 'unread', 'scanned', 'hidden'."""
    lane: int = 0
    """For a flag: 0 for high, 1 for medium, 2 for the rest; severity is read off position as well as colour."""


@dataclass(frozen=True)
class Strip:
    """All that the template draws."""

    pages: tuple[Stretch, ...]
    """Ticks; `says` is the label, empty for a tick without one."""
    sections: tuple[Stretch, ...]
    gaps: tuple[Stretch, ...]
    flags: tuple[Stretch, ...]
    hidden: tuple[Stretch, ...]


class _Ruler:
    """Code points to percentages."""

    def __init__(self, length: int) -> None:
        self._length = length

    def __call__(self, start: int, end: int) -> tuple[float, float]:
        at, to = (round(100 * min(max(o, 0), self._length) / self._length, 3) for o in (start, end))
        return at, round(to - at, 3)


def strip(screening: Laid, flags: list[Mark]) -> Strip | None:
    """The strip, or None where the draft has no text to map."""
    draft = screening.draft
    if not draft.text:
        return None
    ruler = _Ruler(len(draft.text))
    seen = [h for h in screening.hidden if not h.ordinary]
    return Strip(
        pages=_ticks(draft.pages, ruler),
        sections=tuple(
            Stretch(*ruler(s.start, s.end), s.title, f"#section-{n}")
            for n, s in enumerate(draft.sections, 1)
            if s.level == 1
        ),
        gaps=_gaps(screening, ruler),
        flags=tuple(
            Stretch(at, max(width, _HAIR), m.says, f"#{m.anchor}", str(m.severity), _LANES[m.severity])
            for m in flags
            if m.severity is not None
            for at, width in [ruler(m.start, m.end)]
        ),
        hidden=tuple(
            Stretch(*ruler(h.offset, h.offset), f"Hidden text {n}", f"#hidden-{n}", "hidden")
            for n, h in enumerate(seen, 1)
            if h.offset is not None
        ),
    )


def _ticks(pages: tuple[Page, ...], ruler: _Ruler) -> tuple[Stretch, ...]:
    """A tick for each page, and a label where the last label is far enough away to leave room for it."""
    made: list[Stretch] = []
    labelled = -_ROOM
    for page in pages:
        at, width = ruler(page.start, page.start)
        label = str(page.number) if at - labelled >= _ROOM else ""
        labelled = at if label else labelled
        made.append(Stretch(at, width, label, f"#page-{page.number}"))
    return tuple(made)


def _gaps(screening: Laid, ruler: _Ruler) -> tuple[Stretch, ...]:
    indices = [u.passage_index for u in screening.coverage.unread]
    passages = [screening.passages[i] for i in indices if i < len(screening.passages)]
    unread = [
        Stretch(*ruler(p.start, p.end), f"Passage {p.index + 1} was not read", f"#passage-{p.index + 1}", "unread")
        for p in passages
    ]
    scanned = [
        Stretch(at, max(width, _LEAST), f"Page {p.number} has no readable text", f"#page-{p.number}", "scanned")
        for p in screening.draft.pages
        if p.scanned
        for at, width in [ruler(p.start, p.end)]
    ]
    return tuple(unread + scanned)
