"""Small files whose reading would take time beyond all proportion to their size, and long ordinary ones that do not."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.doors.documents.word_files import paragraph, run, word_file
from tests.hostile.hidden_answers import SHOWN, harmless
from tests.hostile.kinds import Kind

_GROUP = "laborious nesting"
_PAGE, _NOTES, _TEX, _WORD = "page.html", "notes.md", "paper.tex", "draft.docx"


def _page(body: str) -> Callable[[], bytes]:
    return f"<!doctype html><p>{SHOWN}</p>{body}".encode


def _tex(body: str) -> Callable[[], bytes]:
    return f"\\documentclass{{article}}\\begin{{document}}\n{SHOWN}\n\n{body}\n\\end{{document}}\n".encode


def _refused(name: str, file: str, make: Callable[[], bytes], sentence: str, seconds: float = 6) -> Kind:
    return Kind(name, _GROUP, make, file, refused=sentence, within_seconds=seconds)


def _either(name: str, file: str, make: Callable[[], bytes], *alerts: HiddenHow, seconds: float = 20) -> Kind:
    """Read in good time, or refused in good time for what it is; never for having run out of time."""
    refused = "^(?!.*(?:longer than|processor time))"
    return Kind(name, _GROUP, make, file, refused=refused, either=True, alerts=alerts, within_seconds=seconds)


_DEEP = "nests its elements too deeply"
_PAGES = (
    _refused("100,000 boxes within one another", _PAGE, _page("<div>" * 100_000), _DEEP),
    _refused("100,000 boxes closed again", _PAGE, _page("<div>" * 100_000 + "x" + "</div>" * 100_000), _DEEP),
    _refused("50,000 lists within one another", _PAGE, _page("<ul><li>" * 50_000), _DEEP),
    _refused("boxes within elements of odd names", _PAGE, _page("<x;>" * 50_000 + "<div>" * 50_000), _DEEP),
    _refused("60,000 boxes within a program", _PAGE, _page("<svg><script>" + "<div>" * 60_000), _DEEP),
    _refused("boxes in Markdown", _NOTES, (f"{SHOWN}\n\n" + "<div>" * 100_000).encode, _DEEP),
    _refused(
        "100,000 attributes", _PAGE, _page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x"), "attributes"
    ),
    _refused("100,000 choices", _PAGE, _page("<select>" + "<option>x" * 100_000), "choices"),
    _refused(
        "4,000 rules for 200,000 elements",
        _PAGE,
        _page("<style>" + ".a b{color:red}" * 4_000 + "</style>" + "<b>x</b>" * 100_000),
        "too many style rules",
    ),
    _refused("rules within rules", _PAGE, _page("<style>" + "a{" * 50_000 + "</style>"), "style rules more than 40"),
    _either(
        "a selector of six steps on a page 300 deep",
        _PAGE,
        _page("<style>b div div div div div p{color:red}</style>" + "<div>" * 300),
    ),
    _either(
        "a selector of 4,000 steps", _PAGE, _page("<style>" + "div " * 4_000 + "{color:red}</style>" + "<div>" * 300)
    ),
    _either("100,000 declarations of one element", _PAGE, _page(f"<p style='{'color:red;' * 100_000}'>x")),
    _either("10,000 drawings within one another", _PAGE, _page("<svg>" * 10_000 + "<text>x")),
    _either(
        "marks that are set anew in each of many boxes",
        _PAGE,
        _page("<p>" + "".join(f"<b a{n}>" for n in range(300)) + "</p>" + "<p>x" * 1_000),
        seconds=30,
    ),
    _either("marks in links, 20,000 times", _PAGE, _page("<a><b>" * 20_000)),
)
_MARKDOWN = (
    _refused("25,000 lists begun on one line", _NOTES, f"{SHOWN}\n\n{'- ' * 25_000}x".encode, "more than 150 deep"),
    _refused(
        "100,000 quotes begun on one line",
        _NOTES,
        f"{SHOWN}\n\n{'> ' * 100_000}x".encode,
        "more than 150 deep",
    ),
    _either(
        "lists that go deeper line by line",
        _NOTES,
        lambda: "\n".join(" " * (2 * n) + "- x" for n in range(600)).encode(),
    ),
    _either("50,000 links begun within one another", _NOTES, ("[a](" * 50_000).encode),
    _either("50,000 backticks of every length", _NOTES, lambda: " ".join("`" * n for n in range(1, 320)).encode()),
)
_LATEX = (
    _either("20,000 definitions never closed", _TEX, _tex("\\newcommand{\\a}{" * 20_000)),
    _either("20,000 plain definitions never closed", _TEX, _tex("\\def\\a#1{" * 20_000)),
    _either("20,000 conditions within one another", _TEX, _tex("\\iftrue " * 20_000 + "x" + "\\fi " * 20_000)),
    _either(
        "20,000 conditions that leave out what follows",
        _TEX,
        _tex("\\iffalse " * 20_000 + "\\fi " * 20_000),
        HiddenHow.conditional,
    ),
    _either("50,000 environments never closed", _TEX, _tex("\\begin{quote}x " * 50_000)),
    _either("100,000 groups never closed", _TEX, _tex("{" * 100_000)),
    _either("20,000 fractions within one another", _TEX, _tex("$" + "\\frac{a}{" * 20_000)),
)
_DOCX = (
    _either(
        "tables within tables, 5,000 deep",
        _WORD,
        lambda: word_file("<w:tbl><w:tr><w:tc>" * 5_000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 5_000),
    ),
    _either(
        "insertions within insertions, 20,000 deep",
        _WORD,
        lambda: word_file("<w:p>" + "<w:ins>" * 20_000 + run("x") + "</w:ins>" * 20_000 + "</w:p>"),
    ),
    _either(
        "fields begun 50,000 times",
        _WORD,
        lambda: word_file("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000 + run("x") + "</w:p>"),
    ),
)
_LONG = (
    ("a page of 20,000 paragraphs", _PAGE, _page("<p>words <b>and</b> <i>more</i>" * 20_000)),
    ("a list of 20,000 entries", _PAGE, _page("<ul>" + "<li>words" * 20_000 + "</ul>")),
    (
        "a page 200 boxes deep with a style sheet",
        _PAGE,
        _page("<style>.a .b .c .d p{color:#222}</style>" + "<div class=a>" * 200 + "words"),
    ),
    ("a page with a long program", _PAGE, _page("<script>" + "for(i=0;i<n;i++){if(a<b&&c)d()}" * 30_000 + "</script>")),
    ("a paper of 3,000 formulas", _TEX, _tex("Let $a_{b} = \\frac{c}{d^{e}}$ be so. \\emph{Then} it is.\n\n" * 3_000)),
    ("notes of 5,000 entries", _NOTES, (f"{SHOWN}\n\n" + "- words and *more*\n" * 5_000).encode),
)
KINDS: tuple[Kind, ...] = (
    *_PAGES,
    *_MARKDOWN,
    *_LATEX,
    *_DOCX,
    *(harmless(_GROUP, name, file, make, SHOWN) for name, file, make in _LONG),
)
