"""What a baseline may learn from: the corpus, ordinary prose, and the labelled drafts of `dev`. Never `test`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.datasets_build.places import CORPUS
from screener.uses.fit import read_background
from screener.uses.labelled import ReadDraft, read_labelled
from screener.words.case import Case, Label
from screener.words.framework import Severity

FITTED_ON = "dev"
SHORTEST = 8


@dataclass(frozen=True)
class Example:
    """A stretch of text with its label, and the work that it must be held out with."""

    text: str
    group: str
    concern: str | None = None
    severity: Severity = Severity.none

    @property
    def uplift(self) -> bool:
        """Whether it carries uplift."""
        return self.severity is not Severity.none


def examples(cases: Sequence[Case], datasets: Path) -> list[Example]:
    """Labelled passages of cases, ordinary passages, and the drafts of `dev` cut up as the embedded reader has them."""
    made = [Example(p.text, case.id, p.concern, p.severity) for case in cases for p in case.passages]
    made += [Example(text, f"background {n}") for n, text in enumerate(read_background(CORPUS))]
    made += [example for draft in read_labelled(datasets, FITTED_ON) for example in _of_draft(draft)]
    return made


def _of_draft(draft: ReadDraft) -> Iterator[Example]:
    group = f"draft {draft.labels.id}"
    for span in draft.spans:
        words = draft.document.text[span.start : span.end]
        if span.gold.label is Label.uplift:
            yield Example(words, group, span.gold.concern, span.gold.severity)
    for text in draft.labelled(Label.benign):
        yield Example(text, group)
    for text in draft.ordinary():
        if len(text.split()) >= SHORTEST:
            yield Example(text, group)
