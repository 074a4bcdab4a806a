"""The macros and environments we know: their arguments, and which of them are text."""

from typing import Any

from pylatexenc.latexwalker import get_default_latex_context_db
from pylatexenc.macrospec import EnvironmentSpec, MacroSpec

from screener.doors.documents.latex.definitions import Definitions
from screener.doors.documents.wordlist import words

# Names, the arguments they take ('{' braced, '[' optional, '*' star), and the arguments that are text (from 0).
_MACROS = """
textbf textit emph texttt textsc textsf textrm textup textsl textmd textnormal|{|0
underline uline uuline uwave sout xout|{|0
mbox hbox vbox text fbox enquote MakeUppercase MakeLowercase uppercase lowercase centerline leftline rightline|{|0
ensuremath llap rlap smash shadowbox doublebox ovalbox hl textsuperscript textsubscript boxed markoverwith ul st|{|0
makebox framebox|[[{|2
parbox|[[[{{|4
raisebox|{[[{|3
rotatebox|[{{|2
resizebox|*{{{|3
reflectbox|{|0
multicolumn|{{{|2
multirow|[{[{[{|5
hypertarget hyperlink|{{|1
hyperref|[{|1
href|[{{|2
url nolinkurl path|{|0
texorpdfstring|{{|0
subtitle affil affiliation institute institution address email orcid dedication keywords subjclass|[{|1
author date|[{|1
IEEEauthorblockN IEEEauthorblockA city country department postcode|{|0
marginpar sidenote|[{|1
tnote fnmark|{|0
part chapter section subsection subsubsection paragraph subparagraph subsubparagraph|*[{|
caption subcaption captionof title|*[{|
footnote footnotetext thanks endnote|[{|
abstract frametitle framesubtitle|{|0
newline linebreak pagebreak nolinebreak nopagebreak|[|
label index glossary pagestyle thispagestyle bibliographystyle pagenumbering hypersetup geometry captionsetup|{|
documentclass usepackage RequirePackage LoadClass PassOptionsToPackage|[{[|
setlength addtolength setcounter addtocounter settowidth newcounter numberwithin counterwithin DeclareMathOperator|{{|
vspace hspace|*{|
vskip hskip kern noindent indent par centering raggedright raggedleft sloppy frenchspacing||
cline cmidrule|[{|
rule|[{{|
graphicspath DeclareGraphicsExtensions usetikzlibrary pgfplotsset tikzset lstset setminted sisetup allowdisplaybreaks|{|
includegraphics includesvg includepdf|*[[{|
addcontentsline|{{{|
pdfbookmark|[{{|
markboth renewenvironment setkomafont addtokomafont|{{|
markright selectlanguage setmainfont setsansfont setmonofont setstretch linespread stepcounter refstepcounter|{|
newlength newsavebox newtoks theoremstyle nocite ifdraft bibliographyunit tableofcontents|{|
fontsize|{{|
color pagecolor|[{|
textcolor|[{{|
colorbox|[{{|
fcolorbox|[{{{|
cellcolor rowcolor columncolor|[{|
phantom hphantom vphantom|{|
pdfinfo special pdfliteral|{|
transparent|{|
texttransparent|{{|1
invisible onlynotes|{|
typeout message wlog errhelp errmessage|{|
PackageWarning PackageInfo GenericWarning GenericInfo ClassInfo ClassWarning|{{|
pdfobj|{|
lhead chead rhead lfoot cfoot rfoot fancyhead fancyfoot fancyhf ihead ohead ifoot ofoot|[{|1
lstdefinestyle|{{|
fvset sectionfont allsectionsfont subsectionfont chapterfont everypar|{|
titleformat|*{[{{{{|
newtheoremstyle|{{{{{{{{{|
newmdenv|[{|
discretionary|{{{|2
nullfont||
relsize|{|
iftoggle ifbool|{{{|
setbeamercolor|*{{|
scalebox|{[{|
pdftooltip pdfmarkupcomment|{{|
pdfcomment pdfannot|[{|
ifthenelse|{{{|
SI qty|[{{|
si unit num|[{|
item|[|
bibitem|[{|
ref eqref autoref cref Cref pageref nameref vref Vref namecref labelcref subref|*{|
newtheorem|*{[{[|
""".strip()

CITES = words(
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar Citep Citet parencite textcite autocite footcite "
    "footcitetext smartcite supercite fullcite citenum onlinecite shortcite citeA citeNP"
)

_ENVIRONMENTS = """
tabular array|[{
tabular* tabularx tabulary|{[{
longtable supertabular xltabular|[{
tabu|{
minipage|[[[{
figure figure* table table* wrapfloat sidewaystable sidewaysfigure algorithm algorithm2e|[
wrapfigure|[{[{
subfigure subtable|[{
multicols|{[
thebibliography|{
frame|[[{
tcolorbox mdframed framed shaded|[
enumerate itemize description compactitem compactenum inparaenum|[
adjustbox|{
spacing|{
""".strip()

MATH = frozenset(
    name + star
    for name in words("equation align gather multline eqnarray displaymath math flalign alignat dmath IEEEeqnarray")
    for star in ("", "*")
)
TABLES = words("tabular tabular* tabularx tabulary longtable supertabular xltabular tabu tblr")
LISTS = words("itemize enumerate description compactitem compactenum inparaenum")
PICTURES = words("tikzpicture pgfpicture picture pspicture circuitikz axis forest")
SECTIONS = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
    "subsubparagraph": 7,
}
REFS = words("ref eqref autoref cref Cref pageref nameref vref Vref namecref labelcref subref")
ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "r": "\u030a",
    "k": "\u0328",
}
SYMBOLS = {
    "%": "%",
    "&": "&",
    "$": "$",
    "#": "#",
    "_": "_",
    "{": "{",
    "}": "}",
    " ": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    "/": "",
    "-": "",
    "@": "",
    "!": "",
    "\n": " ",
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "aa": "å",
    "AA": "Å",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "texteuro": "€",
    "dots": "…",
    "ldots": "…",
    "textellipsis": "…",
    "cdots": "⋯",
    "slash": "/",
    "textbackslash": "\\",
    "backslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textunderscore": "_",
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "textdegree": "°",
    "degree": "°",
    "textbullet": "•",
    "bullet": "•",
    "textregistered": "®",
    "texttrademark": "™",
    "textperiodcentered": "·",
    "textmu": "µ",
    "texttimes": "×",
    "textpm": "±",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "quad": " ",
    "qquad": " ",
    "enspace": " ",
    "thinspace": " ",
    "space": " ",
    "checkmark": "✓",
    "textrightarrow": "→",
    "guillemotleft": "«",
    "guillemotright": "»",
    "lq": "‘",
    "rq": "’",
    "hfill": " ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "lambda": "λ",
    "mu": "μ",
    "pi": "π",
    "sigma": "σ",
    "tau": "τ",
    "omega": "ω",
    "Delta": "Δ",
    "Sigma": "Σ",
    "Omega": "Ω",
    "times": "×",
    "pm": "±",
    "leq": "≤",
    "geq": "≥",
    "neq": "≠",
    "approx": "≈",
    "rightarrow": "→",
    "to": "→",
    "leftarrow": "←",
    "infty": "∞",
    "sim": "∼",
}


def _text_arguments() -> dict[str, tuple[int, ...]]:
    found = {}
    for line in _MACROS.split("\n"):
        names, _, shown = line.split("|")
        found.update({name: tuple(map(int, shown.split())) for name in names.split()})
    return found


TEXT_ARGUMENTS: dict[str, tuple[int, ...]] = _text_arguments()
"""Known macros, and the arguments that a reader sees; empty for those that print nothing or are handled apart."""


def context(definitions: Definitions) -> Any:
    """What the walker needs to know to split source into macros, arguments and environments."""
    known = get_default_latex_context_db()
    macros = [
        MacroSpec(name, arguments)
        for line in _MACROS.split("\n")
        for names, arguments, _ in [line.split("|")]
        for name in names.split()
    ]
    macros += [MacroSpec(name, "*[[{") for name in CITES] + [MacroSpec("\\", "*[")]
    environments = [
        EnvironmentSpec(name, arguments)
        for line in _ENVIRONMENTS.split("\n")
        for names, arguments in [line.split("|")]
        for name in names.split()
    ]
    known.add_context_category("screener", macros=macros, environments=environments, prepend=True)
    known.add_context_category(
        "of the document",
        prepend=True,
        macros=[
            MacroSpec(name, macro.arguments) for name, macro in definitions.macros.items() if name not in TEXT_ARGUMENTS
        ],
        environments=[EnvironmentSpec(name, macro.arguments) for name, macro in definitions.environments.items()]
        + [EnvironmentSpec(name, "[") for name in definitions.theorems],
    )
    return known
