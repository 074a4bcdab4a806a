"""Selectors mean the same elements whoever matches them, and deep pages cost no time beyond their length."""

import random
from time import process_time

import pytest
from selectolax.lexbor import LexborHTMLParser

from screener.doors.documents.html import selecting
from screener.doors.documents.html.rules import declarations_in, rules_in
from screener.doors.documents.html.selecting import depth_of, selected
from screener.doors.documents.html.sheets import sheets_of
from screener.words.errors import RefusedInput

_TAGS = ["<div>", "<p>", "<b class=c>", "</div>", "<i id=z>", "x", "</b>", "</i>"]
_SIMPLE = ["div", "p", "b", ".c", "i", "*", "i:not(.c)", "[id=z]", "b[class]", "p:is(div, p)"]


def test_steps_taken_one_by_one_find_what_the_parser_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selecting, "MOST_WAYS", 0)
    chance = random.Random(8)
    found = 0
    for _ in range(400):
        tree = LexborHTMLParser("".join(chance.choice(_TAGS) for _ in range(25)))
        selector = chance.choice(_SIMPLE) + "".join(
            chance.choice([" ", " > ", "~", " + "]) + chance.choice(_SIMPLE) for _ in range(chance.randrange(2, 5))
        )
        own = {node.mem_id for node in selected(tree, selector, 25)}
        assert own == {node.mem_id for node in tree.css(selector)}, selector
        found += bool(own)
    assert found > 10


def test_many_steps_on_a_page_nested_deep_take_no_time() -> None:
    tree = LexborHTMLParser("<div>" * 300 + "x")
    began = process_time()
    assert selected(tree, "p " + "div " * 12 + "div", 300) == []
    assert len(selected(tree, "div " * 12 + "div", 300)) == 288
    assert process_time() - began < 2


@pytest.mark.parametrize("selector", ["a b c:is(d e)", "a b :not(((c)))", "a b c" + " d" * 60, "a b [c"])
def test_a_selector_that_would_take_too_much_is_refused(selector: str) -> None:
    with pytest.raises(ValueError):
        selected(LexborHTMLParser("<a><b><c>"), selector, 4_000)


def test_depth_is_that_of_the_deepest_element() -> None:
    assert depth_of(LexborHTMLParser("<p>a<div><b>c</b></div>")) == 4
    assert depth_of(LexborHTMLParser("<div>" * 5_000)) == 5_002


def test_a_rule_of_many_steps_is_told_as_left_out() -> None:
    tree = LexborHTMLParser(f"<style>{'div ' * 100}{{color:red}}</style>{'<div>' * 200}x")
    assert sheets_of(tree).skipped == 1


def test_rules_within_one_another_without_end_are_refused() -> None:
    with pytest.raises(RefusedInput, match="style rules more than 40 deep"):
        list(rules_in("a{" * 100_000))


def test_rules_and_elements_without_end_are_refused() -> None:
    tree = LexborHTMLParser("<style>" + "a{color:red}" * 2_000 + "</style><a>x")
    with pytest.raises(RefusedInput, match="too many style rules"):
        sheets_of(tree, 300_000)
    assert sheets_of(tree, 1_000).skipped == 0


def test_declarations_are_divided_at_semicolons_outside_brackets_in_time_that_grows_with_length() -> None:
    assert declarations_in("a:url(x;y);b:c;d:e") == {"a": "url(x;y)", "b": "c", "d": "e"}
    began = process_time()
    assert declarations_in("color:red;" * 100_000) == {"color": "red"}
    assert process_time() - began < 5
