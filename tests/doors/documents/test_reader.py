import pytest

from screener.doors.documents.reader import read
from screener.words.draft import Format
from screener.words.errors import RefusedInput
from tests.doors.documents.word_files import paragraph, run, word_file


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Plain words.", Format.text),
        (b"# Head\n\n- a\n- b\n", Format.markdown),
        (b"<!doctype html><p>x", Format.html),
        (b"\\documentclass{a}\\begin{document}x\\end{document}", Format.latex),
        (word_file(paragraph("x")), Format.docx),
    ],
)
def test_each_kind_reaches_its_parser(data: bytes, kind: Format) -> None:
    document = read(data, "draft")
    assert document.format is kind
    assert document.text.strip()
    assert document.parser


def test_a_document_in_which_everything_is_hidden_is_refused_and_says_so() -> None:
    with pytest.raises(RefusedInput, match="hidden from a reader"):
        read(word_file(paragraph(run("unseen", "<w:vanish/>"))), "draft.docx")


def test_a_document_without_any_words_is_refused() -> None:
    with pytest.raises(RefusedInput, match="no text that a person could read"):
        read(b"<!doctype html><img src=x>", "page.html")
