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
