import gzip
import io
import os
import tarfile
import time
import zipfile

import pytest

from screener.doors.documents.recognise import Kind, recognise
from screener.words.errors import RefusedInput
from tests.doors.documents.word_files import paragraph, word_file


def zipped(*paths: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in paths:
            archive.writestr(zipfile.ZipInfo(path), "x")
    return out.getvalue()


def tarred(**files: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"{name}.tex")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


TEX = b"\\documentclass{article}\n\\begin{document}\nHello.\n\\end{document}\n"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "x.bin", Kind.pdf),
        (b"\n\njunk%PDF-1.4\n1 0 obj\nnull\nendobj", "paper", Kind.pdf),
        (b"A header such as %PDF-1.4 begins the file.", "notes.txt", Kind.text),
        (word_file(paragraph("x")), "wrong.zip", Kind.docx),
        (TEX, "paper", Kind.latex),
        (TEX, "paper.txt", Kind.latex),
        (b"Only prose here.", "part.tex", Kind.latex),
        (b"\\section{A} \\label{a} \\cite{k} \\textbf{b}", "part", Kind.latex),
        (zipped("a/main.tex", "a/fig.png"), "paper.zip", Kind.latex_project),
        (tarred(main=TEX), "paper.tar", Kind.latex_project),
        (gzip.compress(tarred(main=TEX), mtime=0), "paper.tgz", Kind.latex_project),
        (gzip.compress(TEX, mtime=0), "2401.00001.gz", Kind.latex_project),
        (b"<!DOCTYPE html><p>x", "page.txt", Kind.html),
        (b"<!-- c --><html><body>x", "page", Kind.html),
        (b"<p>x</p>", "part.html", Kind.html),
        (b"# Title\n\nSome [link](http://x) here.\n", "notes", Kind.markdown),
        (b"# Title\n\nSome [link](http://x) here.\n", "notes.txt", Kind.text),
        (b"plain words", "notes.md", Kind.markdown),
        (b"Plain words, nothing else. BMW and MZ are brands.", "notes", Kind.text),
        (b"BM and other initials", "notes", Kind.text),
        ("Übergröße".encode("utf-16"), "notes.txt", Kind.text),
    ],
)
def test_kinds_are_told_by_content(data: bytes, name: str, kind: Kind) -> None:
    assert recognise(data, name) is kind


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\xff\xd8\xff\xe0\0\0", "JPEG"),
        (b"MZ\x90\0\x03\0\0\0", "Windows program"),
        (b"\x7fELF\x02\x01\x01\0", "a program"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (zipped("mimetype", "content.xml"), "OpenDocument"),
        (zipped("a.png", "b.txt"), "without any .tex"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old .doc"),
        ("words without a mark".encode("utf-16-le"), "UTF-16"),
        (bytes(range(256)) * 4, "binary"),
        (gzip.compress(b"just prose", mtime=0), "gzip"),
        (b"PK\x03\x04 not really", "damaged zip"),
        (b"\x1f\x8b\x08 not really", "damaged gzip"),
    ],
)
def test_everything_else_is_refused_by_what_was_seen(data: bytes, seen: str) -> None:
    with pytest.raises(RefusedInput, match=seen) as refusal:
        recognise(data, "the.file")
    assert "\n" not in str(refusal.value)


def test_many_comments_before_a_page_take_no_time() -> None:
    start = time.monotonic()
    assert recognise(b"<!-- a -->" * 2000 + b"no page", "x.txt") is Kind.text
    assert time.monotonic() - start < 2


def test_random_bytes_are_never_taken_for_text() -> None:
    for _ in range(50):
        with pytest.raises(RefusedInput):
            recognise(b"\x93" + os.urandom(400), "noise")
