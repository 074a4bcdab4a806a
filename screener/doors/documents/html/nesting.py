"""How much work a page makes: a parser of HTML looks through all open elements at many a tag, and compares attributes."""

import re

from screener.doors.documents.wordlist import words
from screener.words.errors import RefusedInput

MOST_STEPS = 100_000_000
"""Open elements looked through in all; a few seconds. A page nested 10,000 deep stays below, one of 15,000 does not."""
MOST_PAIRS = 1_000_000_000
"""Pairs of attributes of one element compared in all; a few seconds. 30,000 attributes stay below, 40,000 do not."""
MOST_CHOICES = 20_000
"""Choices of a list, which the parser counts anew for each; a few seconds."""
_CHOICE = re.compile(r"<opt(?:ion|group)\b", re.I)
_LONG = 3_000
"""Characters of a tag from which its attributes are counted."""
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})(?=([\s/>]?))")
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_NAME = re.compile(r"[a-zA-Z0-9:-]+")
_CODE = words("script style")
_ENDED_BY_OTHERS = words(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot colgroup "
    "option optgroup rt rp rb rtc a nobr button html head body textarea title h1 h2 h3 h4 h5 h6 frame frameset"
)
"""Elements that have no inside, or whose end tag may be left out."""


def refuse_laborious(untrusted_html: str) -> None:
    """Raises RefusedInput for a page whose parsing would take time beyond all proportion to its length."""
    _refuse_deep_nesting(untrusted_html)
    _refuse_many_attributes(untrusted_html)
    if sum(1 for _ in _CHOICE.finditer(untrusted_html)) > MOST_CHOICES:
        raise RefusedInput(f"The page offers more than {MOST_CHOICES} choices; leave them out and submit it again.")


def _refuse_many_attributes(untrusted_html: str) -> None:
    if len(untrusted_html) < _LONG:
        return
    pairs = 0
    for match in _WHOLE_TAG.finditer(untrusted_html):
        if match.end() - match.start() > _LONG:
            count = len(_QUOTED.sub(" ", match.group()).replace("/", " ").split())
            pairs += count * count
            if pairs > MOST_PAIRS:
                raise RefusedInput(
                    f"An element of the page has about {count} attributes; simplify the page and submit it again."
                )


def _refuse_deep_nesting(untrusted_html: str) -> None:
    if untrusted_html.count("<") ** 2 <= MOST_STEPS:
        return
    steps = depth = 0
    code = False
    for match in _TAG.finditer(untrusted_html):
        ends, name = bool(match.group(1)), match.group(2).lower()
        if name in _CODE:
            code = not ends
        elif name not in _ENDED_BY_OTHERS and not (code and _is_a_comparison(name, match.group(3))):
            depth = max(0, depth - 1) if ends else depth + 1
        steps += depth
        if steps > MOST_STEPS:
            raise RefusedInput(
                f"The page nests its elements too deeply ({depth} within one another); simplify it and submit it again."
            )


def _is_a_comparison(name: str, after: str) -> bool:
    """Whether what looks like a tag within a program is an inequality."""
    return not after or _NAME.fullmatch(name) is None
