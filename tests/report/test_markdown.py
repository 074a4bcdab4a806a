import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from screener.report import to_markdown
from screener.report.inert import one_line, plain
from screener.report.markdown import escaped
from tests.report.example import example_framework, example_screening
from tests.report.hostile import PAYLOADS, hostile_screening
from tests.report.large import large_screening

FRAMEWORK = example_framework()
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"p", "strong", "ul", "li", "h2", "blockquote", "hr", "", "br"}


def tokens(text: str) -> list[Token]:
    return [inner for token in READER.parse(text) for inner in (token, *(token.children or []))]


def test_the_first_line_is_the_status() -> None:
    assert to_markdown(example_screening(), FRAMEWORK).startswith(
        "**Incomplete: 1 of 8 passages was not read (1 refused)"
    )


def test_a_mail_holds_the_suggestion_the_gaps_the_alerts_the_flags_the_questions_and_where_it_came_from() -> None:
    text = to_markdown(example_screening(), FRAMEWORK)
    for words in (
        "Share with a select circle",
        "A person decides",
        "93.4 % of the text",
        "Passage 4 (page 2) was not read",
        "Hidden words that read like orders to a reader",
        "> Projecting out the probe's direction",
        "Hold → Publish with edits",
        "look harder",
        "Claims whose words were not found",
        "Does the gain survive",
        "Screening s-20260304-0001",
    ):
        assert words in text


def test_the_most_severe_flags_come_first() -> None:
    text = to_markdown(example_screening(), FRAMEWORK)
    assert text.index("2. high") < text.index("3. medium") < text.index("1. low")


def test_a_mail_stays_short_however_many_flags_there_are() -> None:
    text = to_markdown(large_screening(pages=60, flags=300), FRAMEWORK)
    assert len(text) < 40_000 and "And 260 more flags in the full report." in text


@pytest.mark.parametrize(
    "payload",
    [
        *PAYLOADS,
        "[a](http://evil.example)",
        "![a](http://evil.example/x.png)",
        "<http://evil.example>",
        "<b>x</b>",
        "# big",
        "- list",
        "1. list",
        "> quote",
        "---",
        "===",
        "| a | b |\n|---|---|",
        "`code`",
        "***x***",
        "~~x~~",
        "[a]: http://evil.example",
        "&lt;script&gt;",
        "```\ncode",
        "    code",
        "\\[a](b)",
        "mail a.b@evil.example now",
        "+ x",
        "12) x",
    ],
)
def test_hostile_words_cannot_make_links_images_html_or_structure(payload: str) -> None:
    text = to_markdown(hostile_screening(payload), FRAMEWORK)
    found = tokens(text)
    assert {token.tag for token in found} <= OURS
    assert not {token.type for token in found} & {
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "code_inline",
        "fence",
        "code_block",
    }
    calm = [token.tag for token in tokens(to_markdown(hostile_screening("calm"), FRAMEWORK)) if token.nesting == 1]
    assert [token.tag for token in found if token.nesting == 1] == calm
    assert not re.search(r"(?i)\w://|www\.|mailto:|[\w.]@[\w-]+\.", text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab1 .)-+=#*_`~[]()!<>&;:/\\|$^\"'\n\té𝜆\u202e"), min_size=1, max_size=40))
def test_escaped_words_read_as_they_were_written(words: str) -> None:
    shown = "".join(token.content for token in tokens(escaped(words, 200)) if token.type in {"text", "text_special"})
    assert shown == plain(one_line(words, 200))


def test_who_read_it_and_what_that_means_stands_before_everything_that_was_found() -> None:
    screening = example_screening()
    text = to_markdown(screening, FRAMEWORK)
    for reader in screening.provenance.readers:
        assert reader.meaning.split(".")[0][:40] in text[: text.index("## Coverage")]


def test_combinations_and_second_opinions_are_told() -> None:
    screening = example_screening()
    assert screening.argument.combinations and screening.disagreements
    text = to_markdown(screening, FRAMEWORK)
    assert "## Uplift by combination" in text and "## Where the second opinion differs" in text
    assert all(f"Passage {d.passage_index + 1}: " in text for d in screening.disagreements)
