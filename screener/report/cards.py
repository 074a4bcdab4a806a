"""Each flag with its number, its place in words, and the precedents that stand beside it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screener.words.case import Precedent
from screener.words.flag import Flag
from screener.words.framework import Severity
from screener.words.screening import Screening


@dataclass(frozen=True)
class Card:
    """What the report shows of one flag."""

    number: str
    """As in the flag's id: '3' for 'f3'. Unique within the report, and safe in an HTML id."""
    flag: Flag
    where: str
    """'page 3 · Results › Ablations'; may be empty."""
    span: tuple[int, int] | None
    """Where its words stand in the draft's text, in code points; None where they were not found."""
    precedents: tuple[Precedent, ...]
    nothing_similar: bool
    """True where the corpus was searched for its passage and held nothing similar enough."""


def cards(screening: Screening) -> tuple[Card, ...]:
    """One card per flag, in the screening's order."""
    text = screening.draft.text
    return tuple(
        Card(
            number=number,
            flag=flag,
            where=place(flag.page, flag.section),
            span=snug(text, flag.start, flag.end) if flag.grounded else None,
            precedents=_beside(flag, screening.precedents),
            nothing_similar=flag.passage_index in screening.no_precedent,
        )
        for number, flag in zip(_numbers(screening.flags), screening.flags, strict=True)
    )


def worst_first(shown: Iterable[Card]) -> list[Card]:
    """By severity times confidence, claims without words in the draft last; then in reading order."""
    return sorted(shown, key=lambda card: (not card.flag.grounded, -card.flag.weight))


def by_severity(shown: Sequence[Card]) -> dict[Severity, int]:
    """How many cards there are of each severity, from high to none."""
    return {s: sum(card.flag.severity is s for card in shown) for s in reversed(Severity)}


def cases(screening: Screening) -> tuple[Precedent, ...]:
    """Each retrieved case once: those for the draft as a whole first, then those of single passages, nearest first."""
    ranked = sorted(screening.precedents, key=lambda p: (p.passage_index is not None, -p.similarity, p.case_id))
    once: dict[str, Precedent] = {}
    for precedent in ranked:
        once.setdefault(precedent.case_id, precedent)
    return tuple(once.values())


def snug(text: str, start: int | None, end: int | None) -> tuple[int, int] | None:
    """A span of the text without its blank edges; None where it has no place, or holds nothing but white space."""
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return (first, start + len(words.rstrip())) if words.strip() else None


def place(page: int | None, section: Sequence[str]) -> str:
    """A page and a section path in words."""
    path = " › ".join(title[:120] for title in section)
    return " · ".join(filter(None, [f"page {page}" if page is not None else "", path]))


def _numbers(flags: Sequence[Flag]) -> list[str]:
    plain = [match.group(1) if (match := re.fullmatch(r"f([0-9]{1,6})", flag.id)) else "" for flag in flags]
    if all(plain) and len(set(plain)) == len(plain):
        return plain
    return [str(position) for position in range(1, len(flags) + 1)]


def _beside(flag: Flag, precedents: Sequence[Precedent]) -> tuple[Precedent, ...]:
    found: dict[str, Precedent] = {}
    for precedent in precedents:
        own = precedent.passage_index == flag.passage_index
        if own or precedent.case_id not in found:
            found[precedent.case_id] = precedent
    return tuple(found[case_id] for case_id in flag.precedents if case_id in found)
