"""Files that cannot be screened are refused in one sentence; all others become a document that covers its pages."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from screener.doors.documents.pdf import parse
from screener.doors.documents.pdf.parse import MAX_PAGES
from screener.words.draft import Document
from screener.words.errors import RefusedInput
from tests.doors.documents.pdf.plain import page_of, without_pages


def pages(*texts: str, encrypt: object = None) -> bytes:
    """A file with one line of text per page; a page for each text, blank where it is empty."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 300), encrypt=encrypt)
    for text in texts:
        canvas.drawString(30, 200, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


SOUND = pages("The first page says this.", "", "The last page says that.")


def test_pages_cover_the_text_without_gaps() -> None:
    document = parse(SOUND, "x.pdf")
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.pages[0].start == 0
    assert all(one.end == two.start for one, two in zip(document.pages, document.pages[1:], strict=False))
    assert document.pages[-1].end == len(document.text)
    last = document.pages[-1]
    assert document.text[last.start : last.end].strip() == "The last page says that."


def test_a_blank_page_is_not_a_scanned_page() -> None:
    assert [page.scanned for page in parse(SOUND, "x.pdf").pages] == [False, False, False]


def test_a_file_that_opens_with_an_empty_password_is_read() -> None:
    document = parse(pages("Readable.", encrypt=StandardEncryption("", ownerPassword="owner")), "x.pdf")
    assert document.text.strip() == "Readable."


@pytest.mark.parametrize(
    ("untrusted", "says"),
    [
        (pages("Secret.", encrypt=StandardEncryption("user", ownerPassword="owner")), "password"),
        (b"just some text", "not a PDF"),
        (b"", "not a PDF"),
        (SOUND[: len(SOUND) // 2], "cut short"),
        (b"%PDF-1.7\n" + b"\x00" * 500 + b"%%EOF\n", "damaged"),
        (without_pages(), "no pages"),
    ],
)
def test_an_unusable_file_is_refused_by_name_in_one_sentence(untrusted: bytes, says: str) -> None:
    with pytest.raises(RefusedInput, match=says) as caught:
        parse(untrusted, "draft.pdf")
    message = str(caught.value)
    assert message.startswith("draft.pdf ")
    assert message.endswith(".")
    assert message.count(". ") == 0


def test_too_many_pages_are_refused_with_the_limit() -> None:
    with pytest.raises(RefusedInput, match=str(MAX_PAGES)):
        parse(pages(*[""] * (MAX_PAGES + 1)), "long.pdf")


def test_the_title_falls_back_to_the_metadata() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 300))
    canvas.setTitle("From the metadata")
    canvas.drawString(30, 200, "All the text of this page has one size.")
    canvas.showPage()
    canvas.save()
    assert parse(target.getvalue(), "x.pdf").title == "From the metadata"


def test_a_rotated_page_reads_upright() -> None:
    content = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {80 + 14 * row} 20 Tm (Line number {row} of a page turned by a quarter.) Tj ET\n"
        for row in range(5)
    )
    document = parse(page_of(content, page="/Rotate 90"), "x.pdf")
    expected = " ".join(f"Line number {n} of a page turned by a quarter." for n in range(5))
    assert document.text.split() == expected.split()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=len(SOUND)))
def test_a_truncated_file_ends_in_a_document_or_a_refusal(length: int) -> None:
    _document_or_refusal(SOUND[:length])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 7)), min_size=1, max_size=12))
def test_a_file_with_flipped_bits_ends_in_a_document_or_a_refusal(flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(SOUND)
    for place, bit in flips:
        damaged[place] ^= 1 << bit
    _document_or_refusal(bytes(damaged))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_drawing_instructions_end_in_a_document_or_a_refusal(data: st.DataObject) -> None:
    content = bytearray(b"q 1 0 0 1 9 9 cm BT /F1 11 Tf 30 200 Td (Some words) Tj ET Q 0 0 50 50 re f /OC /L1 BDC EMC")
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 126))
    _document_or_refusal(page_of(content.decode("latin-1")))


def _document_or_refusal(untrusted: bytes) -> None:
    try:
        document = parse(untrusted, "x.pdf")
    except RefusedInput:
        return
    assert isinstance(document, Document)
    assert document.pages[-1].end == len(document.text)


def test_a_page_that_the_count_of_pages_leaves_out_makes_the_document_incomplete() -> None:
    second = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] >>"
    sound = page_of("BT /F1 11 Tf 30 200 Td (Read me.) Tj ET", more=(second,))
    assert parse(sound, "a.pdf").missing == ()
    document = parse(sound.replace(b"/Kids [3 0 R]", b"/Kids [3 0 R 6 0 R]"), "a.pdf")
    assert document.missing == ("pages beyond the number that the file gives of its pages",)
    assert any("1 page beyond" in note for note in document.notes)
