"""Words that a style sheet adds to the page: before and after elements, as marks of lists, as signs of quotation."""

import re

from screener.doors.documents.html.rules import Declarations

_TOKEN = re.compile(
    r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|attr\(\s*([\w-]+)[^()]*\)|((?:open|close)-quote)|(/)", re.S
)
_ADDRESS = re.compile(r"(?:url|image-set)\(\s*(?:\"[^\"]*\"|'[^']*'|[^()\"']*)[^()]*\)", re.I)
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.S)
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|\n|(.))", re.S)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LONGEST = 20_000


def made(content: str, said: dict[str, str], quotes: tuple[str, ...] = ()) -> str:
    """What a `content` of a style sheet puts on the page, for an element of these attributes; '' for signs only."""
    found: list[str] = []
    content = _ADDRESS.sub(" ", content[:_LONGEST])
    for double, single, name, quote, alternative in _TOKEN.findall(content):
        if alternative:
            break
        if name:
            found.append(said.get(name.lower(), "")[:_LONGEST])
        elif quote:
            found.append(quotes[quote == "close-quote"] if len(quotes) > 1 else "")
        else:
            found.append(unescaped(double or single))
    text = "".join(found)
    return text if _LETTERS.search(text) else ""


def strings(value: str) -> tuple[str, ...]:
    """The quoted words of a value, in order."""
    return tuple(unescaped(double or single) for double, single in _STRING.findall(value[:_LONGEST]))


def mark(kind: str, counters: dict[str, Declarations], number: int) -> str:
    """The mark of the item `number` (from 1) of a list of this kind, where it has words; '' for a usual mark."""
    said = strings(kind)
    if said:
        return said[0] if _LETTERS.search(said[0]) else ""
    style = next((counters[word] for word in kind.split() if word in counters), None)
    if style is None:
        return ""
    signs = strings(style.get("symbols", "") + style.get("additive-symbols", "")) or tuple(
        style.get("symbols", "").split()
    )
    sign = signs[(number - 1) % len(signs)] if signs else ""
    ends = [strings(style.get(name, "")) for name in ("prefix", "suffix")]
    text = (ends[0][0] if ends[0] else "") + sign + (ends[1][0] if ends[1] else ". ")
    return text if _LETTERS.search(text) else ""


def unescaped(text: str) -> str:
    """Quoted words of a style sheet with their escapes spelt out."""

    def spelt(match: re.Match[str]) -> str:
        if not match.group(1):
            return match.group(2) or ""
        code = int(match.group(1), 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

    return _ESCAPED.sub(spelt, text)
