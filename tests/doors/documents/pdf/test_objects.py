"""The objects of a PDF file, as pdfium writes them out anew."""

import pypdfium2 as pdfium
import pytest

from screener.doors.documents.pdf.objects import LONGEST_STREAM, Name, ObjectFile, Ref, Stream
from tests.doors.documents.pdf.plain import file_of, stream
from tests.hostile.pdf_files import drawn, packed, with_root


def plain(*objects: bytes) -> ObjectFile:
    """Objects 1, 2 and so on, read as they stand."""
    return ObjectFile(file_of(list(objects)))


def test_a_file_written_out_by_pdfium_is_read_from_its_catalogue_on() -> None:
    file = ObjectFile.of(pdfium.PdfDocument(with_root("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")))
    root = file.root()
    assert root["Type"] == "Catalog"
    (page,) = file.items(file.entries(root["Pages"])["Kids"])
    assert isinstance(page, Ref)
    assert file.entries(page)["Type"] == "Page"
    assert file.items(file.entries(root["OpenAction"])["D"])[1] == Name("Fit")


def test_a_file_locked_by_an_owner_is_read_without_the_lock() -> None:
    file = ObjectFile.of(pdfium.PdfDocument(drawn("", "owner")))
    outline = file.entries(file.root()["Outlines"])
    assert file.text(file.entries(outline["First"])["Title"]) == "Part 1"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"(a \\(b\\) (c) d)", "a (b) (c) d"),
        (b"(a\\nb\\101\\\\)", "a\nbA\\"),
        (b"(a\\\nb)", "ab"),
        (b"<414 2>", "AB"),
        (b"<FEFF00E903B1>", "éα"),
        (b"(\xef\xbb\xbf\xc3\xa9)", "é"),
        (b"()", ""),
        (b"/Name", ""),
        (b"12", ""),
        (b"(never closed", ""),
    ],
)
def test_strings_are_read_in_every_spelling(written: bytes, said: str) -> None:
    file = plain(b"<< /A " + written + b" >>")
    assert file.text(file.entries(Ref(1)).get("A")) == said


def test_names_spelt_in_numbers_are_the_names_they_spell() -> None:
    file = plain(b"<< /J#61va /Scr#69pt >>")
    assert file.entries(Ref(1)) == {"Java": "Script"}


def test_streams_are_unpacked_up_to_a_bound() -> None:
    file = plain(stream("plain words"), packed(b"packed words"), packed(b"x" * 9_000_000), b"<< /A 1 >>")
    assert [file.text(Ref(n)) for n in (1, 2)] == ["plain words\n", "packed words"]
    assert len(file.text(Ref(3))) == LONGEST_STREAM
    assert isinstance(file.at(Ref(1)), Stream)
    assert isinstance(file.at(Ref(4)), dict)


def test_a_stream_whose_packing_is_broken_says_nothing() -> None:
    assert plain(b"<< /Filter /FlateDecode /Length 4 >>\nstream\njunk\nendstream").text(Ref(1)) == ""


@pytest.mark.parametrize(
    "broken",
    [
        b"<< /A",
        b">> ]",
        b"<< /A << /B >>",
        b"[" * 100_000,
        b"<< /A " * 100_000,
        b"1 0 R",
        b"<< 1 2 3 >>",
        b"<zz",
        b"stream\nx",
        b"",
    ],
)
def test_a_broken_object_is_nothing_or_what_can_be_read_of_it(broken: bytes) -> None:
    file = plain(broken)
    assert file.entries(Ref(1)) in ({}, {"A": None})
    assert file.items(Ref(1)) == []


def test_what_is_no_file_at_all_has_no_catalogue() -> None:
    for junk in (b"", b"startxref\n99999\n", b"startxref\n0\ntrailer << /Root 1 0 R >>", b"trailer"):
        assert ObjectFile(junk).root() == {}


def test_strings_are_found_outside_streams_only_with_the_names_before_them() -> None:
    plain = (
        b"1 0 obj << /Reason (said \\(here\\) (in full)) /Hex <68 69> /Ref 3 0 R [(in a list)] >> endobj\n"
        b"2 0 obj << /Length 9 >> stream\n(not me) Tj\nendstream endobj 3 0 obj (alone) endobj"
    )
    assert list(ObjectFile(plain).strings()) == [
        ("Reason", "said (here) (in full)"),
        ("Hex", "hi"),
        ("", "in a list"),
        ("", "alone"),
    ]
