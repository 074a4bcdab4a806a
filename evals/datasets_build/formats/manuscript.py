"""A draft's Markdown as blocks of marked words: what its PDF, Word and LaTeX forms are set from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is."""

    heading = "heading"
    paragraph = "paragraph"
    item = "item"
    note = "note"
    quote = "quote"
    table = "table"


class Look(StrEnum):
    """How words are set."""

    plain = "plain"
    bold = "bold"
    italic = "italic"
    code = "code"
    mark = "mark"
    """Not words but the mark of a footnote, by its name."""


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    look: Look = Look.plain


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """One block; `rows` of a table, `level` of a heading (1 is the title), `name` of a footnote or an item's number."""

    kind: Kind
    runs: Runs = ()
    level: int = 0
    name: str = ""
    rows: tuple[tuple[Runs, ...], ...] = ()


_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_NOTE = re.compile(r"\[\^([^\]]+)\]:\s*(.*)", re.S)
_ITEM = re.compile(r"([-*]|\d+\.)\s+(.*)", re.S)
_STARTS_ITEM = re.compile(r"(?:[-*]|\d+\.)\s+\S")
_RULE = re.compile(r"\|?[\s:|-]+\|?")
_INLINE = re.compile(
    r"\[\^(?P<mark>[^\]]+)\]|`(?P<code>[^`]+)`|\*\*(?P<bold>.+?)\*\*|(?<!\\)\*(?P<italic>[^*\s](?:.*?[^\\])?)\*", re.S
)
_ESCAPED = re.compile(r"\\([*_`\[\]|#$])")


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a draft, in order."""
    return [block for part in re.split(r"\n\s*\n", markdown.strip()) for block in _blocks(part.strip())]


def notes_of(blocks: list[Block]) -> dict[str, Runs]:
    """The footnotes by name."""
    return {block.name: block.runs for block in blocks if block.kind is Kind.note}


def plain_of(runs: Runs) -> str:
    """The words alone."""
    return "".join(run.text for run in runs if run.look is not Look.mark)


def _blocks(part: str) -> Iterator[Block]:
    if match := _HEADING.fullmatch(part.split("\n", 1)[0]):
        yield Block(Kind.heading, _runs(match[2]), level=len(match[1]))
        yield from _blocks(part.split("\n", 1)[1]) if "\n" in part else ()
    elif part.startswith("|"):
        yield from _table(part.splitlines())
    elif part.startswith("[^"):
        yield from (Block(Kind.note, _runs(m[2]), name=m[1]) for m in map(_NOTE.match, _joined(part, "[^")) if m)
    elif _STARTS_ITEM.match(part):
        yield from (
            Block(Kind.item, _runs(m[2]), name=m[1]) for m in map(_ITEM.match, _joined(part, _STARTS_ITEM)) if m
        )
    elif part.startswith(">"):
        yield Block(Kind.quote, _runs(re.sub(r"(?m)^>\s?", "", part)))
    elif part:
        yield Block(Kind.paragraph, _runs(part))


def _table(lines: list[str]) -> Iterator[Block]:
    rows = [line for line in lines if line.startswith("|") and not _RULE.fullmatch(line)]
    cells = (re.split(r"(?<!\\)\|", row.strip().strip("|")) for row in rows)
    yield Block(Kind.table, rows=tuple(tuple(_runs(cell.strip()) for cell in row) for row in cells))
    after = "\n".join(line for line in lines if not line.startswith("|"))
    yield from _blocks(after.strip())


def _joined(part: str, start: str | re.Pattern[str]) -> list[str]:
    """The lines of a list, those that go on joined to the one before."""
    out: list[str] = []
    for line in part.splitlines():
        begins = line.startswith(start) if isinstance(start, str) else bool(start.match(line))
        if begins or not out:
            out.append(line)
        else:
            out[-1] += " " + line.strip()
    return out


def _runs(text: str) -> Runs:
    out, last = [], 0
    flat = " ".join(text.split())
    for match in _INLINE.finditer(flat):
        out.append(Run(_plain(flat[last : match.start()])))
        look = Look(str(match.lastgroup))
        words = match.group(look.value)
        out += _within(words, look) if look in (Look.bold, Look.italic) else [Run(words, look)]
        last = match.end()
    out.append(Run(_plain(flat[last:])))
    return tuple(run for run in out if run.text)


def _within(words: str, look: Look) -> list[Run]:
    """Words in bold or italics; marks of footnotes and code within keep their own look."""
    return [run if run.look in (Look.mark, Look.code) else Run(run.text, look) for run in _runs(words)]


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
