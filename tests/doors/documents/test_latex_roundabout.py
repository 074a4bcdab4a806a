import time

import pytest

from screener.doors.documents.latex import parse
from screener.words.draft import Document, HiddenHow
from tests.doors.documents.assertions import alarming, assert_consistent
from tests.hostile.hidden_latex_spelling import KINDS
from tests.hostile.kinds import Kind

WORDS = "an older paragraph that the authors may bring back in the next version"


def read(body: str, preamble: str = "", after: str = "") -> Document:
    source = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n{after}"
    document = parse(source.encode(), "paper.tex")
    assert_consistent(document)
    return document


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_may_not_be_printed_is_told_of_and_what_is_printed_is_read(kind: Kind) -> None:
    assert kind.wrong(parse(kind.make(), kind.file)) == ()


def test_a_name_put_together_counts_as_the_command_that_it_names() -> None:
    document = read("\\csname textbf\\endcsname{bold words} and \\csname em\\endcsname more", "")
    assert document.text == "bold words and more\n\n"
    assert alarming(document) == ""


def test_a_condition_put_together_in_an_argument_takes_no_text_away() -> None:
    document = read(f"\\either{{\\csname iffalse\\endcsname}} {WORDS} \\fi", "\\newcommand{{\\either}}[1]{#1}")
    assert WORDS in document.text


def test_a_switch_set_both_ways_keeps_both_texts() -> None:
    document = read(f"\\iftoggle{{a}}{{{WORDS}}}{{other}}", "\\newtoggle{a}\\toggletrue{a}\\togglefalse{a}")
    assert WORDS in document.text
    assert WORDS in alarming(document)


def test_comment_lines_after_the_end_are_comments_and_words_there_are_not() -> None:
    commented = read("Text.", after="% x\n\n%%% Local Variables:\n%%% End:\n")
    assert alarming(commented) == ""
    assert [(piece.how, piece.ordinary) for piece in commented.hidden] == [(HiddenHow.comment, True)]
    assert WORDS in alarming(read("Text.", after=f"% x\n{WORDS}\n"))


def test_an_alert_names_the_construct_and_its_line() -> None:
    document = read(f"One.\n\n\\ifdim 1pt>2pt {WORDS}\\fi")
    [piece] = [piece for piece in document.hidden if not piece.ordinary]
    assert piece.where == "paper.tex line 6, if \\ifdim says so"


def test_a_percent_sign_that_is_a_letter_again_begins_comments_when_it_is_told_to() -> None:
    document = read(f"\\catcode`\\%=12 50% of it\n\\catcode`\\%=14 % {WORDS}\nMore.")
    assert "50% of it" in document.text
    assert WORDS not in document.text


@pytest.mark.parametrize(
    "body",
    [
        "\\csname " * 40_000,
        "\\csname x" + " " * 200_000 + "\\endcsname",
        "\\catcode`\\!=14 " * 20_000,
        "\\def\\a#1\\b{}" + "\\a " * 40_000,
        "\\def\\a" + "\\aa" * 40_000,
        "\\ifx ab " * 5_000,
        "\\@ifundefined" + "\\a" * 60_000,
        "\\pdfliteral{" + "1 " * 100_000 + "}",
        "\\begin{tikzpicture}" + "\\node {a b c d e f};\\fill[white] " * 5_000 + "\\end{tikzpicture}",
    ],
    ids=lambda body: body[:12],
)
def test_roundabout_source_without_end_is_read_in_time(body: str) -> None:
    started = time.process_time()
    read(body)
    assert time.process_time() - started < 20
