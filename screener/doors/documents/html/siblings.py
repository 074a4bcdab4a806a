"""Children of which a browser shows only some: alternatives, collapsed columns, and what a shadow tree takes the place of."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from screener.doors.documents.html.rules import Declarations
from screener.words.draft import HiddenHow

_SHADOW = re.compile(r"open|closed", re.I)


def unchosen(tag: str, said: dict[str, str], children: list[LexborNode]) -> dict[int, HiddenHow]:
    """Which children do not show, by their place, and why."""
    places = [number for number, child in enumerate(children) if child.is_element_node]
    if tag == "switch":
        shown = next((n for n in places if _speaks_english(children[n])), None)
    elif tag == "maction":
        number = int(said["selection"]) if re.fullmatch(r"[1-9]\d{0,5}", said.get("selection", "")) else 1
        shown = places[min(number, len(places)) - 1] if places else None
    elif tag == "semantics":
        shown = places[0] if places else None
        places = [n for n in places if not (children[n].tag or "").startswith("annotation")]
    else:
        return _beside_shadow(children, places)
    return {number: HiddenHow.conditional for number in places if number != shown}


def shadow(node: LexborNode) -> bool:
    """Whether a <template> is a shadow tree that shows in place of its neighbours."""
    return _SHADOW.fullmatch(node.attributes.get("shadowrootmode") or "") is not None


def _beside_shadow(children: list[LexborNode], places: list[int]) -> dict[int, HiddenHow]:
    shade = next((n for n in places if children[n].tag == "template" and shadow(children[n])), None)
    if shade is None:
        return {}
    tree = children[shade].html or ""
    styled = re.search(r"<style|style\s*=|\shidden", tree, re.I)
    if re.search(r"<slot\b", tree, re.I) and not styled:
        return {}
    return {number: HiddenHow.conditional for number in range(len(children)) if number != shade}


def _speaks_english(node: LexborNode) -> bool:
    language = node.attributes.get("systemLanguage", node.attributes.get("systemlanguage"))
    return language is None or "en" in language.lower()


def collapsed_columns(table: LexborNode, declared: Callable[[LexborNode], Declarations]) -> frozenset[int]:
    """The columns of a table (from 0) that its <col> or <colgroup> collapses."""
    columns: list[bool] = []
    for child in table.iter():
        for column in [child, *child.iter()] if child.tag == "colgroup" else [child]:
            if column.tag == "col":
                away = any(declared(each).get("visibility") == "collapse" for each in (child, column))
                span = column.attributes.get("span") or "1"
                columns += [away] * (int(span) if re.fullmatch(r"\d{1,3}", span) else 1)
    return frozenset(number for number, collapsed in enumerate(columns) if collapsed)
