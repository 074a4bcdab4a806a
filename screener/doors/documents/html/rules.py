"""What a style sheet says: its rules in order, and the rules that it takes from addresses within itself."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from screener.doors.documents.html.media import holds
from screener.words.errors import RefusedInput

Declarations = dict[str, str]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_AT = re.compile(r"@([\w-]+)\s*(.*)", re.S)
_COMMAS, _SEMICOLONS = re.compile(r"[,()]"), re.compile(r"[;()]")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n]?")
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.S)
_MARKED = str.maketrans({mark: chr(0xE000 + number) for number, mark in enumerate("{};:,()@/*")})
_BACK = str.maketrans({chr(0xE000 + number): mark for number, mark in enumerate("{};:,()@/*")})
_IMPORTED = re.compile(r"@import\s+(?:url\(\s*)?[\"']?(data:[^\"'\s)]++)[\"']?\s*+\)?\s*+([^;{}]{0,300});", re.I)
_DATA = re.compile(r"data:([^,]{0,200}),(.*)", re.I | re.S)
_DEEPEST = 40
"""Rules within one another."""
_MOST_DATA = 2_000_000


@dataclass(frozen=True)
class Rule:
    """One selector list with its declarations, in the cascade layer it stands in ('' for none)."""

    selector: str
    declared: Declarations
    layer: str = ""


@dataclass
class Sheet:
    """What a sheet says besides its rules, gathered while these are read."""

    layers: dict[str, int] = field(default_factory=dict)
    """Cascade layers by name, numbered in the order of their first mention."""
    frames: dict[str, list[tuple[str, Declarations]]] = field(default_factory=dict)
    """Animations by name: each frame's place ('to', '50%') and what it declares."""
    variables: dict[str, str] = field(default_factory=dict)
    """Values that registered custom properties begin with."""
    counters: dict[str, Declarations] = field(default_factory=dict)
    """Styles of list marks by name."""


def read_data(address: str) -> str | None:
    """The text of a `data:` address; None where it is none, or no text."""
    match = _DATA.match(address.strip()[:_MOST_DATA])
    if match is None:
        return None
    body = unquote(match.group(2))
    if not match.group(1).lower().rstrip().endswith("base64"):
        return body
    try:
        return b64decode(body + "=" * (-len(body) % 4)).decode("utf-8", "replace")
    except (Error, ValueError):
        return None


def rules_in(sheet: str, gathered: Sheet | None = None) -> Iterator[Rule]:
    """The rules of a style sheet that hold on screens; nested ones and those of sheets drawn in as data included.

    Raises RefusedInput where rules stand within one another without end.
    """
    gathered = Sheet() if gathered is None else gathered
    for match in _IMPORTED.finditer(sheet):
        drawn_in = read_data(match.group(1))
        if drawn_in and holds(re.sub(r"(?:layer|supports)(?:\([^()]*\))?", "", match.group(2))):
            yield from _rules(_plain(drawn_in), gathered)
    yield from _rules(_plain(_IMPORTED.sub("", sheet)), gathered)


def _plain(sheet: str) -> str:
    """A sheet without comments, and with the marks in its quoted words out of the way."""
    sheet = _COMMENT.sub("", sheet).replace("<!--", " ").replace("-->", " ")
    return _QUOTED.sub(lambda found: found.group().translate(_MARKED), sheet)


def _rules(sheet: str, gathered: Sheet, parent: str = "", layer: str = "", depth: int = 0) -> Iterator[Rule]:
    if depth > _DEEPEST:
        raise RefusedInput(f"The page nests style rules more than {_DEEPEST} deep; simplify it and submit it again.")
    position = 0
    own: list[str] = []
    while (opening := sheet.find("{", position)) >= 0:
        before, _, head = sheet[position:opening].rpartition(";")
        own.append(before)
        head = head.strip().lstrip("}").strip()
        closing = _closing(sheet, opening)
        body = sheet[opening + 1 : closing]
        _name_layers(before, gathered)
        if match := _AT.match(head):
            inner = _within(match.group(1).lower(), match.group(2).strip().translate(_BACK), body, gathered, layer)
            if inner is not None:
                around = _nested(inner[0], parent) if inner[0] else parent
                yield from _rules(body, gathered, around, inner[1], depth + 1)
        elif head:
            yield from _rules(body, gathered, _nested(head.translate(_BACK), parent), layer, depth + 1)
        position = closing + 1
    own.append(sheet[position:])
    if parent and (declared := declarations_in(";".join(own))):
        yield Rule(parent, declared, layer)


def _name_layers(before: str, gathered: Sheet) -> None:
    for names in re.findall(r"@layer\s+([^;{}]+)", before):
        for name in names.split(","):
            gathered.layers.setdefault(name.strip(), len(gathered.layers))


def _within(at: str, said: str, body: str, gathered: Sheet, layer: str) -> tuple[str, str] | None:
    """The selector and the layer that rules within an at-rule stand in; None where they do not apply."""
    if at == "media":
        return ("", layer) if holds(said) else None
    if at == "supports":
        return None if said.lower().startswith("not") else ("", layer)
    if at == "container":
        sizes = re.findall(r"\([^()]*\)", said)
        return ("", layer) if holds(" and ".join(sizes)) is not (" not " in f" {said}") else None
    if at == "layer":
        name = f"{layer}.{said}" if layer and said else said or f"({len(gathered.layers)})"
        gathered.layers.setdefault(name, len(gathered.layers))
        return "", name
    if at == "scope":
        scope = re.match(r"\(((?:[^()]|\([^()]*\))*)\)", said)
        return (scope.group(1) if scope else "", layer)
    _keep(at, said, body, gathered)
    return None


def _keep(at: str, said: str, body: str, gathered: Sheet) -> None:
    if at.endswith("keyframes"):
        frames = re.findall(r"([^{}]*)\{([^{}]*)\}", body)
        gathered.frames[said.strip("\"'")] = [(place.strip(), declarations_in(held)) for place, held in frames]
    elif at == "property" and "initial-value" in (held := declarations_in(body)):
        gathered.variables[said] = held["initial-value"]
    elif at == "counter-style":
        gathered.counters[said] = declarations_in(body)


def _nested(selectors: str, parent: str) -> str:
    """Selectors within the rule of another selector; '&' stands for that one."""
    selectors = _unescaped(selectors)
    if not parent:
        return selectors
    whole = f":is({parent})"
    parts = (part.strip().replace(":scope", "&") for part in divided(selectors))
    return ",".join(part.replace("&", whole) if "&" in part else f"{whole} {part}" for part in parts)


def _unescaped(text: str) -> str:
    """Text with its hexadecimal escapes of ordinary letters spelt out."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)) if 0x20 < int(m.group(1), 16) < 0x7F else m.group(), text)


def declarations_in(body: str) -> Declarations:
    """Property names (lower case) and values of a declaration block or a style attribute."""
    found: Declarations = {}
    body = _QUOTED.sub(lambda match: match.group().translate(_MARKED), _COMMENT.sub("", body))
    for piece in divided(_unescaped(body), _SEMICOLONS):
        name, colon, value = piece.partition(":")
        name = name.strip() if name.strip().startswith("--") else name.strip().lower()
        if colon and name:
            value = re.sub(r"\s*!\s*important\s*$", "!important", value.strip(), flags=re.I)
            found[name] = value.translate(_BACK)
    return found


def divided(text: str, marks: re.Pattern[str] = _COMMAS) -> list[str]:
    """The parts of a text between marks (commas), but not at one that a closing bracket follows before an opening one."""
    places: list[int] = []
    following = ""
    for match in reversed(list(marks.finditer(text))):
        if match.group() in "()":
            following = match.group()
        elif following != ")":
            places.append(match.start())
    starts = [0, *(place + 1 for place in reversed(places))]
    return [text[start:end] for start, end in zip(starts, [*reversed(places), len(text)], strict=True)]


def _closing(sheet: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(sheet, opening):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    return len(sheet)
