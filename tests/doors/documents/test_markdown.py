import pytest

from screener.doors.documents.markdown import parse
from screener.words.draft import Document, HiddenHow
from screener.words.errors import RefusedInput
from tests.doors.documents.assertions import alarming, assert_consistent, headings, hidden


def read(text: str) -> Document:
    document = parse(text.encode(), "notes.md")
    assert_consistent(document)
    return document


def test_a_note_is_read_as_its_readers_see_it() -> None:
    document = read(
        "# Head *one*\n\nSome [link](http://x.y) and `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- p\n- q\n\n1. r\n\n"
        "```python\nx = 1\n  y\n```\n\nUnder\n-----\n\n> quoted\n"
    )
    assert document.text == (
        "Head one\n\nSome link and code.\n\na\tb\n1\t2\n\n• p\n• q\n\n1. r\n\nx = 1\n  y\n\nUnder\n\nquoted\n\n"
    )
    assert headings(document) == [("Head one", 1), ("Under", 2)]
    assert document.title == "Head one"
    assert alarming(document) == ""


def test_front_matter_that_a_paper_prints_is_text_and_the_rest_is_metadata() -> None:
    document = read('---\ntitle: "A Title"\nabstract: |\n  Two\n  lines.\nsecret: do this\n---\n\nBody.\n')
    assert document.title == "A Title"
    assert document.text == "A Title\n\nAbstract\n\nTwo lines.\n\nBody.\n\n"
    assert hidden(document, HiddenHow.metadata) == "secret: do this"


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("<!-- secret -->", HiddenHow.comment),
        ("text <!-- secret --> text", HiddenHow.comment),
        ('<div style="display:none">\n\nsecret\n\n</div>', HiddenHow.style),
        ("seen <span hidden>secret</span>", HiddenHow.attribute),
        ("[//]: # (secret)", HiddenHow.comment),
        ('[unused]: http://x.y "secret"', HiddenHow.comment),
        ("```python secret\nx\n```", HiddenHow.attribute),
    ],
)
def test_text_that_the_rendering_drops_is_set_apart(source: str, how: HiddenHow) -> None:
    document = read(f"before\n\n{source}\n\nafter\n")
    assert "secret" not in document.text
    assert hidden(document, how) == "secret"
    assert alarming(document) == "secret"


def test_alerts_name_the_line_of_the_file() -> None:
    document = read("---\ntitle: x\n---\none\n\ntwo\n\n<!-- here -->\n")
    assert [h.where for h in document.hidden] == ["line 8"]


def test_titles_and_descriptions_of_links_and_images_are_ordinary() -> None:
    document = read('![a plot](p.png "hover")')
    assert document.images == 1
    assert {h.text for h in document.hidden} == {"a plot", "hover"}
    assert alarming(document) == ""


def test_formulas_keep_their_source() -> None:
    document = read("We set $a_b * c * d$ and \\(x_1\\) for $5 each, then\n\n$$\n\\alpha_{i}*\\beta_j*2\n$$\n")
    assert "$a_b * c * d$" in document.text
    assert "\\(x_1\\)" in document.text
    assert "\\alpha_{i}*\\beta_j*2" in document.text


def test_footnotes_in_any_form_are_read() -> None:
    document = read("A claim[^1] and[^2].\n\n[^1]: word\n[^2]: A longer note.\n")
    assert "word" in document.text
    assert "A longer note." in document.text


def test_quotes_nested_beyond_measure_are_refused_and_not_dropped() -> None:
    with pytest.raises(RefusedInput, match="nests"):
        parse((">" * 400 + " deep\n").encode(), "notes.md")
    assert "deep" in read(">" * 60 + " deep\n").text


def test_words_that_only_some_programs_show_are_read_and_told() -> None:
    document = read("# N\n\n|a|b|\n|-|-|\n|1|2|surplus|\n\n[^9]: A note that nothing calls.\n")
    assert "surplus" in document.text
    assert "A note that nothing calls." in document.text
    assert [note.split(" ")[0:2] for note in document.notes] == [["A", "table"], ["The", "footnote"]]
    assert "(line 3)" in document.notes[0]
    assert read("A claim[^1] here.\n\n[^1]: The source.\n").notes == ()


def test_comments_of_other_programs_are_set_apart_with_their_lines_and_never_end_of_themselves() -> None:
    document = read(
        "One.\n\n%%aside%%\n\n{% comment %} left out {% endcomment %}\n\n{% comment %} kept, as it never ends"
    )
    assert [(h.text, h.where) for h in document.hidden] == [
        ("aside", "line 3 (obsidian)"),
        ("left out", "line 5 (liquid)"),
    ]
    assert "kept, as it never ends" in document.text
