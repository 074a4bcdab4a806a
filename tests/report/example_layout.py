"""How the invented draft is cut into pages, sections and passages."""

from itertools import pairwise

from screener.words.draft import Page, Passage, PassageRole, Section
from tests.report.example_text import PAGES, TEXT

_HEADINGS = (
    ("Abstract", 1),
    ("Introduction", 1),
    ("Method", 1),
    ("Silencing a direction", 2),
    ("Results", 1),
    ("Discussion", 1),
    ("References", 1),
)
_BREAKS = (
    "1 Introduction",
    "2 Method",
    "Hebrew and Arabic",
    "2.1 Silencing",
    "3 Results",
    "4 Discussion",
    "References\n",
)


def example_pages() -> tuple[Page, ...]:
    made, at = [], 0
    for number, text in enumerate(PAGES, 1):
        made.append(Page(number=number, start=at, end=at + len(text), scanned=not text, images=1 if number == 4 else 0))
        at += len(text)
    return tuple(made)


def example_sections() -> tuple[Section, ...]:
    starts, at = [], 0
    for title, level in _HEADINGS:
        found = TEXT.index(title + "\n", at)
        at = TEXT.rfind("\n", 0, found) + 1
        starts.append((title, level, at))
    ends = {
        a: next((s for _, lower, s in starts[i + 1 :] if lower <= level), len(TEXT))
        for i, (_, level, a) in enumerate(starts)
    }
    return tuple(Section(title=t, level=level, start=a, end=ends[a]) for t, level, a in starts)


def example_passages() -> tuple[Passage, ...]:
    edges = [0, *(TEXT.index(words) for words in _BREAKS), len(TEXT)]
    pages, sections = example_pages(), example_sections()
    return tuple(
        Passage(
            index=i,
            start=a,
            end=b,
            text=TEXT[a:b],
            section=tuple(s.title for s in sections if s.start <= a < s.end),
            page_first=next(p.number for p in pages if p.start <= a < p.end),
            page_last=next(p.number for p in pages if p.start < b <= p.end),
            role=PassageRole.references if TEXT[a:b].startswith("References") else PassageRole.body,
        )
        for i, (a, b) in enumerate(pairwise(edges))
    )


def passage_of(passages: tuple[Passage, ...], offset: int) -> int:
    return next(p.index for p in passages if p.start <= offset < p.end)
