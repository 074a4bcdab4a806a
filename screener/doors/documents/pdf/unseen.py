"""Puts hidden glyphs back into words, for the alert that names them."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from screener.doors.documents.pdf.glyphs import Glyphs
from screener.doors.documents.pdf.hidden import MIN_LETTERS
from screener.doors.documents.pdf.words import WORD_GAP
from screener.words.draft import HiddenHow

MIN_SPACED = 8
"""Hidden letters in all that make an alarm where no MIN_LETTERS of them make a word."""
MOST_MARKS = 4
"""Words on the rim of a sheet that may be a printer's: 'crop', 'cyan', the name of the file."""
MIN_REPLACED = 15
"""Letters of a replacement text that differ from what is drawn and make an alarm; shorter ones name symbols."""


@dataclass(frozen=True)
class Secret:
    """A run of text that a reader of the page does not see."""

    text: str
    how: HiddenHow
    alarming: bool
    """False for a stray letter or two."""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Where it stands (x0, y0, x1, y1), in display points."""


def secrets_of(glyphs: Glyphs, how: list[HiddenHow | None]) -> list[Secret]:
    """The hidden runs of a page, in drawing order."""
    found = []
    for start, end, reason in _spans(_by_object(glyphs, how)):
        text = _spelt(glyphs, start, end)
        letters = sum(c.isalnum() for c in text)
        if letters:
            longest = max(sum(c.isalnum() for c in word) for word in text.split())
            many = longest >= MIN_LETTERS or letters >= MIN_SPACED
            alarming = many or reason is HiddenHow.false_letters
            box = glyphs.box[start:end]
            low, high = box[:, :2].min(axis=0).tolist(), box[:, 2:].max(axis=0).tolist()
            found.append(Secret(text, reason, alarming, (low[0], low[1], high[0], high[1])))
    return found


def without_printers_marks(secrets: list[Secret], media: tuple[float, float, float, float]) -> list[Secret]:
    """The same, with no alarm for a few words on the rim of the sheet that is cut off: the printer's marks."""
    rim = [
        secret
        for secret in secrets
        if secret.how is HiddenHow.off_page
        and secret.box[0] >= media[0]
        and secret.box[1] >= media[1]
        and secret.box[2] <= media[2]
        and secret.box[3] <= media[3]
    ]
    words = [word for secret in rim for word in secret.text.split() if word.isalpha()]
    if not rim or len(words) > MOST_MARKS:
        return secrets
    return [replace(secret, alarming=False) if secret in rim else secret for secret in secrets]


def replacements_of(spoken: list[str], glyphs: Glyphs) -> list[Secret]:
    """Replacement texts that say something other than what is drawn; a few letters are the name of a sign."""
    drawn = _letters("".join(glyphs.chars))
    found = []
    for text in spoken:
        letters = _letters(text)
        if len(letters) >= MIN_LETTERS and letters not in drawn:
            found.append(Secret(text, HiddenHow.attribute, alarming=len(letters) >= MIN_REPLACED))
    return found


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def _by_object(glyphs: Glyphs, how: list[HiddenHow | None]) -> list[HiddenHow | None]:
    """The same, with one reason for all hidden letters of a text object: the most frequent."""
    if not any(how):
        return how
    counts: dict[int, Counter[HiddenHow]] = {}
    runs = glyphs.run.tolist()
    for run, reason in zip(runs, how, strict=True):
        if reason:
            counts.setdefault(run, Counter())[reason] += 1
    return [reason and counts[run].most_common(1)[0][0] for run, reason in zip(runs, how, strict=True)]


def _spans(how: list[HiddenHow | None]) -> Iterator[tuple[int, int, HiddenHow]]:
    """Stretches of glyphs hidden in the same way: start, end, reason."""
    index = 0
    for reason, group in groupby(how):
        end = index + len(list(group))
        if reason:
            yield index, end, reason
        index = end


def _spelt(glyphs: Glyphs, start: int, end: int) -> str:
    out = [glyphs.chars[start]]
    for index in range(start + 1, end):
        run = glyphs.runs[int(glyphs.run[index])]
        before, now = glyphs.box[index - 1], glyphs.box[index]
        moved = abs(glyphs.origin[index, 1] - glyphs.origin[index - 1, 1]) > 0.6 * run.em
        apart = now[0] - before[2] > WORD_GAP * run.em_along
        out.append(" " if glyphs.gap_before[index] or (run.angle == 0 and (moved or apart)) else "")
        out.append(glyphs.chars[index])
    return "".join(out)
