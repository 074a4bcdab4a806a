"""LaTeX that means something else than it says: words that only seem hidden, and words whose fate TeX alone decides."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless
from tests.hostile.kinds import Kind

_GROUP = "hidden in LaTeX"
_FILE = "paper.tex"
_PLAIN = "the second batch was measured in the same way as the first"
"""A sentence that a person reads in print."""


def _paper(body: str, preamble: str = "", after: str = "") -> Callable[[], bytes]:
    text = (
        f"\\documentclass{{article}}\n\\usepackage{{xcolor}}\n{preamble}\n\\begin{{document}}\n{SHOWN}\n\n{body}\n\n"
        f"A last line.\n\\end{{document}}\n{after}"
    )
    return text.encode


def _told(name: str, make: Callable[[], bytes], *how: HiddenHow) -> Kind:
    """SECRET may be printed, so that it stays in the text, and it may not, so that an alert tells of it."""
    return Kind(f"LaTeX, {name}", _GROUP, make, _FILE, shown=(SHOWN, SECRET), alerts=how, said=(SECRET,))


_CONDITIONS = tuple(
    _told(name, _paper(body.replace("SECRET", SECRET), preamble), HiddenHow.conditional)
    for name, body, preamble in (
        ("a name that is not defined", "\\ifdefined\\nothing SECRET\\fi", ""),
        ("two meanings that differ", "\\ifx\\relax\\par SECRET\\fi", ""),
        ("lengths that differ", "\\ifdim 1pt>2pt SECRET\\fi", ""),
        ("one case of two", "\\ifcase 1 SECRET\\or other\\fi", ""),
        ("the number of the page", "\\ifnum\\value{page}>1000 SECRET\\fi", ""),
        ("a condition never closed", "\\ifx ab SECRET", ""),
        ("two words that differ", "\\ifstrequal{a}{b}{SECRET}{seen}", "\\usepackage{etoolbox}"),
        ("an argument that is chosen", "\\makeatletter\\@ifundefined{nothing}{seen}{SECRET}\\makeatother", ""),
    )
)
_INKS = tuple(
    _told(name, _paper(body.replace("SECRET", SECRET), preamble.replace("SECRET", SECRET)), HiddenHow.other)
    for name, body, preamble in (
        ("a colour of an unknown model", "\\textcolor[wave]{900}{SECRET}", ""),
        ("orders to the printer of the file", "\\pdfliteral direct{q 0.001 0 0 0.001 0 0 cm}SECRET\\pdfliteral{Q}", ""),
        ("a caption in white", "\\begin{figure}\\caption{SECRET}\\end{figure}", "\\captionsetup{font={color=white}}"),
        ("a link in white", "\\href{http://a.b}{SECRET}", "\\hypersetup{colorlinks,urlcolor=white}"),
        ("a column in white", "\\begin{tabular}{>{\\color{white}}l}SECRET\\end{tabular}", ""),
        ("a listing in white", "\\begin{lstlisting}\nSECRET\n\\end{lstlisting}", "\\lstset{basicstyle=\\color{white}}"),
        ("a listing from its third line on", "\\begin{lstlisting}[firstline=3]\nSECRET\nb\nc\n\\end{lstlisting}", ""),
        ("a picture without ink", "\\begin{tikzpicture}[opacity=0]\\node {SECRET};\\end{tikzpicture}", ""),
        ("a title and no order to print it", "More.", "\\title{SECRET}"),
    )
)
_GONE: tuple[tuple[str, str, str, HiddenHow], ...] = (
    ("false by another name", "\\off SECRET \\fi", "\\let\\off\\iffalse", HiddenHow.conditional),
    ("false by a macro", "\\off SECRET \\fi", "\\def\\off{\\iffalse}", HiddenHow.conditional),
    (
        "false by a macro in a macro",
        "\\out SECRET \\fi",
        "\\def\\off{\\iffalse}\\def\\out{\\off}",
        HiddenHow.conditional,
    ),
    ("true turned round", "\\unless\\iftrue SECRET\\fi", "", HiddenHow.conditional),
    ("an argument up to a mark", "\\hush SECRET \\endhush", "\\long\\def\\hush#1\\endhush{}", HiddenHow.comment),
    ("the second of two", "\\makeatletter\\@firstoftwo{seen}{SECRET}\\makeatother", "", HiddenHow.comment),
    ("emphasis that swallows", "\\emph{SECRET}", "\\makeatletter\\let\\emph\\@gobble", HiddenHow.comment),
    ("headings that swallow", "\\section{SECRET}", "\\makeatletter\\let\\section\\@gobble", HiddenHow.comment),
    (
        "an environment that takes its words",
        "\\begin{hush}SECRET\\end{hush}",
        "\\NewDocumentEnvironment{hush}{+b}{}{}",
        HiddenHow.comment,
    ),
    ("a comment sign in code", "^^25 SECRET\nseen", "", HiddenHow.comment),
    ("the end by another name", "\\enddocument SECRET", "", HiddenHow.other),
    ("the end by a name put together", "\\makeatletter\\csname @@end\\endcsname SECRET", "", HiddenHow.other),
    ("the opposite of black", "\\textcolor{-black}{SECRET}", "", HiddenHow.low_contrast),
    ("nothing of the present colour", "{\\color{.!0!white}SECRET}", "", HiddenHow.low_contrast),
    ("white by hue", "\\textcolor[hsb]{0,0,1}{SECRET}", "", HiddenHow.low_contrast),
    ("white in a set", "\\textcolor{zb}{SECRET}", "\\definecolorset{rgb}{z}{}{b,1,1,1}", HiddenHow.low_contrast),
    ("white by a macro", "\\textcolor{\\pale}{SECRET}", "\\newcommand\\pale{white}", HiddenHow.low_contrast),
    ("white from the stack", "\\pdfcolorstack0 push{1 g 1 G}SECRET\\pdfcolorstack0 pop", "", HiddenHow.low_contrast),
    (
        "white as quotations begin",
        "\\begin{quote}SECRET\\end{quote}",
        "\\AtBeginEnvironment{quote}{\\color{white}}",
        HiddenHow.low_contrast,
    ),
    ("no font", "{\\nullfont SECRET}", "", HiddenHow.invisible_mode),
    ("a font scaled down", "{\\speck SECRET}", "\\font\\speck=cmr10 scaled 10", HiddenHow.tiny),
    ("a box moved away", "\\moveleft 500cm\\hbox{SECRET}", "", HiddenHow.off_page),
    ("a leap up", "\\vspace*{-100cm}SECRET\\vspace*{100cm}", "", HiddenHow.off_page),
)
_PRINTED: tuple[tuple[str, str, str], ...] = (
    ("words as the document begins", "x", "\\AtBeginDocument{SAID}"),
    ("words as the document ends", "x", "\\AtEndDocument{SAID}"),
    ("words in the head of each page", "x", "\\usepackage{fancyhdr}\\pagestyle{fancy}\\lhead{SAID}"),
    ("a macro by a name put together", "\\csname say\\endcsname", "\\def\\say{SAID}"),
    (
        "a macro defined by its name",
        "\\makeatletter\\@nameuse{say}\\makeatother",
        "\\makeatletter\\@namedef{say}{SAID}",
    ),
    (
        "a file written by the document",
        "\\input{a}",
        "\\begin{filecontents}[overwrite]{a.tex}\nSAID\n\\end{filecontents}",
    ),
    ("letters by their codes", "".join(f"^^{ord(c):02x}" for c in _PLAIN), ""),
    ("letters by their places", "".join(f"\\char{ord(c)} " if c != " " else "\\ " for c in _PLAIN), ""),
    ("capitals printed small", f"\\lowercase{{{_PLAIN.upper()}}}", ""),
    ("a switch that is on", "\\ifbool{long}{SAID}{}", "\\newbool{long}\\booltrue{long}"),
    ("a box that is used", "\\setbox0=\\hbox{SAID}\\box0", ""),
    ("colours by name alone", "\\textcolor{ForestGreen}{SAID}", "\\usepackage[dvipsnames]{xcolor}"),
    ("a condition that holds by another name", "\\on SAID\\fi", "\\let\\on\\iftrue"),
)
_SETTINGS = "%%% Local Variables:\n%%% mode: latex\n%%% TeX-master: t\n%%% the settings of an editor\n%%% End:\n"

KINDS: tuple[Kind, ...] = (
    *_CONDITIONS,
    *_INKS,
    *(
        concealed(_GROUP, f"LaTeX, {name}", _FILE, _paper(body.replace("SECRET", SECRET), preamble), how)
        for name, body, preamble, how in _GONE
    ),
    *(
        harmless(
            _GROUP, f"LaTeX, {name}", _FILE, _paper(body.replace("SAID", _PLAIN), pre.replace("SAID", _PLAIN)), _PLAIN
        )
        for name, body, pre in _PRINTED
    ),
    harmless(_GROUP, "LaTeX, settings of an editor after the end", _FILE, _paper("More.", after=_SETTINGS), SHOWN),
)
