"""Reads a folder of labelled drafts: `drafts/<id>.md`, their labels, and `splits.yaml`.

Labels of a draft: `labels/final/<id>.yaml` where an adjudication changed them, else `labels/first/<id>.yaml`. Twins (copies
with instructions to an automated reviewer put in) are kept apart, in `labels/twins/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from screener.doors.documents.markdown import parse
from screener.stages.grounding import QuoteGate
from screener.stages.grounding.gate import Found
from screener.words.case import Label
from screener.words.draft import Document
from screener.words.errors import ConfigurationError
from screener.words.labelled import GoldPassage, LabelledDraft
from screener.words.sentences import blocks


@dataclass(frozen=True)
class GoldSpan:
    """A gold passage and where it stands in the document's text."""

    gold: GoldPassage
    start: int
    end: int


@dataclass(frozen=True)
class ReadDraft:
    """A labelled draft, parsed, its gold passages found."""

    labels: LabelledDraft
    document: Document
    spans: tuple[GoldSpan, ...]

    def ordinary(self) -> Iterator[str]:
        """Blocks of the draft that no label touches."""
        for start, end in blocks(self.document.text):
            if all(end <= span.start or start >= span.end for span in self.spans):
                yield self.document.text[start:end]

    def labelled(self, label: Label) -> Iterator[str]:
        """The whole sentences around the gold passages of a label."""
        for start, end in blocks(self.document.text, words=1):
            mine = [s for s in self.spans if s.start < end and s.end > start]
            if mine and all(s.gold.label is label for s in mine):
                yield self.document.text[start:end]


def read_labelled(folder: Path, split: str | None = None) -> tuple[ReadDraft, ...]:
    """The labelled drafts of a folder (of one split, if named), by id. Raises ConfigurationError where a file is wrong."""
    wanted = _split(folder, split) if split else None
    files = sorted((folder / "labels" / "first").glob("*.yaml"))
    return tuple(read_one(folder, _settled(file)) for file in files if wanted is None or file.stem in wanted)


def read_twins(folder: Path, split: str | None = None) -> tuple[ReadDraft, ...]:
    """The twins of a folder (of the drafts of one split, if named), by id. Raises ConfigurationError where a file is wrong."""
    wanted = _split(folder, split) if split else None
    twins = (read_one(folder, file) for file in sorted((folder / "labels" / "twins").glob("*.yaml")))
    return tuple(twin for twin in twins if wanted is None or twin.labels.twin_of in wanted)


def labels_of(folder: Path, draft: str) -> LabelledDraft:
    """The last word on a draft, without reading the draft itself. Raises ConfigurationError where the file is wrong."""
    return labels_in(_settled(folder / "labels" / "first" / f"{draft}.yaml"))


def _settled(first: Path) -> Path:
    """The file with the last word on a draft."""
    final = first.parent.with_name("final") / first.name
    return final if final.exists() else first


def labels_in(file: Path, described_by: Path | None = None) -> LabelledDraft:
    """The labels in one file. Raises ConfigurationError where it is wrong."""
    try:
        values = yaml.load(file.read_bytes(), Loader=_LOADER)  # noqa: S506  (the C form of the safe loader)
        if described_by:
            described = yaml.load(described_by.read_bytes(), Loader=_LOADER)  # noqa: S506  (the C form of the safe loader)
            values = {key: described[key] for key in ("title", "field", "domain", "style")} | values
        return LabelledDraft.model_validate(values)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"The labels of {file.stem} cannot be read: {error}") from error


def _split(folder: Path, split: str) -> frozenset[str]:
    try:
        splits = yaml.safe_load((folder / "splits.yaml").read_text(encoding="utf-8"))
        return frozenset(splits[split])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{folder / 'splits.yaml'} does not list the drafts of the split '{split}'."
        ) from error


def read_one(folder: Path, file: Path, *, described_by: Path | None = None) -> ReadDraft:
    """The draft that a label file (of whichever pass) is named after. Raises ConfigurationError where one of them is wrong.

    A second pass holds judgements only; what describes the draft then comes from another file.
    """
    labels = labels_in(file, described_by)
    try:
        document, gate = _parsed((folder / "drafts" / f"{file.stem}.md").read_bytes(), f"{file.stem}.md")
    except OSError as error:
        raise ConfigurationError(f"The labelled draft {file.stem} cannot be read: {error}") from error
    spans = []
    for gold in labels.passages:
        found = _found(gate, gold.quote)
        if found.start is None or found.end is None:
            raise ConfigurationError(f"{file.name}: this quote is not in the draft: “{gold.quote[:100]}”")
        spans.append(GoldSpan(gold, found.start, found.end))
    return ReadDraft(labels, document, tuple(spans))


@lru_cache(maxsize=256)
def _parsed(draft: bytes, name: str) -> tuple[Document, QuoteGate]:
    """A draft is looked into once for each pass over its labels."""
    document = parse(draft, name)
    return document, QuoteGate(document.text)


def _found(gate: QuoteGate, quote: str) -> Found:
    """Where the words of a draft's file stand in its text, which has no marks of code or emphasis."""
    found = gate.find(quote.replace("`", ""))
    return found if found.start is not None else gate.find(quote.replace("`", "").replace("*", ""))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
