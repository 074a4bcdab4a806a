"""What a PDF file would do is told with its place, and never done."""

import pytest

from screener.doors.documents import pdf
from screener.doors.documents.pdf.actions import MOST_FOUND
from screener.stages.integrity import alerts
from screener.words.draft import Document, HiddenText
from tests.hostile.kinds import Kind
from tests.hostile.pdf_actions import KINDS
from tests.hostile.pdf_files import with_page, with_root

SCRIPT = "<< /S /JavaScript /JS (app.beep\\(\\)) >>"


def read(data: bytes) -> Document:
    return pdf.parse(data, "draft.pdf")


def carried(data: bytes) -> tuple[HiddenText, ...]:
    return tuple(h for h in read(data).hidden if not h.ordinary)


def test_a_script_that_runs_on_opening_is_told_with_its_words_and_its_place() -> None:
    (told,) = carried(with_root(f"/OpenAction {SCRIPT}"))
    assert told.text == "app.beep()"
    assert told.where == "JavaScript, on opening the document"
    assert told.page is None


def test_a_script_on_a_page_is_told_with_the_page() -> None:
    (told,) = carried(with_page(f"/AA << /C {SCRIPT} >>"))
    assert (told.where, told.page) == ("JavaScript, on leaving page 1", 1)


def test_the_note_names_each_place_once_and_the_alert_reaches_the_reviewer() -> None:
    document = read(with_root(f"/OpenAction {SCRIPT} /AA << /WC {SCRIPT} /WS {SCRIPT} >>"))
    assert document.notes == (
        "The PDF carries JavaScript (on opening the document; on closing, saving or printing the document); "
        "it was neither run nor judged.",
    )
    assert {alert.where.split(",")[0] for alert in alerts(document)} == {"JavaScript"}


def test_a_field_that_stands_on_a_page_and_in_the_form_is_told_once() -> None:
    field = f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [0 0 9 9] /AA << /K {SCRIPT} >> >>".encode()
    data = with_root("/AcroForm << /Fields [6 0 R] >>", field).replace(
        b"/Contents 4 0 R", b"/Annots [6 0 R] /Contents 4 0 R"
    )
    assert [told.where for told in carried(data)] == ["JavaScript, on page 1, in a note, link or field"]


def test_of_very_many_scripts_the_first_are_told_and_a_note_says_that_there_are_more() -> None:
    links = [f"<< /Subtype /Link /A << /S /JavaScript /JS (x{n}) >> >>".encode() for n in range(MOST_FOUND + 5)]
    data = with_page(f"/Annots [{' '.join(f'{n} 0 R' for n in range(6, 6 + len(links)))}]", *links)
    assert len(carried(data)) == MOST_FOUND
    assert any("more scripts, actions or notes than are looked at" in note for note in read(data).notes)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_each_kind_of_action_gets_the_answer_it_must_get(kind: Kind) -> None:
    assert kind.wrong(read(kind.make())) == ()
