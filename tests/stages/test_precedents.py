"""Precedents: which cases are shown for which words, and when none is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from screener.doors.corpus import CaseSearch, open_search
from screener.stages.precedents import PrecedentFinder
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import Settings
from screener.words.case import Case
from screener.words.draft import PassageRole
from tests.stages.making import WordCounts, case, consecutive, passage
from tests.stages.unrelated import PARAGRAPHS

BIRDS = "The quokka detector hears a flamingo from very far away."
CASES = [case(f"filler{i}") for i in range(8)] + [
    case("birds", BIRDS, "The quokka detector hears a heron from very far away."),
    case("more-birds", "The quokka detector hears a flamingo and a heron from far away."),
    case("secret", BIRDS + " Truly.", sensitivity="restricted"),
]
Finder = Callable[..., PrecedentFinder]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseSearch]:
    with open_search(tmp_path_factory.mktemp("index"), WordCounts()) as opened:
        opened.sync(CASES)
        yield opened


@pytest.fixture
def finder(search: CaseSearch) -> Finder:
    def made(**settings: Any) -> PrecedentFinder:
        return PrecedentFinder(search, CASES, **({"minimum": 0.5} | settings))

    return made


def ids(finder: PrecedentFinder, text: str) -> list[str]:
    return [p.case_id for p in finder.find_texts([(text, None)])[0]]


def test_a_case_is_shown_once_by_its_best_entry_nearest_first(finder: Finder) -> None:
    [found] = finder().find_texts([(BIRDS, 3)])
    assert [p.case_id for p in found] == ["birds", "more-birds"]
    assert (found[0].matched_text, found[0].passage_index) == (BIRDS, 3)
    assert found[0].similarity == pytest.approx(1.0)


def test_a_precedent_tells_what_it_shares_and_what_sets_it_apart(finder: Finder) -> None:
    found = finder().find_texts([(BIRDS, None)])[0][0]
    assert "Reason 0 of birds" in found.matches
    assert "flamingo" in found.matches
    assert (found.distinguishes, found.rationale) == ("Differs from birds.", "Rationale of birds.")
    assert found.matched_severity == "medium"


def test_a_match_with_the_summary_says_so(finder: Finder) -> None:
    found = finder().find_texts([("The case birds. Summary of birds. Stakes of birds.", None)])[0][0]
    assert found.matched_severity is None
    assert "its summary" in found.matches


def test_restricted_cases_are_shown_only_where_that_is_allowed(finder: Finder) -> None:
    assert "secret" not in ids(finder(minimum=-1.0, most=99), BIRDS + " Truly.")
    assert ids(finder(with_restricted=True), BIRDS + " Truly.")[0] == "secret"


def test_no_restricted_case_takes_the_place_of_an_open_one(search: CaseSearch) -> None:
    """Whoever may see open cases alone sees as many as if there were no others."""
    secrets = [
        case(f"secret{i}", *[f"{BIRDS} Number {j}." for j in range(9)], sensitivity="restricted") for i in range(4)
    ]
    cases, passages = [*CASES, *secrets], consecutive(BIRDS)
    search.sync(cases)
    try:
        without = PrecedentFinder(search, cases, minimum=0.5, most=2).find(passages, draft_most=2)
        found = PrecedentFinder(search, cases, minimum=0.5, most=2, with_restricted=True).find(passages, draft_most=2)
    finally:
        search.sync(CASES)
    for alone, both in ((without.by_passage[0], found.by_passage[0]), (without.draft, found.draft)):
        assert [p.case_id for p in alone] == ["birds", "more-birds"]
        assert [p for p in both if p.sensitivity == "open"] == [*alone]
        assert sum(p.sensitivity == "restricted" for p in both) == 2


def test_open_cases_near_the_draft_do_not_tell_that_only_a_restricted_one_was_near_a_passage(
    search: CaseSearch,
) -> None:
    words = "The quokka detector hears herons, flamingos and most of the geese from rather far away."
    cases, passages = [*CASES, case("only-secret", words, sensitivity="restricted")], consecutive(words)
    search.sync(cases)
    try:
        nearest = PrecedentFinder(search, cases, minimum=0.1).find(passages).draft[0].similarity
        just_over = nearest + 0.02  # the open cases are near the draft, and none is near enough to its passage
        alone = PrecedentFinder(search, cases, minimum=just_over).find(passages)
        found = PrecedentFinder(search, cases, minimum=just_over, with_restricted=True).find(passages)
    finally:
        search.sync(CASES)
    assert [p.case_id for p in found.by_passage[0]] == ["only-secret"]
    assert {p.sensitivity for p in found.draft} == {"restricted"}
    assert alone.draft == ()


def test_nothing_is_shown_below_the_cut_whatever_words_are_shared(finder: Finder) -> None:
    assert ids(finder(), "Soak the chickpeas overnight and simmer them with a bay leaf.") == []
    assert (
        ids(finder(minimum=0.99), "A quokka, once seen near a flamingo, was never recorded by that instrument again.")
        == []
    )


def test_a_case_left_out_does_not_crowd_out_the_next(search: CaseSearch) -> None:
    crowd = [case("crowd", *[f"{BIRDS} Number {i}." for i in range(40)]), *CASES]
    search.sync(crowd)
    try:
        finder = PrecedentFinder(search, crowd, minimum=0.5, without=frozenset({"crowd"}))
        assert ids(finder, BIRDS) == ["birds", "more-birds"]
    finally:
        search.sync(CASES)


def test_a_case_that_is_gone_from_the_files_is_not_shown(search: CaseSearch) -> None:
    assert ids(PrecedentFinder(search, [c for c in CASES if c.id != "birds"], minimum=0.5), BIRDS) == ["more-birds"]


def test_each_passage_has_its_own_and_the_draft_the_ones_that_come_up_most(finder: Finder) -> None:
    passages = consecutive(BIRDS + "\n\n", "Summary of filler3, the case filler3. ", "Nothing like it at all. ", " \n")
    found = finder().find(passages)
    assert [p.case_id for p in found.by_passage[0]] == ["birds", "more-birds"]
    assert found.by_passage[1][0].case_id == "filler3"
    assert found.by_passage[2] == ()
    assert 3 not in found.by_passage
    assert found.draft[0].case_id == "birds"
    assert all(p.passage_index is None for p in found.draft)
    assert len({p.case_id for p in found.draft}) == len(found.draft)


def test_a_list_of_references_has_no_precedents(finder: Finder) -> None:
    assert finder().find([passage(BIRDS, role=PassageRole.references)]).by_passage == {}


def test_asking_twice_gives_the_same(finder: Finder) -> None:
    passages = consecutive(BIRDS, "Summary of filler3. ")
    assert finder().find(passages) == finder().find(passages)


# The shipped cases with the shipped embedder and threshold

ROOT = Path(__file__).parents[2]


@contextmanager
def shipped(folder: Path) -> Iterator[tuple[Rooms, CaseSearch]]:
    rooms = Rooms(Settings(data=folder))
    opening: AbstractContextManager[CaseSearch] = rooms.search()
    with opening as opened:
        yield rooms, opened


def shares_concern(text_of: tuple[Case, int], found: Case) -> bool:
    own, index = text_of
    concern = own.passages[index].concern or (own.concerns[0] if own.concerns else None)
    return concern in found.concerns


def test_the_shipped_threshold_shows_related_cases_and_none_for_other_subjects(tmp_path: Path) -> None:
    with shipped(tmp_path) as (rooms, search):
        by_id = {c.id: c for c in rooms.cases}
        minimum = rooms.prompts.framework.thresholds.precedent_similarity
        everything = PrecedentFinder(search, rooms.cases, minimum=minimum)
        background = yaml.safe_load((ROOT / "corpus" / "background.yaml").read_text())["passages"][::3]
        unrelated = everything.find_texts([(text, None) for text in PARAGRAPHS])
        ordinary = everything.find_texts([(item["text"], None) for item in background])
        labelled = [(c, i) for c in rooms.cases[::2] for i in (0, len(c.passages) - 1) if c.sensitivity == "open"]
        found = [
            PrecedentFinder(search, rooms.cases, minimum=minimum, without=frozenset({c.id})).find_texts(
                [(c.passages[i].text, None)]
            )[0]
            for c, i in labelled
        ]
    shown = [(one, by_id[group[0].case_id]) for one, group in zip(labelled, found, strict=True) if group]
    assert not any(unrelated)
    assert sum(map(bool, ordinary)) / len(ordinary) < 0.5
    assert len(shown) / len(labelled) > 0.5
    assert sum(shares_concern(*one) for one in shown) / len(shown) > 0.45  # 0.26 by chance
