"""Fonts that call their letters by false names, so that the text layer says other words than the page shows."""

import io
import re
import zlib
from collections.abc import Callable
from functools import partial

from screener.words.draft import HiddenHow
from tests.doors.documents.pdf.plain import page_of, stream
from tests.hostile.hidden_answers import SECRET, SHOWN, harmless
from tests.hostile.kinds import Kind

_GROUP = "false letters in PDF"
_FILE = "draft.pdf"
_NAMES = {" ": "space", ".": "period", ",": "comma", ";": "semicolon", "-": "hyphen"} | dict(
    zip("0123456789", ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], strict=True)
)
_DRAWN = "there were twelve samples and none of them was kept ov"
"""As many letters as SECRET has, and words where it has words or not: what the page shows in its place."""


def _codes(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """A code for each pair of a drawn letter and what it is called."""
    return {pair: 33 + number for number, pair in enumerate(dict.fromkeys(pairs)) if 33 + number < 256}


def _mapping(codes: dict[tuple[str, str], int]) -> str:
    rows = "\n".join(f"<{code:02X}> <{said.encode('utf-16-be').hex()}>" for (_, said), code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar endcmap end"
    )


def _sentence(pairs: list[tuple[str, str]], codes: dict[tuple[str, str], int]) -> str:
    return "".join(f"{codes[pair]:02X}" for pair in pairs)


def lying(*lines: list[tuple[str, str]], face: str = "Helvetica", size: float = 11, extra: str = "") -> bytes:
    """A page that shows SHOWN in an honest font and `lines` of (drawn, said) letters in one that need not be honest."""
    codes = _codes([pair for line in lines for pair in line])
    names = " ".join(f"{code} /{_NAMES.get(drawn, drawn)}" for (drawn, _), code in codes.items())
    font = (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding << /Type /Encoding /Differences [{names}] >> "
        "/ToUnicode 7 0 R >>"
    )
    drawn = "".join(
        f"BT /F3 {size} Tf 30 {200 - 20 * number} Td <{_sentence(line, codes)}> Tj ET "
        for number, line in enumerate(lines)
    )
    data = page_of(
        f"BT /F1 11 Tf 30 260 Td ({SHOWN}) Tj ET {extra}{drawn}", more=(font.encode(), stream(_mapping(codes)))
    )
    return _known(data)


def _known(data: bytes) -> bytes:
    """The same file with its sixth object known as font /F3 (its table of places is left to be found anew)."""
    return data.replace(b"/F1 5 0 R >>", b"/F1 5 0 R /F3 6 0 R >>")


def _pairs(drawn: str, said: str) -> list[tuple[str, str]]:
    return list(zip(drawn, said, strict=True))


def _greek() -> bytes:
    return lying([("alpha", "α"), ("beta", "β"), ("gamma", "γ")], face="Symbol")


def _honest(text: str) -> list[tuple[str, str]]:
    return [(char, char) for char in text]


def _false_words(face: str, size: float = 11) -> Callable[[], bytes]:
    return partial(lying, _pairs(_DRAWN[: len(SECRET)].ljust(len(SECRET), "x"), SECRET), face=face, size=size)


def _one_false_word() -> bytes:
    line = [*_honest("the compound is very "), *_pairs("dangerous", "practical"), *_honest(" to those who handle it")]
    return lying(line)


def _false_numbers() -> bytes:
    return lying([*_honest("it failed in "), *_pairs("97", "12"), *_honest(" of "), *_pairs("98", "40")])


def _sentence_behind_a_letter() -> bytes:
    return lying([*_honest("see figure "), ("a", SECRET), *_honest(" for this")])


def _east_asian_names() -> bytes:
    drawn = "these words are in latin letters"
    return lying(_pairs(drawn, "".join(chr(0x4E00 + 7 * ord(c)) if c != " " else " " for c in drawn)))


def _embedded(lie: bool) -> bytes:
    """A page set in an embedded TrueType font; with `lie`, its text layer rotates the letters."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 300), invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(30, 260, SHOWN)
    canvas.setFont("Vera", 10)
    canvas.drawString(30, 200, "every sample was lost before the trial began")
    canvas.save()
    return re.sub(rb"stream\r?\n(.*?)endstream", _rotated, target.getvalue(), flags=re.S) if lie else target.getvalue()


def _rotated(match: re.Match[bytes]) -> bytes:
    """A stream that names characters, with each small letter named as the one nine places on; others unchanged."""
    try:
        content = zlib.decompress(match.group(1))
    except zlib.error:
        return match.group()
    if b"beginbfrange" not in content and b"beginbfchar" not in content:
        return match.group()
    moved = re.sub(
        rb"<00(6[1-9A-F]|7[0-9A])>", lambda m: b"<%04X>" % ((int(m.group(1), 16) - 97 + 9) % 26 + 97), content
    )
    return b"stream\n" + zlib.compress(moved) + b"\nendstream"


_LIES: tuple[tuple[str, Callable[[], bytes], str, int | None], ...] = (
    ("a false sentence in a plain face", _false_words("Helvetica"), SECRET, 1),
    ("a false sentence in a bold face", _false_words("Helvetica-Bold"), SECRET, 1),
    ("a false sentence in a book face", _false_words("Times-Roman"), SECRET, 1),
    ("a false sentence in italics", _false_words("Times-Italic"), SECRET, 1),
    ("a false sentence in a typewriter face", _false_words("Courier"), SECRET, 1),
    ("a false sentence in small print", _false_words("Times-Roman", 6), SECRET, 1),
    ("one false word in a true sentence", _one_false_word, "practical", 0),
    ("false numbers", _false_numbers, "12", 0),
    ("a sentence behind one letter", _sentence_behind_a_letter, SECRET, 1),
    ("letters called East Asian", _east_asian_names, "", None),
)

_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("an honest font with a list of names", partial(lying, _honest("nothing but the truth")), "nothing but the truth"),
    ("capitals called small", partial(lying, _pairs("SMALL CAPITALS", "small capitals")), "small capitals"),
    ("letters that look alike", partial(lying, _pairs("Ill at 0 degrees", "lIl at O degrees")), "degrees"),
    ("one odd letter", partial(lying, _pairs("the letter q", "the letter k")), "the letter k"),
    ("ligatures by name", partial(lying, [*_honest("of"), ("fi", "fi"), *_honest("ce")]), ""),
    ("an embedded font", partial(_embedded, False), "every sample was lost before the trial began"),
    ("symbols called letters", _greek, "αβγ"),
)

KINDS: tuple[Kind, ...] = (
    *(
        Kind(
            name=f"PDF, {name}",
            group=_GROUP,
            make=make,
            file=_FILE,
            shown=(SHOWN,),
            not_shown=(said,) if said else (),
            alerts=(HiddenHow.false_letters,),
            said=(said,) if said else (),
            notes=("disagrees with what is drawn",),
            unread_pages=unread,
        )
        for name, make, said, unread in _LIES
    ),
    Kind(
        name="PDF, an embedded font with rotated names",
        group=_GROUP,
        make=partial(_embedded, True),
        file=_FILE,
        shown=(SHOWN,),
        not_shown=("sample",),
        alerts=(HiddenHow.false_letters,),
        notes=("disagrees with what is drawn",),
        unread_pages=1,
    ),
    *(harmless(_GROUP, f"PDF, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
)
