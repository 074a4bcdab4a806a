"""Letters of other alphabets that look like Latin ones, and which alphabet a letter belongs to."""

import unicodedata
from enum import StrEnum


class Sort(StrEnum):
    """How a letter that looks like a Latin one comes to stand in honest text."""

    twin = "twin"
    """A letter of another alphabet that cannot be told from its Latin twin."""
    near = "near"
    """A letter of another alphabet that passes for a Latin one inside a word."""
    sign = "sign"
    """A Greek letter that sciences use by itself."""
    styled = "styled"
    """A Latin letter that Unicode holds once more for formulas, for wide columns or as a numeral."""


_PAIRS: tuple[tuple[Sort, str, str], ...] = (
    (Sort.twin, "аеорсухіјѕԁԛԝһӏѵүАВЕЅІЈКМНОРСТУХҮԌԚԜѴӀ", "aeopcyxijsdqwhlvyABESIJKMHOPCTYXYGQWVI"),
    (Sort.near, "кмтнгпиьвшѡғ", "kmthrnubbwwf"),
    (Sort.twin, "οϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ocjABEZHIKMNOPTYXCJ"),
    (Sort.sign, "αεικρτυχηωγσν", "aeikptuxnwyov"),
    (Sort.twin, "օոսհցզյՕՍՏԼ", "onuhgqjOUSL"),
    (Sort.near, "աեգքռղ", "wtqpnn"),
    (Sort.twin, "ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᏃᏏᏚᏢᏙᏞᏟᏦᏴ", "DRTiAJEWMHYZbSPVLCKB"),
    (Sort.twin, "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ"),
    (Sort.twin, "ⲟⲥⲣⲭⲞⲤⲢⲬⲀⲂⲎⲒⲔⲘⲚⲦ", "ocpxOCPXABHIKMNT"),
    (Sort.styled, "ⅰⅴⅹⅼⅽⅾⅿⅠⅤⅩⅬⅭⅮⅯ", "ivxlcdmIVXLCDM"),
)
_STYLED = ((0x2100, 0x214F), (0xFF21, 0xFF5A), (0x1D400, 0x1D7FF))
"""Where Unicode holds Latin letters again, as first and last code point."""
_ALPHABETS = (
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Armenian", 0x530, 0x58F),
    ("Cherokee", 0x13A0, 0x13FF),
    ("Greek", 0x1F00, 0x1FFF),
    ("Coptic", 0x2C80, 0x2CFF),
    ("Lisu", 0xA4D0, 0xA4FF),
)
_LAST_LATIN = 0x24F
_MORE_LATIN = (0x1E00, 0x1EFF)


def alphabet(letter: str) -> str:
    """The alphabet of a letter: 'Latin', one of those that have Latin twins, or 'other'."""
    code = ord(letter)
    if code <= _LAST_LATIN or _MORE_LATIN[0] <= code <= _MORE_LATIN[1]:
        return "Latin"
    return next((name for name, first, last in _ALPHABETS if first <= code <= last), "other")


def _table() -> dict[str, tuple[str, Sort]]:
    found: dict[str, tuple[str, Sort]] = {}
    for sort, foreign, latin in _PAIRS:
        found.update({letter: (twin, sort) for letter, twin in zip(foreign, latin, strict=True)})
    for first, last in _STYLED:
        for letter in map(chr, range(first, last + 1)):
            manner, _, same = unicodedata.decomposition(letter).partition(" ")
            twin = chr(int(same, 16)) if manner in ("<font>", "<wide>") else ""
            if twin.isascii() and twin.isalpha():
                found[letter] = (twin, Sort.styled)
    return {**_accented(found), **found}


def _accented(plain: dict[str, tuple[str, Sort]]) -> dict[str, tuple[str, Sort]]:
    """Letters of the other alphabets with accents, where the Latin twin has one with the same accent."""
    found: dict[str, tuple[str, Sort]] = {}
    for _, first, last in _ALPHABETS:
        for letter in map(chr, range(first, last + 1)):
            apart = unicodedata.normalize("NFD", letter)
            if len(apart) > 1 and apart[0] in plain and unicodedata.normalize("NFC", letter) == letter:
                twin, sort = plain[apart[0]]
                latin = unicodedata.normalize("NFC", twin + apart[1:])
                found |= {letter: (latin, sort)} if len(latin) == 1 else {}
    return found


TWINS: dict[str, tuple[str, Sort]] = _table()
"""By letter: the one Latin letter that a reader takes it for, and its sort."""
