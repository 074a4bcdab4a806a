"""Where a text mentions people: in full, by one of their names, with initials, in capitals, with or without accents."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from screener.stages.minimising.words import (
    GLUED,
    MARKS,
    WORD,
    capital,
    fold,
    halves,
    initial,
    owner,
    particle,
    telling,
)

MOST_PEOPLE = 2_000
_GAP = re.compile(r"(?!\.?\s*\n\s*\n)(?:[.,]?[\s\-‐‑~]{1,3}|\.)")
_BLANK = re.compile(r"[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?")
_CITED = re.compile(
    r"(?:['’]s)?\s+(?:et\s+al\b\.?|and\s+(?:colleagues|co-?workers)|\(?(?:19|20)\d\d[a-z]?\b\)?)|,\s+(?:[A-Z]\.\s?[-‐‑]?){1,3}"
)
_GLUED_BEFORE = re.compile(rf"[\d_{MARKS}]{{1,8}}\Z")
_GLUED_BEHIND = re.compile(rf"[{MARKS}]{{1,8}}")
_BACK = 5


@dataclass
class People:
    """The names of the people of a draft, folded."""

    small: frozenset[str]
    """What the text writes with small letters."""
    members: dict[str, set[str]] = field(default_factory=dict)
    """For each name, the other names of those who bear it, and their initials as capital letters."""
    alone: set[str] = field(default_factory=set)
    """Names that tell by themselves who is meant."""

    def add(self, words: Sequence[str]) -> None:
        """One person, in any order of names."""
        if len(self.members) >= MOST_PEOPLE:
            return
        names = [w for w in words if not (particle(w) and not w[:1].isupper())]
        keys = {fold(part) for w in names if not initial(w) for part in _parts(w)} - {""}
        letters = {c for w in words for c in _initials(w)}
        for key in keys:
            self.members.setdefault(key, set()).update(keys - {key}, letters)
            if telling(key, self.small):
                self.alone.add(key)

    def add_mailbox(self, word: str) -> None:
        """A word of a mailbox's name, which may be one of its owner's names."""
        key = fold(word)
        if len(key) >= 4 and telling(key, self.small) and len(self.members) < MOST_PEOPLE:
            self.members.setdefault(key, set())
            self.alone.add(key)


def _parts(word: str) -> Iterator[str]:
    """A name, its halves at hyphens, and those at a capital within: a page's layout may have glued two words together."""
    yield word
    yield from (part for _, part in halves(word) if len(part) > 1)
    yield from GLUED.split(word)


def _initials(word: str) -> list[str]:
    return [fold(p)[:1].upper() for p in re.split(r"[.\-‐‑\s]", word) if fold(p)]


def mentions(people: People, text: str) -> list[tuple[int, int]]:
    """All places where the text names one of the people, longest form first, apart from each other."""
    if not people.members:
        return []
    _learn_given_names(people, text)
    found = sorted(_each(people, text))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        last = joined[-1] if joined else None
        beside = last is not None and text[last[1] : start] in ("", " ") and end - last[0] <= 80
        if last and (start < last[1] or beside):
            joined[-1] = (last[0], max(last[1], end))
        else:
            joined.append((start, end))
    return [_with_marks(text, start, end) for start, end in joined]


def _learn_given_names(people: People, text: str) -> None:
    """Given names of which the byline gave the initials: a word before the family name that begins with one of them."""
    known = {key: {one for one in own if len(one) == 1} for key, own in people.members.items()}
    before: list[re.Match[str]] = []
    for token in WORD.finditer(text):
        family = owner(token.group())
        letters = known.get(fold(family)) if capital(family) else None
        if letters:
            given = _given(people, text, token, before)
            while given and fold(given[0])[:1].upper() not in letters:
                given.pop(0)
            if any(fold(one) not in people.alone for one in given):
                people.add([*given, family])
        before = [*before[1 - _BACK :], token]


def _given(people: People, text: str, token: re.Match[str], before: Sequence[re.Match[str]]) -> list[str]:
    """The words right before a family name that may be given names, in their order."""
    found: list[str] = []
    edge = token.start()
    for earlier in reversed(before):
        word = earlier.group()
        if not _BLANK.fullmatch(text, earlier.end(), edge):
            break
        if capital(word) and not initial(word) and telling(fold(word), people.small):
            found.insert(0, word)
        elif not particle(word):
            break
        edge = earlier.start()
    return found


def _each(people: People, text: str) -> Iterator[tuple[int, int]]:
    before: list[re.Match[str]] = []
    for token in WORD.finditer(text):
        yield from _at(people, text, token, before)
        before.append(token)
        if len(before) > _BACK:
            before.pop(0)


def _at(people: People, text: str, token: re.Match[str], before: Sequence[re.Match[str]]) -> Iterable[tuple[int, int]]:
    word = owner(token.group())
    if not capital(word) or initial(word):
        return
    key, end = fold(word), token.start() + len(word)
    if key not in people.members:
        yield from _in_halves(people, token.start(), word)
        return
    begin = _beginning(people, key, text, token, before)
    if key in people.alone or begin < token.start():
        yield begin, end
    elif cited := _CITED.match(text, end, end + 40):
        yield begin, cited.end()


def _in_halves(people: People, start: int, word: str) -> Iterator[tuple[int, int]]:
    """A name inside a word with hyphens: "Aranda-style"."""
    parts = list(halves(word))
    if len(parts) < 2:
        return
    for at, part in parts:
        if capital(part) and len(part) > 2 and fold(part) in people.alone:
            yield start + at, start + at + len(part)


def _beginning(people: People, key: str, text: str, token: re.Match[str], before: Sequence[re.Match[str]]) -> int:
    """Where a name begins whose last word is at hand: other names, initials and particles of the same person before it."""
    own = people.members[key]
    begin = edge = token.start()
    for earlier in reversed(before):
        word = earlier.group()
        if not _GAP.fullmatch(text, earlier.end(), edge):
            break
        named = capital(word) and fold(word) in own and not initial(word)
        if named or (initial(word) and fold(word)[:1].upper() in own):
            begin = earlier.start()
        elif not particle(word):
            break
        edge = earlier.start()
    return begin


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A mention with the marks that are glued to it, without which it would not be a word of its own."""
    before = _GLUED_BEFORE.search(text, max(0, start - 8), start)
    behind = _GLUED_BEHIND.match(text, end)
    return (before.start() if before else start), (behind.end() if behind else end)
