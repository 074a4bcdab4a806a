"""Words that a LaTeX source holds and its printed paper does not show, and sources that only look like it."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless, set_aside
from tests.hostile.kinds import Kind

_GROUP = "hidden in LaTeX"
_FILE = "paper.tex"


def _paper(body: str, preamble: str = "", after: str = "") -> Callable[[], bytes]:
    text = (
        f"\\documentclass{{article}}\n\\usepackage{{xcolor}}\n{preamble}\n\\begin{{document}}\n{SHOWN}\n\n{body}\n\n"
        f"A last line.\n\\end{{document}}\n{after}"
    )
    return text.encode


_CONCEALED: tuple[tuple[str, Callable[[], bytes], HiddenHow], ...] = (
    ("white", _paper(f"\\textcolor{{white}}{{{SECRET}}}"), HiddenHow.low_contrast),
    ("white from a declaration", _paper(f"{{\\color{{white}} {SECRET}}}"), HiddenHow.low_contrast),
    ("almost white by a mixture", _paper(f"\\textcolor{{black!4}}{{{SECRET}}}"), HiddenHow.low_contrast),
    (
        "a colour of its own",
        _paper(f"\\textcolor{{fog}}{{{SECRET}}}", "\\definecolor{fog}{HTML}{FDFDFD}"),
        HiddenHow.low_contrast,
    ),
    (
        "a colour defined twice",
        _paper(f"\\textcolor{{fog}}{{{SECRET}}}", "\\definecolor{fog}{gray}{0.2}\\definecolor{fog}{gray}{1}"),
        HiddenHow.low_contrast,
    ),
    ("colour of the box", _paper(f"\\colorbox{{red}}{{\\color{{red}}{SECRET}}}"), HiddenHow.low_contrast),
    (
        "white by a macro in a macro",
        _paper(
            f"\\outer{{{SECRET}}}",
            "\\newcommand{\\inner}[1]{\\textcolor{white}{#1}}\\newcommand{\\outer}[1]{\\inner{#1}}",
        ),
        HiddenHow.low_contrast,
    ),
    (
        "white by an environment",
        _paper(f"\\begin{{pale}}{SECRET}\\end{{pale}}", "\\newenvironment{pale}{\\color{white}}{}"),
        HiddenHow.low_contrast,
    ),
    (
        "a colour made by let",
        _paper(f"\\other{{white}}{{{SECRET}}}", "\\let\\other\\textcolor"),
        HiddenHow.low_contrast,
    ),
    (
        "white in a picture",
        _paper(f"\\begin{{tikzpicture}}\\node[text=white] at (0,0) {{{SECRET}}};\\end{{tikzpicture}}"),
        HiddenHow.low_contrast,
    ),
    (
        "see-through in a picture",
        _paper(f"\\begin{{tikzpicture}}\\node[opacity=0] at (0,0) {{{SECRET}}};\\end{{tikzpicture}}"),
        HiddenHow.invisible_mode,
    ),
    ("see-through", _paper(f"{{\\transparent{{0}} {SECRET}}}"), HiddenHow.invisible_mode),
    ("see-through text", _paper(f"\\texttransparent{{0}}{{{SECRET}}}"), HiddenHow.invisible_mode),
    ("render mode", _paper(f"\\pdfliteral{{3 Tr}}{SECRET}\\pdfliteral{{0 Tr}}"), HiddenHow.invisible_mode),
    (
        "render mode by another name",
        _paper(f"\\pdfextension literal {{3 Tr}}{SECRET}\\pdfextension literal {{0 Tr}}"),
        HiddenHow.invisible_mode,
    ),
    ("letters of one point", _paper(f"{{\\fontsize{{1}}{{1}}\\selectfont {SECRET}}}"), HiddenHow.tiny),
    (
        "letters of one point by a font of its own",
        _paper(f"{{\\speck {SECRET}}}", "\\font\\speck=cmr10 at 0.5pt"),
        HiddenHow.tiny,
    ),
    ("scaled to nothing", _paper(f"\\scalebox{{0.01}}{{{SECRET}}}"), HiddenHow.tiny),
    ("resized to nothing", _paper(f"\\resizebox{{0.5pt}}{{!}}{{{SECRET}}}"), HiddenHow.tiny),
    ("phantom", _paper(f"\\phantom{{{SECRET}}}"), HiddenHow.phantom),
    ("phantom of another kind", _paper(f"\\hphantom{{{SECRET}}}"), HiddenHow.phantom),
    ("phantom in a formula", _paper(f"$x \\phantom{{{SECRET}}}$"), HiddenHow.phantom),
    ("invisible on slides", _paper(f"\\invisible{{{SECRET}}}"), HiddenHow.phantom),
    ("false condition", _paper(f"\\iffalse {SECRET}\\fi"), HiddenHow.conditional),
    ("comparison that fails", _paper(f"\\if0 {SECRET}\\fi"), HiddenHow.conditional),
    ("number that is not", _paper(f"\\ifnum0=1 {SECRET}\\fi"), HiddenHow.conditional),
    (
        "false branch of an if-then-else",
        _paper(f"\\ifthenelse{{1=2}}{{{SECRET}}}{{other words}}"),
        HiddenHow.conditional,
    ),
    ("comment environment", _paper(f"\\begin{{comment}}\n{SECRET}\n\\end{{comment}}"), HiddenHow.comment),
    (
        "environment of excluded words",
        _paper(f"\\begin{{hint}}\n{SECRET}\n\\end{{hint}}", "\\excludecomment{hint}"),
        HiddenHow.comment,
    ),
    ("comment of the verbatim package", _paper(f"\\comment {SECRET} \\endcomment"), HiddenHow.comment),
    ("box that is never opened", _paper(f"\\setbox0=\\hbox{{{SECRET}}}"), HiddenHow.other),
    ("box saved by name", _paper(f"\\sbox{{\\quiet}}{{{SECRET}}}", "\\newsavebox{\\quiet}"), HiddenHow.other),
    (
        "environment that fills a box",
        _paper(f"\\begin{{lrbox}}{{\\quiet}}{SECRET}\\end{{lrbox}}", "\\newsavebox{\\quiet}"),
        HiddenHow.other,
    ),
    ("raised off the page", _paper(f"\\raisebox{{300cm}}{{{SECRET}}}"), HiddenHow.off_page),
    ("moved off the page", _paper(f"\\hspace*{{-80cm}}\\rlap{{{SECRET}}}"), HiddenHow.off_page),
    ("left-hand overlap off the page", _paper(f"\\llap{{{SECRET}\\hspace{{60cm}}}}"), HiddenHow.off_page),
    ("put far away", _paper(f"\\put(-9000,0){{{SECRET}}}"), HiddenHow.off_page),
    (
        "placed on the shipped page",
        _paper(f"\\begin{{textblock*}}{{5cm}}(90cm,90cm){SECRET}\\end{{textblock*}}"),
        HiddenHow.off_page,
    ),
    ("swallowed by a gobbling macro", _paper(f"\\makeatletter\\@gobble{{{SECRET}}}\\makeatother"), HiddenHow.comment),
    ("kept in a token list", _paper(f"\\toks0={{{SECRET}}}"), HiddenHow.other),
    ("after the end", _paper("More.", after=f"{SECRET}\n"), HiddenHow.other),
    ("after the end of input", _paper(f"\\endinput\n{SECRET}"), HiddenHow.other),
    ("tooltip", _paper(f"\\pdftooltip{{word}}{{{SECRET}}}"), HiddenHow.annotation),
    ("note in the margin of the file", _paper(f"\\pdfcomment{{{SECRET}}}"), HiddenHow.annotation),
)

_SET_ASIDE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("comment", _paper(f"% {SECRET}\nMore.")),
    ("macro that is never used", _paper("More.", f"\\newcommand{{\\never}}{{{SECRET}}}")),
    ("plain definition that is never used", _paper("More.", f"\\def\\never{{{SECRET}}}")),
    ("argument that a macro swallows", _paper(f"\\todo{{{SECRET}}}", "\\newcommand{\\todo}[1]{}")),
    ("argument that only one of two uses", _paper(f"\\pick{{seen}}{{{SECRET}}}", "\\newcommand{\\pick}[2]{#1}")),
    ("properties of the file", _paper("More.", f"\\hypersetup{{pdfsubject={{{SECRET}}}}}")),
    ("information dictionary", _paper("More.", f"\\pdfinfo{{/Subject ({SECRET})}}")),
    ("words before the document", _paper("More.", SECRET)),
    ("file within the file", _paper("More.", f"\\begin{{filecontents}}{{a.txt}}\n{SECRET}\n\\end{{filecontents}}")),
    ("alternative text of a figure", _paper(f"\\includegraphics[alt={{{SECRET}}}]{{a}}")),
    ("switch that is off", _paper(f"\\ifnotes {SECRET}\\fi", "\\newif\\ifnotes\\notesfalse")),
    (
        "toggle that is off",
        _paper(f"\\iftoggle{{long}}{{{SECRET}}}{{other words}}", "\\newtoggle{long}\\togglefalse{long}"),
    ),
    ("message to the log", _paper(f"\\typeout{{{SECRET}}}")),
    ("entry of the index", _paper(f"\\index{{{SECRET}}}More.")),
    ("short title for the contents", _paper(f"\\section[{SECRET}]{{Methods}}")),
    ("bookmark", _paper(f"\\pdfbookmark{{{SECRET}}}{{a}}")),
    ("second form of a heading", _paper(f"\\section{{\\texorpdfstring{{Methods}}{{{SECRET}}}}}")),
    ("code of a picture", _paper(f"\\begin{{tikzpicture}}% {SECRET}\n\\draw (0,0)--(1,1);\\end{{tikzpicture}}")),
)

_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("comments", _paper("% TODO: say more about the second batch\nA paragraph. % really?"), "A paragraph."),
    ("white on a dark box", _paper("\\colorbox{black}{\\textcolor{white}{a label}}"), "a label"),
    ("dark slides", _paper("on a dark slide", "\\pagecolor{black}\\color{white}"), "on a dark slide"),
    (
        "table head in colour",
        _paper(
            "\\begin{tabular}{ll}\\rowcolor{blue!60!black}\\color{white}Model & \\color{white}Score\\\\ a & 1\\end{tabular}"
        ),
        "Model",
    ),
    ("tiny labels", _paper("{\\tiny a label in a figure}"), "a label in a figure"),
    ("subscripts of subscripts", _paper("Let $a_{b_{c_{d}}}^{e^{f}}$ be given."), "be given"),
    ("phantoms that align", _paper("$\\phantom{-}1$ and $-1$"), "and"),
    ("overlaps in the margin", _paper("\\llap{*}starred"), "starred"),
    ("notes to the authors", _paper("Seen.\\todo{ask for the data}", "\\newcommand{\\todo}[1]{}"), "Seen."),
    ("accents and other alphabets", _paper("Ž. Müller and Пётр wrote to 山田 about λ-terms."), "Пётр"),
    ("colour for emphasis", _paper("\\textcolor{red}{new in this version}"), "new in this version"),
    (
        "conditions for two audiences",
        _paper("\\ifanon Anonymous\\else A. Author\\fi", "\\newif\\ifanon\\anontrue"),
        "Anonymous",
    ),
    (
        "macros that are never used",
        _paper("More.", "\\newcommand{\\R}{\\mathbb{R}}\\newcommand{\\eg}{e.g.\\ }"),
        "More.",
    ),
)

KINDS: tuple[Kind, ...] = (
    *(concealed(_GROUP, f"LaTeX, {name}", _FILE, make, how) for name, make, how in _CONCEALED),
    *(set_aside(_GROUP, f"LaTeX, {name}", _FILE, make) for name, make in _SET_ASIDE),
    *(harmless(_GROUP, f"LaTeX, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
)
