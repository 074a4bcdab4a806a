"""Both indexes as one: candidates per group of texts, with what they share in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.doors.corpus import CaseSearch, open_search
from tests.stages.making import WordCounts, case

CASES = [case(f"filler{i}") for i in range(20)] + [
    case("birds", "The quokka detector hears a flamingo from far away."),
    case("secret", "The quokka detector hears a flamingo from nearby.", sensitivity="restricted"),
]


@pytest.fixture
def search(tmp_path: Path) -> Iterator[CaseSearch]:
    with open_search(tmp_path / "index", WordCounts()) as opened:
        opened.sync(CASES)
        yield opened


def test_each_group_has_its_own_candidates_most_similar_first(search: CaseSearch) -> None:
    groups = search.candidates(
        [["The quokka detector hears", "something else"], [], ["Summary of filler3"]], with_restricted=False
    )
    assert [len(g) > 0 for g in groups] == [True, False, True]
    assert groups[0][0].entry_id == "birds#p0"
    assert groups[2][0].case_id == "filler3"
    for group in groups:
        assert [c.similarity for c in group] == sorted((c.similarity for c in group), reverse=True)
        assert len({c.entry_id for c in group}) == len(group)


def test_the_best_hit_by_words_has_the_full_lexical_share_and_others_less(search: CaseSearch) -> None:
    [group] = search.candidates([["A quokka and a flamingo"]], k=60, with_restricted=False)
    by_id = {c.entry_id: c.lexical for c in group}
    assert by_id["birds#p0"] == 1.0
    assert max(share for name, share in by_id.items() if name != "birds#p0") < 1.0


def test_restricted_cases_are_found_only_by_who_may_see_them(search: CaseSearch) -> None:
    text = [["The quokka detector hears a flamingo from nearby."]]
    assert "secret" not in {c.case_id for c in search.candidates(text, k=60, with_restricted=False)[0]}
    assert search.candidates(text, with_restricted=True)[0][0].case_id == "secret"


def test_words_that_both_texts_share_are_told_rarest_first(search: CaseSearch) -> None:
    assert search.shared_words("a quokka, a flamingo and a summary", "the flamingo; the quokka") == [
        "flamingo",
        "quokka",
    ]
    assert search.shared_words("one", "other") == []


def test_nothing_asked_nothing_found(search: CaseSearch) -> None:
    assert search.candidates([], with_restricted=False) == []
    assert search.count() == 44


def test_the_folder_is_private(tmp_path: Path) -> None:
    with open_search(tmp_path / "index", WordCounts()):
        assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700
