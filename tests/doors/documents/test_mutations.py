"""Damaged files end as a document or as a refusal, never as anything else."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.doors.documents.reader import read
from screener.words.errors import RefusedInput
from tests.doors.documents.assertions import assert_consistent
from tests.doors.documents.word_files import paragraph, part, run, word_file

WORD = word_file(
    paragraph("Head", '<w:outlineLvl w:val="0"/>')
    + paragraph(run("a ") + "<w:ins>" + run("b") + "</w:ins>")
    + f"<w:tbl><w:tr><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>",
    comments=part("comments", f'<w:comment w:id="0">{paragraph("d")}</w:comment>'),
)
TEX = (
    b"\\documentclass{article}\\newcommand{\\p}[1]{\\textcolor{white}{#1}}\\newif\\ifa\n\\title{T}\\begin{document}\\maketitle\n"
    b"\\section{One}\\label{x} Words $a_1$ \\p{x} \\iffalse no \\fi % c\n\\begin{tabular}{l}a & b \\\\ c\\end{tabular}"
    b"\\begin{itemize}\\item i\\end{itemize}\\footnote{f}\\cite{k}\\verb|v|\\[ m \\]\n\\end{document} after"
)
PAGE = (
    b"<!doctype html><style>.a{color:#fff} @media screen{b{display:none}}</style><h1>H</h1>"
    b'<p class=a style="left:-1px">x<table><td>1'
)
NOTES = (
    b"---\ntitle: x\n---\n# H\n\n| a | b |\n|--|--|\n| $1$ | <b hidden>2</b> |\n\n[x]: y 'z'\n\n```a b\n```\n> - q\n"
)


def survives(data: bytes, name: str) -> None:
    try:
        document = read(data, name)
    except RefusedInput as refusal:
        assert str(refusal)
        return
    assert_consistent(document)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["x.docx", "x.tex", "x.html", "x.md"]), st.integers(0, 2**32), st.integers(0, 6), st.floats(0, 1)
)
def test_flipped_and_truncated_files_end_in_a_document_or_a_refusal(
    name: str, seed: int, flips: int, cut: float
) -> None:
    original = {"x.docx": WORD, "x.tex": TEX, "x.html": PAGE, "x.md": NOTES}[name]
    chance = random.Random(seed)
    data = bytearray(original)
    for _ in range(flips):
        data[chance.randrange(len(data))] = chance.randrange(256)
    survives(bytes(data[: max(1, int(len(data) * cut))] if seed % 2 else data), name)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "\\begin{a}",
                "\\end{a}",
                "{",
                "}",
                "$",
                "\\[",
                "\\]",
                "\\iffalse",
                "\\else",
                "\\fi",
                "\\verb|",
                "%",
                "\n\n",
                "&",
                "\\\\",
                "\\footnote",
                "\\item",
                "word ",
                "\\begin{tabular}{l}",
                "\\end{tabular}",
                "\\newcommand{\\x}[1]",
                "\\x",
                "[",
                "]",
                "\\color{white}",
                "\\begin{verbatim}",
                "\\end{document}",
                "\\section",
                "\\textcolor{white}",
                "\\cite",
                "~",
                "\\def\\x#1",
                "\ufdd0",
                "1\ufdd1",
            ]
        ),
        max_size=40,
    )
)
def test_any_mixture_of_tex_is_read(pieces: list[str]) -> None:
    survives("".join(["word ", *pieces]).encode(), "x.tex")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for name in ("x.txt", "x.md", "x.html", "x.tex"):
        survives(text.encode("utf-8", "replace"), name)


@pytest.mark.parametrize("name", ["x.tex", "x.md", "x.html"])
def test_long_documents_stay_quick(name: str) -> None:
    text = {
        "x.tex": "\\section{S} Some \\emph{words} and $x$.\n\n",
        "x.md": "# S\n\nSome *words*.\n\n",
        "x.html": "<h2>S</h2><p>w</p>",
    }
    document = read((text[name] * 3000).encode(), name)
    assert len(document.sections) == 3000
