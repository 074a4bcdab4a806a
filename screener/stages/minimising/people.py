"""Names and affiliations at the head of a draft: lines between its title and its abstract, and what its file says."""

import re
from collections.abc import Iterator
from itertools import takewhile

from screener.words.draft import Document, HiddenHow

_HEAD = 4_000
"""Characters in which an abstract must begin for what stands before it to be the head."""
_HEAD_WITHOUT_ABSTRACT = 700
_LONGEST_LINE = 300
_ABSTRACT = re.compile(r"^[#*\s\d.]{0,8}(?:abstract|summary|introduction|zusammenfassung|résumé)\b", re.I | re.M)
_PLACE = re.compile(
    r"\b(?:universit\w*|institut\w*|department|dept|laborator\w*|labs?|cent(?:er|re)|school|college|faculty|academy|"
    r"hospital|clinic|foundation|collaboration|consortium|research|corporation|company|inc|ltd|llc|gmbh|agency|"
    r"ministry|division|group|hochschule|école|max[- ]planck)\b",
    re.I,
)
_NO_NAME = re.compile(
    r"\b(?:abstract|draft|version|preprint|submitted|working|paper|report|keywords?|contents|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|confidential|anonymous|authors?|under|review)\b",
    re.I,
)
_APART = re.compile(r"[,;()&·•|\t\n]+|\band\b|\bund\b|\bet\b|\s{3,}|[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰]+|(?<=[^\W\d_])\d[\d,]*")
_WORD = r"[^\W\d_][\w’'\-]*\.?"
_NAME = re.compile(
    rf"(?:(?:(?:dr|prof|mr|ms|mrs)\.?)\s+)?(?:{_WORD}\s+){{1,4}}{_WORD}",
    re.I,
)
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "du",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "bin",
        "ibn",
        "al",
        "el",
        "ter",
        "dos",
    ]
)
_METADATA_AUTHOR = re.compile(r"\b(?:author|authors|creator|lastmodifiedby|dc:creator)\b", re.I)
_FIELD = re.compile(r"(?im)^\s*(?:author|authors|by)\s*[:=]\s*(.+)$")


def head(document: Document) -> tuple[int, int]:
    """The lines below the title and above the abstract, as a span of the text; empty where the draft has none."""
    text = document.text
    found = _ABSTRACT.search(text, 0, _HEAD)
    end = found.start() if found else _first_section(document)
    begin = _below_title(document)
    return begin, max(begin, end)


def lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines of a span with the places at which they begin."""
    for match in re.finditer(r"[^\n]+", text[start:end]):
        yield start + match.start(), match.group()


def is_affiliation(line: str) -> bool:
    """Whether a line of the head says where somebody works."""
    return len(line) <= _LONGEST_LINE and bool(_PLACE.search(line)) and not line.rstrip().endswith((".", "?", "!"))


def names_in(line: str) -> list[str]:
    """The people that a line of the head lists: all of them, or nobody where it holds anything that is no name."""
    parts = _parts(line)
    people = [p for p in parts if is_name(p)]
    return people if len(people) == len(parts) else []


def names_before_a_place(line: str) -> list[str]:
    """The people at the beginning of a line that then says where they work."""
    return list(takewhile(is_name, _parts(line)))


def _parts(line: str) -> list[str]:
    line = re.sub(r"^\s*(?:by|authors?:?)\s+", "", line, flags=re.I)
    stripped = (part.strip(" ()[]{}:.*_#0123456789") for part in _APART.split(line) if part)
    return [part for part in stripped if part]


def is_name(words: str) -> bool:
    """Whether words can be a person's name: two to five words, each capitalised, an initial or a particle."""
    if len(words) > 60 or not _NAME.fullmatch(words) or _NO_NAME.search(words) or _PLACE.search(words):
        return False
    parts = [w for w in words.split() if w.casefold().rstrip(".") not in _PARTICLES]
    return len(parts) >= 2 and all(w[0].isupper() for w in parts) and any(len(w.rstrip(".")) > 1 for w in parts)


def named_by_the_file(document: Document) -> list[str]:
    """Authors that the file's own properties name; they are hidden text, but what they name may stand in the text."""
    found: list[str] = []
    for hidden in document.hidden:
        if hidden.how is not HiddenHow.metadata:
            continue
        said = [hidden.text] if _METADATA_AUTHOR.search(hidden.where) else _FIELD.findall(hidden.text)
        found += [person for value in said for person in names_in(value[:2_000])]
    return found


def _first_section(document: Document) -> int:
    below = _below_title(document)
    return next((s.start for s in document.sections if s.start > below), below + _HEAD_WITHOUT_ABSTRACT)


def _below_title(document: Document) -> int:
    """Where the title ends: the first line of some length that is no bare number."""
    for start, line in lines(document.text, 0, _HEAD):
        if len(line.strip()) > 3:
            return start + len(line)
    return 0
