"""Where words that a reviewer marked or typed stand in the draft."""

import re

from screener.words.errors import Invalid

LONGEST = 10_000
"""Characters that are looked for: those of the longest flag, and white space between its words."""


def place_of(text: str, untrusted_words: str, start: int | None, end: int | None) -> tuple[int, int]:
    """The span of the words in `text`, in code points, half open.

    `start` and `end` are where a browser saw them; they are believed only where the same words stand there. Without them,
    or where they are wrong, the words are looked for, and must stand in the text once. White space does not count.
    Raises Invalid with the field `words`.
    """
    if len(untrusted_words) > LONGEST:
        raise _wrong(f"Mark at most {LONGEST:,} characters at once.")
    wanted = untrusted_words.split()
    if not wanted:
        raise _wrong("Mark some words of the draft, or type them.")
    if start is not None and end is not None and 0 <= start < end <= len(text) and text[start:end].split() == wanted:
        return start, end
    found = list(re.compile(r"\s+".join(map(re.escape, wanted))).finditer(text))
    if not found:
        raise _wrong("These words do not stand in the draft; copy them from its text, letter by letter.")
    if len(found) > 1:
        raise _wrong(f"These words stand in the draft {len(found)} times; give a few more of those around them.")
    return found[0].span()


def _wrong(says: str) -> Invalid:
    return Invalid(says, {"words": says})
