"""Entries: what of a case can be found, and when it counts as changed."""

from screener.doors.corpus import entries_of
from tests.stages.making import case


def test_a_case_gives_its_summary_and_each_labelled_passage() -> None:
    one = case("one", "The first passage of the case, long enough.", "The second\n  passage of the case, long enough.")
    assert [e.id for e in entries_of([one])] == ["one#s", "one#p0", "one#p1"]
    assert next(iter(entries_of([one]))).text == "The case one. Summary of one. Stakes of one."
    assert list(entries_of([one]))[2].text == "The second passage of the case, long enough."


def test_an_entry_counts_as_changed_with_its_text_or_who_may_see_it() -> None:
    before, same, closed, other = (
        next(iter(entries_of([c]))).sha256
        for c in (
            case("one"),
            case("one", year=1999),
            case("one", sensitivity="restricted"),
            case("one", summary="Else."),
        )
    )
    assert before == same
    assert len({before, closed, other}) == 3
