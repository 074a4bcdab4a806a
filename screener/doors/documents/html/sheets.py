"""The style sheets inside a page: which declarations apply to which element."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from screener.doors.documents.html.selecting import depth_of, selected
from screener.words.errors import RefusedInput

Declarations = dict[str, str]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_APPLIES = re.compile(r"@(?:media\s+(?!print\b)(?!.*(?:max-width|prefers|print))|supports|layer|scope)", re.I)
_COMMAS, _SEMICOLONS = re.compile(r"[,()]"), re.compile(r"[;()]")
_MADE = re.compile(r"content\s*:\s*(?:\"([^\"]*)\"|'([^']*)')")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n]?")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_STATE = re.compile(r":(?:hover|focus|active|visited|link|target|checked|disabled|enabled|before|after|first-l)", re.I)
_A_FEW = 3
"""Words that a label may have."""
MOST_RULES = 4_000
_DEEPEST = 40
"""Rules within one another."""
MOST_MATCHES = 400_000_000
"""Elements looked at for all selectors taken together; a dozen seconds."""


@dataclass
class Sheets:
    """The rules of a page's own style sheets, worked out per element."""

    matched: dict[int, list[tuple[int, int, Declarations]]] = field(default_factory=dict)
    """By the element's identity: weight, order and declarations of each rule that selects it."""
    variables: dict[str, str] = field(default_factory=dict)
    skipped: int = 0
    """Rules that could not be understood or came after the limit."""

    def declarations(self, node: LexborNode, inline: str) -> Declarations:
        """What applies to an element, the strongest declaration of each property winning."""
        merged: Declarations = {}
        firm: Declarations = {}
        rules = sorted(self.matched.get(node.mem_id, ()), key=lambda rule: rule[:2])
        for declared in [*(rule[2] for rule in rules), declarations_in(inline)]:
            for name, value in declared.items():
                bare = value.removesuffix("!important").strip()
                if value.endswith("!important"):
                    firm[name] = bare
                elif name not in firm:
                    merged[name] = bare
        merged.update(firm)
        return {name: self._substituted(value) for name, value in merged.items()}

    def _substituted(self, value: str) -> str:
        for _ in range(5):
            if "var(" not in value:
                break
            value = _VARIABLE.sub(lambda m: self.variables.get(m.group(1), m.group(2) or ""), value)
        return value


def sheets_of(tree: LexborHTMLParser, elements: int = 0) -> Sheets:
    """The rules of every <style> element of a page of about so many elements.

    Raises RefusedInput where rules and elements are too many to be matched.
    """
    sheets = Sheets()
    rules = [rule for style in tree.css("style") for rule in rules_in(style.text())]
    sheets.skipped = max(0, len(rules) - MOST_RULES)
    if min(len(rules), MOST_RULES) * elements > MOST_MATCHES:
        raise RefusedInput("The page has too many style rules for its length; simplify it and submit it again.")
    depth = depth_of(tree) if rules else 0
    for order, (selector, declared) in enumerate(rules[:MOST_RULES], start=1):
        sheets.variables.update({k: v for k, v in declared.items() if k.startswith("--")})
        _match(tree, sheets, selector, order, declared, depth)
    return sheets


def unseen_words(sheet: str) -> Iterator[str]:
    """Comments of a sheet that are prose, and words that it adds to the page, which no reader of the source reads."""
    for comment in _COMMENT.findall(sheet):
        if len(comment.split()) > _A_FEW:
            yield comment.removeprefix("/*").removesuffix("*/").strip()
    for double, single in _MADE.findall(_COMMENT.sub("", sheet)):
        if len((double or single).split()) > _A_FEW:
            yield double or single


def rules_in(sheet: str, parent: str = "", depth: int = 0) -> Iterator[tuple[str, Declarations]]:
    """The selectors and declarations of a style sheet; those in @media for screens and nested ones included.

    Raises RefusedInput where rules stand within one another without end.
    """
    if depth > _DEEPEST:
        raise RefusedInput(f"The page nests style rules more than {_DEEPEST} deep; simplify it and submit it again.")
    sheet = _COMMENT.sub("", sheet)
    position = 0
    own: list[str] = []
    while (opening := sheet.find("{", position)) >= 0:
        before, _, head = sheet[position:opening].rpartition(";")
        own.append(before)
        head = head.strip()
        closing = _closing(sheet, opening)
        body = sheet[opening + 1 : closing]
        if head.startswith("@"):
            if _APPLIES.match(head):
                yield from rules_in(body, parent, depth + 1)
        elif head:
            yield from rules_in(body, _nested(head, parent), depth + 1)
        position = closing + 1
    own.append(sheet[position:])
    if parent and (declared := declarations_in(";".join(own))):
        yield parent, declared


def _nested(selectors: str, parent: str) -> str:
    """Selectors within the rule of another selector; '&' stands for that one."""
    selectors = _unescaped(selectors)
    if not parent:
        return selectors
    whole = f":is({parent})"
    parts = (part.strip() for part in _divided(selectors, _COMMAS))
    return ",".join(part.replace("&", whole) if "&" in part else f"{whole} {part}" for part in parts)


def _unescaped(text: str) -> str:
    """Text with its hexadecimal escapes of ordinary letters spelt out."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)) if 0x20 < int(m.group(1), 16) < 0x7F else m.group(), text)


def declarations_in(body: str) -> Declarations:
    """Property names (lower case) and values of a declaration block or a style attribute."""
    found: Declarations = {}
    for piece in _divided(_unescaped(_COMMENT.sub("", body)), _SEMICOLONS):
        name, colon, value = piece.partition(":")
        name = name.strip().lower()
        if colon and name:
            value = re.sub(r"\s*!\s*important\s*$", "!important", value.strip(), flags=re.I)
            found[name] = value
    return found


def _divided(text: str, marks: re.Pattern[str]) -> list[str]:
    """The parts of a text between marks, but not at one that a closing bracket follows before an opening one does."""
    places: list[int] = []
    following = ""
    for match in reversed(list(marks.finditer(text))):
        if match.group() in "()":
            following = match.group()
        elif following != ")":
            places.append(match.start())
    starts = [0, *(place + 1 for place in reversed(places))]
    return [text[start:end] for start, end in zip(starts, [*reversed(places), len(text)], strict=True)]


def _match(
    tree: LexborHTMLParser, sheets: Sheets, selectors: str, order: int, declared: Declarations, depth: int
) -> None:
    for selector in _divided(selectors, _COMMAS):
        if _STATE.search(selector):
            continue
        try:
            nodes = selected(tree, selector.strip(), depth)
        except (SelectolaxError, ValueError):
            sheets.skipped += 1
            continue
        weight = _weight(selector)
        for node in nodes:
            sheets.matched.setdefault(node.mem_id, []).append((weight, order, declared))


def _weight(selector: str) -> int:
    identities = selector.count("#")
    classes = len(re.findall(r"[.\[]|(?<!:):(?!:)", selector))
    elements = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return identities * 10_000 + classes * 100 + elements


def _closing(sheet: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(sheet, opening):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    return len(sheet)
