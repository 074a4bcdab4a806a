"""What of a case goes into the vector store: its summary, and each labelled passage."""

import hashlib
from collections.abc import Iterable, Iterator
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

    def metadata(self) -> Metadata:
        """What Chroma stores beside the vector."""
        return {"case_id": self.case_id, "sensitivity": self.sensitivity, "sha256": self.sha256}


def entries_of(cases: Iterable[Case]) -> Iterator[Entry]:
    """All entries of the cases, in order."""
    for case in cases:
        yield _entry(case, "s", f"{case.title}. {case.summary} {case.at_stake}")
        for i, passage in enumerate(case.passages):
            yield _entry(case, f"p{i}", passage.text)


def _entry(case: Case, suffix: str, text: str) -> Entry:
    one_line = " ".join(text.split())
    digest = hashlib.sha256(f"{case.sensitivity}\0{one_line}".encode()).hexdigest()
    return Entry(
        id=f"{case.id}#{suffix}",
        case_id=case.id,
        text=one_line,
        sensitivity=case.sensitivity,
        sha256=digest,
    )
