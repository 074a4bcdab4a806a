from screener.doors.documents import builder
from screener.doors.documents.builder import DocumentBuilder
from screener.words.draft import Format, HiddenHow


def test_a_flood_of_hidden_pieces_is_cut_with_a_note_and_ordinary_ones_take_no_room_from_alarming_ones() -> None:
    grown = DocumentBuilder(Format.text)
    grown.write("words")
    for number in range(builder.MOST_HIDDEN + 3):
        grown.hide(f"remark {number}", HiddenHow.comment, ordinary=True)
    for number in range(builder.MOST_HIDDEN + 4):
        grown.hide(f"secret {number}", HiddenHow.tiny)
    document = grown.build("by hand")
    assert sum(h.ordinary for h in document.hidden) == builder.MOST_HIDDEN
    assert sum(not h.ordinary for h in document.hidden) == builder.MOST_HIDDEN
    assert document.notes == (
        "The file holds 7 more pieces of hidden text than can be listed; look at the file itself.",
    )


def test_a_document_with_few_hidden_pieces_lists_them_all_without_a_note() -> None:
    grown = DocumentBuilder(Format.text)
    grown.hide("secret", HiddenHow.tiny)
    document = grown.build("by hand")
    assert [h.text for h in document.hidden] == ["secret"]
    assert document.notes == ()


def test_what_the_document_or_the_hidden_text_says_already_is_told_from_what_neither_says() -> None:
    grown = DocumentBuilder(Format.text)
    grown.write("The monitor reads every step that the agent takes.\n\n")
    grown.hide("a note in the margin of the page", HiddenHow.comment)
    asked = ["Monitor reads every step", "a note in the margin", "nobody has said these words", "two words"]
    assert grown.unsaid(asked) == ["nobody has said these words", "two words"]
    assert grown.unsaid(asked, shown=False) == ["Monitor reads every step", "nobody has said these words", "two words"]
    assert grown.unsaid([]) == []
