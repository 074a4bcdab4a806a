import pytest

from screener.doors.documents.html import parse
from screener.words.draft import Document, HiddenHow
from tests.doors.documents.assertions import alarming, assert_consistent, headings, hidden


def read(body: str, head: str = "") -> Document:
    document = parse(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")
    assert_consistent(document)
    return document


def test_a_page_is_read_in_order_with_its_headings_lists_and_tables() -> None:
    document = read(
        "<h1>Title <i>one</i></h1><p>First  <b>bold</b>,\n text.</p><h2>Part</h2><ul><li>a<li><p>b</p><ol "
        "start=3><li>c</ol>"
        "</ul><table><tr><th>A<th>B</tr>\n<tr><td></td><td><p>2</p></td></table><pre>x\n  y</pre><p>end<br>line</p>",
        "<title>The title</title>",
    )
    assert document.text == (
        "Title one\n\nFirst bold, text.\n\nPart\n\n• a\n• b\n3. c\n\nA\tB\n\t2\n\nx\n  y\n\nend\nline\n\n"
    )
    assert headings(document) == [("Title one", 1), ("Part", 2)]
    assert document.title == "The title"
    assert alarming(document) == ""


@pytest.mark.parametrize(
    ("markup", "how"),
    [
        ("<p hidden>secret</p>", HiddenHow.attribute),
        ('<p style="display:none">secret</p>', HiddenHow.style),
        ('<p style="visibility: hidden">secret</p>', HiddenHow.style),
        ('<p style="opacity:0.01">secret</p>', HiddenHow.style),
        ('<div style="opacity:.2"><p style="opacity:.2">secret</p></div>', HiddenHow.style),
        ('<p style="font:0/0 a">secret</p>', HiddenHow.tiny),
        ('<p style="font-size:1px">secret</p>', HiddenHow.tiny),
        ('<div style="font-size:2px"><p style="font-size:.3em">secret</p></div>', HiddenHow.tiny),
        ('<p style="color:#fff">secret</p>', HiddenHow.low_contrast),
        ('<p style="color:rgb(250,250,250)">secret</p>', HiddenHow.low_contrast),
        ('<p style="color:hsl(0 0% 99%)">secret</p>', HiddenHow.low_contrast),
        ('<p style="color:transparent">secret</p>', HiddenHow.low_contrast),
        ('<p style="color:rgba(0,0,0,.02)">secret</p>', HiddenHow.low_contrast),
        ('<div style="background:#222"><p style="color:#111">secret</p></div>', HiddenHow.low_contrast),
        ('<font color="white">secret</font>', HiddenHow.low_contrast),
        ('<p style="position:absolute;left:-9999px">secret</p>', HiddenHow.off_page),
        ('<p style="text-indent:-9999px">secret</p>', HiddenHow.off_page),
        ('<p style="transform:translateX(-9999px)">secret</p>', HiddenHow.off_page),
        ('<p style="height:0;overflow:hidden">secret</p>', HiddenHow.clipped),
        ('<p style="clip-path:inset(100%)">secret</p>', HiddenHow.clipped),
        ('<p style="position:absolute;clip:rect(0,0,0,0)">secret</p>', HiddenHow.clipped),
        ("<noscript>secret</noscript>", HiddenHow.conditional),
        ("<!-- secret -->", HiddenHow.comment),
        ('<input type="hidden" value="secret">', HiddenHow.attribute),
        ("<dialog>secret</dialog>", HiddenHow.attribute),
        ('<iframe srcdoc="secret"></iframe>', HiddenHow.attachment),
    ],
)
def test_text_that_a_browser_does_not_show_is_set_apart(markup: str, how: HiddenHow) -> None:
    document = read(f"<p>before</p>{markup}<p>after</p>")
    assert document.text == "before\n\nafter\n\n"
    assert hidden(document, how) == "secret"
    assert alarming(document) == "secret"


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none}",
        "#i{color:white}",
        "p.x{font-size:0}",
        "div > p{visibility:hidden}",
        "*{--c:#fefefe} .x{color:var(--c)}",
        "@media screen{.x{display:none}}",
        "p{color:white !important} .x{color:black}",
        ".x{color:black} #i{color:#fff}",
    ],
)
def test_rules_of_the_page_s_own_style_sheet_hide_text(sheet: str) -> None:
    document = read('<div><p class="x y" id="i">secret</p></div>seen', f"<style>{sheet}</style>")
    assert document.text == "seen\n\n"
    assert alarming(document) == "secret"


@pytest.mark.parametrize(
    ("markup", "sheet"),
    [
        ('<p aria-hidden="true">legible</p>', ""),
        ('<div style="background:#000;color:#fff"><p>legible</p></div>', ""),
        ('<div style="background:url(night.jpg);color:#fff">legible</div>', ""),
        ('<p style="color:#767676">legible</p>', ""),
        ('<p style="visibility:hidden"><span style="visibility:visible">legible</span></p>', ""),
        ("<details><summary></summary>legible</details>", ""),
        ('<p class="x">legible</p>', "@media print{.x{display:none}} .x:hover{color:white}"),
        ('<p class="x">legible</p>', ".x{display:none} p.x{display:block}"),
        ('<p class="x">legible</p>', "body{background:#111} .x{color:#fff}"),
        ('<table bgcolor="#000"><tr><td style="color:white">legible</td></table>', ""),
        ('<p style="text-indent:-20px;margin-left:-5px">legible</p>', ""),
        ('<p style="overflow:hidden;height:100%">legible</p>', ""),
        ('<p style="font-size:70%">legible</p>', ""),
    ],
)
def test_text_that_only_resembles_hidden_text_stays_visible(markup: str, sheet: str) -> None:
    document = read(markup, f"<style>{sheet}</style>")
    assert document.text == "legible\n\n"
    assert alarming(document) == ""


def test_scripts_are_passed_over_and_data_blocks_are_ordinary_hidden_text() -> None:
    document = read('<script>var a = "x"</script><script type="application/ld+json">{"k": "v"}</script>seen')
    assert document.text == "seen\n\n"
    assert [(h.text, h.ordinary) for h in document.hidden] == [('{"k": "v"}', True)]


def test_images_are_counted_and_what_describes_them_is_ordinary() -> None:
    document = read(
        '<img src="a" alt="a plot" title="hover"><svg><text>axis</text></svg>', '<meta name="description" content="d">'
    )
    assert document.images == 2
    assert document.text == "axis\n\n"
    assert {h.text for h in document.hidden} == {"a plot", "hover", "d"}
    assert alarming(document) == ""


def test_hidden_words_inside_a_heading_are_not_part_of_its_title() -> None:
    document = read("<h1>Safe<span hidden> unsafe</span> title</h1>body")
    assert headings(document) == [("Safe title", 1)]
    assert hidden(document, HiddenHow.attribute) == "unsafe"


def test_a_page_nested_thousands_deep_is_read() -> None:
    document = read("<div>" * 5000 + "deep" + "</div>" * 5000)
    assert document.text == "deep\n\n"


def test_style_sheets_outside_the_file_are_announced() -> None:
    assert read("x", '<link rel="stylesheet" href="s.css">').notes


def test_the_declared_encoding_is_used_where_the_bytes_are_not_utf8() -> None:
    page = '<!doctype html><meta charset="koi8-r"><p>Привет мир</p>'.encode("koi8-r")
    assert parse(page, "page.html").text == "Привет мир\n\n"
