"""Makes untrusted words harmless to look at: escaped, without characters that reorder or hide text, of limited size."""

import re

from markupsafe import Markup, escape

MOST = 20_000
"""Characters of any one untrusted string that a page shows, where the template asks for no smaller limit."""

_UNSETTLING = re.compile(
    "[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u202a-\u202e\u200b\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
"""Controls, direction overrides, blanks without width, lone surrogates and tag characters. Joiners stay: several
scripts need them."""


def plain(untrusted_text: str) -> str:
    """The text with every unsettling character spelt out, as in ⟨U+202E⟩. Not escaped for any format."""
    return _UNSETTLING.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", untrusted_text)


def cut(untrusted_text: str, most: int = MOST) -> str:
    """At most `most` characters, followed by a count of what was left out."""
    if len(untrusted_text) <= most:
        return untrusted_text
    return f"{untrusted_text[:most].rstrip()} … ({len(untrusted_text) - most:,} more characters are in the JSON report)"


def one_line(untrusted_text: str, most: int) -> str:
    """White space folded to single spaces, and at most about `most` characters."""
    folded = " ".join(untrusted_text[: most * 4].split())
    if len(folded) <= most and len(untrusted_text) <= most * 4:
        return folded
    kept = folded[:most]
    return (kept.rsplit(" ", 1)[0] if " " in kept[most // 2 :] else kept).rstrip() + " …"


def verbatim(untrusted_text: str) -> Markup:
    """HTML whose text content is the given text, code point for code point, and which no character can disturb.

    NUL and lone surrogates cannot stand in HTML and become U+FFFD. Each unsettling character is boxed in an isolated
    element that carries its name, so that a direction override ends where it begins and the style sheet can show it.
    """
    if not _UNSETTLING.search(untrusted_text):
        return escape(untrusted_text)
    return Markup("").join(
        _boxed(piece) if _UNSETTLING.fullmatch(piece) else escape(piece)
        for piece in re.split(f"({_UNSETTLING.pattern})", untrusted_text)
    )


def _boxed(character: str) -> Markup:
    code = ord(character)
    unsayable = code == 0 or 0xD800 <= code <= 0xDFFF
    # A raw carriage return would be read back as a line feed.
    inner = Markup("&#13;") if character == "\r" else escape("\ufffd" if unsayable else character)
    return Markup('<bdi class="odd" data-code="U+{}">{}</bdi>').format(f"{code:04X}", inner)
