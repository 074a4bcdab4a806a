from screener.report.cards import by_severity, cards, cases, snug, worst_first
from screener.words.framework import Severity
from tests.report.example import example_screening


def test_cards_keep_the_numbers_of_the_flags() -> None:
    screening = example_screening()
    kept = screening.model_copy(update={"flags": (screening.flags[0], screening.flags[3])})
    assert [card.number for card in cards(kept)] == ["1", "4"]


def test_cards_are_counted_where_ids_are_no_numbers_or_repeat() -> None:
    screening = example_screening()
    for ids in (["x", "f2"], ["f2", "f2"]):
        flags = tuple(flag.model_copy(update={"id": name}) for flag, name in zip(screening.flags, ids, strict=False))
        assert [card.number for card in cards(screening.model_copy(update={"flags": flags}))] == ["1", "2"]


def test_a_card_shows_the_match_of_its_own_passage_before_that_of_the_whole_draft() -> None:
    assert [round(p.similarity, 2) for p in cards(example_screening())[1].precedents] == [0.74, 0.67]


def test_the_gravest_and_surest_come_first_and_equals_stay_in_reading_order() -> None:
    assert [card.number for card in worst_first(cards(example_screening()))] == ["2", "4", "5", "3", "1", "6"]


def test_severities_are_counted_from_high_to_none() -> None:
    assert list(by_severity(cards(example_screening())).items()) == [
        (Severity.high, 1),
        (Severity.medium, 3),
        (Severity.low, 2),
        (Severity.none, 0),
    ]


def test_each_case_is_listed_once_with_those_of_the_whole_draft_first() -> None:
    assert [(p.case_id, p.passage_index) for p in cases(example_screening())] == [
        ("probe-release", None),
        ("steering-scores-up", None),
        ("monitor-game", 5),
    ]


def test_a_span_loses_its_blank_edges_and_a_blank_or_outlying_one_has_no_place() -> None:
    assert snug(" a b ", 0, 5) == (1, 4)
    assert snug("   ", 0, 3) is None and snug("abc", 2, 9) is None and snug("abc", None, 2) is None
