"""What of a case goes into the vector store: its summary, and each labelled passage."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from screener.words.case import Case

Metadata = dict[str, str | int | float | bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One retrievable text of a case."""

    id: str
    """'<case id>#s' for the summary, '<case id>#p0' … for labelled passages."""
    case_id: str
    text: str
    sensitivity: str
    sha256: str
    """Of everything that is stored for it, so that an unchanged entry is left alone."""
    held_back: bool = False
    """Whether its text stays out of the store, which keeps its vector alone."""

    def metadata(self) -> Metadata:
        """What Chroma stores beside the vector."""
        return {"case_id": self.case_id, "sensitivity": self.sensitivity, "sha256": self.sha256}


def entries_of(cases: Iterable[Case], held_back: Collection[str] = frozenset()) -> Iterator[Entry]:
    """All entries of the cases, in order. The texts of those whose ids are in `held_back` are not to be stored."""
    for case in cases:
        held = case.id in held_back
        yield _entry(case, "s", f"{case.title}. {case.summary} {case.at_stake}", held)
        for i, passage in enumerate(case.passages):
            yield _entry(case, f"p{i}", passage.text, held)


def _entry(case: Case, suffix: str, text: str, held_back: bool) -> Entry:
    one_line = " ".join(text.split())
    stored = f"{case.sensitivity}\0{one_line}" + ("\0held back" if held_back else "")
    digest = hashlib.sha256(stored.encode()).hexdigest()
    return Entry(
        id=f"{case.id}#{suffix}",
        case_id=case.id,
        text=one_line,
        sensitivity=case.sensitivity,
        sha256=digest,
        held_back=held_back,
    )
