from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from screener.report.inert import cut, one_line, plain, verbatim


def words_of(html: str) -> str:
    return LexborHTMLParser(f"<p>{html}</p>").css("p")[0].text(deep=True)


def test_a_direction_override_is_spelt_out_in_plain_words() -> None:
    assert plain("a\u200bb") == "a⟨U+200B⟩b"
    assert plain("a\u202eb\x1b") == "a⟨U+202E⟩b⟨U+001B⟩"


def test_joiners_that_scripts_and_emoji_need_are_left_alone() -> None:
    assert plain("می\u200cخواهم 👩\u200d🔬") == "می\u200cخواهم 👩\u200d🔬"


def test_an_unsettling_character_is_boxed_alone_so_that_it_acts_on_nothing_else() -> None:
    assert verbatim("a\u202eb") == 'a<bdi class="odd" data-code="U+202E">\u202e</bdi>b'


def test_what_html_cannot_hold_becomes_a_replacement_character() -> None:
    assert words_of(verbatim("a\x00b\ud800")) == "a\ufffdb\ufffd"


def test_a_long_text_is_cut_and_says_how_much_is_missing() -> None:
    assert cut("a" * 30, 10) == "aaaaaaaaaa … (20 more characters are in the JSON report)"
    assert cut("short", 10) == "short"


def test_one_line_folds_white_space_and_ends_at_a_word() -> None:
    assert one_line("a\n\n b\tc", 10) == "a b c"
    assert one_line("several words in a row", 16) == "several words …"


@given(st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"])))
def test_verbatim_html_has_exactly_the_given_text(text: str) -> None:
    assert words_of(verbatim(text)) == text
