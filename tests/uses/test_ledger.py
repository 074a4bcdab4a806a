"""The ledger: every passage is read or unread with a reason, and the sums add up."""

from hypothesis import given
from hypothesis import strategies as st

from screener.uses.ledger import coverage, disagreements, incomplete_because
from screener.words.draft import Page, Passage
from screener.words.screening import Coverage, Reading, UnreadBecause
from tests.stages.making import argument, claim, consecutive, document, paged, reading

WHY = st.none() | st.sampled_from(list(UnreadBecause))


@st.composite
def runs(draw: st.DrawFn) -> tuple[tuple[Passage, ...], list[Reading]]:
    passages = consecutive(*draw(st.lists(st.text(min_size=1, max_size=20), max_size=12)))
    made = [reading(p.index, unread_because=draw(WHY), unread_detail="d") for p in passages if draw(st.integers(0, 5))]
    return passages, draw(st.permutations(made))


def covered_by(passages: tuple[Passage, ...], readings: list[Reading]) -> Coverage:
    return coverage(document("".join(p.text for p in passages)), passages, readings)


@given(runs())
def test_read_and_unread_add_up_to_all_passages_and_all_characters(
    run: tuple[tuple[Passage, ...], list[Reading]],
) -> None:
    passages, readings = run
    ledger = covered_by(passages, readings)
    read = {r.passage_index for r in readings if r.read}
    assert ledger.read == len(read)
    assert ledger.read + len(ledger.unread) == ledger.passages == len(passages)
    assert {u.passage_index for u in ledger.unread} == {p.index for p in passages} - read
    assert ledger.characters_read == sum(len(p.text) for p in passages if p.index in read)
    assert ledger.complete == (len(read) == len(passages))
    assert sum(ledger.reasons().values()) == len(ledger.unread)
    assert bool(list(incomplete_because(ledger, argument()))) == (not ledger.complete)


def test_a_passage_no_reader_came_to_is_unread() -> None:
    [unread] = covered_by(consecutive("One. ", "Two. "), [reading(0)]).unread
    assert (unread.passage_index, unread.because) == (1, UnreadBecause.stopped)
    assert unread.detail


def test_an_unread_passage_names_its_pages_and_detail() -> None:
    doc = paged("a" * 30, 10, 10, 10)
    one = Passage(index=0, start=0, end=30, text="a" * 30, page_first=1, page_last=3)
    [unread] = coverage(
        doc, [one], [reading(0, unread_because=UnreadBecause.refused, unread_detail="It declined.")]
    ).unread
    assert (unread.pages, unread.detail) == ((1, 2, 3), "It declined.")


def test_scanned_pages_make_a_screening_incomplete_and_images_are_named_alone() -> None:
    pages = (Page(number=1, start=0, end=4, images=2), Page(number=2, start=4, end=4, scanned=True))
    passages = consecutive("Text")
    ledger = coverage(document("Text", pages=pages, images=2), passages, [reading(0)])
    assert (ledger.scanned_pages, ledger.image_pages, ledger.images) == ((2,), (1,), 2)
    [why] = incomplete_because(ledger, argument())
    assert "page 2" in why


def test_a_part_that_was_not_handed_in_makes_a_screening_incomplete() -> None:
    draft = document("Text").model_copy(update={"missing": ("results (main.tex, line 4)",)})
    ledger = coverage(draft, consecutive("Text"), [reading(0)])
    assert not ledger.complete
    [why] = incomplete_because(ledger, argument())
    assert "results (main.tex, line 4)" in why


def test_every_reason_for_incompleteness_is_told() -> None:
    passages = consecutive("One. ", "Two. ")
    ledger = covered_by(passages, [reading(0, unread_because=UnreadBecause.timed_out), reading(1)])
    told = list(incomplete_because(ledger, argument(fallen_back_because="The model refused.")))
    assert told[0] == "1 of 2 passages not read (1 timed out)"
    assert "argument" in told[1]


def test_a_second_opinion_disagrees_where_it_alone_sees_something_or_alone_has_read() -> None:
    first = [
        reading(0),
        reading(1, claim("words")),
        reading(2, unread_because=UnreadBecause.refused),
        reading(3),
        reading(4),
    ]
    second = [reading(0, score=0.9), reading(1, score=0.9), reading(2, score=0.1), reading(3, score=0.2)]
    found = disagreements(first, second, 0.5)
    assert [(d.passage_index, d.score) for d in found] == [(0, 0.9), (2, 0.1)]
    assert "Unread" in found[1].says
    assert disagreements(first, [], 0.5) == ()
