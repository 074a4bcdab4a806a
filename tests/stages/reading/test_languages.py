"""What is not in English is told from what is, and from what is no prose at all."""

import asyncio

import pytest

from screener.doors.language import other_language
from screener.stages.reading.languages import unknown_languages
from screener.words.screening import UnreadBecause
from tests.stages.making import consecutive
from tests.stages.reading.contract import CONTEXT
from tests.stages.reading.test_embedded import CASES, UPLIFT, reader_of

GERMAN = "Wir zählten die Enten auf dem Teich an jedem Morgen und schrieben auf, wie viele es waren. "
ENGLISH = "We counted the ducks on the pond every morning and wrote down how many there were. "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GERMAN, "de"),
        ("Nous avons compté les canards sur l'étang chaque matin et noté combien il y en avait.", "fr"),
        ("Contamos los patos del estanque todas las mañanas y anotamos cuántos había.", "es"),
        ("Každé ráno jsme počítali kachny na rybníku a zapisovali jsme si, kolik jich bylo.", "cs"),
        ("Каждое утро мы считали уток на пруду и записывали, сколько их было.", "ru"),
        ("我们每天早上数池塘里的鸭子，并记下鸭子的数量。每个星期我们把结果交给同事。", "zh"),
        ("كنا نعد البط في البركة كل صباح ونكتب عدده في الدفتر.", "ar"),
        ("우리는 매일 아침 연못에 있는 오리를 세고 몇 마리인지 적었다.", "ko"),
    ],
)
def test_languages_are_told(text: str, code: str) -> None:
    assert other_language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "Terse: ducks counted daily; ponds nine; counts rising; methods below; tables attached.",
        "Pond\tDucks\tGeese\nNine\t12\t4\nTen\t9\t0\nEleven\t14\t2",
        "for i in range(10): x = np.zeros(n); y = model.forward(x, mask=None); loss.backward(); optimizer.step()",
        "K. Müller, J. Østergård, Š. Novák, M. García-López, T. Wiśniewski, Ł. Kowalski",
        "Ducks.",
        "",
    ],
)
def test_english_and_what_is_no_prose_is_left_alone(text: str) -> None:
    assert other_language(text) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (ENGLISH * 4, ""),
        (ENGLISH * 4 + "\n\nDie Enten auf dem Teich.\n\n" + ENGLISH * 4, ""),
        (ENGLISH * 9 + "\n\n" + GERMAN * 3, "de"),
        (GERMAN, "de"),
        ("Die Enten auf dem Teich.", ""),
    ],
)
def test_a_phrase_in_another_language_is_none_of_a_passage_and_a_paragraph_is(text: str, codes: str) -> None:
    assert unknown_languages(text) == codes


def test_a_passage_in_two_languages_is_unread_and_keeps_the_flags_on_what_was_understood() -> None:
    [passage] = consecutive(UPLIFT + "\n\n" + GERMAN * 3)
    reading = asyncio.run(reader_of(CASES).read(passage, CONTEXT))
    assert (reading.unread_because, reading.score) == (UnreadBecause.other_language, None)
    assert "de" in reading.unread_detail
    assert reading.claims
