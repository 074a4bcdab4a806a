from screener.report.blocks import Layout, blocks
from screener.words.draft import Format, Section
from screener.words.screening import DraftText


def draft(text: str, *sections: tuple[str, int], form: Format = Format.pdf) -> DraftText:
    made = tuple(Section(title=t, level=level, start=text.index(t), end=len(text)) for t, level in sections)
    return DraftText(format=form, title="", text=text, pages=(), sections=made, joins=(), notes=())


def test_blank_lines_separate_paragraphs_and_belong_to_none() -> None:
    text = "One.\nStill one.\n\n \nTwo.\n"
    assert [text[b.start : b.end] for b in blocks(draft(text))] == ["One.\nStill one.", "Two."]


def test_no_paragraph_crosses_a_cut() -> None:
    assert [(b.start, b.end) for b in blocks(draft("abcdef"), [3])] == [(0, 3), (3, 6)]


def test_a_table_keeps_its_first_indentation_and_its_columns() -> None:
    text = "Text.\n\n    a     1\n    b     2\n"
    last = blocks(draft(text))[-1]
    assert (text[last.start : last.end], last.layout) == ("    a     1\n    b     2", Layout.grid)


def test_lines_of_plain_text_are_kept_and_lines_of_a_printed_page_are_filled_anew() -> None:
    assert blocks(draft("a\nb", form=Format.text))[0].layout is Layout.lines
    assert blocks(draft("a\nb"))[0].layout is Layout.flowing


def test_heading_levels_go_down_one_at_a_time_whatever_the_draft_does() -> None:
    text = "Top\n\nDeep\n\nAgain\n\n"
    made = blocks(draft(text, ("Top", 1), ("Deep", 4), ("Again", 1)))
    assert [b.heading for b in made] == [3, 4, 3]


def test_a_heading_that_runs_on_into_its_paragraph_is_left_in_it() -> None:
    text = "Setting. We begin.\n\nMethod.\n\nWe go on."
    made = blocks(draft(text, ("Setting", 1), ("Method", 1)))
    shown = [(text[b.start : b.end], b.heading) for b in made]
    assert shown == [("Setting. We begin.", 0), ("Method.", 3), ("We go on.", 0)]


def test_a_section_whose_title_does_not_stand_in_the_text_makes_no_heading() -> None:
    text = "Other words."
    section = Section(title="Missing", level=1, start=0, end=len(text))
    assert [b.heading for b in blocks(draft(text).model_copy(update={"sections": (section,)}))] == [0]
