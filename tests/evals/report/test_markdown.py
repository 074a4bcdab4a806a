"""The Markdown summary."""

from evals.report import to_markdown
from tests.evals.measures.made_up import draft, run
from tests.evals.report.shown import a_run, with_baselines


def test_tables_have_as_many_cells_in_each_row_as_in_their_head() -> None:
    made = to_markdown(with_baselines(), a_run("earlier", finds=12))
    width = 0
    for line in made.splitlines():
        cells = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert not (cells and width) or cells == width, line
        width = cells


def test_words_of_drafts_stay_words() -> None:
    made = to_markdown(with_baselines())
    assert "<script>" not in made and "\\<script\\>" in made
    assert "\u202e" not in made
    assert "`*_" not in made


def test_baselines_changes_and_misses_are_in_it() -> None:
    made = to_markdown(with_baselines(), a_run("earlier", finds=12))
    assert "keyword list" in made and "no better" in made
    assert "Against “earlier”: the gate is" in made
    assert "## Worst misses" in made


def test_without_baselines_it_says_that_a_figure_alone_says_little() -> None:
    assert "No baseline was run" in to_markdown(run(draft("a")))
