"""Bytes of a text file to characters."""

import codecs
import re

from screener.words.errors import RefusedInput

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOSTLY = 10
"""A file is UTF-8 with a few damaged places if at least this many valid letters stand for each damaged one."""

_WESTERN = 0.25
"""Accented letters among all letters, at the most, in the languages that Windows-1252 is for."""


def decoded(untrusted: bytes, name: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The characters of a text file, and sentences for the reviewer where they had to be guessed.

    A byte-order mark decides; otherwise UTF-8, then the encoding the file itself declares, then Windows-1252.
    Raises RefusedInput for bytes that are not text.
    """
    for mark, encoding in _BOMS:
        if untrusted.startswith(mark):
            return _marked(untrusted[len(mark) :], encoding, name), ()
    if not looks_like_text(untrusted):
        raise RefusedInput(f"'{name}' is not text: it holds binary data; {how_to_mend(untrusted)}.")
    try:
        return untrusted.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guessed(untrusted, name, declared)


def looks_like_text(untrusted: bytes) -> bool:
    """Whether the bytes can be a text file: a byte-order mark, or no NUL and hardly any control characters."""
    if any(untrusted.startswith(mark) for mark, _ in _BOMS):
        return True
    sample = untrusted[:200_000]
    return b"\0" not in untrusted and len(_CONTROLS.findall(sample)) * 50 <= len(sample)


def how_to_mend(untrusted: bytes) -> str:
    """What a person should do with a file that is not text as it stands."""
    sample = untrusted[:2000]
    half = max(len(sample) // 2, 1)
    if max(sample[0::2].count(0), sample[1::2].count(0)) * 10 > half * 6 and sample.count(0) < half * 1.2:
        return "it looks like UTF-16 without a byte-order mark, so save it as UTF-8"
    return "supply the PDF, Word, LaTeX, Markdown, HTML or plain-text file instead"


def _marked(untrusted: bytes, encoding: str, name: str) -> str:
    try:
        text = untrusted.decode(encoding)
    except UnicodeDecodeError:
        text = untrusted.decode(encoding, errors="replace")
        if text.count("\ufffd") * _MOSTLY > len(text):
            raise RefusedInput(f"'{name}' says it is {encoding.upper()} but is not; save it as UTF-8.") from None
    if text.count("\0") * 50 > len(text):
        raise RefusedInput(f"'{name}' is not text: it holds binary data; {how_to_mend(b'')}.")
    return text


def _guessed(untrusted: bytes, name: str, declared: str) -> tuple[str, tuple[str, ...]]:
    if declared and declared.lower().replace("-", "") not in ("utf8", "windows1252", "iso88591", "latin1"):
        try:
            return untrusted.decode(declared), (f"The text was read as {declared}, the encoding that it names.",)
        except (LookupError, UnicodeError):
            pass
    mended = untrusted.decode("utf-8", errors="replace")
    damaged = mended.count("\ufffd")
    if sum(1 for c in mended if ord(c) > 127) - damaged >= damaged * _MOSTLY:
        return mended, (f"The file is UTF-8 with {damaged} damaged places, shown as \ufffd.",)
    text = untrusted.decode("cp1252", errors="replace")
    letters = [c for c in text if c.isalpha()]
    if sum(ord(c) > 127 for c in letters) > _WESTERN * len(letters):
        raise RefusedInput(
            f"'{name}' is in an encoding that it does not name, neither UTF-8 nor a Western European one; save it as UTF-8."
        )
    return text, ("The file is not UTF-8; it was read as Windows-1252, so some letters may be wrong.",)
