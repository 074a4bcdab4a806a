"""Small bar charts, drawn as SVG by a template: positions are attributes, for the policy forbids inline style."""

from collections.abc import Sequence

from screener.words.draft import Frozen

WIDTH, HEIGHT, GAP = 30, 80, 8


class Bar(Frozen):
    """One bar, in the units of the drawing."""

    x: int
    y: float
    height: float
    name: str
    says: str


class Bars(Frozen):
    """A chart of shares between 0 and 1."""

    title: str
    width: int
    height: int
    bar_width: int
    bars: tuple[Bar, ...]


def bars(title: str, values: Sequence[tuple[str, float | None]]) -> Bars:
    """A chart of named shares (0-1); a share of None leaves a gap, which says that nothing was counted."""
    made = []
    for place, (name, share) in enumerate(values):
        height = 0.0 if share is None else max(1.0, share * HEIGHT)
        says = "nothing counted" if share is None else f"{share:.0%}"
        made.append(
            Bar(x=place * (WIDTH + GAP), y=round(HEIGHT - height, 1), height=round(height, 1), name=name, says=says)
        )
    width = max(1, len(values) * (WIDTH + GAP) - GAP)
    return Bars(title=title, width=width, height=HEIGHT, bar_width=WIDTH, bars=tuple(made))
