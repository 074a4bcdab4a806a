"""The style sheets inside a page: which declarations apply to which element."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from screener.doors.documents.html.animations import at_last
from screener.doors.documents.html.generated import made
from screener.doors.documents.html.media import holds
from screener.doors.documents.html.rules import Declarations, Rule, Sheet, declarations_in, divided, read_data, rules_in
from screener.doors.documents.html.selecting import depth_of, selected
from screener.doors.documents.html.states import AtRest, at_rest
from screener.words.errors import RefusedInput

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_FUNCTION_WITHIN = re.compile(r"var\(\s*(--[\w-]+)\s*,((?:[^()]|\([^()]*\))*)\)")
_A_FEW = 3
"""Words that a label may have."""
MOST_RULES = 4_000
MOST_MATCHES = 400_000_000
"""Elements looked at for all selectors taken together; a dozen seconds."""
_LONGEST_VALUE = 20_000
_SHORT = 300
"""Characters of a value in which custom properties of any length are put."""
_UNLAYERED = 1_000_000
_UNSET = "\0"
"""Stands for a custom property that nothing declares: the declaration that asks for it does not count."""
_Matched = list[tuple[int, int, int, Declarations]]
"""Layer, weight, order and declarations of each rule that selects an element."""


@dataclass
class Sheets:
    """The rules of a page's own style sheets, worked out per element."""

    matched: dict[tuple[int, str], _Matched] = field(default_factory=dict)
    """By the element's identity and the part of it that is meant ('' for the element itself)."""
    touched: set[int] = field(default_factory=set)
    """Elements that pointing at something, or choosing it, brings to sight."""
    anywhere: Declarations = field(default_factory=dict)
    """Custom properties wherever they are declared, for those that no element above declares."""
    gathered: Sheet = field(default_factory=Sheet)
    unplaced: list[str] = field(default_factory=list)
    """Words that rules add to elements which the untouched page does not have."""
    skipped: int = 0
    """Rules that could not be understood or came after the limit."""

    def declarations(
        self, node: LexborNode, inline: str, variables: Declarations | None = None, part: str = ""
    ) -> Declarations:
        """What applies to an element or a part of it, the strongest declaration of each property winning.

        `variables` are the custom properties of the elements around it.
        """
        rules = self.matched.get((node.mem_id, part), [])
        own = declarations_in(inline) if inline else {}
        if not rules and not own:
            return {}
        merged: Declarations = {}
        for _, _, _, declared in sorted(rules, key=lambda rule: rule[:3]):
            merged |= {name: value for name, value in declared.items() if not value.endswith("!important")}
        merged |= {name: value.removesuffix("!important").strip() for name, value in own.items()}
        for _, _, _, declared in sorted(rules, key=lambda rule: (-rule[0], *rule[1:3])):
            merged |= {name: value[:-10].strip() for name, value in declared.items() if value.endswith("!important")}
        merged |= {name: value[:-10].strip() for name, value in own.items() if value.endswith("!important")}
        known = (variables or {}) | {name: value for name, value in merged.items() if name.startswith("--")}
        worked = {name: self._substituted(value, known) for name, value in merged.items()}
        kept = {name: value for name, value in worked.items() if _UNSET not in value}
        return at_last(kept, self.gathered.frames)

    def _substituted(self, value: str, known: Declarations) -> str:
        longest = _LONGEST_VALUE if len(value) < _SHORT else _SHORT

        def instead(match: re.Match[str]) -> str:
            for held in (known, self.gathered.variables, self.anywhere):
                if match.group(1) in held:
                    return held[match.group(1)][:longest]
            return match.group(2) if match.group(2) is not None else _UNSET

        for _ in range(8):
            if "var(" not in value or len(value) > _LONGEST_VALUE:
                break
            changed = _VARIABLE.sub(instead, value)
            value = _FUNCTION_WITHIN.sub(instead, value) if changed == value else changed
        return value


def sheets_of(tree: LexborHTMLParser, elements: int = 0) -> Sheets:
    """The rules of every <style> element, and of every sheet linked as data, of a page of about so many elements.

    Raises RefusedInput where rules and elements are too many to be matched.
    """
    sheets = Sheets()
    rules = [rule for text in _texts(tree) for rule in rules_in(text, sheets.gathered)]
    sheets.skipped = max(0, len(rules) - MOST_RULES)
    if min(len(rules), MOST_RULES) * elements > MOST_MATCHES:
        raise RefusedInput("The page has too many style rules for its length; simplify it and submit it again.")
    depth = depth_of(tree) if rules else 0
    for order, rule in enumerate(rules[:MOST_RULES], start=1):
        sheets.anywhere.update({k: v for k, v in rule.declared.items() if k.startswith("--")})
        _match(tree, sheets, rule, order, depth)
    return sheets


def _texts(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("style,link[href]"):
        said = {name.lower(): value or "" for name, value in node.attributes.items()}
        if not holds(said.get("media", "")):
            continue
        if node.tag == "style":
            if said.get("type", "text/css").strip().lower() in ("", "text/css"):
                yield node.text()
        elif is_sheet(said) and (text := read_data(said["href"])):
            yield text


def is_sheet(said: dict[str, str]) -> bool:
    """Whether a <link> of these attributes draws in a style sheet that applies."""
    kinds = said.get("rel", "").lower().split()
    return "stylesheet" in kinds and "alternate" not in kinds


def unseen_words(sheet: str) -> Iterator[str]:
    """Comments of a sheet that are prose: no reader of the page reads them."""
    for comment in _COMMENT.findall(sheet):
        if len(comment.split()) > _A_FEW:
            yield comment.removeprefix("/*").removesuffix("*/").strip()


def _match(tree: LexborHTMLParser, sheets: Sheets, rule: Rule, order: int, depth: int) -> None:
    layer = sheets.gathered.layers.get(rule.layer, 0) if rule.layer else _UNLAYERED
    for selector in divided(rule.selector):
        meant = at_rest(selector)
        words = made(rule.declared.get("content", ""), {}) if meant is not None and meant.part else ""
        if meant is not None and meant.touched and len(words.split()) > _A_FEW:
            sheets.unplaced.append(words)
        if meant is None or (meant.touched and not _brings_to_sight(rule.declared)):
            continue
        try:
            nodes = selected(tree, meant.selector, depth)
        except (SelectolaxError, ValueError):
            sheets.skipped += 1
            continue
        if meant.touched:
            sheets.touched.update(node.mem_id for node in nodes)
            continue
        if not nodes and len(words.split()) > _A_FEW:
            sheets.unplaced.append(words)
        _note_rule(sheets, nodes, meant, (layer, _weight(selector), order, rule.declared))


def _note_rule(
    sheets: Sheets, nodes: list[LexborNode], meant: AtRest, found: tuple[int, int, int, Declarations]
) -> None:
    for node in nodes:
        sheets.matched.setdefault((node.mem_id, meant.part), []).append(found)


def _brings_to_sight(declared: Declarations) -> bool:
    shown = declared.get("display", "none") != "none" or declared.get("visibility") == "visible"
    return shown or not re.fullmatch(r"0?\.?0*%?", declared.get("opacity", "0"))


def _weight(selector: str) -> int:
    identities = selector.count("#")
    classes = len(re.findall(r"[.\[]|(?<!:):(?!:)", selector))
    elements = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return identities * 10_000 + classes * 100 + elements
