"""How many mentions of authors are kept back over made-up drafts in many formats, and how much else is."""

import re
import time

import pytest

from screener.stages.minimising import veil
from screener.stages.minimising.words import WORD, capital, fold
from screener.words.draft import Document, Format
from tests.stages.minimising.bylines import Made, drafts
from tests.stages.minimising.people import Person
from tests.stages.minimising.prose import texts

LEAST_RECALL = 0.995
LEAST_FORMS = 40
TURNS = 2


def mentions(text: str, person: Person) -> int:
    """How often a text names a person: by any of the names, or, where these are words, by a form that says who is meant."""
    if not person.plain:
        forms = (
            person.whole,
            person.whole.upper(),
            person.short,
            f"{person.family} et al",
            f"{person.family}, {person.given}",
        )
        return sum(len(re.findall(re.escape(form) + r"(?![a-z]{2})", text)) for form in forms)
    names = {fold(w) for w in (*person.given.split(), person.family.split()[-1]) if len(w.strip(".")) > 2}
    words = [fold(m.group()) for m in WORD.finditer(text) if capital(m.group())]
    return sum(any(word in (name, name + "s") or word[:-1] == name for name in names) for word in words)


def leaks(made: Made) -> tuple[int, int]:
    """Mentions of a draft's people, and those that a model would see."""
    shown = veil(made.document).hide(made.document.text)
    return tuple(sum(mentions(text, one) for one in made.people) for text in (made.document.text, shown))  # type: ignore[return-value]


def test_in_every_format_nearly_no_mention_of_an_author_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    found = [(made, *leaks(made)) for turn in range(TURNS) for made in drafts(turn)]
    assert len({made.form for made, _, _ in found}) >= LEAST_FORMS
    assert all(said >= 1 for _, said, _ in found), "each draft does name its authors"
    total, left = sum(said for _, said, _ in found), sum(seen for _, _, seen in found)
    with capsys.disabled():
        print(f"\nminimising: {total - left} of {total} mentions kept back in {len(found)} drafts")
    assert left <= (1 - LEAST_RECALL) * total, [made.form for made, _, seen in found if seen]


def test_titles_and_the_words_of_abstracts_stay() -> None:
    for made in drafts():
        shown = veil(made.document).hide(made.document.text)
        assert made.title in shown, made.form
        for kept in ("We measure the models.", "We train small models and measure how the loss falls."):
            assert kept in shown, made.form


def test_of_ordinary_texts_nothing_is_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    ordinary = texts()
    assert len(ordinary) >= 20
    taken = [words for document in ordinary for words in veil(document).words]
    with capsys.disabled():
        print(f"\nminimising: {len(taken)} stretches taken out of {len(ordinary)} ordinary texts")
    assert taken == []


@pytest.mark.parametrize(
    "unit", ["Ab-", "A. ", "Marit ", "{a,", "a@", "$", "^", "Work was supported by the ", "grants ", "1A", "\n"]
)
def test_time_grows_with_the_length_of_hostile_text_and_no_faster(unit: str) -> None:
    def seconds(length: int) -> float:
        text = f"Title\n\nMarit Okonkwo1\n\nAbstract\n\n{unit * (length // len(unit))}"
        document = Document(format=Format.text, text=text, parser="made", title="Title")
        began = time.process_time()
        veil(document)
        return time.process_time() - began

    seconds(2_000)
    assert seconds(40_000) < 12 * seconds(10_000) + 0.5
