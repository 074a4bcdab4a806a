"""Claims become flags: placed, ordered, without repeats, and counted."""

from screener.stages.grounding import QuoteGate, ground, quote_statistics
from screener.words.draft import Document
from screener.words.flag import ClaimedFlag, ConfidenceFrom, Flag, Grounding, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import Evidence, QuoteStatistics
from tests.stages.making import claim, consecutive, flag, paged, reading

PASSAGES = consecutive(
    "Alpha words of the first part. ", "Beta words of the second part. ", "Alpha words of the first part. "
)
DOCUMENT: Document = paged("".join(p.text for p in PASSAGES), 31, 100)


def grounded(*claims: tuple[int, ClaimedFlag], **settings: object) -> tuple[Flag, ...]:
    readings = [reading(i, c, **settings) for i, c in claims]
    return ground(readings, DOCUMENT, PASSAGES, QuoteGate(DOCUMENT.text))


def test_a_claim_gets_the_place_page_and_words_of_the_draft() -> None:
    [found] = grounded((1, claim("beta  WORDS")))
    assert (found.start, found.end, found.page, found.quote, found.id) == (31, 41, 2, "Beta words", "f1")
    assert found.grounding is Grounding.normalised


def test_repeated_text_is_flagged_where_it_was_read() -> None:
    assert [f.passage_index for f in grounded((0, claim("Alpha words")), (2, claim("Alpha words")))] == [0, 2]


def test_a_claim_without_words_in_the_draft_is_kept_marked_and_last() -> None:
    found = grounded((0, claim("Nobody wrote this anywhere")), (1, claim("Beta words")))
    assert [(f.grounding, f.quote) for f in found] == [
        (Grounding.exact, "Beta words"),
        (Grounding.ungrounded, "Nobody wrote this anywhere"),
    ]
    assert (found[1].start, found[1].end) == (None, None)
    assert not found[1].grounded


def test_words_claimed_while_another_passage_was_read_count_once_and_belong_where_they_stand() -> None:
    found = grounded((1, claim("Beta words")), (0, claim("Beta words")), (2, claim("Beta words")))
    assert [(f.passage_index, f.start) for f in found] == [(1, 31)]


def test_one_concern_at_one_place_counts_once_with_the_graver_severity() -> None:
    found = grounded(
        (1, claim("Beta words of", severity=Severity.low)),
        (1, claim("Beta words of the", severity=Severity.high)),
        (1, claim("Beta words", severity=Severity.medium)),
    )
    assert [f.severity for f in found] == [Severity.high]


def test_two_concerns_at_one_place_are_two_flags() -> None:
    assert len(grounded((1, claim("Beta words")), (1, claim("Beta words", concern="architecture")))) == 2


def test_a_model_s_own_number_is_shown_and_is_no_confidence() -> None:
    [found] = grounded((1, claim("Beta words", self_confidence=0.9)))
    assert (found.confidence, found.self_confidence, found.confidence_from) == (None, 0.9, ConfidenceFrom.none)


def test_the_embedded_reader_s_score_is_a_confidence() -> None:
    [found] = grounded((1, claim("Beta words", self_confidence=0.9)), reader=ReaderKind.embedded)
    assert (found.confidence, found.self_confidence, found.confidence_from) == (
        0.9,
        None,
        ConfidenceFrom.calibrated_score,
    )


def test_flags_are_numbered_in_reading_order() -> None:
    found = grounded((2, claim("Alpha words")), (1, claim("Beta words")), (0, claim("Alpha words")))
    assert [(f.id, f.passage_index) for f in found] == [("f1", 0), ("f2", 1), ("f3", 2)]


def test_quotes_of_flags_and_evidence_are_counted_by_how_they_were_found() -> None:
    evidence = [Evidence(quote="q", grounding=Grounding.fuzzy), Evidence(quote="q", grounding=Grounding.ungrounded)]
    counted = quote_statistics([flag(), flag(grounding=Grounding.ungrounded)], evidence)
    assert counted == QuoteStatistics(exact=1, fuzzy=1, ungrounded=2)
