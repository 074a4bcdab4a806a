"""Counts figures: clusters of images and shapes that stand close together."""

from dataclasses import dataclass

import numpy as np

from screener.doors.documents.pdf.drawings import Drawings
from screener.doors.documents.pdf.glyphs import Array

_CELL = 4.0
"""Side in points of the grid on which drawings are clustered: marks in touching cells belong together."""
MIN_SIDE = 20.0
"""A figure is at least this wide and high, in points; bullets, logos in a line and check marks are smaller."""
MIN_SHAPES = 3
"""Shapes that make a figure where no image does."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Figure:
    """A picture that nobody reads, by its place on the page (display points)."""

    box: Box
    image: bool
    """True where it holds at least one bitmap."""


def figures_of(drawings: Drawings, words: Array, size: tuple[float, float]) -> list[Figure]:
    """The figures of a page; `words` are boxes of visible text, which tell a boxed paragraph from a figure."""
    panels = [panel for panel in drawings.panels if not _holds(panel, words)]
    marks = [*drawings.images, *drawings.shapes, *panels]
    if not marks:
        return []
    labels = _clusters(marks, size)
    figures = []
    for label in sorted(set(labels)):
        members = [index for index, own in enumerate(labels) if own == label]
        figure = _figure([marks[i] for i in members], sum(i < len(drawings.images) for i in members), words)
        if figure:
            figures.append(figure)
    return figures


def coverage(boxes: list[Box], size: tuple[float, float]) -> float:
    """Share of the page that the boxes cover together, 0 to 1."""
    grid = np.zeros((64, 64), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        grid[_span(y0, y1, size[1] / 64, 64), _span(x0, x1, size[0] / 64, 64)] = True
    return float(grid.mean())


def _figure(members: list[Box], images: int, words: Array) -> Figure | None:
    x0, y0 = min(m[0] for m in members), min(m[1] for m in members)
    x1, y1 = max(m[2] for m in members), max(m[3] for m in members)
    if x1 - x0 < MIN_SIDE or y1 - y0 < MIN_SIDE:
        return None
    if not images and (len(members) < MIN_SHAPES or _mostly_text((x0, y0, x1, y1), words)):
        return None
    return Figure((x0, y0, x1, y1), image=images > 0)


def _holds(panel: Box, words: Array) -> bool:
    return bool(_inside(panel, words).any())


def _inside(box: Box, words: Array) -> Array:
    middle_x, middle_y = (words[:, 0] + words[:, 2]) / 2, (words[:, 1] + words[:, 3]) / 2
    result: Array = (middle_x > box[0]) & (middle_x < box[2]) & (middle_y > box[1]) & (middle_y < box[3])
    return result


def _mostly_text(box: Box, words: Array) -> bool:
    held = words[_inside(box, words)]
    area = ((held[:, 2] - held[:, 0]) * (held[:, 3] - held[:, 1])).sum()
    return bool(area > 0.35 * (box[2] - box[0]) * (box[3] - box[1]))


def _clusters(marks: list[Box], size: tuple[float, float]) -> list[int]:
    """One label per mark; marks whose grid cells touch share a label."""
    columns, rows = int(size[0] / _CELL) + 2, int(size[1] / _CELL) + 2
    grid = np.zeros((rows, columns), dtype=bool)
    for x0, y0, x1, y1 in marks:
        grid[_span(y0, y1, _CELL, rows), _span(x0, x1, _CELL, columns)] = True
    labels = _components(grid)
    return [int(labels[min(rows - 1, int(y0 / _CELL)), min(columns - 1, int(x0 / _CELL))]) for x0, y0, _, _ in marks]


def _span(low: float, high: float, cell: float, limit: int) -> slice:
    first = min(limit - 1, int(low / cell))
    return slice(first, max(first + 1, min(limit, int(high / cell) + 1)))


def _components(grid: Array) -> Array:
    """Connected components (8 neighbours): every set cell takes the largest number that reaches it."""
    labels = np.where(grid, np.arange(1, grid.size + 1).reshape(grid.shape), 0)
    while True:
        padded = np.pad(labels, 1)
        spread = labels
        for down in (0, 1, 2):
            for across in (0, 1, 2):
                spread = np.maximum(spread, padded[down : down + grid.shape[0], across : across + grid.shape[1]])
        spread = np.where(grid, spread, 0)
        spread = np.concatenate(([0], spread.ravel()))[spread]  # and the number that reached that one's own cell
        if (spread == labels).all():
            return labels
        labels = spread
