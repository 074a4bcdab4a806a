"""Plain words behind odd spellings: letters set apart, digits for letters, look-alike letters, base64, ROT13."""

import base64
import binascii
import codecs
import re
import unicodedata

_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁԛԝһАВЕКМНОРСТХІЈЅοανικρτυχΑΒΕΗΙΚΜΝΟΡΤΧΥΖ",
    "aeopcyxijsdqwhABEKMHOPCTXIJSoavikptuxABEHIKMNOPTXYZ",
)
_DIGITS = str.maketrans("0134578@$", "oieastbas")
_WORD = re.compile(r"[^\W_]+")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[0134578@$])[A-Za-z0134578@$]{2,}\b")
_NAME = re.compile(r"^(?:[A-Z]{1,3}\d+|[A-Za-z]+-?\d+|\d+[A-Za-z]{1,3})$")
"""Mixtures that are names, sizes or ordinals (T5, gpt4, 7b, 3rd) and stay as they are."""
_APART = re.compile(r"(?:(?<!\w)[^\W_](?:[ .\-_]|\s{2,})){5,}[^\W_](?!\w)")
_LONG = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_ROT13 = re.compile(r"\brot-?13\b", re.I)
_KNOWN = re.compile(
    r"(instructions?|previous|disregard|recommend|reviewers?|assistant|document|sections?|approve|harmless|passages?"
    r"|nothing|reports?|ignore|please|treat|rules?|paper|draft|flags?|risks?|model|accept|publish|severity|concerns?"
    r"|benign|score|rate|safe|this|that|none|skip|mark|say|not|and|the|are|all|you|any|no|do|it|is|as|of|to)",
    re.I,
)


def folded(sentence: str) -> str:
    """The sentence in plain letters, white space folded; what an encoded stretch says is put behind it."""
    text = unicodedata.normalize("NFKC", sentence)
    if not text.isascii():
        text = _WORD.sub(_in_one_script, text)
    text = _APART.sub(_joined, text).replace("_", " ")
    if _is_written_in_digits(text):
        text = _MIXED.sub(lambda m: m.group() if _NAME.match(m.group()) else m.group().translate(_DIGITS), text)
    return " ".join(" ".join([text, *_decoded(text)]).split())


def _in_one_script(match: re.Match[str]) -> str:
    """A word of Latin letters and others that look like them, in Latin letters; a word in its own script stays."""
    word = match.group()
    changed = word.translate(_LOOK_ALIKES)
    return changed if changed.isascii() and any(c.isascii() and c.isalpha() for c in word) else word


def _joined(match: re.Match[str]) -> str:
    """Letters set apart, put together; words are told by wider gaps, or else by known words within."""
    words = re.split(r"\s{2,}", match.group())
    if len(words) == 1 and match.group().count(" ") and re.search(r"\w[.\-_]\w", match.group()):
        words = match.group().split(" ")
    letters = [re.sub(r"[\s.\-_]+", "", word) for word in words]
    return " ".join(_KNOWN.sub(r" \1 ", word) if len(word) > 14 else word for word in letters)


def _is_written_in_digits(text: str) -> bool:
    mixed = [m.group() for m in _MIXED.finditer(text) if not _NAME.match(m.group())]
    return len(mixed) >= 2 and not text.lstrip().startswith(("http", "10."))


def _decoded(text: str) -> list[str]:
    """What base64 stretches say, if it is words; the whole in ROT13 where that is named."""
    out = []
    for match in _LONG.finditer(text):
        raw = match.group().rstrip("=")
        try:
            said = base64.b64decode(raw + "=" * (-len(raw) % 4), validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if said.isprintable() and " " in said:
            out.append(said)
    if _ROT13.search(text):
        out.append(codecs.encode(text, "rot13"))
    return out
