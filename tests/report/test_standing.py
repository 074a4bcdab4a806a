from screener.report.spoken import Terms
from screener.report.standing import attention, headline, is_complete, suggestion
from screener.words.screening import Coverage, Screening, Status, UnreadBecause, UnreadPassage
from tests.report.example import example_framework, example_screening


def standing(status: Status, coverage: Coverage, *because: str) -> Screening:
    return example_screening().model_copy(
        update={"status": status, "coverage": coverage, "incomplete_because": because}
    )


def ledger(passages: int, *unread: UnreadBecause) -> Coverage:
    gaps = tuple(UnreadPassage(passage_index=i, because=b, detail="") for i, b in enumerate(unread))
    return Coverage(passages=passages, read=passages - len(unread), unread=gaps, characters=10, characters_read=9)


def test_unread_passages_are_counted_by_reason() -> None:
    coverage = ledger(41, UnreadBecause.refused, UnreadBecause.refused, UnreadBecause.timed_out)
    said = headline(standing(Status.incomplete, coverage))
    assert said == "Incomplete: 3 of 41 passages were not read (2 refused, 1 timed out)"


def test_every_reason_for_not_reading_has_words() -> None:
    for because in UnreadBecause:
        assert "_" not in headline(standing(Status.incomplete, ledger(2, because)))


def test_a_status_of_complete_does_not_hide_a_gap_in_the_ledger() -> None:
    screening = standing(Status.complete, ledger(2, UnreadBecause.truncated))
    assert not is_complete(screening) and headline(screening).startswith("Incomplete: 1 of 2 passages was not read")


def test_a_run_that_read_everything_and_failed_later_gives_its_own_reason() -> None:
    screening = standing(Status.incomplete, ledger(2), "The argument could not be made.")
    assert headline(screening) == "Incomplete: The argument could not be made"


def test_a_complete_run_says_that_everything_was_read() -> None:
    assert headline(standing(Status.complete, ledger(1))) == "Complete: the only passage was read"
    assert headline(standing(Status.complete, ledger(1200))) == "Complete: all 1,200 passages were read"


def test_a_missing_suggestion_says_that_a_person_must_read_first() -> None:
    screening = example_screening()
    none = screening.model_copy(update={"suggestion": screening.suggestion.model_copy(update={"tier": None})})
    assert suggestion(none, Terms(example_framework())) == "No suggestion: a person must read it first"
    assert attention(none) == "raised attention: look soon, and closely"
