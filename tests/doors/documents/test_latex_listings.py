"""LaTeX that prints LaTeX, and macros and style files of a project's own that draw in or define text."""

import time

import pytest

from screener.doors.documents.latex import parse
from screener.words.draft import Document, HiddenHow
from tests.doors.documents.assertions import assert_consistent, hidden
from tests.doors.documents.test_latex_project import main_with, read

SHOWN = "\\documentclass{article}\n\\begin{document}\nInside.\n\\end{document}"


def parsed(source: str) -> Document:
    document = parse(source.encode(), "a.tex")
    assert_consistent(document)
    return document


@pytest.mark.parametrize(
    "declared",
    [
        "\\lstnewenvironment{shown}{}{}",
        "\\lstnewenvironment{shown}[1][]{\\lstset{#1}}{}",
        "\\DefineVerbatimEnvironment{shown}{Verbatim}{frame=single}",
        "\\newminted[shown]{tex}{fontsize=\\small}",
        "\\newtcblisting{shown}{colback=white}",
        "\\newenvironment{shown}{\\small\\verbatim}{\\endverbatim}",
        "",
    ],
)
def test_a_whole_document_in_a_listing_ends_nothing(declared: str) -> None:
    document = parsed(
        f"\\documentclass{{article}}\n{declared}\n\\begin{{document}}\nBefore.\n\\begin{{shown}}\n{SHOWN}\n\\end{{shown}}\n"
        "After it.\n\\end{document}\nBehind the end."
    )
    assert all(words in document.text for words in ("Before.", "Inside.", "After it."))
    assert "Behind" not in document.text and "Behind the end." in hidden(document, HiddenHow.other)


def test_a_chapter_that_shows_a_document_is_read_whole() -> None:
    chapter = f"\\chapter{{Letters}}\nBefore.\n\\begin{{shown}}\n{SHOWN}\n\\end{{shown}}\nAfter it."
    assert "After it." in parsed(chapter).text
    project = read({"main.tex": main_with("\\input{letters}\nLast."), "letters.tex": chapter})
    assert "Before." in project.text and "After it." in project.text and "Last." in project.text
    assert not any("several documents" in note for note in project.notes)


def test_a_preamble_in_another_file_leaves_the_end_an_end() -> None:
    document = read(
        {
            "main.tex": "\\input{head}\n\\begin{document}\nText.\n\\end{document}\nBehind the end.",
            "head.tex": "\\documentclass{article}\n\\newcommand{\\us}{Group}",
        }
    )
    assert "Text." in document.text and "Behind" not in document.text


def test_what_stands_behind_the_end_of_a_subfile_is_hidden_and_the_main_file_goes_on() -> None:
    part = "\\documentclass[main]{subfiles}\n\\begin{document}\nPart.\n\\end{document}\nUnder the part."
    document = read({"main.tex": main_with("\\subfile{part}\nGoes on."), "part.tex": part})
    assert "Part." in document.text and "Goes on." in document.text
    assert "Under" not in document.text and "Under the part." in hidden(document, HiddenHow.other)


def test_macros_draw_in_the_files_that_their_arguments_name() -> None:
    document = read(
        {
            "main.tex": "\\newcommand*{\\lang}{en}\n"
            "\\newcommand{\\piece}[2][one]{\\input{parts/#1-\\lang}#2\\include{parts/two}}\n"
            + main_with("\\piece{ Between. }\\piece[three]{}"),
            "parts/one-en.tex": "First.",
            "parts/two.tex": "Second.",
            "parts/three-en.tex": "Third.",
        }
    )
    assert document.text.index("First.") < document.text.index("Between.") < document.text.index("Second.")
    assert "Third." in document.text and not any("was not read" in note for note in document.notes)


def test_a_macro_that_draws_itself_in_comes_to_an_end() -> None:
    began = time.perf_counter()
    document = parsed(
        "\\newcommand{\\again}[1]{\\input{#1}\\again{#1}\\again{#1}}\\begin{document}Text. \\again{x}\\end{document}"
    )
    assert "Text." in document.text
    assert time.perf_counter() - began < 5


def test_the_longest_project_is_read_where_several_declare_a_class() -> None:
    long = "Long text. " * 200
    document = read(
        {
            "guide.tex": main_with("\\input{body}"),
            "body.tex": long,
            "example.tex": main_with("An example that is longer than the guide's own file. " * 5),
        }
    )
    assert "Long text." in document.text and any("'guide.tex' was read" in note for note in document.notes)


def test_macros_of_the_project_s_style_file_are_unfolded_and_nothing_of_it_is_printed() -> None:
    document = read(
        {
            "main.tex": "\\documentclass{article}\n\\usepackage{ours}\n\\begin{document}\nWe call it \\method. "
            "\\veiled{Not to be seen.}\\end{document}",
            "ours.sty": "\\newcommand{\\method}{the Lantern}\n\\definecolor{pale}{gray}{1}\n"
            "\\newcommand{\\veiled}[1]{\\textcolor{pale}{#1}}\n\\newcommand{\\spare}{Words that nobody calls for here.}",
        }
    )
    assert "We call it the Lantern." in document.text
    assert "Not to be seen" not in document.text and "nobody calls" not in document.text
    assert any("Not to be seen." in piece.text for piece in document.hidden)


def test_the_encoding_that_a_source_names_for_its_letters_is_used() -> None:
    head = "\\documentclass{article}\n\\usepackage[koi8-r]{inputenc}\n"
    source = head + "\\begin{document}\nМодель сберегает труд.\n\\end{document}"
    document = parse(source.encode("koi8-r"), "a.tex")
    assert "Модель сберегает труд." in document.text
