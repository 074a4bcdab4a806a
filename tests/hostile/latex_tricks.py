"""LaTeX that would run programs, read files or never end, if anybody ran TeX on it. Nobody does."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.hostile.archives import PROSE
from tests.hostile.kinds import Kind
from tests.hostile.zips import Entry, zip_of

GROUP = "LaTeX tricks"
HEAD = "\\documentclass{article}\n"
SECRETS = ("root:", "nobody:", "/bin/bash")
"""What would stand in the text if a file of the system had been read."""
AS_SOURCE = "could not be laid out"


def source(body: str, head: str = "") -> bytes:
    """A whole file."""
    return f"{HEAD}{head}\\begin{{document}}\n{PROSE}\n{body}\n\\end{{document}}\n".encode()


def _read(name: str, body: str, head: str = "", **answer: object) -> Kind:
    return _made(name, lambda: source(body, head), **answer)


def _made(name: str, make: Callable[[], bytes], file: str = "draft.tex", **answer: object) -> Kind:
    return Kind(name, GROUP, make, file, shown=(PROSE,), not_shown=SECRETS, within_seconds=30, **answer)  # type: ignore[arg-type]


def _missing(name: str, body: str) -> Kind:
    return _read(name, body, notes=("is not among the files",))


def _either(name: str, make: Callable[[], bytes], file: str = "draft.tex") -> Kind:
    return Kind(name, GROUP, make, file, refused="LaTeX|too deeply|unfolds|memory", either=True, within_seconds=30)


def _project(**files: str) -> Callable[[], bytes]:
    return lambda: zip_of(*(Entry(f"{name}.tex".encode(), text.encode()) for name, text in files.items()))


def _whole(body: str) -> str:
    return source(body).decode()


def _doubling(levels: int) -> bytes:
    macros = "".join(f"\\newcommand{{\\x{chr(97 + n)}}}{{\\x{chr(98 + n)}\\x{chr(98 + n)}}}\n" for n in range(levels))
    return source("\\xa", f"{macros}\\newcommand{{\\x{chr(97 + levels)}}}{{ha }}\n")


def _doubling_files(levels: int) -> Callable[[], bytes]:
    files = {f"f{n}": f"\\input{{f{n + 1}}}\\input{{f{n + 1}}}\n" for n in range(levels)}
    return _project(main=_whole("\\input{f0}"), **files, **{f"f{levels}": "words " * 2_000})


_SHELL = (
    _read("writes to the shell", "\\immediate\\write18{cat /etc/passwd > out.tex}\\input{out}"),
    _missing("input from a pipe", '\\input|"cat /etc/passwd"\n\\input{|"id"}'),
    _read("opens the list of accounts", "\\newread\\f\\openin\\f=/etc/passwd \\read\\f to \\l \\l \\closein\\f"),
    _read("writes a file", "\\newwrite\\o\\immediate\\openout\\o=/tmp/x.tex \\immediate\\write\\o{x}\\closeout\\o"),
    _read("runs Lua", '\\directlua{tex.print(io.open("/etc/passwd"):read("*a"))}', alerts=(HiddenHow.other,)),
    _read("runs Python", "\\begin{pycode}\nprint(open('/etc/passwd').read())\n\\end{pycode}"),
    _missing("input by an absolute path", "\\input{/etc/passwd}"),
    _missing("input by a path above", "\\input{../../../../etc/passwd}"),
    _missing("input by a path without braces", "\\input /etc/passwd"),
    _missing("a listing of a file of the system", "\\lstinputlisting{/etc/passwd}"),
    _missing("verbatim of a file of the system", "\\verbatiminput{../../../etc/passwd}"),
    _read("a table from a file of the system", "\\csvautotabular{/etc/passwd}"),
    _read("a graphic from a pipe", '\\includegraphics{|"id"}'),
    _read("special orders to the printer", "\\special{psfile=/etc/passwd}\\special{ps: (/etc/passwd) run}"),
    _read("orders to the PDF", "\\pdfobj file {/etc/passwd}\\pdfrefobj1"),
    _read("other meanings for characters", "{\\catcode`\\|=0 |input{/etc/passwd}}", alerts=(HiddenHow.other,)),
    _read("characters as their codes", "^^5cinput{/etc/passwd}", alerts=(HiddenHow.other,)),
    _read("a name put together", "\\csname input\\endcsname{/etc/passwd}"),
)
_ENDLESS = (
    _read("an endless loop", "\\loop\\iftrue x\\repeat"),
    _read("an endless for", "\\makeatletter\\@whilenum 1>0\\do{x}"),
    _either("a macro that calls itself", lambda: source("\\a", "\\def\\a{x\\a}\n")),
    _either("macros that call each other", lambda: source("\\a", "\\def\\a{x\\b}\\def\\b{y\\a}\n")),
    _either("a macro doubled 24 times", lambda: _doubling(24)),
    _either(
        "macros with nine arguments doubled",
        lambda: source("\\m{a}{b}{c}", "\\newcommand{\\m}[3]{#1#1#2#2#3#3\\m{#1#1}{#2#2}{#3#3}}\n"),
    ),
    _either("a definition that defines itself", lambda: source("\\a", "\\def\\a{\\def\\a{\\a\\a}\\a}\n")),
    _made(
        "a file that includes itself", _project(main=_whole("\\input{main}")), "draft.zip", notes=("includes itself",)
    ),
    _made(
        "files that include each other",
        _project(main=_whole("\\input{a}"), a="\\input{b}", b="\\input{a}"),
        "draft.zip",
        notes=("includes itself",),
    ),
    _made(
        "files included 200 deep",
        _project(main=_whole("\\input{f0}"), **{f"f{n}": f"\\input{{f{n + 1}}}" for n in range(200)}),
        "draft.zip",
    ),
    _either("files that each include the next twice", _doubling_files(17), "draft.zip"),
    _either(
        "one file included 100,000 times", _project(main=_whole("\\input{a}" * 100_000), a="word " * 200), "draft.zip"
    ),
)
_DEPTH = (
    _either("200,000 open braces", lambda: source("{" * 200_000)),
    _either("50,000 closed braces", lambda: source("}" * 50_000)),
    _either("groups nested 20,000 deep", lambda: source("{" * 20_000 + "deep" + "}" * 20_000)),
    _either(
        "lists nested 3,000 deep", lambda: source("\\begin{itemize}\\item " * 3_000 + "x" + "\\end{itemize}" * 3_000)
    ),
    _either("conditions nested 4,000 deep", lambda: source("\\iftrue " * 4_000 + "x" + "\\fi " * 4_000)),
    _either("20,000 environments never closed", lambda: source("\\begin{a}" * 20_000)),
    _either("bold within bold, 10,000 deep", lambda: source("\\textbf{" * 10_000 + "x" + "}" * 10_000)),
    _either("fractions within fractions", lambda: source("$" + "\\frac{" * 5_000 + "x" + "}{y}" * 5_000 + "$")),
    _either("20,000 dollar signs", lambda: source("$ " * 20_000)),
    _either("20,000 begun arguments", lambda: source("\\textbf{[" * 20_000)),
    _either("20,000 verbatim marks", lambda: source("\\verb|" * 20_000)),
    _either("100,000 open options", lambda: source("\\cite[" * 100_000)),
    _either(
        "20,000 definitions", lambda: source("x", "".join(f"\\def\\a{'b' * (n % 50)}{{x}}\n" for n in range(20_000)))
    ),
    _either("100,000 begun environments of verbatim", lambda: source("\\begin{verbatim}x" * 100_000)),
    _either("a table of 10,000 cells", lambda: source("\\begin{tabular}{l}" + "a & " * 10_000 + "\\end{tabular}")),
    _either("30,000 backslashes", lambda: source("\\" * 30_000)),
    _either("500,000 percent signs", lambda: source("%" * 500_000)),
)
_ORDINARY = (
    _read("an ordinary paper", "\\section{Setting}\nWords \\emph{about} it, $a^2$.", ordinary=True),
    _read(
        "a paper that quotes a shell command", "\\begin{verbatim}\ncat notes.txt | wc\n\\end{verbatim}", ordinary=True
    ),
    _read("a paper with macros of its own", "We call it \\name.", "\\newcommand{\\name}{the Monitor}\n", ordinary=True),
)
KINDS: tuple[Kind, ...] = _SHELL + _ENDLESS + _DEPTH + _ORDINARY
