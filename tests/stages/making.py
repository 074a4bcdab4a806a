"""What the tests of the stages share: small documents, flags, cases, and an embedder that needs no model."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screener.words.case import Case
from screener.words.draft import Document, Format, Page, Passage, Section
from screener.words.flag import ClaimedFlag, Flag, Grounding, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import Argument, Coverage, Reading


class WordCounts:
    """An embedder by hashed words: like texts share words. For speed; it knows no meaning."""

    def __init__(self, model_id: str = "word-counts", dimension: int = 256) -> None:
        self.model_id, self.dimension = model_id, dimension
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen += texts
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for i, text in enumerate(texts):
            for word in text.casefold().split() or ["(blank)"]:
                out[i, int(hashlib.sha256(word.strip(".,").encode()).hexdigest(), 16) % self.dimension] += 1
            out[i] /= np.linalg.norm(out[i])
        return out


def document(text: str, **settings: Any) -> Document:
    return Document.model_validate({"format": Format.text, "text": text, "parser": "test"} | settings)


def sectioned(*parts: tuple[str, str]) -> Document:
    """A document with one top section per (title, text)."""
    text, sections = "", []
    for title, body in parts:
        whole = f"{title}\n\n{body}"
        sections.append(Section(title=title, level=1, start=len(text), end=len(text) + len(whole)))
        text += whole
    return document(text, sections=tuple(sections))


def paged(text: str, *lengths: int) -> Document:
    pages, start = [], 0
    for number, length in enumerate(lengths, 1):
        end = min(len(text), start + length) if number < len(lengths) else len(text)
        pages.append(Page(number=number, start=start, end=end))
        start = end
    return document(text, pages=tuple(pages))


def passage(text: str, index: int = 0, start: int = 0, **settings: Any) -> Passage:
    return Passage(index=index, start=start, end=start + len(text), text=text, **settings)


def consecutive(*texts: str) -> tuple[Passage, ...]:
    starts = [sum(len(t) for t in texts[:i]) for i in range(len(texts))]
    return tuple(passage(text, i, start) for i, (text, start) in enumerate(zip(texts, starts, strict=True)))


def claim(quote: str, **settings: Any) -> ClaimedFlag:
    given = {
        "concern": "scaling",
        "severity": Severity.medium,
        "mechanism": "m",
        "already_public": "a",
        "smallest_edit": "e",
    } | settings
    return ClaimedFlag.model_validate(given | {"quote": quote})


def reading(index: int = 0, *claims: ClaimedFlag, **settings: Any) -> Reading:
    return Reading.model_validate(
        {"passage_index": index, "reader": ReaderKind.llm, "model": "m", "claims": claims} | settings
    )


def flag(severity: Severity = Severity.medium, **settings: Any) -> Flag:
    given = {
        "id": "f1",
        "passage_index": 0,
        "reader": ReaderKind.llm,
        "concern": "scaling",
        "severity": severity,
        "mechanism": "m",
        "already_public": "a",
        "smallest_edit": "e",
        "quote": "words of it",
        "grounding": Grounding.exact,
        "start": 0,
        "end": 11,
    } | settings
    if given["grounding"] is Grounding.ungrounded:
        given |= {"start": None, "end": None}
    return Flag.model_validate(given)


def argument(**settings: Any) -> Argument:
    given = {
        "by": ReaderKind.llm,
        "model": "m",
        "factors": (),
        "for_openness": "It is open.",
        "for_restraint": "It is not.",
    }
    return Argument.model_validate(given | settings)


def covered(**settings: Any) -> Coverage:
    return Coverage.model_validate({"passages": 1, "read": 1, "characters": 100, "characters_read": 100} | settings)


def case(name: str, *texts: str, **settings: Any) -> Case:
    """An invented case; its first passage carries uplift of medium severity, the rest are benign."""
    passages = [
        {
            "text": text.ljust(40, "."),
            "label": "benign" if i else "uplift",
            "concern": None if i else "scaling",
            "severity": "none" if i else "medium",
            "because": f"Reason {i} of {name}.",
        }
        for i, text in enumerate(texts or (f"A passage that belongs to the case {name} and to no other",))
    ]
    return Case.model_validate(
        {
            "id": name,
            "kind": "illustrative",
            "title": f"The case {name}",
            "year": 2020,
            "domain": "ai",
            "field": "testing",
            "summary": f"Summary of {name}.",
            "at_stake": f"Stakes of {name}.",
            "decided_by": "A panel",
            "decision": {"first": "hold", "final": "hold"},
            "rationale": f"Rationale of {name}.",
            "outcome": f"Outcome of {name}.",
            "factors": {},
            "concerns": ["scaling"],
            "distinguish": f"Differs from {name}.",
            "verification": "illustrative",
            "passages": passages,
        }
        | settings
    )
