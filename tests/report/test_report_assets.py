import re
from importlib.resources import files

import pytest

CSS, JS = (files("screener.report").joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
GROUNDS = ("paper", "raised")
INKS = ("ink", "quiet", "link", "high", "medium", "low", "none", "good")
ON_A_MARK = [("ink", f"{s}-ground") for s in ("high", "medium", "low", "none")] + [("high", "high-ground")]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6}|#[0-9a-f]{3})\b", block))


def luminance(colour: str) -> float:
    full = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", range(3))
def test_words_stand_out_from_their_ground_in_light_in_dark_and_on_paper(theme: int) -> None:
    palette = colours(re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[theme])
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS] + ON_A_MARK
    assert {
        pair: contrast(*(palette[name] for name in pair))
        for pair in pairs
        if contrast(*(palette[n] for n in pair)) < 4.5
    } == {}


def test_style_and_script_ask_for_nothing_from_outside_and_cannot_end_their_own_element() -> None:
    for text in (CSS, JS):
        assert not re.search(r"(?i)https?:|url\(|@import|fetch\(|XMLHttp|WebSocket|</|<!--|innerHTML|eval\(", text)


def test_motion_is_only_used_where_the_reader_has_nothing_against_it() -> None:
    assert CSS.count("scroll-behavior") == 1 and "no-preference) { html { scroll-behavior" in CSS
    assert not re.search(r"animation|transition", CSS)
