"""A page of a PDF becomes a picture, and only pixels leave the sandbox."""

import struct
import zlib
from pathlib import Path

import pytest

from screener.doors.documents import page_image
from screener.doors.documents.page_image import MOST_PIXELS, page_png
from screener.doors.documents.sandbox import Limits
from screener.words.errors import RefusedInput

PAPER = (Path(__file__).parents[3] / "samples" / "monitor-paper.pdf").read_bytes()


def opened(png: bytes) -> tuple[int, int, bytes]:
    """Width, height, and the bytes of all rows of a PNG."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, size = 8, b"", (0, 0)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body, check = png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        assert struct.unpack(">I", check)[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        if kind == b"IDAT":
            data += body
        at += 12 + length
    return size[0], size[1], zlib.decompress(data)


def test_a_page_is_drawn_as_wide_as_asked_with_ink_on_paper() -> None:
    drawn = page_png(PAPER, "paper.pdf", 1, Limits(), width=400)
    assert drawn
    width, height, rows = opened(drawn)
    assert width in (400, 401) and height > 400 and len(rows) == height * (3 * width + 1)
    assert rows.count(b"\xff") > len(rows) / 2 and len(set(rows)) > 10


@pytest.mark.parametrize("page", [0, -1, 10_000])
def test_a_page_that_is_not_there_is_none(page: int) -> None:
    assert page_png(PAPER, "paper.pdf", page, Limits()) is None


@pytest.mark.parametrize("file", [b"", b"plain words", b"%PDF-1.7 and then rubbish"])
def test_what_is_no_pdf_has_no_pages(file: bytes) -> None:
    assert page_png(file, "draft", 1, Limits()) is None


def test_drawing_stays_within_its_time() -> None:
    with pytest.raises(RefusedInput, match="longer than"):
        page_png(PAPER, "paper.pdf", 1, Limits(wall_seconds=0.01))


@pytest.mark.parametrize(
    "answer",
    [
        b"short",
        struct.pack(">II", 2, 2) + bytes(11),
        struct.pack(">II", 0, 5),
        struct.pack(">II", MOST_PIXELS, 2) + bytes(9),
        b"\x89PNG\r\n\x1a\n" + bytes(40),
    ],
)
def test_an_answer_that_is_not_as_many_pixels_as_it_says_is_refused(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(page_image, "draw_in_sandbox", lambda *args, **more: answer)
    with pytest.raises(RefusedInput, match="could not be drawn"):
        page_png(PAPER, "paper.pdf", 1, Limits())


def test_the_colours_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = bytes([255, 0, 0, 0, 255, 0])
    monkeypatch.setattr(page_image, "draw_in_sandbox", lambda *args, **more: struct.pack(">II", 2, 1) + pixels)
    assert opened(page_png(PAPER, "paper.pdf", 1, Limits()) or b"") == (2, 1, b"\0" + pixels)
