"""Pages and Markdown files that draw in, run, nest or repeat more than a reader should follow."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.hostile.kinds import Kind

WORDS = "The monitor reads every step that the agent takes."
SECRETS = ("root:", "/bin/bash")
P = f"<p>{WORDS}</p>"


def _page(name: str, body: str, file: str = "draft.html", **answer: object) -> Kind:
    make = f"<!doctype html><html><body>{P}{body}</body></html>".encode
    return Kind(name, "HTML tricks", make, file, shown=(WORDS,), not_shown=SECRETS, **answer)  # type: ignore[arg-type]


def _deep(name: str, make: Callable[[], str], file: str = "draft.html", *alerts: HiddenHow) -> Kind:
    group = "Markdown tricks" if file.endswith(".md") else "HTML tricks"
    refused = "deep|attributes|memory|processor|no text|crash^"
    return Kind(
        name, group, lambda: make().encode(), file, refused=refused, either=True, alerts=alerts, within_seconds=30
    )


def _html(name: str, make: Callable[[], str], *alerts: HiddenHow) -> Kind:
    return _deep(name, lambda: f"<!doctype html>{P}{make()}", "draft.html", *alerts)


def _markdown(name: str, make: Callable[[], str]) -> Kind:
    return _deep(name, lambda: f"# Title\n\n{WORDS}\n\n{make()}", "draft.md")


def _notes(name: str, body: str, **answer: object) -> Kind:
    make = f"# Title\n\n{WORDS}\n\n{body}\n".encode
    return Kind(name, "Markdown tricks", make, "draft.md", shown=(WORDS,), not_shown=SECRETS, **answer)  # type: ignore[arg-type]


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_ACTIVE = (
    _page("a script", "<script>document.write('x'.repeat(1e9))</script>"),
    _page("a script in an event", "<img src=x onerror=alert(1)>"),
    _page("a frame of a file", '<iframe src="file:///etc/passwd"></iframe>'),
    _page("an object of a file", '<object data="file:///etc/passwd"></object><embed src="/etc/passwd">'),
    _page(
        "a style from the web",
        '<link rel=stylesheet href="http://192.0.2.1/x.css"><style>@import url(//192.0.2.1/)</style>',
    ),
    _page("a page that moves on", '<meta http-equiv=refresh content="0;url=http://192.0.2.1/">'),
    _page("another base of addresses", '<base href="file:///"><a href=etc/passwd>accounts</a>'),
    _page(
        "a part drawn in by the server",
        '<!--#include file="/etc/passwd" --><!--#exec cmd="id" -->',
        alerts=(HiddenHow.comment,),
    ),
    _page(
        "an entity that reads a file in a drawing",
        '<svg><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><text>&x;</text></svg>',
    ),
    _page(
        "a drawing that draws in a page",
        '<svg><use href="file:///etc/passwd#x"/><foreignObject><p>inner</p></foreignObject></svg>',
    ),
    Kind(
        "a million laughs in XHTML",
        "HTML tricks",
        f"<!DOCTYPE html [<!ENTITY l0 'ha'>{_LAUGHS}]><html><body>{P}<p>&l9;</p></body></html>".encode,
        "draft.xhtml",
        shown=(WORDS,),
    ),
    Kind(
        "an entity that reads a file in XHTML",
        "HTML tricks",
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>{P}&x;</body></html>'.encode,
        "draft.xhtml",
        shown=(WORDS,),
        not_shown=SECRETS,
    ),
    Kind(
        "a drawing alone that reads a file",
        "HTML tricks",
        lambda: (
            b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>'
        ),
        "draft.svg",
        refused="image|drawing|SVG",
        either=True,
        not_shown=SECRETS,
    ),
)
_HTML = (
    _html("boxes nested 10,000 deep", lambda: "<div>" * 10_000 + "deep"),
    _html("boxes nested 10,000 deep and closed", lambda: "<div>" * 10_000 + "deep" + "</div>" * 10_000),
    _html("tables nested 5,000 deep", lambda: "<table><tr><td>" * 5_000),
    _html("bold in italics, 10,000 deep", lambda: "<b><i>" * 5_000 + "x"),
    _html("10,000 wrongly nested marks", lambda: "<b><p></b>" * 10_000),
    _html("10,000 links within each other", lambda: "<a href=x>" * 10_000),
    _html("drawings in formulas in drawings", lambda: "<svg><math><mtext>" * 1_000),
    _html("templates in templates", lambda: "<template>" * 10_000),
    _html("selections in selections", lambda: "<select><option>" * 5_000),
    _html("100,000 comments never closed", lambda: "<!--" * 100_000, HiddenHow.comment),
    _html("100,000 tags never closed", lambda: "<a " * 100_000),
    _html("5,000 attributes", lambda: "<p " + " ".join(f"a{n}=b" for n in range(5_000)) + ">x</p>"),
    _html("an attribute of 10 MB", lambda: f"<p title='{'x' * 10_000_000}'>y</p>"),
    _html(
        "20,000 rules of style",
        lambda: (
            "<style>"
            + "".join(f".c{n} b>i~u{{color:red}}" for n in range(20_000))
            + "</style>"
            + "<b class=c1>x</b>" * 500
        ),
    ),
    _html("a rule of 20,000 steps", lambda: "<style>" + "p " * 20_000 + "{display:none}</style>"),
    _html("style with 2,000 open braces", lambda: "<style>" + "a{" * 2_000 + "</style>"),
    _html("style with 2,000 open media rules", lambda: "<style>" + "@media x{" * 2_000 + "</style>"),
    _html(
        "bait for :not() and :has()", lambda: "<style>" + ":not(" * 5_000 + "b" + ")" * 5_000 + "{color:red}</style>"
    ),
    _html("a million character references", lambda: "&amp;" * 1_000_000),
    _html("references that are none", lambda: "&" * 300_000 + "&#99999999999;" * 1_000),
    _html(
        "a cell across 10^9 columns and rows", lambda: "<table><tr><td colspan=1000000000 rowspan=1000000000>x</table>"
    ),
    _html("a list that begins at 10^12", lambda: "<ol start=1000000000000><li>x</ol>"),
)
_MARKDOWN = (
    _markdown("quotes nested 100,000 deep", lambda: ">" * 100_000 + " deep"),
    _markdown("lists nested 3,000 deep", lambda: "\n".join(" " * (2 * n) + "- x" for n in range(1_000))),
    _markdown("100,000 open brackets", lambda: "[" * 100_000),
    _markdown("10,000 open links", lambda: "[a](" * 10_000),
    _markdown("50,000 open images", lambda: "![" * 50_000),
    _markdown("20,000 stars", lambda: "*a **a " * 10_000),
    _markdown("100,000 underscores", lambda: "_" * 100_000 + "a"),
    _markdown("code marks of growing length", lambda: " ".join("`" * n for n in range(1, 1_500))),
    _markdown("5,001 open code blocks", lambda: "```\n" * 5_001),
    _markdown("100,000 open tags", lambda: "<a" * 100_000),
    _markdown("50,000 open comments", lambda: "a <!--" * 50_000),
    _markdown("50,000 open orders of XML", lambda: "a <?" * 50_000),
    _markdown("50,000 open CDATA", lambda: "a <![CDATA[" * 50_000),
    _markdown("a table of 1,000 columns", lambda: "|a" * 1_000 + "\n" + "|-" * 1_000 + "\n|x\n|y\n"),
    _markdown("a table of 1,000 empty rows by 100", lambda: "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|x\n" * 1_000),
    _markdown(
        "20,000 references never used", lambda: "".join(f"[r{n}]: http://192.0.2.1/{n}\n" for n in range(20_000))
    ),
    _markdown("one reference used 1,000 times", lambda: "[r]: <" + "x" * 5_000 + ">\n\n" + "[r] " * 1_000),
    _markdown("100,000 dollar signs", lambda: "$" * 100_000),
    _markdown("50,000 open formulas", lambda: "$a " * 50_000),
    _markdown("backslashes", lambda: "\\" * 300_000),
    _markdown("deep emphasis and links", lambda: "*_[" * 20_000 + "x" + "](u)_*" * 20_000),
    _markdown("boxes of HTML nested 5,000 deep", lambda: "<div>" * 5_000),
    _markdown("spaces at the end of a line", lambda: ("x" + " " * 200_000 + "y\n") * 3),
    _notes("a link that runs a script", "[click](javascript:alert(1)) <script>x</script>"),
    _notes("a file drawn in", "!include /etc/passwd\n{% include '/etc/passwd' %}\n![[/etc/passwd]]"),
)
_FRONT = (
    Kind(
        "front matter that makes objects",
        "Markdown tricks",
        f"---\ntitle: !!python/object/apply:os.system ['id']\n---\n\n# T\n\n{WORDS}\n".encode,
        "draft.md",
        shown=(WORDS,),
    ),
    Kind(
        "front matter whose names repeat each other",
        "Markdown tricks",
        (
            "---\na0: &a0 [ha, ha]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
            + f"title: *a9\n---\n\n{WORDS}\n"
        ).encode,
        "draft.md",
        shown=(WORDS,),
    ),
    _notes("ordinary notes", "| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\n- item *one*", ordinary=True),
    _page("an ordinary page", "<table><tr><td>1<td>2</table><blockquote>said</blockquote>", ordinary=True),
    _page("a page in XML form", "<p>A line<br/>and another</p>", file="draft.xhtml", ordinary=True),
)
KINDS: tuple[Kind, ...] = _ACTIVE + _HTML + _MARKDOWN + _FRONT
