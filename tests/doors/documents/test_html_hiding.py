"""What style, drawings and programs of a page hide is set apart; what they add is read, or told as unread."""

import base64
from time import process_time
from urllib.parse import quote

import pytest

from screener.doors.documents.html import parse
from screener.doors.documents.html.media import holds
from screener.doors.documents.html.scripts import may_write_prose, writes_prose
from screener.doors.documents.html.shapes import clipped_to_nothing
from screener.doors.documents.html.states import at_rest
from screener.doors.documents.html.transforms import moved
from screener.words.draft import Document
from tests.doors.documents.assertions import alarming, assert_consistent
from tests.hostile.hidden_html_style import KINDS
from tests.hostile.kinds import Kind

PROSE = "the whole argument of this section rests on words made elsewhere"
_DRAWING = f'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">{PROSE}</text></svg>'


def read(body: str, sheet: str = "") -> Document:
    document = parse(f"<!doctype html><style>{sheet}</style><body><p>seen</p>{body}".encode(), "page.html")
    assert_consistent(document)
    return document


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_words_kept_from_the_eye_raise_an_alert_and_customs_of_ordinary_pages_do_not(kind: Kind) -> None:
    assert kind.wrong(parse(kind.make(), kind.file)) == ()


@pytest.mark.parametrize(
    "body",
    [
        f'<iframe srcdoc="<p>{PROSE}</p>"></iframe>',
        f'<iframe src="data:text/html,{quote(PROSE)}"></iframe>',
        f'<img src="data:image/svg+xml;base64,{base64.b64encode(_DRAWING.encode()).decode()}">',
        f"<p style=\"background:url('data:image/svg+xml,{quote(_DRAWING)}')\">x</p>",
        f"<script>document.write('<p>{PROSE}</p>')</script>",
        f"<script>document.body.append(`{PROSE}`)</script>",
        f'<script src="data:text/javascript,{quote(f"q.textContent={PROSE!r}")}"></script>',
        "<p id=q></p><script>q.innerHTML=atob('aGVsbG8=')</script>",
    ],
)
def test_words_that_a_reader_sees_and_the_parser_does_not_read_are_told_as_missing(body: str) -> None:
    document = read(body)
    assert document.text.startswith("seen")
    assert PROSE not in document.text
    assert len(document.missing) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<iframe style="display:none" srcdoc="<p>one two three four five six</p>"></iframe>',
        "<script>document.querySelector('p').textContent = 'ok'</script>",
        "<script>console.log('the page has been read to its very end')</script>",
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
    ],
)
def test_nothing_is_told_as_missing_where_nothing_is_shown(body: str) -> None:
    assert read(body).missing == ()


def test_frames_of_other_pages_and_programs_that_may_write_or_hide_are_noted() -> None:
    assert any("frame" in note for note in read('<iframe src="https://site.example/"></iframe>').notes)
    code = f"var t='{PROSE}';function f(){{q.textContent=t;q.hidden=true}}"
    notes = read(f"<p id=q>stays</p><script>{code}</script>").notes
    assert any("may write" in note for note in notes)
    assert any("out of sight" in note for note in notes)


def test_what_a_program_may_hide_later_stays_in_the_text() -> None:
    assert "stays" in read("<p id=q>stays</p><script>on('x',()=>{q.remove()})</script>").text


def test_short_labels_are_hidden_by_custom_and_prose_in_the_same_shape_is_not() -> None:
    label = '<a href="#m" class="skip" style="position:absolute;left:-9999px">{}</a>'
    assert alarming(read(label.format("Skip to content"))) == ""
    prose = "seven words and more of hidden prose here"
    assert alarming(read(label.format(prose))) == prose


@pytest.mark.parametrize(
    "shape",
    [
        "<template><p>{}</p></template>",
        "<!-- Icons 5.1 by a foundry; licence: CC BY 4.0 {} -->",
        "<noscript>This page needs JavaScript. {}</noscript>",
    ],
)
def test_what_build_tools_leave_in_pages_is_ordinary_while_it_is_short(shape: str) -> None:
    assert alarming(read(shape.format("so"))) == ""
    assert "rests on words" in alarming(read(shape.format(" ".join([PROSE] * 4))))


@pytest.mark.parametrize(
    ("body", "sheet"),
    [
        (f'<input placeholder="{PROSE}" style="opacity:0">', ""),
        ('<span class="a copy">Copy</span>', f'.a{{display:none}}.a::before{{content:"{PROSE}"}}'),
    ],
)
def test_prose_in_hints_and_style_of_hidden_elements_raises_an_alert(body: str, sheet: str) -> None:
    document = read(body, sheet)
    assert PROSE not in document.text
    assert PROSE in alarming(document)


def test_many_short_labels_together_do_raise_an_alert() -> None:
    labels = "".join(f"<p>{n}</p><button hidden>word{n} two three four five</button>" for n in range(40))
    assert "word39" in alarming(read(labels))


def test_a_hidden_formula_with_words_that_nobody_draws_raises_an_alert() -> None:
    hidden = '<span style="clip-path:inset(50%)"><math><mtext>{}</mtext></math></span><span>x=2</span>'
    assert alarming(read(hidden.format("x=2"))) == ""
    assert "nobody" in alarming(read(hidden.format("these are words that nobody ever draws")))


def test_custom_properties_are_those_of_the_elements_around() -> None:
    sheet = ":root{--c:none}.b{--c:block}.a{display:var(--c)}"
    assert (
        read("<p class=a>one two three gone</p><div class=b><p class=a>kept</p></div>", sheet).text
        == "seen\n\nkept\n\n"
    )


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("screen and (min-width: 600px)", True),
        ("(max-width:600px)", False),
        ("not print", True),
        ("print, (width >= 40em)", True),
        ("(prefers-color-scheme: dark)", False),
        ("(prefers-reduced-motion)", False),
        ("", True),
    ],
)
def test_media_queries_hold_as_on_an_ordinary_screen(query: str, answer: bool) -> None:
    assert holds(query) is answer


@pytest.mark.parametrize(
    ("selector", "meant", "part", "touched"),
    [
        ("a:hover > b", "a > b", "", True),
        (".a::after", ".a", "after", False),
        (".a :before", ".a *", "before", False),
        ("#t:not(:checked)~p", "#t:not(:is([checked],[selected]))~p", "", False),
        ("p:not(:hover)", "p", "", False),
        ("ul > :focus", "ul >*", "", True),
    ],
)
def test_selectors_are_taken_for_an_untouched_page(selector: str, meant: str, part: str, touched: bool) -> None:
    found = at_rest(selector)
    assert found is not None
    assert (found.selector, found.part, found.touched) == (meant, part, touched)


def test_shapes_and_transforms_are_worked_out_and_riddles_count_as_hiding() -> None:
    assert clipped_to_nothing("polygon(0 0, 50% 0, 100% 0)")
    assert clipped_to_nothing("url(#c)")
    assert not clipped_to_nothing("inset(0 10% 5px round 4px)")
    assert moved({"transform": "rotate(45deg) scale(2)"}, 16).scale == pytest.approx(2)
    assert moved({"rotate": "y 90deg"}, 16).on_edge
    assert moved({"transform": "spin(3)"}, 16).unknown
    assert moved({"transform": "translate(-50%, -50%)"}, 16).across == pytest.approx(-100)


def test_programs_that_write_prose_are_told_from_those_that_set_a_word() -> None:
    assert writes_prose(f'x.innerHTML = "<b>{PROSE}</b>"')
    assert not writes_prose('x.innerHTML = "<div class=one id=two></div>"')
    assert may_write_prose(f"const a='{PROSE}';b.append(a)")


@pytest.mark.parametrize(
    "bait",
    [
        "<script>" + "x.remove();" * 50_000 + "</script>",
        "<script>" + "q.innerHTML=" * 100_000 + "</script>",
        "<style>" + "@import data:x " * 50_000 + "</style>",
        "<style>p:not(:hover" + " " * 100_000 + "{}</style>",
        "<p style='" + "--a:var(--b) var(--b);" * 5_000 + "'>x",
        "<svg>" + "<rect></rect><text y=9>x</text>" * 8_000,
    ],
)
def test_looking_at_style_and_programs_takes_time_that_grows_with_length(bait: str) -> None:
    began = process_time()
    assert "seen" in read(bait).text
    assert process_time() - began < 10
