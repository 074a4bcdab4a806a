"""Web pages whose style, drawings or programs keep words from the eye, and pages that hide by custom or show by style."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless
from tests.hostile.kinds import Kind

_GROUP = "hidden in HTML by style"
_FILE = "page.html"
_CLIPPED = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)"


def _page(body: str, sheet: str = "", head: str = "") -> Callable[[], bytes]:
    style = f"<style>{sheet}</style>" if sheet else ""
    return f"<!doctype html><html><head>{style}{head}</head><body><p>{SHOWN}</p>{body}</body></html>".encode


def _styled(*declarations: str) -> Callable[[], bytes]:
    inner = f"<span>{SECRET}</span>"
    for declaration in reversed(declarations):
        inner = f'<div style="{declaration}">{inner}</div>'
    return _page(inner)


_SHEETS: tuple[tuple[str, str, HiddenHow], ...] = (
    ("a container query", "@container (min-width:1px){.a{display:none}}", HiddenHow.style),
    (
        "a registered property",
        '@property --q{syntax:"*";inherits:false;initial-value:none}.a{display:var(--q)}',
        HiddenHow.style,
    ),
    (
        "an animation without end",
        "@keyframes h{from,to{opacity:0}}.a{animation:h 1s infinite}",
        HiddenHow.style,
    ),
    ("an animation that stays", "@keyframes h{to{opacity:0}}.a{animation:h 0s forwards}", HiddenHow.style),
    ("a language", ":lang(xx){display:none}", HiddenHow.style),
    ("a sheet drawn in as data", '@import url("data:text/css,.a%7Bdisplay:none%7D");', HiddenHow.style),
    (
        "layers, where the first insists",
        "@layer one,two;@layer one{.a{display:none!important}}@layer two{.a{display:block!important}}",
        HiddenHow.style,
    ),
    ("a sheet within a comment mark", "<!-- .a{display:none} -->", HiddenHow.style),
    ("the first line", ".a::first-line{color:white}", HiddenHow.low_contrast),
    ("a box not ticked", "#t:not(:checked)~.a{display:none}", HiddenHow.style),
    (
        "a cover after it",
        '.a{position:relative}.a::after{content:"";position:absolute;inset:0;background:#fff}',
        HiddenHow.covered,
    ),
    ("a print query denied", "@media not print{.a{display:none}}", HiddenHow.style),
    ("a picture in its place", ".a{content:url(x.png)}", HiddenHow.style),
    ("a scope", "@scope (.s){p{display:none}}", HiddenHow.style),
)
_DECLARED: tuple[tuple[str, tuple[str, ...], HiddenHow], ...] = (
    ("clipped by a path", ("clip-path:path('M0 0')",), HiddenHow.clipped),
    ("clipped by a flat polygon", ("clip-path:polygon(0 0,100% 0,0 0)",), HiddenHow.clipped),
    ("clipped from all sides", ("clip-path:inset(30% 0 70% 0)",), HiddenHow.clipped),
    ("no block size", ("block-size:0;overflow:hidden",), HiddenHow.clipped),
    ("contained without size", ("contain:size;overflow:hidden",), HiddenHow.clipped),
    ("rows of no fraction", ("display:grid;grid-template-rows:0fr", "overflow:hidden;min-height:0"), HiddenHow.clipped),
    ("lines of no height", ("line-height:0;overflow:hidden",), HiddenHow.clipped),
    (
        "pushed out by padding",
        ("box-sizing:border-box;height:20px;padding-top:20px;overflow:hidden",),
        HiddenHow.clipped,
    ),
    ("pushed out by a margin", ("height:20px;overflow:hidden", "margin-top:300px"), HiddenHow.clipped),
    ("beyond the start of the line", ("position:absolute;inset-inline-start:-9999px",), HiddenHow.off_page),
    ("beyond a window that does not move", ("overflow-x:hidden", "position:absolute;left:200%"), HiddenHow.off_page),
    ("moved by shares of itself", ("transform:translateY(-5000%)",), HiddenHow.off_page),
    ("turned by the rotate property", ("rotate:x 90deg",), HiddenHow.style),
    ("an empty matrix", ("transform:matrix3d(0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1)",), HiddenHow.style),
    ("slanted flat", ("transform:skewX(90deg)",), HiddenHow.style),
    ("seen from behind", ("transform:rotateY(180deg);backface-visibility:hidden",), HiddenHow.style),
    ("laid out as a column", ("display:table-column",), HiddenHow.style),
    ("blurred", ("filter:blur(50px)",), HiddenHow.style),
    ("inverted on white", ("background:#fff", "color:#000;filter:invert(1)"), HiddenHow.low_contrast),
    ("blended away", ("background:#fff", "mix-blend-mode:screen;color:#000"), HiddenHow.low_contrast),
    ("shown as dots", ("-webkit-text-security:disc",), HiddenHow.style),
    ("letters upon one another", ("letter-spacing:-1em",), HiddenHow.style),
    ("a colour made from another", ("color:rgb(from black 255 255 255)",), HiddenHow.low_contrast),
    ("a colour by sums", ("color:rgb(calc(200 + 55) calc(255) calc(255))",), HiddenHow.low_contrast),
    ("a colour nobody here can work out", ("color:oklch(from teal calc(l + 1) c h)",), HiddenHow.low_contrast),
    ("the colour of the window", ("color:Canvas",), HiddenHow.low_contrast),
    ("yellow on white", ("color:#ffff66",), HiddenHow.low_contrast),
    ("on its own colour", ("color:#246;background-color:currentColor",), HiddenHow.low_contrast),
    ("on a gradient of its colour", ("color:#246;background:linear-gradient(#246,#246)",), HiddenHow.low_contrast),
    (
        "white on a picture of one point",
        (
            "color:#fff;background:url(data:image/gif;base64,R0lGODlhAQABAIAAAP///////yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==)",
        ),
        HiddenHow.low_contrast,
    ),
)
_ELEMENTS: tuple[tuple[str, str, HiddenHow], ...] = (
    ("an element that pops up", f"<div popover>{SECRET}</div>", HiddenHow.attribute),
    ("instead of a bar of progress", f"<progress value=1>{SECRET}</progress>", HiddenHow.conditional),
    (
        "words that a shadow tree takes the place of",
        f'<div><template shadowrootmode="open"><p>seen instead</p></template><p>{SECRET}</p></div>',
        HiddenHow.conditional,
    ),
    ("a phantom in a formula", f"<math><mphantom><mtext>{SECRET}</mtext></mphantom></math>", HiddenHow.phantom),
    (
        "the other choice in a formula",
        f'<math><maction actiontype="toggle"><mtext>x</mtext><mtext>{SECRET}</mtext></maction></math>',
        HiddenHow.conditional,
    ),
    (
        "white in a formula",
        f'<math><mstyle mathcolor="white"><mtext>{SECRET}</mtext></mstyle></math>',
        HiddenHow.low_contrast,
    ),
    (
        "a collapsed column",
        f'<table><col style="visibility:collapse"><tr><td>{SECRET}</td><td>x</td></tr></table>',
        HiddenHow.style,
    ),
    (
        "taken out by a program",
        f'<p id=q>{SECRET}</p><script>document.getElementById("q").remove()</script>',
        HiddenHow.style,
    ),
    ("outside the drawing", f'<svg width=10 height=10><text x="-9999" y="5">{SECRET}</text></svg>', HiddenHow.off_page),
    ("a drawing without size", f"<svg width=0 height=0><text y=20>{SECRET}</text></svg>", HiddenHow.clipped),
    (
        "below a rectangle",
        f'<svg width=500 height=50><text y=20>{SECRET}</text><rect width=500 height=50 fill="white"/></svg>',
        HiddenHow.covered,
    ),
    (
        "in the colour of its rectangle",
        f'<svg width=500 height=50><rect width=500 height=50 fill="#234"/><text y=20 fill="#234">{SECRET}</text></svg>',
        HiddenHow.low_contrast,
    ),
    ("a stencil", f"<svg><clipPath id=z><text y=20>{SECRET}</text></clipPath></svg>", HiddenHow.conditional),
    (
        "along a path that is not there",
        f'<svg><text><textPath href="#no">{SECRET}</textPath></text></svg>',
        HiddenHow.conditional,
    ),
    ("pressed together", f'<svg><text y=20 textLength="0.1">{SECRET}</text></svg>', HiddenHow.tiny),
    (
        "the alternative not taken",
        f"<svg><switch><text y=20>x</text><text y=20>{SECRET}</text></switch></svg>",
        HiddenHow.conditional,
    ),
    (
        "faded out in a drawing",
        f'<svg><text y=20>{SECRET}<animate attributeName="opacity" to="0" dur="0.01s" fill="freeze"/></text></svg>',
        HiddenHow.style,
    ),
)
_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    (
        "a heading in a gradient",
        _page(
            "<h1 class=a>Results</h1>",
            ".a{background:linear-gradient(90deg,#123,#456);background-clip:text;color:transparent}",
        ),
        "Results",
    ),
    (
        "a way past the menu",
        _page('<a class="s" href="#m">Skip to main content</a><p>on</p>', f".s{{{_CLIPPED}}}"),
        "on",
    ),
    (
        "a formula for those who listen",
        _page(
            '<p>so <span class="katex"><span class="k"><math><mi>x</mi><annotation>\\frac{x}{y}=2</annotation></math></span>'
            '<span aria-hidden="true">x/y=2</span></span></p>',
            f".k{{{_CLIPPED}}}",
        ),
        "x/y=2",
    ),
    (
        "a menu that wide windows show",
        _page(
            "<ul class=m><li>Home page<li>About us</ul>", ".m{display:none}@media(min-width:600px){.m{display:block}}"
        ),
        "About us",
    ),
    (
        "a sign to link to a heading",
        _page("<h2>Method<a class=h>¶</a></h2>", ".h{visibility:hidden}h2:hover>.h{visibility:visible}"),
        "Method",
    ),
    ("a sign against collectors", _page('<p>me<span style="display:none">null</span>@site.org</p>'), "me"),
    ("a plea to run scripts", _page("<noscript>Please enable JavaScript</noscript><p>on</p>"), "on"),
    (
        "a page that fades in",
        _page(
            "<p class=a>faded in</p>", "@keyframes f{from{opacity:0}to{opacity:1}}.a{opacity:0;animation:f 1s forwards}"
        ),
        "faded in",
    ),
    (
        "turned a little",
        _page('<p style="transform:rotate(2deg) translate(-50%,-50%);filter:none">slanted</p>'),
        "slanted",
    ),
    (
        "cut to a slope",
        _page('<p style="clip-path:polygon(0 0,100% 0,100% 90%,0 calc(100% - 9px))">a slope</p>'),
        "a slope",
    ),
    ("a dark page by filter", _page("<p>inverted</p>", "html{background:#fff;filter:invert(1)}"), "inverted"),
    ("words before an element", _page("<p class=a>1</p>", '.a::before{content:"Theorem; "}'), "Theorem; 1"),
    ("words from an attribute", _page('<p class=a data-n="Lemma">2</p>', ".a::before{content:attr(data-n)}"), "Lemma2"),
    (
        "words from a variable",
        _page("<p class=a>3</p>", ':root{--n:"Remark "}.a::before{content:var(--n)}'),
        "Remark 3",
    ),
    ("a worded mark", _page("<ul><li>first</ul>", 'ul{list-style-type:"Step: "}'), "Step: first"),
    (
        "a mark by a counter style",
        _page("<ol><li>first</ol>", '@counter-style z{symbols:"Axiom";suffix:" "}ol{list-style:z}'),
        "Axiom first",
    ),
    ("a hint in a field", _page('<input placeholder="Your name here">'), "Your name here"),
    ("a heading in a list of choices", _page('<select><optgroup label="Fruit"><option>pear</select>'), "Fruit"),
)

_BODY = f"<div class=s><input type=checkbox id=t><p class=a lang=xx>{SECRET}</p></div>"
KINDS: tuple[Kind, ...] = (
    *(
        concealed(
            _GROUP,
            f"by {name}",
            _FILE,
            _page(_BODY, sheet),
            how,
        )
        for name, sheet, how in _SHEETS
    ),
    *(concealed(_GROUP, f"style, {name}", _FILE, _styled(*styles), how) for name, styles, how in _DECLARED),
    *(concealed(_GROUP, f"element, {name}", _FILE, _page(body), how) for name, body, how in _ELEMENTS),
    *(harmless(_GROUP, f"ordinary, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
)
