"""Records of a run keep what they were given, and refuse what cannot be."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from evals.records import read_run, write_run
from screener.words.errors import ConfigurationError
from tests.evals.measures.made_up import draft, flag, mark, run, twin


def test_a_run_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    made = run(draft("a", marks=[mark(1, 5)], flags=[flag(None, None)], unread=[3]), baselines=(run(name="none"),))
    write_run(made, tmp_path / "new" / "run.json")
    assert read_run(tmp_path / "new" / "run.json") == made


def test_a_file_that_is_no_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"name": 3}', encoding="utf-8")
    for name in ("run.json", "missing.json"):
        with pytest.raises(ConfigurationError, match=name):
            read_run(tmp_path / name)


def test_a_draft_stands_once_in_each_format_and_epoch() -> None:
    run(draft("a"), draft("a", epoch=2), draft("a", format="pdf"))
    with pytest.raises(ValidationError, match="stands twice"):
        run(draft("a"), draft("a"))


def test_half_a_place_and_an_empty_gold_passage_are_refused() -> None:
    with pytest.raises(ValidationError, match="both a start and an end"):
        flag(3, None)
    with pytest.raises(ValidationError, match="at least one character"):
        mark(5, 5)


def test_a_variant_is_of_the_same_work_as_its_clean_draft() -> None:
    assert twin("a").work == draft("a").work == "a"
    assert draft("a", failed=True).failed
