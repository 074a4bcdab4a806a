"""What is printed."""

from io import StringIO

from rich.console import Console

from evals.measures import compare
from evals.report import print_comparison, print_summary
from evals.report.terminal import _FLIPS
from tests.evals.measures.made_up import draft, flag, mark, run
from tests.evals.report.shown import a_run, with_baselines


def printed(what, *arguments) -> str:
    out = StringIO()
    what(*arguments, Console(file=out, width=160))
    return out.getvalue()


def test_the_summary_names_figures_intervals_and_baselines() -> None:
    made = printed(print_summary, with_baselines())
    line = next(line for line in made.splitlines() if line.startswith("Recall, any overlap"))
    assert "38" in line and "✓" in line and "=" in line
    assert "keyword list" in made and "mind:" in made


def test_no_baseline_is_cut_off_where_the_terminal_is_narrow() -> None:
    out = StringIO()
    names = ["flag nothing", "flag everything", "keyword list", "TF-IDF + regression", "whole draft, one prompt"]
    one = a_run("the screen")
    beside = tuple(one.model_copy(update={"name": name}) for name in names)
    print_summary(one.model_copy(update={"baselines": beside}), Console(file=out, width=80))
    words = set(out.getvalue().split())
    assert {word for name in names for word in name.split()} <= words
    assert all(len(line) <= 80 for line in out.getvalue().splitlines())


def test_words_of_drafts_are_no_markup_for_the_terminal() -> None:
    before = run(
        draft("a", marks=[mark(10, 20, quote="[red]loud[/red]\x1b[31m")], flags=[flag(10, 20)]), name="[bold]old"
    )
    made = printed(print_comparison, compare(before, run(draft("a", marks=before.drafts[0].gold.marks), name="new")))
    assert "[red]loud[/red]" in made and "[bold]old" in made
    assert "\x1b" not in made


def test_a_comparison_tells_differences_flips_and_the_gate() -> None:
    made = printed(print_comparison, compare(a_run("earlier", finds=12), a_run("later", finds=0)))
    assert "earlier → later" in made
    assert "lost: high" in made and "The gate is closed." in made


def test_a_long_list_of_flips_is_cut_and_says_so() -> None:
    marks = [mark(n, n + 1, quote=str(n)) for n in range(30)]
    before = run(draft("a", marks=marks, flags=[flag(0, 30)]), name="old")
    made = printed(print_comparison, compare(before, run(draft("a", marks=marks), name="new")))
    assert f"and {30 - _FLIPS} more passages" in made
