from screener.report.cards import cards
from screener.report.marks import Quoted, flag_marks, hidden_points
from screener.report.spoken import Terms
from tests.report.example import example_framework, example_screening


def test_words_quoted_twice_have_one_anchor() -> None:
    quoted, argument = Quoted(example_screening()), example_screening().argument
    first = [quoted.anchor(f.evidence_defence[0]) for f in argument.factors if f.evidence_defence]
    assert len(first) > 3 and set(first) == {first[0]}
    assert [m.anchor for m in quoted.marks()].count(first[0]) == 1


def test_words_that_were_not_found_have_no_anchor() -> None:
    ungrounded = example_screening().argument.factors[0].evidence_offence[1]
    assert Quoted(example_screening()).anchor(ungrounded) == ""


def test_only_flags_with_a_place_are_marked() -> None:
    made = flag_marks(cards(example_screening()), Terms(example_framework()))
    assert [m.number for m in made] == ["1", "2", "3", "4", "5"]
    assert made[1].says == "Flag 2: high, Inference time"


def test_hidden_text_is_pointed_at_without_showing_its_words() -> None:
    points = hidden_points(tuple(h for h in example_screening().hidden if not h.ordinary))
    assert len(points) == 2 and "Hidden text 1, in a colour close to its background" in points[0].html
    assert "harmless" not in points[0].html
