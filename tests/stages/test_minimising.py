"""A model is shown the work and not the name, and what it quotes leads back to the words of the draft."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.stages.grounding import QuoteGate
from screener.stages.minimising import veil
from screener.stages.minimising.rules import MOST_ACKNOWLEDGED
from screener.words.draft import Document, Format, HiddenHow, HiddenText, Section
from screener.words.veil import CUT, Stretch, Veil

HEAD = """Tides of a Small Harbour

Priya N. Venkataraman1, Jonas van der Zee* and Ömer Çelik
Department of Quiet Waters, Harbour University
{priya,jonas}@harbour.example.org, 0000-0002-1825-0097

Abstract

"""
BODY = """We measured tides. As Venkataraman and P. Venkataraman showed, pumps fail at 3.2 bar. Code is at
https://github.com/harbour-lab/tides-v2. The zee is calm. Jonas van der
Zee kept the log, and Çelik, Ö. read it; write to omer.celik@harbour.example.org.

"""
THANKS = """Acknowledgements

We thank Maria Solano for the boats. This work was supported by the Harbour Fund under grant no. 17-445. The pump was run at
4.1 bar for an hour.

References

[1] Venkataraman, P. N. Pumps. 2019.
"""


def document(text: str, *, sections: tuple[str, ...] = (), hidden: tuple[HiddenText, ...] = ()) -> Document:
    starts = [text.index(f"\n{title}\n") + 1 for title in sections]
    ends = [*starts[1:], len(text)][: len(starts)]
    made = [Section(title=t, level=1, start=a, end=b) for t, a, b in zip(sections, starts, ends, strict=True)]
    return Document(format=Format.text, text=text, parser="test", sections=tuple(made), hidden=hidden)


WHOLE = document(HEAD + BODY + THANKS, sections=("Abstract", "Acknowledgements", "References"))


def test_nothing_that_names_an_author_is_left_and_the_work_is() -> None:
    shown = veil(WHOLE).hide(WHOLE.text)
    gone = ("Priya", "Venkataraman", "Jonas", "Ömer", "Çelik", "Harbour University", "Quiet Waters", "example.org")
    for word in (*gone, "0000-0002", "github.com", "Maria Solano", "Harbour Fund", "17-445"):
        assert word not in shown
    for kept in (
        "Tides of a Small Harbour",
        "pumps fail at 3.2 bar",
        "The zee is calm",
        "The pump was run at\n4.1 bar",
    ):
        assert kept in shown


def test_what_was_taken_out_is_counted_by_kind() -> None:
    counted = veil(WHOLE).counted()
    assert counted["e-mail"] == 2 and counted["identifier"] == 1 and counted["repository"] == 1
    assert counted["affiliation"] == 1 and counted["acknowledgement"] == 2 and counted["name"] >= 5
    hidden = veil(WHOLE)
    assert counted["characters"] > 200
    assert len(hidden.hide(WHOLE.text)) < len(WHOLE.text)


def test_a_draft_without_authors_is_shown_as_it_is() -> None:
    plain = document(
        "Tides\n\nAbstract\n\nWe measured tides in May. New York is far. Thanks to physics, water falls.\n"
    )
    assert veil(plain).words == ()
    assert veil(plain).hide(plain.text) == plain.text


def test_authors_that_only_the_file_s_properties_name_are_kept_back_too() -> None:
    hidden = HiddenText(text="Priya Venkataraman; Jonas Zee", how=HiddenHow.metadata, where="metadata, Author")
    shown = veil(document("Tides\n\nVenkataraman measured. Zee wrote.\n", hidden=(hidden,)))
    assert shown.hide("Venkataraman measured. Zee wrote.") == "[name 1] measured. [name 2] wrote."


def test_an_acknowledgement_is_no_place_to_hide_a_recipe_in() -> None:
    thanks = "We thank the reader. " + "Mix the two parts at forty degrees for an hour. " * 8
    many = "".join(f"We thank person {n} of pond {n}, who gave us their boats and their patience. " for n in range(60))
    text = f"Tides\n\nAbstract\n\nNothing.\n\nAcknowledgements\n\n{thanks}\n{many}"
    made = veil(document(text, sections=("Abstract", "Acknowledgements")))
    assert "Mix the two parts" in made.hide(text)
    assert made.characters <= MOST_ACKNOWLEDGED
    assert "gave us their boats" in made.hide(text), "beyond the limit nothing more is taken out"
    endless = "We thank " + "the reader for mixing parts and " * 30 + "all."
    assert "mixing parts" in veil(document(f"T\n\n{endless}")).hide(endless)


def test_the_lines_between_title_and_abstract_are_no_place_to_hide_much_in() -> None:
    steps = [
        f"{n} University step: warm vessel {n}, then add what table {n} lists, and wait {n} hours." for n in range(99)
    ]
    text = "A Title of Ours\n\nAda Quokkaby\n\n" + "\n".join(steps) + "\n\nAbstract\n\nWe measure ponds.\n"
    shown = veil(document(text)).hide(text)
    assert sum(step in shown for step in steps) > 50


def test_a_raised_figure_is_no_letter_of_a_name() -> None:
    text = "Ponds and their ways\n\nAda Quokkaby and Tom Numbatt\n\nAbstract\n\nQuokkaby¹ saw it, and ²Numbatt did."
    shown = veil(document(text)).hide(text)
    assert "Quokkaby" not in shown and "Numbatt" not in shown


def test_a_name_that_a_shortened_text_cuts_is_hidden_too() -> None:
    made = veil(WHOLE)
    opening = WHOLE.text[: WHOLE.text.index("Venkataraman") + 5]
    assert made.hide(opening).endswith(CUT)
    assert "araman" not in made.hide("Introduction: …araman showed that pumps fail")


def test_a_draft_that_writes_placeholders_itself_cannot_be_confused_with_ours() -> None:
    text = HEAD + "In the log, [name 1] stands for a boat and [e-mail-1 2] for nobody; Venkataraman wrote it.\n"
    made = veil(document(text))
    shown = made.hide(text)
    assert "[name 1] stands for a boat" in shown
    assert made.show(shown) == text


@pytest.mark.parametrize("said", ["[name 1]", "[Name  1]", "[ name 1 ]"])
def test_placeholders_are_recognised_as_models_write_them(said: str) -> None:
    made = Veil.over("Ada wrote it.", [Stretch(0, 3, "name")])
    assert made.show(f"{said} wrote it.") == "Ada wrote it."
    assert made.show("[name 7] wrote it.") == "[name 7] wrote it."


NAMED = ["Priya Venkataraman", "Venkataraman", "P. Venkataraman", "Çelik", "Zee", "We thank Maria Solano."]
OTHERS = ["a@b.example.org", "github.com/a/b", "0000-0002-1825-0097", "pumps", "fail.", "3.2", "(", "…", "\n", "\n\n"]


def test_white_space_at_the_end_of_thanks_comes_back_once() -> None:
    text = "We thank Maria Solano. pumps \n"
    made = veil(document(text))
    assert made.show(made.hide(text)) == text


WORDS = st.lists(st.sampled_from([*NAMED, *OTHERS, "[name 1]"]), max_size=60)


@settings(max_examples=150, deadline=None)
@given(words=WORDS, head=st.booleans(), data=st.data())
def test_every_stretch_that_a_model_can_quote_maps_back_to_the_draft(
    words: list[str], head: bool, data: st.DataObject
) -> None:
    text = (HEAD if head else "") + " ".join(words)
    made = veil(document(text))
    shown = made.hide(text)
    assert made.show(shown) == text
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    placeholders = [m.span() for m in re.finditer(r"\[[a-z-]+(?:-\d+)? \d+\]", shown)]
    if any(a < edge < b for a, b in placeholders for edge in (start, end)):
        return
    quote = made.show(shown[start:end])
    assert quote in text
    found = QuoteGate(text).find(quote)
    if found.start is not None and found.end is not None and found.how == "exact":
        assert text[found.start : found.end].strip() in quote


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200), data=st.data())
def test_any_stretches_of_any_text_come_back(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    made = Veil.over(text, [Stretch(a, b, "name") for a, b in pairs if text[a:b].strip()])
    assert made.show(made.hide(text)).split() == text.split()
