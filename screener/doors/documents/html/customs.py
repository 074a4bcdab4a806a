"""What pages hide by custom, without keeping anything from a person: short labels, and copies of what is drawn."""

import re

from selectolax.lexbor import LexborNode

from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

_SIGNS = 2
"""Words of a hidden sign, whatever it stands in: '¶', 'null' against collectors of addresses."""
_INLINE = ("span", "a", "i", "b", "em", "small", "sup", "sub", "abbr", "code")
_LABEL = 6
"""Words of a label that opens or explains something: 'Skip to main content'."""
_MOST = 120
"""Words in all that a page may hide in this way without an alert."""
_USUAL = (HiddenHow.style, HiddenHow.clipped, HiddenHow.attribute, HiddenHow.off_page, HiddenHow.tiny)
_LABELLED = re.compile(
    r"sr-?only|visually-?hidden|screen-?reader|assistive|skip|header-?link|anchor|copy|tooltip|toggle|badge|icon|menu|nav\b"
    r"|dropdown|lightbox|print",
    re.I,
)
_LABELS = ("button", "nav", "label", "menu", "summary", "legend")
_FORMULA = re.compile(r"\\[A-Za-z]+|[^\W\d_]{3,}")
_FUNCTIONS = words("sin cos tan log exp min max lim sup inf arg argmax argmin det dim ker mod gcd")
_LONGEST_FORMULA = 4_000
_LOOSE = 4
_NO_SCRIPT = re.compile(r"java\s*script|script|browser", re.I)
_LONGEST_PLEA = 25
_NOTICE = re.compile(r"\blicen[cs]ed?\b|copyright|©|\bgenerated (?:by|with|from)\b|\bcreated (?:by|with)\b", re.I)
_LONGEST_NOTICE = 40


class Customs:
    """Says of hidden elements whether they are hidden by custom; it counts the words, so that prose cannot hide so."""

    def __init__(self) -> None:
        self._left = _MOST

    def allow(self, node: LexborNode, tag: str, said: dict[str, str], how: HiddenHow, *, revealed: bool) -> bool:
        """Whether a hidden element may stay without an alert; `revealed` where pointing at something shows it."""
        if tag == "math" or _holds_formula(node):
            return _copies_what_is_drawn(node)
        if how not in _USUAL:
            return False
        text = _within(node, 400)
        count = len(text.split())
        if not count:
            return False
        label = tag in _LABELS or revealed or (tag == "a" and said.get("href", "").startswith("#"))
        label = label or said.get("role", "") in ("tooltip", "navigation", "button", "menu", "status", "alert")
        label = label or _LABELLED.search(said.get("class", "")) is not None
        if count > (_LABEL if label else _SIGNS if tag in _INLINE else 0) or len(text) > 80 or count > self._left:
            return False
        self._left -= count
        return True


def is_plea_for_scripts(text: str) -> bool:
    """Whether words for those without scripts only ask them to switch scripts on."""
    return len(text.split()) <= _LONGEST_PLEA and _NO_SCRIPT.search(text) is not None


def is_notice(text: str) -> bool:
    """Whether a comment is a short notice of whose work a page holds, or of what made it."""
    return len(text.split()) <= _LONGEST_NOTICE and _NOTICE.search(text) is not None


def _within(node: LexborNode, most: int) -> str:
    """The text of an element; of a long one, no more than it takes to tell that it is long."""
    found: list[str] = []
    length = 0
    for steps, child in enumerate(node.traverse(include_text=True)):
        if child.is_text_node:
            found.append(child.text_content or "")
            length += len(found[-1])
        if length > most or steps > most:
            return " ".join(found) + " and more" * most
    return " ".join(found)


def _holds_formula(node: LexborNode) -> bool:
    child = node.first_child
    return child is not None and child.tag == "math" and (child.next is None or child.next.next is None)


def _copies_what_is_drawn(node: LexborNode) -> bool:
    """Whether a hidden formula has no words beside those of its neighbours, which draw it."""
    text = _within(node, _LONGEST_FORMULA)
    drawn = " ".join(_within(near, _LONGEST_FORMULA) for near in (node.prev, node.next) if near is not None)
    seen = frozenset(_FORMULA.findall(drawn))
    loose = [word for word in _FORMULA.findall(text) if not word.startswith("\\") and word not in seen | _FUNCTIONS]
    return len(text) <= _LONGEST_FORMULA and len(loose) <= _LOOSE
