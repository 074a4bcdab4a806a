"""Words that a web page holds and a browser does not show, and pages that only look like it."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless, set_aside
from tests.hostile.kinds import Kind

_GROUP = "hidden in HTML"
_FILE = "page.html"


def _page(body: str, sheet: str = "", head: str = "") -> Callable[[], bytes]:
    text = (
        f"<!doctype html><html><head><title>A page</title><style>{sheet}</style>{head}</head>"
        f"<body><p>{SHOWN}</p>{body}</body></html>"
    )
    return text.encode


def _styled(*declarations: str) -> Callable[[], bytes]:
    inner = f"<span>{SECRET}</span>"
    for declaration in reversed(declarations):
        inner = f'<div style="{declaration}">{inner}</div>'
    return _page(inner)


_CONCEALED: tuple[tuple[str, Callable[[], bytes], HiddenHow], ...] = (
    ("hidden until found", _page(f'<p hidden="until-found">{SECRET}</p>'), HiddenHow.attribute),
    ("a class that the sheet hides", _page(f'<p class="a b">{SECRET}</p>', ".a.b{display:none}"), HiddenHow.style),
    (
        "hidden on screens by a media query",
        _page(f"<p class=a>{SECRET}</p>", "@media screen and (min-width: 300px){.a{display:none}}"),
        HiddenHow.style,
    ),
    (
        "hidden by a layer and a nested rule",
        _page(f"<div class=a><p>{SECRET}</p></div>", "@layer x{.a{& p{display:none}}}"),
        HiddenHow.style,
    ),
    ("a selector list with :is", _page(f"<p class=a>{SECRET}</p>", "p:is(.a,.b){display:none}"), HiddenHow.style),
    ("escaped property value", _styled("display:n\\6fne"), HiddenHow.style),
    ("comment inside the property", _styled("display:/**/none"), HiddenHow.style),
    ("display set in capitals", _styled("DISPLAY:NONE"), HiddenHow.style),
    ("everything reset, then hidden", _styled("all:unset;display:none"), HiddenHow.style),
    ("content visibility", _styled("content-visibility:hidden"), HiddenHow.style),
    ("opacity 0 above", _styled("opacity:0", "color:black"), HiddenHow.style),
    ("filtered to nothing", _styled("filter:opacity(0%)"), HiddenHow.style),
    ("masked out", _styled("mask-image:linear-gradient(transparent,transparent)"), HiddenHow.style),
    ("font size 0", _styled("font-size:0"), HiddenHow.tiny),
    ("a font size by calc", _styled("font-size:calc(0px + 0.1px)"), HiddenHow.tiny),
    ("scaled to a point", _styled("transform:scale(0.01)"), HiddenHow.tiny),
    ("scaled by the scale property", _styled("scale:0"), HiddenHow.tiny),
    ("zoomed away", _styled("zoom:0.01"), HiddenHow.tiny),
    ("turned on its edge", _styled("transform:rotateY(90deg)"), HiddenHow.style),
    ("near-white on white", _styled("color:#f4f4f4"), HiddenHow.low_contrast),
    ("colour by oklch", _styled("color:oklch(0.99 0 0)"), HiddenHow.low_contrast),
    (
        "colour mixed with transparent",
        _styled("color:color-mix(in srgb, black 0%, transparent)"),
        HiddenHow.low_contrast,
    ),
    ("red on like red", _styled("background:#c00000", "color:#c80808"), HiddenHow.low_contrast),
    ("shadow-free transparent fill", _styled("-webkit-text-fill-color:transparent"), HiddenHow.low_contrast),
    ("indented off the screen", _styled("text-indent:-9999px"), HiddenHow.off_page),
    (
        "indented past the box and cut",
        _styled("text-indent:100%;white-space:nowrap;overflow:hidden"),
        HiddenHow.clipped,
    ),
    ("placed above the screen", _styled("position:absolute;top:-5000px"), HiddenHow.off_page),
    ("placed by inset", _styled("position:fixed;inset:-9999px auto auto -9999px"), HiddenHow.off_page),
    ("margin off the screen", _styled("margin-left:-9999px"), HiddenHow.off_page),
    ("moved by translate", _styled("translate:-9999px 0"), HiddenHow.off_page),
    ("moved by -200vw", _styled("position:relative;left:-200vw"), HiddenHow.off_page),
    ("moved by a matrix", _styled("transform:matrix(1,0,0,1,-9999,0)"), HiddenHow.off_page),
    ("clipped to a point", _styled("clip-path:circle(0)"), HiddenHow.clipped),
    ("clipped to an empty polygon", _styled("clip-path:polygon(0 0,0 0,0 0)"), HiddenHow.clipped),
    ("box without height", _styled("max-height:0;overflow:hidden"), HiddenHow.clipped),
    ("box of zero lines", _styled("-webkit-line-clamp:0;height:0;overflow:clip"), HiddenHow.clipped),
    (
        "behind a cover",
        _page(
            f'<div style="position:relative"><p style="position:relative;z-index:-5">{SECRET}</p>'
            '<div style="position:absolute;inset:0;background:white"></div></div>'
        ),
        HiddenHow.covered,
    ),
    (
        "behind the page",
        _page(f'<p style="position:relative;z-index:-1">{SECRET}</p>', "body{background:#fff}html{background:#fff}"),
        HiddenHow.covered,
    ),
    ("noscript", _page(f"<noscript><p>{SECRET}</p></noscript>"), HiddenHow.conditional),
    ("template", _page(f"<template><p>{SECRET}</p></template>"), HiddenHow.conditional),
    ("comment", _page(f"<!-- {SECRET} -->"), HiddenHow.comment),
    ("hidden input", _page(f'<input type="hidden" value="{SECRET}">'), HiddenHow.attribute),
    ("closed dialog", _page(f"<dialog>{SECRET}</dialog>"), HiddenHow.attribute),
    ("fallback of a video", _page(f"<video src=a.mp4>{SECRET}</video>"), HiddenHow.conditional),
    ("title of a drawing", _page(f"<svg><desc>{SECRET}</desc></svg>"), HiddenHow.metadata),
    ("drawing that is never used", _page(f"<svg><defs><text>{SECRET}</text></defs></svg>"), HiddenHow.conditional),
    ("white words in a drawing", _page(f'<svg><text fill="white">{SECRET}</text></svg>'), HiddenHow.low_contrast),
    ("page within the page", _page(f'<iframe srcdoc="<p>{SECRET}</p>"></iframe>'), HiddenHow.attachment),
    (
        "collapsed table rows",
        _page(f'<table><tr style="visibility:collapse"><td>{SECRET}</td></tr></table>'),
        HiddenHow.style,
    ),
)

_SET_ASIDE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("alternative text", _page(f'<img src="a.png" alt="{SECRET}">')),
    ("title attribute", _page(f'<p title="{SECRET}">and more</p>')),
    ("meta description", _page("", head=f'<meta name="description" content="{SECRET}">')),
    ("meta of a name of its own", _page("", head=f'<meta name="reviewer-note" content="{SECRET}">')),
    ("label for assistive readers", _page(f'<button aria-label="{SECRET}">Go</button>')),
    ("description for assistive readers", _page(f'<p aria-description="{SECRET}">and more</p>')),
    ("data block", _page(f'<script type="application/ld+json">{{"about": "{SECRET}"}}</script>')),
    ("conditional comment", _page(f"<!--[if IE 5]><p>{SECRET}</p><![endif]-->")),
    ("data attribute", _page(f'<p data-note="{SECRET}">and more</p>')),
    (
        "words made by the sheet where somebody points",
        _page('<p class="a"></p>', f'.a:hover::after{{content:"{SECRET}"}}'),
    ),
    ("comment in a style sheet", _page("", f"/* {SECRET} */ p{{color:black}}")),
    ("page title", lambda: _page("")().replace(b"A page", SECRET.encode())),
)

_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    (
        "white on a dark header",
        _page('<div class="h"><b>Results at a glance</b></div>', ".h{background:#102040;color:#fff}"),
        "Results at a glance",
    ),
    ("details, closed", _page("<details><summary>More</summary>the longer proof</details>"), "the longer proof"),
    ("left out of the spoken page", _page('<span aria-hidden="true">§ 4</span>'), "§ 4"),
    (
        "dark theme by variables",
        _page("<p>read by night</p>", ":root{--bg:#111;--fg:#eee}body{background:var(--bg);color:var(--fg)}"),
        "read by night",
    ),
    (
        "dark theme on request",
        _page("<p>read by day</p>", "@media (prefers-color-scheme: dark){p{color:#fff}}"),
        "read by day",
    ),
    ("print sheet", _page('<p class="a">on screens</p>', "@media print{.a{display:none}}"), "on screens"),
    ("hanging indent", _page('<p style="text-indent:-2em;padding-left:2em">A reference</p>'), "A reference"),
    ("small print", _page("<small>all rights reserved</small>"), "all rights reserved"),
    ("superscripts and fractions", _page("<p>10<sup>3</sup> or x<sub>i</sub> ½</p>"), "10"),
    ("white on a picture", _page('<div style="background:url(sky.jpg)"><h2 style="color:#fff">Sky</h2></div>'), "Sky"),
    (
        "cut to its box",
        _page('<p style="overflow:hidden;height:20px;text-overflow:ellipsis">all in one row</p>'),
        "all in one row",
    ),
    ("relative shift", _page('<sup style="position:relative;top:-0.5em;left:-2px">7</sup>'), "7"),
    ("soft hyphens and no-break spaces", _page("<p>com&shy;puter&nbsp;science</p>"), "computer"),
    (
        "cards on cards",
        _page(
            '<div style="background:#eee;isolation:isolate"><p style="position:relative;z-index:-1">'
            "still seen</p></div>"
        ),
        "still seen",
    ),
    (
        "decoration behind",
        _page(
            '<div style="position:relative"><i style="position:absolute;inset:0;z-index:-1;'
            'background:#fed"></i><p>in front of it</p></div>'
        ),
        "in front of it",
    ),
    (
        "overlay that lets light through",
        _page(
            '<div style="position:relative"><p>below the tint</p><i style="position:'
            'absolute;inset:0;background:rgba(0,0,0,.3)"></i></div>'
        ),
        "below the tint",
    ),
    (
        "chart with white labels",
        _page('<svg><rect fill="navy" width="90" height="30"/><text fill="#fff">Q4</text></svg>'),
        "Q4",
    ),
    ("icons used from elsewhere", _page('<svg><defs><text id="t">kg</text></defs><use href="#t"/></svg>'), "kg"),
    ("raised above the page", _page('<p style="position:relative;z-index:2">still to be seen</p>'), "still to be seen"),
)

KINDS: tuple[Kind, ...] = (
    *(concealed(_GROUP, f"HTML, {name}", _FILE, make, how) for name, make, how in _CONCEALED),
    *(set_aside(_GROUP, f"HTML, {name}", _FILE, make) for name, make in _SET_ASIDE),
    *(harmless(_GROUP, f"HTML, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
)
