"""Letters are compared with their names, and words that are drawn as others are found."""

import numpy as np
import pypdfium2 as pdfium
import pytest

from screener.doors.documents.pdf import parse
from screener.doors.documents.pdf.letterforms import LETTERS, Spot, likenesses, shapes_on
from tests.doors.documents.pdf.plain import page_of
from tests.hostile.hidden_pdf_fonts import KINDS


def _shape(letter: str, face: str) -> tuple[str, float]:
    """What a letter of a face looks most like, and how much."""
    font = f"/F3 << /Type /Font /Subtype /Type1 /BaseFont /{face} >>"
    data = page_of(f"BT /F3 40 Tf 100 100 Td ({letter}) Tj ET").replace(
        b"/F1 5 0 R >>", f"/F1 5 0 R {font} >>".encode()
    )
    page = pdfium.PdfDocument(data)[0]
    alike = likenesses(shapes_on(page, [Spot(95.0, 160.0, 145.0, 215.0, 40.0)]))[0]
    return LETTERS[int(alike.argmax())], float(alike.max())


@pytest.mark.parametrize("face", ["Helvetica-Bold", "Courier-Bold", "Times-BoldItalic"])
@pytest.mark.parametrize("letter", ["A", "g", "R", "k", "8"])
def test_a_letter_is_told_in_faces_that_are_not_among_the_known_ones(face: str, letter: str) -> None:
    found, sure = _shape(letter, face)
    assert found.lower() == letter.lower()
    assert sure > 0.7


def test_an_empty_place_looks_like_no_letter() -> None:
    page = pdfium.PdfDocument(page_of(""))[0]
    alike = likenesses(shapes_on(page, [Spot(10.0, 10.0, 20.0, 20.0, 12.0)]))
    assert alike.shape == (1, len(LETTERS))
    assert float(np.max(alike)) <= 0


def test_a_false_sentence_is_taken_out_counted_and_its_page_told_as_unread() -> None:
    kind = next(kind for kind in KINDS if "book face" in kind.name)
    document = parse(kind.make(), kind.file)
    assert [page.scanned for page in document.pages] == [True]
    assert "where the text layer disagrees with what is drawn" in document.hidden[0].where
    letters = sum(char != " " for char in document.hidden[0].text)
    assert any(f"({letters} letters)" in note for note in document.notes)
    assert not any("pictures without readable text" in note for note in document.notes)
