"""The samples of each suite. What a sample is about stands in its metadata, so that a log says it and a retry finds it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from inspect_ai.dataset import MemoryDataset, Sample

from evals.datasets_build.places import DATASETS
from evals.records import Variant
from evals.short_items import Split, read_short
from evals.suite.drafts import ALL, ToScreen, format_named, in_every_format, labelled, one_draft, twins
from evals.suite.rewriting import paraphrased, reordered
from screener.words.case import Case
from screener.words.draft import Format, Frozen

SMOKE = ("a-probe-penalty-table", "b-curvature-null", "e-four-forecasts")
"""Three short drafts of `dev`: one closed, one open, one with a table."""


class About(Frozen):
    """What a sample is about: its metadata."""

    kind: Literal["draft", "case", "item"]
    name: str
    split: str = "dev"
    format: Format = Format.markdown
    variant: Variant = Variant.original
    datasets: str = ""
    """Folder of the labelled drafts; empty for the shipped one."""

    @property
    def folder(self) -> Path:
        """The folder of the labelled drafts."""
        return Path(self.datasets) if self.datasets else DATASETS


def draft_of(about: About) -> ToScreen:
    """The file to be screened for a sample. Raises ConfigurationError where it cannot be had."""
    if about.variant is Variant.instructed:
        return next(t for t in twins(about.split, about.folder) if t.twin_of == about.name)
    draft = one_draft(about.name, about.split, about.format, about.folder)
    if about.variant is Variant.paraphrased:
        return paraphrased(draft)
    if about.variant is Variant.reordered and (turned := reordered(draft)):
        return turned
    return draft


def draft_samples(drafts: Iterable[ToScreen], datasets: str = "") -> Iterator[Sample]:
    """One sample per draft; its target is the tier of the labels."""
    for draft in drafts:
        about = About(
            kind="draft",
            name=draft.twin_of or draft.labels.id,
            split=draft.split,
            format=draft.format,
            variant=draft.variant,
            datasets=datasets,
        )
        yield Sample(
            id=draft.id,
            input=draft.manuscript,
            target=str(draft.labels.tier),
            description=draft.labels.title,
            metadata=about.model_dump(mode="json"),
        )


def screening_samples(split: str, form: str, datasets: str = "", only: Sequence[str] = ()) -> MemoryDataset:
    """The labelled drafts of a split in a format; with `all`, those that there are in every format, once in each.

    The formats are compared over the same drafts then. Raises ConfigurationError where there are none.
    """
    folder = Path(datasets) if datasets else DATASETS
    drafts = in_every_format(split, folder) if form == ALL else labelled(split, format_named(form), folder)
    chosen = [d for d in drafts if d.labels.id in only] if only else drafts
    return MemoryDataset([*draft_samples(chosen, datasets)], name=f"labelled drafts, {split}, {form}")


def injection_samples(split: str, datasets: str = "") -> MemoryDataset:
    """Each draft that has a twin: clean, with the words put in, reworded, and reordered where it can be."""
    folder = Path(datasets) if datasets else DATASETS
    made: list[ToScreen] = []
    for twin in twins(split, folder):
        clean = one_draft(str(twin.twin_of), split, folder=folder)
        turned = reordered(clean)
        made += [clean, twin, paraphrased(clean), *([turned] if turned else [])]
    return MemoryDataset([*draft_samples(made, datasets)], name=f"drafts and their variants, {split}")


def retrieval_samples(split: str, cases: Sequence[Case], datasets: str = "") -> MemoryDataset:
    """The labelled drafts of a split; with `dev`, also every case of the corpus as a question to the others.

    The cases belong to no split. They are asked about once, where looking is allowed.
    """
    folder = Path(datasets) if datasets else DATASETS
    asked = [*draft_samples(labelled(split, folder=folder), datasets)]
    for case in cases if split == "dev" else ():
        about = About(kind="case", name=case.id, split=split)
        asked.append(
            Sample(
                id=f"case {case.id}",
                input=case.summary,
                target=str(case.decision.final),
                description=case.title,
                metadata=about.model_dump(mode="json"),
            )
        )
    return MemoryDataset(asked, name=f"questions to the corpus, {split}")


def short_samples(split: str) -> MemoryDataset:
    """The short items of a split."""
    made = [
        Sample(
            id=item.id,
            input=item.text,
            target=str(item.label),
            description=item.field,
            metadata=About(kind="item", name=item.id, split=split).model_dump(mode="json"),
        )
        for item in read_short(split=Split(split))
    ]
    return MemoryDataset(made, name=f"short items, {split}")
