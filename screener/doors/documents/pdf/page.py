"""Reads one page: its visible paragraphs in reading order, its hidden text, its figures."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import pypdfium2 as pdfium

from screener.doors.documents.pdf.annotations import annotation_texts
from screener.doors.documents.pdf.baselines import settled
from screener.doors.documents.pdf.claims import Compared, belied
from screener.doors.documents.pdf.columns import Layout, layout_of, reading_order
from screener.doors.documents.pdf.drawings import Drawings, drawings_on
from screener.doors.documents.pdf.figures import Box, Figure, coverage, figures_of
from screener.doors.documents.pdf.fonts import FontBook
from screener.doors.documents.pdf.glyphs import Array, Frame, Glyphs, frame_of, read_glyphs
from screener.doors.documents.pdf.hidden import look
from screener.doors.documents.pdf.lines import Line, lines_of
from screener.doors.documents.pdf.margins import without_line_numbers
from screener.doors.documents.pdf.overlaps import overprinted
from screener.doors.documents.pdf.paragraphs import Kind, Paragraph, paragraphs_of
from screener.doors.documents.pdf.scans import ocr_layer
from screener.doors.documents.pdf.structure import spoken_on
from screener.doors.documents.pdf.unseen import Secret, replacements_of, secrets_of, without_printers_marks
from screener.doors.documents.pdf.words import TURNED_GAP, WORD_GAP, Stretch, stretches_of, words_of
from screener.words.draft import HiddenHow

READABLE_LETTERS = 25
"""Fewer visible letters than this on a page with pictures: nobody has read it."""
READABLE_SIGNS = 80
"""More drawn signs without a character than this, and than UNREAD_SHARE of the letters: part of it nobody has read."""
UNREAD_SHARE = 0.2
SCAN_SHARE = 0.05
"""Share of a page that its pictures must cover to be content that nobody has read."""
_FIGURE = re.compile(r"(supplementary |extended data )?(fig|scheme|abb)", re.IGNORECASE)
_SPOT = 1.2
"""Points within which the same letter, drawn again, is the same letter."""


@dataclass
class PageContent:
    """What one page holds."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)
    figures: int = 0
    scanned: bool = False
    unread: bool = False
    """True where much of what is drawn has no name in the text layer, or a false one."""
    ocr: bool = False
    """True where the words come from a text layer under or over a scan."""
    line_numbers: int = 0
    """Margin numbers left out."""
    unmapped: int = 0
    """Glyphs that name no character."""
    belied: int = 0
    """Glyphs drawn as other letters than the text layer names."""
    height: float = 0.0
    cut_short: bool = False
    """True where the page has more shapes than are looked at."""
    layout: Layout | None = None
    """The columns of its text, or of an earlier page's where it shows none of its own."""
    remarks: list[str] = field(default_factory=list)
    """Contents of annotations and form fields."""
    described: list[str] = field(default_factory=list)
    """Alternative texts of figures and the like, labels of form fields."""
    overprinted: bool = False
    """True where words stand on other words and neither can be read."""


def read_page(
    page: pdfium.PdfPage,
    fonts: FontBook,
    number: int,
    before: Layout | None = None,
    compared: Compared | None = None,
    unit: float = 1.0,
) -> PageContent:
    """The content of page `number` (0-based), a unit of which is `unit` points.

    `before` are the columns of the page before it, `compared` the shapes of the document that were looked at already.
    """
    frame = frame_of(page)
    drawings = drawings_on(page, frame)  # before the text is read: it takes replacement texts away
    textpage = page.get_textpage()
    glyphs = read_glyphs(textpage, frame, fonts)
    sight = look(page, glyphs, drawings.texts, frame.size, unit)
    how, ocr = ocr_layer(glyphs, sight, drawings.images, frame.size)
    lies = np.zeros(len(glyphs), dtype=bool)
    if not ocr:
        lies = belied(page, textpage, glyphs, how, frame, compared or Compared())
        how = [HiddenHow.false_letters if lie else reason for lie, reason in zip(lies.tolist(), how, strict=True)]
    textpage.close()
    spoken = spoken_on(page)
    remarks, labels = annotation_texts(page)
    shown = _once(glyphs, np.array([h is None for h in how], dtype=bool))
    secrets = without_printers_marks(secrets_of(glyphs, how), _media_of(page, frame))
    content = PageContent(
        secrets=secrets + replacements_of([*drawings.spoken, *spoken.instead], glyphs),
        ocr=ocr,
        unmapped=glyphs.unmapped,
        belied=int(lies.sum()),
        height=frame.size[1],
        cut_short=drawings.cut_short,
        layout=before,
        remarks=remarks,
        described=list(dict.fromkeys([*drawings.described, *spoken.about, *labels])),
        overprinted=overprinted(glyphs, how),
    )
    _fill(content, glyphs, np.flatnonzero(shown), drawings, frame)
    captioned = sum(bool(_FIGURE.match(p.lines[0].text)) for p in content.paragraphs if p.kind is Kind.caption)
    content.figures = max(content.figures, captioned)  # a figure may be drawn of rules and letters alone
    for paragraph in content.paragraphs:
        paragraph.page = number
    return content


def _fill(content: PageContent, glyphs: Glyphs, shown: Array, drawings: Drawings, frame: Frame) -> None:
    figures = figures_of(drawings, glyphs.box[shown], frame.size)
    letters = int(glyphs.letter[shown].sum())
    content.figures = len(figures)
    drawn = coverage([*drawings.images, *(f.box for f in figures)], frame.size)
    content.scanned = letters < READABLE_LETTERS and (drawn > SCAN_SHARE or content.unmapped > READABLE_LETTERS)
    nameless = content.unmapped > max(READABLE_SIGNS, UNREAD_SHARE * letters)
    content.unread = nameless or content.belied >= READABLE_LETTERS
    for angle, chosen in _by_angle(glyphs, shown):
        box, base, place = _upright(glyphs, chosen, angle)
        base = settled(box, base, glyphs.em[chosen])
        words, left_out = without_line_numbers(words_of(glyphs, chosen, box, base, TURNED_GAP if place else WORD_GAP))
        content.line_numbers += left_out
        stretches = stretches_of(words)
        layout = layout_of(stretches, None if place else content.layout)
        content.paragraphs += _laid_out(stretches, drawings, [] if place else figures, layout, place)
        if layout and layout.text and not place:
            content.layout = layout


def _media_of(page: pdfium.PdfPage, frame: Frame) -> Box:
    """The sheet on which the page is printed, before it is cut, in display points."""
    return tuple(frame.boxes(np.array([page.get_mediabox()]))[0].tolist())


def _laid_out(
    stretches: list[Stretch],
    drawings: Drawings,
    figures: list[Figure],
    layout: Layout | None,
    angle: int,
) -> list[Paragraph]:
    barriers = [] if angle else [*(r for r in drawings.rules if r[2] - r[0] > 60), *(f.box for f in figures)]
    found: list[Paragraph] = []
    rules = [] if angle else [r for r in drawings.rules if r[3] - r[1] < r[2] - r[0]]
    for number, region in enumerate(reading_order(stretches, barriers, rules, layout)):
        lines = [_placed(line, figures, angle) for line in lines_of(region)]
        for paragraph in paragraphs_of(lines):
            paragraph.region = number
            found.append(replace(paragraph, kind=Kind.aside) if angle else paragraph)
    return found


def _placed(line: Line, figures: list[Figure], angle: int) -> Line:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    inside = any(f.box[0] - 2 < x < f.box[2] + 2 and f.box[1] - 2 < y < f.box[3] + 2 for f in figures)
    return replace(line, in_figure=inside, angle=angle) if inside or angle else line


def _by_angle(glyphs: Glyphs, shown: Array) -> list[tuple[int, Array]]:
    """Glyph numbers by direction of reading; the main direction first."""
    if not shown.size:
        return []
    angles = np.array([run.angle for run in glyphs.runs])[glyphs.run[shown]]
    counts = Counter(angles.tolist())
    main = 0 if counts[0] >= 0.3 * len(shown) else counts.most_common(1)[0][0]
    order = [main, *sorted(angle for angle in counts if angle != main)]
    return [(angle, shown[angles == angle]) for angle in order if counts[angle]]


def _upright(glyphs: Glyphs, chosen: Array, angle: int) -> tuple[Array, Array, int]:
    """Boxes and baselines turned so that the text reads from left to right; and the turn."""
    box, origin = glyphs.box[chosen], glyphs.origin[chosen]
    if not angle:
        return box, origin[:, 1], 0
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    xs, ys = box[:, [0, 2, 0, 2]], box[:, [1, 1, 3, 3]]
    along, across = xs * cos - ys * sin, xs * sin + ys * cos
    if angle % 90:
        middle, half = along.mean(axis=1), glyphs.em[chosen] * 0.25
        along = np.stack([middle - half, middle + half], axis=1)
    turned = np.stack([along.min(axis=1), across.min(axis=1), along.max(axis=1), across.max(axis=1)], axis=1)
    return turned, origin[:, 0] * sin + origin[:, 1] * cos, angle


def _once(glyphs: Glyphs, shown: Array) -> Array:
    """Letters drawn twice in the same place, for a fake bold face, count once."""
    result = shown.copy()
    codes = np.array([ord(char[0]) for char in glyphs.chars], dtype=np.int64)
    for offset in (0.0, 0.5):
        index = np.flatnonzero(result)
        spots = np.floor(glyphs.origin[index] / _SPOT + offset).astype(np.int64)
        order = np.lexsort((index, spots[:, 1], spots[:, 0], codes[index]))
        sorted_spots, sorted_codes, ordered = spots[order], codes[index][order], index[order]
        again = (sorted_codes[1:] == sorted_codes[:-1]) & (sorted_spots[1:] == sorted_spots[:-1]).all(axis=1)
        again &= glyphs.run[ordered[1:]] != glyphs.run[ordered[:-1]]
        result[ordered[1:][again]] = False
    return result
