"""Makes the final labels where they differ from the first pass. `python -m evals.datasets_build.final`.

Two files change the first pass: `disagreements.yaml` (what the two passes judged differently, resolved) and `added.yaml`
(benign passages that were added so that place and shape do not give a label away).
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, TypeAdapter

from evals.datasets_build.places import DATASETS
from evals.datasets_build.twins import as_yaml
from screener.uses.labelled import labels_in
from screener.words.case import Label
from screener.words.draft import Frozen
from screener.words.framework import Severity, Tier
from screener.words.labelled import GoldPassage, LabelledDraft

TIER, UNMARKED = "tier", "unmarked"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Resolved(Frozen):
    """One entry of `disagreements.yaml`."""

    draft: str
    what: str
    """`tier`, or the words of the passage."""
    first: str
    second: str
    final: str
    """A tier; or for a passage a severity, `benign`, or `unmarked`."""
    because: str = Field(min_length=10)


class Added(Frozen):
    """One entry of `added.yaml`."""

    draft: str
    quote: str
    concern: str
    because: str = Field(min_length=10)


def read_resolved(folder: Path) -> tuple[Resolved, ...]:
    """The entries of `disagreements.yaml`."""
    entries = _loaded(folder / "disagreements.yaml")
    return TypeAdapter(tuple[Resolved, ...]).validate_python(entries)


def read_added(folder: Path) -> tuple[Added, ...]:
    """The entries of `added.yaml`."""
    entries = _loaded(folder / "added.yaml")
    return TypeAdapter(tuple[Added, ...]).validate_python(entries)


def files_of(folder: Path) -> dict[Path, str]:
    """The final label files, by their place: of those drafts alone in which something changed."""
    resolved, added = read_resolved(folder), read_added(folder)
    out = {}
    for draft in sorted({r.draft for r in resolved} | {a.draft for a in added}):
        first = labels_in(folder / "labels" / "first" / f"{draft}.yaml")
        final = _settled(
            folder, first, [r for r in resolved if r.draft == draft], [a for a in added if a.draft == draft]
        )
        if final != first:
            out[folder / "labels" / "final" / f"{draft}.yaml"] = as_yaml(final)
    return out


def _settled(folder: Path, first: LabelledDraft, resolved: list[Resolved], added: list[Added]) -> LabelledDraft:
    tiers = [r.final for r in resolved if r.what == TIER]
    changed = {_folded(r.what): r for r in resolved if r.what != TIER}
    passages = [kept for gold in first.passages for kept in _revised(gold, changed.pop(_folded(gold.quote), None))]
    if changed:
        seconds = _passages_of(folder / "labels" / "second" / f"{first.id}.yaml")
        passages += [p for words, r in changed.items() for p in _revised(seconds[words], r)]
    passages += [
        GoldPassage(quote=a.quote, label=Label.benign, concern=a.concern, severity=Severity.none, because=a.because)
        for a in added
    ]
    return first.model_copy(update={"passages": tuple(passages), "tier": Tier(tiers[0]) if tiers else first.tier})


def _revised(gold: GoldPassage, resolved: Resolved | None) -> Iterator[GoldPassage]:
    """The passage as it was resolved; nothing where it is to be left out."""
    if resolved is None:
        yield gold
    elif resolved.final != UNMARKED:
        benign = resolved.final == Label.benign
        yield gold.model_copy(
            update={
                "label": Label.benign if benign else Label.uplift,
                "severity": Severity.none if benign else Severity(resolved.final),
                "because": resolved.because,
            }
        )


def _passages_of(second: Path) -> dict[str, GoldPassage]:
    values = _loaded(second)["passages"]
    return {_folded(p.quote): p for p in TypeAdapter(tuple[GoldPassage, ...]).validate_python(values)}


def _loaded(file: Path) -> Any:
    return yaml.load(file.read_bytes(), Loader=_LOADER)


def _folded(quote: str) -> str:
    return " ".join(quote.split())


def main(folder: Path = DATASETS) -> int:
    """Write the final labels anew and say how many drafts have some."""
    made = files_of(folder)
    (folder / "labels" / "final").mkdir(exist_ok=True)
    for old in (folder / "labels" / "final").glob("*.yaml"):
        old.unlink()
    for file, text in made.items():
        file.write_text(text, encoding="utf-8")
    print(f"{len(made)} drafts have labels that differ from the first pass.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
