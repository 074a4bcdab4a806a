import pytest

from screener.doors.documents.latex import parse
from screener.words.draft import Document, HiddenHow
from tests.doors.documents.assertions import alarming, assert_consistent, headings, hidden


def read(body: str, preamble: str = "") -> Document:
    source = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    document = parse(source.encode(), "paper.tex")
    assert_consistent(document)
    assert not any("broken" in note for note in document.notes)
    return document


def test_a_paper_is_read_with_its_structure() -> None:
    document = read(
        "\\maketitle\n\\begin{abstract}We show things.\\end{abstract}\n\\section{First "
        "\\emph{part}}\\label{s}\nProse~one.\n\n"
        "\\subsection{Finer}\nText\\footnote{A note.} goes on. See Section~\\ref{s} and \\cite[p.~2]{a,b}.\n\n"
        "\\paragraph{Run in.} More.\n\\begin{thebibliography}{9}\\bibitem{a} One.\\bibitem{b} "
        "Two.\\end{thebibliography}",
        "\\title{A \\textbf{Title}\\thanks{Money.}}\\author{Ann Lee \\and Bo Ek}",
    )
    assert document.title == "A Title"
    assert document.text == (
        "A Title\n\nMoney.\n\nAnn Lee\nBo Ek\n\nAbstract\n\nWe show things.\n\nFirst part\n\nProse one.\n\nFiner\n\n"
        "Text goes on. See Section s and [a, b, p. 2].\n\nA note.\n\nRun in.\n\nMore.\n\nReferences\n\n[a] "
        "One.\n\n[b] Two.\n\n"
    )
    assert headings(document) == [("Abstract", 1), ("First part", 1), ("Finer", 2), ("Run in.", 4), ("References", 1)]
    assert alarming(document) == ""


def test_lists_tables_captions_and_code_are_laid_out() -> None:
    document = read(
        "\\begin{enumerate}\\item one \\item two\\begin{itemize}\\item sub\\end{itemize}\\end{enumerate}"
        "\\begin{description}\\item[Term] meaning\\end{description}"
        "\\begin{table}\\caption{Rates.}\\begin{tabular}{lr}\\toprule a & b \\\\ & \\multicolumn{1}{c}{d} "
        "\\\\[2pt]\\bottomrule"
        "\\end{tabular}\\end{table}\n\\begin{figure}\\includegraphics[width=1cm]{f}\\caption{A plot.}\\end{figure}\n"
        "\\begin{lstlisting}[language=C]\nx = 1; % kept \\iffalse\n\\end{lstlisting}\nInline \\verb|a%b|."
    )
    assert document.text == (
        "1. one\n2. two\n• sub\n\nTerm meaning\n\nRates.\n\n"
        "a\tb\n\td\n\nA plot.\n\nx = 1; % kept \\iffalse\n\nInline a%b.\n\n"
    )
    assert document.images == 1
    assert alarming(document) == ""


def test_letters_quotes_dashes_and_escapes_are_spelt_out() -> None:
    document = read(
        "M\\\"uller, na\\\"{\\i}ve, \\c{c}a, \\'Etude, \\ss, 50\\% of \\$5 \\& ``so'' --- 1--2 \\LaTeX{} \\ldots"
    )
    assert document.text == "Müller, naïve, ça, Étude, ß, 50% of $5 & “so” — 1–2 LaTeX …\n\n"


def test_formulas_stay_as_compact_source() -> None:
    document = read(
        "Let $a_{1} +\n b$ hold.\n\\begin{equation}\\label{e}\n E = m c^2\n\\end{equation}\nand \\[ x \\\\ y \\]"
    )
    assert document.text == "Let $a_{1} + b$ hold.\n\\[ E = m c^2 \\]\nand\n\\[ x \\\\ y \\]\n\n"


def test_the_document_s_own_macros_are_unfolded() -> None:
    document = read(
        "\\tool is \\both{b} or \\both[a]{b}; \\old{x}{y}; \\new{m}{n}. "
        "\\begin{note}Boxed.\\end{note}\\begin{thm}[N]T.\\end{thm}",
        "\\newcommand{\\tool}{\\textsc{Probe}\\xspace}\\newcommand{\\both}[2][dflt]{#1 and #2}\\def\\old#1#2{#2 #1}"
        "\\NewDocumentCommand{\\new}{m o m}{#3#1}\\newenvironment{note}{Note: }{}\\newtheorem{thm}{Theorem}",
    )
    assert document.text == "Probe is dflt and b or a and b; y x; nm.\n\nNote: Boxed.\n\nTheorem (N). T.\n\n"


def test_names_and_places_of_authors_stand_apart() -> None:
    document = read(
        "\\maketitle Text.",
        "\\author{\\IEEEauthorblockN{A. One}\\IEEEauthorblockA{Institute\\\\Town}\\and\\IEEEauthorblockN{B. Two}}"
        "\\affiliation{\\institution{School}\\city{Town}\\country{Land}}",
    )
    assert document.text.split() == ["A.", "One", "Institute", "Town", "B.", "Two", "School", "Town", "Land", "Text."]


def test_macros_that_use_themselves_are_unfolded_within_bounds_of_length() -> None:
    document = read(
        "\\again{x} and on.", "\\newcommand{\\again}[1]{" + "The #1 of it. " * 30 + "\\again{b} \\again{c}}"
    )
    assert len(document.text) < 160_000
    assert document.text.endswith("and on.\n\n")
    assert any("unfold without end" in note for note in document.notes)


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("\\textcolor{white}{secret}", HiddenHow.low_contrast),
        ("{\\color{white} secret}", HiddenHow.low_contrast),
        ("\\begin{center}\\color{white}secret\\end{center}", HiddenHow.low_contrast),
        ("\\textcolor[rgb]{1,1,1}{secret}", HiddenHow.low_contrast),
        ("\\textcolor[HTML]{FEFEFE}{secret}", HiddenHow.low_contrast),
        ("\\textcolor[gray]{0.98}{secret}", HiddenHow.low_contrast),
        ("\\textcolor[cmyk]{0,0,0,0}{secret}", HiddenHow.low_contrast),
        ("\\textcolor{black!3}{secret}", HiddenHow.low_contrast),
        ("\\textcolor{paper}{secret}", HiddenHow.low_contrast),
        ("\\textcolor{alias}{secret}", HiddenHow.low_contrast),
        ("\\pale{secret}", HiddenHow.low_contrast),
        ("{\\whiteout secret}", HiddenHow.low_contrast),
        ("\\begin{ghost}secret\\end{ghost}", HiddenHow.low_contrast),
        ("\\colorbox{black}{secret}", HiddenHow.low_contrast),
        ("$x \\textcolor{white}{secret}$", HiddenHow.low_contrast),
        ("$x {\\color{white} secret}$", HiddenHow.low_contrast),
        ("$x \\pale{secret}$", HiddenHow.low_contrast),
        ("$x \\phantom{secret}$", HiddenHow.phantom),
        ("\\phantom{secret}", HiddenHow.phantom),
        ("\\hphantom{secret}\\vphantom{}", HiddenHow.phantom),
        ("{\\fontsize{1pt}{1pt}\\selectfont secret}", HiddenHow.tiny),
        ("\\scalebox{0.01}{secret}", HiddenHow.tiny),
        ("\\resizebox{1pt}{!}{secret}", HiddenHow.tiny),
        ("\\iffalse secret\\fi", HiddenHow.conditional),
        ("\\if0 secret\\fi", HiddenHow.conditional),
        ("\\iftrue\\else secret\\fi", HiddenHow.conditional),
        ("\\ifdraft secret\\fi", HiddenHow.conditional),
        ("\\begin{comment}\nsecret\n\\end{comment}", HiddenHow.comment),
        ("\\setbox0=\\hbox{secret}", HiddenHow.other),
        ("\\pdfliteral{3 Tr}secret\\pdfliteral{0 Tr}", HiddenHow.invisible_mode),
        ("\\pdfliteral direct {3 Tr}secret\\pdfliteral direct{0 Tr}", HiddenHow.invisible_mode),
        ("{\\transparent{0}secret}", HiddenHow.invisible_mode),
        ("\\raisebox{-5000pt}{secret}", HiddenHow.off_page),
        ("\\pdftooltip{}{secret}", HiddenHow.annotation),
    ],
)
def test_what_is_not_typeset_to_be_read_is_set_apart(body: str, how: HiddenHow) -> None:
    document = read(
        f"Before {body} after.",
        "\\definecolor{paper}{rgb}{0.99,1,1}\\colorlet{alias}{white}\\newcommand{\\pale}[1]{\\textcolor{white}{#1}}"
        "\\newcommand{\\whiteout}{\\color{white}}\\newenvironment{ghost}{\\color{paper}}{}\\newif\\ifdraft",
    )
    assert "secret" not in document.text
    assert "Before" in document.text
    assert "after." in document.text
    assert hidden(document, how) == "secret"


@pytest.mark.parametrize(
    "body",
    [
        "{\\tiny legible}",
        "\\textcolor{red}{legible}",
        "\\textcolor{unknowncolour}{legible}",
        "\\colorbox{black}{\\textcolor{white}{legible}}",
        "\\fcolorbox{red}{blue!80!black}{\\color{white}legible}",
        "\\begin{tabular}{l}\\rowcolor{black}\\textcolor{white}{legible}\\end{tabular}",
        "\\begin{tabular}{ll}\\color{white} & legible\\end{tabular}",
        "{\\color{white}}legible",
        "\\begin{tcolorbox}[colback=black,coltext=white]legible\\end{tcolorbox}",
        "\\iftrue legible\\fi",
        "\\ifnum1<2 legible\\else gone\\fi",
        "\\draftfalse\\ifdraft gone\\else legible\\fi",
        "\\unknown{legible}",
        "\\llap{legible}",
        "\\pagecolor{black}\\color{white}legible",
    ],
)
def test_text_that_only_resembles_hidden_text_stays_visible(body: str) -> None:
    document = read(body, "\\newif\\ifdraft\\drafttrue")
    assert document.text.strip() == "legible"
    assert hidden(document, HiddenHow.low_contrast) == ""


def test_light_text_on_dark_slides_is_visible() -> None:
    document = read("legible", "\\setbeamercolor{normal text}{fg=white,bg=black}")
    assert document.text == "legible\n\n"
    assert alarming(document) == ""


def test_comments_are_ordinary_and_say_where_they_stand() -> None:
    document = read("One % first\n% second\n  two.\n\nThree 5\\% four.")
    assert document.text == "One two.\n\nThree 5% four.\n\n"
    assert [(h.text, h.where, h.ordinary) for h in document.hidden] == [("first\n second", "paper.tex line 4", True)]


def test_text_after_the_end_is_hidden() -> None:
    document = parse(b"\\documentclass{a}\\begin{document}Seen.\\end{document}\nunseen words", "paper.tex")
    assert document.text == "Seen.\n\n"
    assert "after the end" in document.hidden[0].where
    assert alarming(document) == "unseen words"


def test_file_properties_are_ordinary_metadata() -> None:
    document = read(
        "Body.",
        "\\usepackage[pdfauthor={An Author}]{hyperref}\\hypersetup{pdftitle={T, and more},colorlinks}"
        "\\pdfinfo{/Keywords (k)}",
    )
    assert hidden(document, HiddenHow.metadata) == "An Author / T, and more / /Keywords (k)"
    assert alarming(document) == ""


def test_arguments_that_a_macro_throws_away_are_listed() -> None:
    document = read("Seen\\todo{a remark}.", "\\newcommand{\\todo}[1]{}")
    assert document.text == "Seen.\n\n"
    assert hidden(document, HiddenHow.comment) == "a remark"


def test_words_in_drawings_are_read_and_the_drawing_is_counted() -> None:
    document = read("\\begin{tikzpicture}\\node[draw] (a) at (0,0) {Box A};\\node[white] {secret};\\end{tikzpicture}")
    assert document.text == "Box A\n\n"
    assert document.images == 1
    assert hidden(document, HiddenHow.low_contrast) == "secret"


def test_a_percent_sign_in_an_address_begins_no_comment() -> None:
    assert read("\\url{http://x.y/a%20b} and \\href{http://z%20}{link}.").text == "http://x.y/a%20b and link.\n\n"


def test_conditions_that_only_tex_can_decide_show_both_branches() -> None:
    document = read("\\ifx\\one\\two one\\else two\\fi")
    assert document.text == "one two\n\n"
    assert "both of their branches" in document.notes[0]


def test_missing_files_are_announced() -> None:
    document = read("\\input{part} \\lstinputlisting{code.py} \\includepdf[pages=-]{annex.pdf} \\input{part}")
    assert "'part' is not among the files" in document.notes[0]
    assert [part.split()[0] for part in document.missing] == ["pages", "part", "code.py"]
    assert "'annex.pdf'" in document.missing[0]


def test_what_the_preamble_draws_in_holds_definitions_and_no_text_that_is_missed() -> None:
    document = read("Text.", "\\input{glyphtounicode}\\input{macros}")
    assert not document.missing
    assert len(document.notes) == 2
    assert parse(b"A chapter.\n\\input{part}\n", "chapter.tex").missing == ("part (chapter.tex line 2)",)


@pytest.mark.parametrize(
    "source",
    [
        "\\section{A} text { unbalanced \\textbf{x and words",
        "a } b \\end{foo} words",
        "$ never closed\n\nnew words",
        "\\begin{itemize} \\item words \\end{enumerate} more",
        "{" * 3000 + " words",
        "\\begin{a}" * 500 + " words",
        "\\newcommand{\\a}{\\a\\a} \\a words",
        "\\def\\a#1{\\a{#1#1}} \\a{words}",
        "words \\iffalse",
        "words \\verb",
        "words \\begin{",
        "\\footnote{\\footnote{words",
        "\\textcolor{white words",
        "\\begin{tabular}{l} words & & \\\\ \\end{tabular",
        "\\[ words",
        "\\newcommand{\\x}[1]{#1#1#1#1}\\x{\\x{\\x{\\x{\\x{\\x{\\x{\\x{words}}}}}}}}",
        "words \\cite{",
        "\\\\\\\\ words \\",
        "\ufdd00\ufdd1 words \ufdd0999\ufdd1",
    ],
)
def test_broken_source_gives_all_its_text(source: str) -> None:
    document = parse(source.encode(), "broken.tex")
    assert_consistent(document)
    assert "words" in document.text or "words" in alarming(document)


def test_smuggled_marks_cannot_repeat_verbatim_text() -> None:
    document = read("\\verb|once| \ufdd00\ufdd1")
    assert document.text.count("once") == 1
