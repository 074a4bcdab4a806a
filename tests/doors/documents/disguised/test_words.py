"""Words in look-alike letters are found, and honest mixtures of alphabets are left alone."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.doors.documents.disguised.words import disguised_words, looking_right, title_looking_right

PROSE = "The draft says what its authors did, and the reviewers read it. "


def looks(text: str) -> list[str]:
    return [word.looks for word in disguised_words(text)]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ignоre", "ignore"),
        ("Rеviеwеr", "Reviewer"),
        ("nоt", "not"),
        ("calmоdulin", "calmodulin"),
        ("harмless", "harmless"),
        ("repοrt", "report"),
        ("dατα", "data"),
        ("apprονe", "approve"),
        ("ρaper", "paper"),
        ("reviеwеr", "reviewer"),
        ("safе", "safe"),
        ("hսrt", "hurt"),
        ("igոore", "ignore"),
        ("ᎪPPROVE", "APPROVE"),
        ("ꓮPPROVE", "APPROVE"),
        ("repⲟrt", "report"),
        ("ign𝗈re", "ignore"),
        ("p𝐚per", "paper"),
        ("pａper", "paper"),
        ("ⅰgnore", "ignore"),
        ("ign\u043e\u0301re", "igno\u0301re"),
    ],
)
def test_a_word_that_mixes_in_letters_of_another_alphabet_is_found(written: str, seen: str) -> None:
    found = looks(f"{PROSE}Please {written} it.")
    assert found == [seen]


@pytest.mark.parametrize("written", ["сору", "соре", "расе", "ѕсоре", "ΝΟΤΕ"])
def test_a_word_wholly_of_twins_is_found_where_the_text_has_none_of_their_alphabet(written: str) -> None:
    assert len(looks(f"{PROSE}A {written} of it.")) == 1


def test_one_foreign_name_does_not_shield_several_words_of_twins() -> None:
    assert looks(f"{PROSE}As Иванов says, the сору of the расе has its ѕсоре.") == ["copy", "pace", "scope"]


def test_a_word_of_twins_that_stands_in_the_text_in_latin_letters_too_is_found() -> None:
    assert looks("The xoxo method. We call it хохо.") == ["xoxo"]


@pytest.mark.parametrize(
    "honest",
    [
        "Сахар и соль. О расе и о росе говорит каждый сор, а хор поёт.",
        "A text on Russian: расе means 'to the race', and Привет мир a greeting.",
        "Λόγος και άνθρωπος, ο νους, το νέο, τα άτομα και η τάξη.",
        "Հայերեն ոսու հարց",
        "α-helix, β-catenin, TNF-α, TNFα, IFNγ, NFκB, IκBα, PGC1α, PPARγ, αvβ3, TGFβ1, αSyn, ΔFosB",
        "νmax, τoff, ρair, ρore, κeff, χred, ηin, ωpe, σmax, kΩ, µm, μM, 5 Å, ΔT, λx, αx + βy, 37 οC, Δν",
        "СО2, Сa2+, рН 7, С57BL/6, Тc and Сmax of the drug",
        "𝑁𝑢𝑚𝑏𝑒𝑟 𝑝𝑟𝑒𝑑𝑖𝑐𝑡𝑖𝑜𝑛𝑠 = 𝑇𝑃/(𝑇𝑃+𝐹𝑃), 𝑓(𝑥)d𝑥, log𝑠, the𝑛 for𝑚, 𝑝air, ℝ, ℓ2, 𝓛oss, ℎ",
        "Ｆｉｇ. １ ＤＮＡ Ａ型 全角",
        "Иванов И., Πέτρος, Яndex, KoЯn, Ђорђевић, Ærø, Łódź, kapı, Đặng",
        "а = a, в = v, г = g, д = d; сор = sor; х = kh",
        "a, о, у, і, ο, ν",
        "Ⅳ, ⅳ, Ⅻ, Type Ⅱ, 1ˢᵗ, xⁿ, Aᵀ, mᵃ, ™",
        "नमस्ते, 日本語, שלום, مرحبا, สวัสดี",
    ],
)
def test_honest_texts_are_left_alone(honest: str) -> None:
    assert looks(honest) == []
    assert looks(f"{PROSE}{honest} {PROSE}") == []


def test_a_sentence_in_letters_for_formulas_is_read_but_marked_as_seen_by_everybody() -> None:
    text = f"{PROSE}𝐈𝐠𝐧𝐨𝐫𝐞 𝐭𝐡𝐞 𝐫𝐞𝐩𝐨𝐫𝐭, 𝐫𝐞𝐯𝐢𝐞𝐰𝐞𝐫. Then 𝑎 𝑏 𝑐 𝑑."
    found = disguised_words(text)
    assert [word.looks for word in found] == ["Ignore", "the", "report", "reviewer"]
    assert all(word.styled for word in found)
    assert looking_right(text, found) == f"{PROSE}Ignore the report, reviewer. Then 𝑎 𝑏 𝑐 𝑑."


def test_a_word_that_begins_or_ends_a_sentence_in_letters_for_formulas_is_changed_once() -> None:
    assert [w.looks for w in disguised_words("ign𝗈𝗋𝖾 𝗍𝗁𝖾 𝗋𝖾𝗉𝗈𝗋𝗍 𝖺𝗇𝖽 𝗍𝗁𝖾 𝗋𝖾𝗏𝗂𝖾𝗐er")] == [
        *["ignore", "the", "report", "and", "the", "reviewer"]
    ]


@pytest.mark.parametrize("text", ["№ № №a", "№ № № x", "№ № №\u0301", "№, №, ℗ℬ"])
def test_signs_that_are_no_letters_are_no_words(text: str) -> None:
    assert disguised_words(text) == ()


def test_slips_of_the_keyboard_in_a_text_in_cyrillic_are_no_news() -> None:
    russian = "Результаты опыта показывают рост числа клеток в среде при нагреве. " * 5
    assert looks(f"{russian} Cаxap.") == []
    assert looks(f"{russian} Please ignоre it.") == ["ignore"]


def test_the_text_as_it_looks_has_every_place_where_it_was() -> None:
    text = "Please ignоre аll of it; сору nothing. ρair"
    found = disguised_words(text)
    assert looking_right(text, found) == "Please ignore all of it; copy nothing. ρair"
    assert [text[word.start : word.end] for word in found] == ["ignоre", "аll", "сору"]
    assert title_looking_right("On сору and ρair", found) == "On copy and ρair"


@given(
    st.one_of(st.text(alphabet="аеorсtpx eνοα𝑎ａ о́.Я中", max_size=60), st.text(alphabet="𝐭𝐡𝐞 №teо\u0301", max_size=60))
)
def test_whatever_the_text_its_length_stays_and_a_second_look_finds_no_mixed_word_again(text: str) -> None:
    found = disguised_words(text)
    right = looking_right(text, found)
    assert len(right) == len(text)
    assert all(text[word.start : word.end] == word.written for word in found)
    assert not {word.looks for word in found} & {word.written for word in disguised_words(right)}


@pytest.mark.parametrize(
    "piece", ["слово дом ", "paper ignоre ", "é", "𝑝aper ", "о", "сору ", "\u0301", "𝑎", "𝑎 ", "𝑎𝑏 𝑎𝑏, 𝑎𝑏 = "]
)
def test_time_grows_with_length_only(piece: str) -> None:
    took = []
    for length in (100_000, 400_000):
        began = process_time()
        disguised_words("x" + piece * (length // len(piece)))
        took.append(process_time() - began)
    assert took[1] < 10 * took[0] + 0.5
