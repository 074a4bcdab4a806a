from itertools import pairwise

from screener.report.cards import cards
from screener.report.marks import flag_marks
from screener.report.spoken import Terms
from screener.report.strip import Strip, strip
from screener.words.screening import Screening
from tests.report.example import UNREAD, example_framework, example_screening
from tests.report.example_text import TEXT
from tests.report.large import large_screening


def mapped(screening: Screening) -> Strip:
    made = strip(screening, flag_marks(cards(screening), Terms(example_framework())))
    assert made is not None
    return made


def test_flags_lie_where_their_words_lie_and_in_the_lane_of_their_severity() -> None:
    flags, source = mapped(example_screening()).flags, example_screening().flags
    assert [flag.lane for flag in flags] == [2, 0, 1, 1, 1]
    assert source[1].start is not None and abs(flags[1].at - 100 * source[1].start / len(TEXT)) < 0.01


def test_unread_passages_and_scanned_pages_are_gaps_that_can_be_seen() -> None:
    gaps = mapped(example_screening()).gaps
    assert [(gap.kind, gap.href) for gap in gaps] == [("unread", f"#passage-{UNREAD + 1}"), ("scanned", "#page-3")]
    assert all(gap.width >= 0.4 for gap in gaps)


def test_page_labels_leave_room_for_one_another() -> None:
    ticks = mapped(large_screening(pages=400, flags=1)).pages
    labels = [tick.at for tick in ticks if tick.says]
    assert len(ticks) == 400 and 8 <= len(labels) <= 13
    assert all(later - earlier >= 8 for earlier, later in pairwise(labels))


def test_a_draft_without_text_has_no_map() -> None:
    screening = example_screening()
    assert strip(screening.model_copy(update={"draft": screening.draft.model_copy(update={"text": ""})}), []) is None
