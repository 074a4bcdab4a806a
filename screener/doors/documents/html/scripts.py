"""What the programs of a page do to its words, as far as that can be told without running them."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from screener.doors.documents.html.rules import read_data

_SINK = (
    r"(?:document\s*\.\s*write(?:ln)?\s*\(|\.\s*(?:innerHTML|outerHTML|textContent|innerText|nodeValue|srcdoc)\s*\+?=(?!=)"
    r"|\b(?:insertAdjacent(?:HTML|Text)|createTextNode|replaceWith|setHTMLUnsafe|createContextualFragment)\s*\("
    r"|\.\s*(?:append|prepend|html|text)\s*\()"
)
_MADE_UP = r"atob|fromCharCode|decodeURI\w*|unescape"
_WRITES = re.compile(
    rf"{_SINK}\s*(?:\(?\s*(?:{_MADE_UP})\s*\(|[^;\n\"'`]{{0,200}}(\"[^\"\n]{{0,2000}}|'[^'\n]{{0,2000}}|`[^`]{{0,2000}}))"
)
_SINKS = re.compile(_SINK)
_LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.S)
_WORD = re.compile(r"(?<![\w.#/=-])[^\W\d_]{2,}(?=[\s,.;:!?)]|$)")
_PROSE = 5
"""Words in a row from which a string is taken for prose."""
_FOUND = (
    r"(?:document\s*\.\s*getElementById\(\s*[\"'](?P<id>[^\"']{1,200})[\"']\s*\)"
    r"|document\s*\.\s*querySelector(?:All)?\(\s*(?P<quote>[\"'])(?P<selector>.{1,200}?)(?P=quote)\s*\)"
    r"|(?:window\s*\.\s*)?(?<![\w.$])(?P<name>[A-Za-z_$][\w$]{0,60}))"
)
_EACH = r"(?:\s*\.\s*forEach\(\s*\(?\w+\)?\s*=>\s*\w+)?"
_TAKES_AWAY = (
    r"\s*\.\s*(?:remove\(\s*\)|hidden\s*=\s*(?:true|1|!0)|style\s*\.\s*display\s*=\s*[\"']none"
    r"|style\s*\.\s*visibility\s*=\s*[\"'](?:hidden|collapse)|style\s*\.\s*opacity\s*=\s*[\"']?0?\.?0+[\"']?(?![.\d])"
    r"|(?:innerHTML|textContent|innerText|outerHTML)\s*=\s*(?:\"\"|''|``)|setAttribute\(\s*[\"']hidden)"
)
_AWAY = re.compile(_FOUND + _EACH + _TAKES_AWAY)
_KEPT = re.compile(r"(?:var|let|const)\s+(?P<as>[A-Za-z_$][\w$]*)\s*=\s*" + _FOUND)
_MOST = 2_000_000
"""Characters of a program looked at."""
_MOST_SELECTORS, _MOST_STEPS = 100, 4
_AT_ONCE = ("onload", "onpageshow", "onerror", "onfocus", "onanimationstart", "ontoggle", "onbegin")


def programs(tree: LexborHTMLParser) -> Iterator[str]:
    """The programs that a page runs by itself."""
    for node in tree.css("script"):
        kind = (node.attributes.get("type") or "").lower()
        if kind in ("", "module") or "javascript" in kind or "ecmascript" in kind:
            yield (node.text() or read_data(node.attributes.get("src") or "") or "")[:_MOST]
    for name in _AT_ONCE:
        for node in tree.css(f"[{name}]"):
            yield (node.attributes.get(name) or "")[:_MOST]


def writes_prose(code: str) -> bool:
    """Whether a program puts words of its own on the page, to all appearance."""
    return any(match.group(1) is None or _is_prose(match.group(1)) for match in _WRITES.finditer(code))


def may_write_prose(code: str) -> bool:
    """Whether a program holds prose, and means to put something on the page."""
    return _SINKS.search(code) is not None and any(_is_prose(found.group()) for found in _LITERAL.finditer(code))


def taken_away(code: str, tree: LexborHTMLParser) -> tuple[set[int], bool]:
    """The elements that a program takes out of sight as soon as it runs, and whether it may do so to others later."""
    steps = [(m.start(), 1 if m.group() == "{" else -1) for m in re.finditer(r"[{}]", code)]
    kept = {match.group("as"): match for match in _KEPT.finditer(code)}
    gone: set[int] = set()
    known: dict[str, set[int]] = {}
    later = False
    depth = place = 0
    for match in _AWAY.finditer(code):
        while place < len(steps) and steps[place][0] < match.start():
            depth += steps[place][1]
            place += 1
        meant = kept.get(match.group("name") or "", match)
        if depth > 0:
            later = True
        else:
            gone |= _elements(meant, tree, known)
    return gone, later


def _elements(meant: re.Match[str], tree: LexborHTMLParser, known: dict[str, set[int]]) -> set[int]:
    """The elements that an expression of a program means; `known` keeps the answers, of a bounded number of them."""
    name = meant.group("id") or meant.group("name")
    selector = meant.group("selector") or '[id="' + re.sub(r"[\"\\]", "", name or "") + '"]'
    if selector not in known and len(known) < _MOST_SELECTORS and len(selector.split()) < _MOST_STEPS:
        try:
            known[selector] = {node.mem_id for node in tree.css(selector)}
        except (SelectolaxError, ValueError):
            known[selector] = set()
    return known.get(selector, set())


def _is_prose(literal: str) -> bool:
    text = re.sub(r"<[^<>]*>|\\n|\$\{[^{}]*\}", " ", literal.strip("\"'`"))
    return len(_WORD.findall(text)) >= _PROSE
