import pytest

from screener.doors.documents.colours import BLACK, WHITE, from_fractions, from_hex, indistinct, mixed


@pytest.mark.parametrize(
    ("digits", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("FEFEFE", (254, 254, 254)),
        ("#11223344", (17, 34, 51)),
        ("auto", None),
        ("12345", None),
    ],
)
def test_hexadecimal_colours_are_read_in_every_length(digits: str, colour: tuple[int, int, int] | None) -> None:
    assert from_hex(digits) == colour


def test_fractions_stand_for_grey_rgb_and_ink() -> None:
    assert from_fractions(0.5) == (128, 128, 128)
    assert from_fractions(1, 0, 0) == (255, 0, 0)
    assert from_fractions(0, 0, 0, 1) == BLACK
    assert from_fractions(0, 0, 0, 0) == WHITE


def test_only_close_colours_are_indistinct_and_unknown_ones_never() -> None:
    assert indistinct((250, 250, 250), WHITE)
    assert not indistinct((255, 255, 0), WHITE)
    assert not indistinct((200, 200, 200), WHITE)
    assert not indistinct(None, WHITE)
    assert not indistinct(WHITE, None)
    assert mixed(BLACK, WHITE, 0.02) == (250, 250, 250)
