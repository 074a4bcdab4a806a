"""`screener eval compare`, `gate` and `baseline`."""

from pathlib import Path

from evals.commands.runs import run_named
from evals.measures import Comparison, compare, gate
from evals.records import Run, ScreenedDraft, ScreenedItem
from screener.cli import exits
from screener.words.errors import ConfigurationError


def compare_command(first: Path, second: Path) -> None:
    """Print every figure that both runs have, and what flipped."""
    from evals.report import print_comparison

    print_comparison(compare(run_named(first), run_named(second)))


def gate_command(which: Path, baseline: Path) -> int:
    """Print the verdict; 0 where the gate is open, 1 where it is closed."""
    comparison = compare(run_named(baseline), run_named(which))
    _same_ground(comparison, baseline)
    verdict = gate(comparison)
    for sentence in verdict.unsure:
        print(f"unsure: {sentence}")
    for sentence in verdict.reasons:
        print(f"closed: {sentence}")
    print(f"The gate is {'open' if verdict.passed else 'closed'} ({comparison.shared} drafts against {baseline}).")
    return exits.COMPLETE if verdict.passed else exits.FAILED


def baseline_command(which: Path, out: Path) -> None:
    """Write the run without the screen's words and without the runs of baselines."""
    run = run_named(which)
    try:
        out.write_text(slim(run).model_dump_json(exclude_defaults=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {error.strerror}; choose another file.") from error
    print(f"{out}: {len(run.drafts)} drafts, {len(run.queries)} queries, {len(run.items)} short items of “{run.name}”.")


def slim(run: Run) -> Run:
    """What a gate needs of a run, and nothing that a reader would mind seeing in a public checkout."""
    return run.model_copy(
        update={
            "drafts": tuple(_wordless(draft) for draft in run.drafts),
            "items": tuple(_untold(item) for item in run.items),
            "baselines": (),
            "provenance": run.provenance.model_copy(update={"command": ""}),  # it names folders of one machine
        }
    )


def _wordless(draft: ScreenedDraft) -> ScreenedDraft:
    marks = tuple(m.model_copy(update={"because": ""}) for m in draft.gold.marks)
    flags = tuple(f.model_copy(update={"quote": "", "says": ""}) for f in draft.said.flags)
    whole = tuple(p for p in draft.said.precedents if p.passage_index is None)
    return draft.model_copy(
        update={
            "gold": draft.gold.model_copy(update={"marks": marks}),
            "said": draft.said.model_copy(update={"flags": flags, "precedents": whole}),
        }
    )


def _untold(item: ScreenedItem) -> ScreenedItem:
    return item.model_copy(update={"text": ""})


def _same_ground(comparison: Comparison, baseline: Path) -> None:
    """A gate over fewer drafts than its baseline has would open by leaving the hard ones out."""
    left = [note for note in comparison.notes if "left out" in note and comparison.first in note]
    if left:
        raise ConfigurationError(
            f"The run lacks something that {baseline} has ({left[0].rstrip('.')}); run the same suites and split first."
        )
