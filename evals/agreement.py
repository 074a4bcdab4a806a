"""How far two people agree who labelled the drafts apart from one another: `python -m evals.agreement [--list]`."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table
from sklearn.metrics import cohen_kappa_score

from evals.datasets_build.places import DATASETS
from screener.uses.labelled import GoldSpan, ReadDraft, read_one
from screener.words.case import Label
from screener.words.draft import Frozen
from screener.words.framework import Severity, Stance, Tier
from screener.words.sentences import blocks


@dataclass(frozen=True)
class Pair:
    """One draft as both passes read it."""

    first: ReadDraft
    second: ReadDraft


class Disagreement(Frozen):
    """Something that the two passes judged differently."""

    draft: str
    what: str
    """`tier`, or the words of the passage."""
    first: str
    second: str


class Kappas(Frozen):
    """Cohen's kappa of two passes; nan where one of them says the same of every unit."""

    drafts: int
    passages: float
    """Unit: a block of whole sentences of up to about 60 words; does it touch a passage marked as uplift?"""
    severity: float
    """Quadratic weights; unit: a passage marked by both passes, whatever the label."""
    tier: float
    """Quadratic weights; unit: a draft."""
    factors: float
    """Unit: the stance on one factor of one draft."""
    same_tier: float
    """Share of drafts with the same tier."""
    within_one_tier: float


def read_pairs(folder: Path = DATASETS) -> tuple[Pair, ...]:
    """The drafts that both passes have labelled, by id."""
    seconds = sorted((folder / "labels" / "second").glob("*.yaml"))
    firsts = folder / "labels" / "first"
    return tuple(
        Pair(read_one(folder, firsts / file.name), read_one(folder, file, described_by=firsts / file.name))
        for file in seconds
        if (firsts / file.name).exists()
    )


def kappas(pairs: Sequence[Pair]) -> Kappas:
    """The agreement of the two passes on some drafts (at least one)."""
    tiers = [(p.first.labels.tier, p.second.labels.tier) for p in pairs]
    steps = [abs(a.rank - b.rank) for a, b in tiers]
    return Kappas(
        drafts=len(pairs),
        passages=_kappa((row for p in pairs for row in _marked(p)), (False, True)),
        severity=_kappa((row for p in pairs for row in _severities(p)), range(len(Severity)), "quadratic"),
        tier=_kappa(((a.rank, b.rank) for a, b in tiers), range(len(Tier)), "quadratic"),
        factors=_kappa((row for p in pairs for row in _stances(p)), [str(s) for s in Stance]),
        same_tier=sum(s == 0 for s in steps) / len(steps),
        within_one_tier=sum(s <= 1 for s in steps) / len(steps),
    )


def disagreements(pairs: Iterable[Pair]) -> Iterator[Disagreement]:
    """Every tier that differs, and every passage that one pass calls uplift of medium or high severity and the other does not
    call uplift at all."""
    for pair in pairs:
        first, second = pair.first.labels, pair.second.labels
        if first.tier is not second.tier:
            yield Disagreement(draft=first.id, what="tier", first=first.tier, second=second.tier)
        for span, other in _alone(pair.first, pair.second):
            yield Disagreement(draft=first.id, what=span.gold.quote.strip(), first=span.gold.severity, second=other)
        for span, other in _alone(pair.second, pair.first):
            yield Disagreement(draft=first.id, what=span.gold.quote.strip(), first=other, second=span.gold.severity)


def _alone(one: ReadDraft, other: ReadDraft) -> Iterator[tuple[GoldSpan, str]]:
    """The grave passages of one pass that no uplift passage of the other touches, and what the other says there."""
    for span in one.spans:
        if span.gold.severity.rank < Severity.medium.rank:
            continue
        met = [o for o in other.spans if _meet(span, o)]
        if not any(o.gold.label is Label.uplift for o in met) and not _in_combination(span, other):
            yield span, "benign" if met else "unmarked"


def _in_combination(span: GoldSpan, other: ReadDraft) -> bool:
    words = " ".join(span.gold.quote.split())
    quotes = [" ".join(q.split()) for c in other.labels.combinations for q in c.quotes]
    return any(q in words or words in q for q in quotes)


def _meet(one: GoldSpan, other: GoldSpan) -> bool:
    return one.start < other.end and other.start < one.end


def _marked(pair: Pair) -> Iterator[tuple[bool, bool]]:
    for start, end in blocks(pair.first.document.text):
        yield _touched(pair.first, start, end), _touched(pair.second, start, end)


def _touched(draft: ReadDraft, start: int, end: int) -> bool:
    return any(s.start < end and start < s.end for s in draft.spans if s.gold.label is Label.uplift)


def _severities(pair: Pair) -> Iterator[tuple[int, int]]:
    """For each passage of the first pass, its severity and the gravest that the second gives to words of it."""
    for span in pair.first.spans:
        met = [other.gold.severity.rank for other in pair.second.spans if _meet(span, other)]
        if met:
            yield span.gold.severity.rank, max(met)


def _stances(pair: Pair) -> Iterator[tuple[str, str]]:
    second = pair.second.labels.factors
    for factor, argued in pair.first.labels.factors.items():
        if factor in second:
            yield str(argued.stance), str(second[factor].stance)


def _kappa(rows: Iterable[tuple[object, object]], labels: Iterable[object], weights: str | None = None) -> float:
    ours, theirs = zip(*rows, strict=True)
    return float(cohen_kappa_score(ours, theirs, labels=list(labels), weights=weights))


def _table(rows: Iterable[tuple[str, Kappas]]) -> Table:
    table = Table("drafts of", "drafts", "passages", "severity", "tier", "factors", "same tier", "within one")
    for name, k in rows:
        table.add_row(
            name,
            str(k.drafts),
            *(f"{v:.2f}" for v in (k.passages, k.severity, k.tier, k.factors)),
            f"{k.same_tier:.0%}",
            f"{k.within_one_tier:.0%}",
        )
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the kappas by split and overall, and on demand what they disagree about."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.agreement", description="Agreement of the two labelling passes."
    )
    parser.add_argument("--folder", type=Path, default=DATASETS)
    parser.add_argument("--list", action="store_true", help="also list the disagreements, as YAML")
    chosen = parser.parse_args(arguments)
    pairs = read_pairs(chosen.folder)
    splits = yaml.safe_load((chosen.folder / "splits.yaml").read_text(encoding="utf-8"))
    rows = [(name, [p for p in pairs if p.first.labels.id in ids]) for name, ids in splits.items()]
    Console().print(_table((name, kappas(some)) for name, some in [*rows, ("both", list(pairs))] if some))
    if chosen.list:
        listed = [d.model_dump() for d in disagreements(pairs)]
        print(yaml.safe_dump(listed, sort_keys=False, allow_unicode=True, width=110))
    return 0


if __name__ == "__main__":
    sys.exit(main())
