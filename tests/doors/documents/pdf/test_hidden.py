"""What a reader cannot see is set apart; what only resembles hiding is read."""

from typing import Any

import pytest

from screener.doors.documents.pdf import parse
from screener.words.draft import HiddenHow
from tests.doors.documents.pdf.concealments import CONCEALED, SECRET, VISIBLE, drawing
from tests.doors.documents.pdf.legitimate import LEGITIMATE, SHOWN, scan
from tests.doors.documents.pdf.plain import page_of


@pytest.mark.parametrize("way", CONCEALED)
def test_hidden_text_is_reported_and_kept_out_of_the_visible_text(way: str) -> None:
    make, how = CONCEALED[way]
    document = parse(make(), "draft.pdf")
    alarms = [(hidden.text, hidden.how, hidden.page) for hidden in document.hidden if not hidden.ordinary]
    assert alarms == [(SECRET, HiddenHow(how), 1)]
    assert not any(word in document.text for word in SECRET.split())
    assert VISIBLE in document.text


@pytest.mark.parametrize("way", LEGITIMATE)
def test_text_that_a_reader_can_see_is_read_once_and_raises_no_alarm(way: str) -> None:
    document = parse(LEGITIMATE[way](), "draft.pdf")
    assert document.text.count(SHOWN) == 1
    assert document.hidden == ()


@pytest.mark.parametrize("beneath", [False, True])
def test_the_text_layer_of_a_scan_is_read_and_noted(beneath: bool) -> None:
    document = parse(scan(SHOWN, layer=SHOWN, beneath=beneath), "scan.pdf")
    assert SHOWN in document.text
    assert document.hidden == ()
    assert not document.pages[0].scanned
    assert any("text layer" in note for note in document.notes)


def test_unseen_text_over_the_blank_part_of_a_scan_is_no_text_layer() -> None:
    document = parse(scan("", layer=SECRET), "scan.pdf")
    assert SECRET not in document.text
    assert [hidden.how for hidden in document.hidden] == [HiddenHow.invisible_mode]


def _white(words: str) -> bytes:
    def draw(canvas: Any) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(30, 200, words)

    return drawing(draw)


def test_two_stray_hidden_letters_are_left_out_without_an_alarm() -> None:
    document = parse(_white("ab"), "x.pdf")
    assert [(hidden.text, hidden.ordinary) for hidden in document.hidden] == [("ab", True)]
    assert "ab" not in document.text.split()


def test_hidden_letters_spaced_apart_still_raise_an_alarm() -> None:
    spaced = "i g n o r e t h i s"
    document = parse(_white(spaced), "x.pdf")
    assert [(hidden.text, hidden.ordinary) for hidden in document.hidden] == [(spaced, False)]


def test_replacement_text_that_says_what_is_drawn_is_no_hiding() -> None:
    content = "/Span << /ActualText (office) >> BDC BT /F1 11 Tf 30 200 Td (office) Tj ET EMC"
    document = parse(page_of(content), "x.pdf")
    assert document.text.strip() == "office"
    assert document.hidden == ()


def test_the_contents_of_a_note_are_reported_and_not_read() -> None:
    note = f"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents ({SECRET}) >>".encode()
    content = f"BT /F1 11 Tf 30 260 Td ({VISIBLE}) Tj ET"
    document = parse(page_of(content, page="/Annots [6 0 R]", more=(note,)), "x.pdf")
    assert [(hidden.text, hidden.how, hidden.page) for hidden in document.hidden] == [(SECRET, HiddenHow.annotation, 1)]
    assert SECRET not in document.text


def test_the_value_of_a_form_field_is_reported() -> None:
    field = f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /Rect [10 10 90 30] /V ({SECRET}) >>".encode()
    document = parse(
        page_of(
            f"BT /F1 11 Tf 30 260 Td ({VISIBLE}) Tj ET",
            page="/Annots [6 0 R]",
            more=(field,),
            catalog="/AcroForm << /Fields [6 0 R] >>",
        ),
        "x.pdf",
    )
    assert [(hidden.text, hidden.how) for hidden in document.hidden] == [(SECRET, HiddenHow.annotation)]


def test_title_and_author_are_ordinary_metadata_and_a_subject_is_not() -> None:
    def describe(canvas: Any) -> None:
        canvas.setTitle("A title")
        canvas.setAuthor("A. Author")
        canvas.setSubject(SECRET)

    document = parse(drawing(describe), "x.pdf")
    assert {(hidden.text, hidden.ordinary) for hidden in document.hidden} == {
        ("A title", True),
        ("A. Author", True),
        (SECRET, False),
    }


def test_an_xmp_packet_is_reported() -> None:
    packet = f"<x:xmpmeta><dc:description><rdf:li>{SECRET}</rdf:li></dc:description></x:xmpmeta>".encode()
    data = b"<< /Type /Metadata /Length %d >>\nstream\n%s\nendstream" % (len(packet), packet)
    content = f"BT /F1 11 Tf 30 260 Td ({VISIBLE}) Tj ET"
    document = parse(page_of(content, catalog="/Metadata 6 0 R", more=(data,)), "x.pdf")
    assert [(hidden.text, hidden.how) for hidden in document.hidden] == [(SECRET, HiddenHow.metadata)]


def test_embedded_files_are_named() -> None:
    spec = b"<< /Type /Filespec /F (plan.txt) /UF (plan.txt) /EF << /F 7 0 R >> >>"
    data = b"<< /Type /EmbeddedFile /Length 5 >>\nstream\nhello\nendstream"
    document = parse(
        page_of(
            f"BT /F1 11 Tf 30 260 Td ({VISIBLE}) Tj ET",
            more=(spec, data),
            catalog="/Names << /EmbeddedFiles << /Names [(plan.txt) 6 0 R] >> >>",
        ),
        "x.pdf",
    )
    assert [(hidden.text, hidden.how) for hidden in document.hidden] == [("plan.txt", HiddenHow.attachment)]
    assert any("embedded file" in note for note in document.notes)
