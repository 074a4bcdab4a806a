"""What programs that show Markdown take out of it: their own comments, and blocks and spans that they are told to hide."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from screener.doors.documents.builder import DocumentBuilder
from screener.words.draft import HiddenHow

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]+\1(?!`)")
_OPENED = re.compile(
    r"(?P<liquid>\{%-?\s{0,9}comment\s{0,9}-?%\})|(?P<hugo>\{\{/\*)|(?P<obsidian>(?:(?<=\s)|\A)%%(?!%))"
)
_CLOSED = {
    "liquid": re.compile(r"\{%-?\s{0,9}endcomment\s{0,9}-?%\}"),
    "hugo": re.compile(r"\*/\}\}"),
    "obsidian": re.compile(r"(?<!\d)%%(?=[\s.,;:!?)]|\Z)"),
}
"""What ends a comment, by what begins it. Two signs of per cent are one only where they stand like brackets."""
_UNSHOWN = re.compile(r"\.(?:content-hidden|hidden|d-none)\b|\bdisplay\s*:\s*none|\bvisibility\s*:\s*hidden")
_SPAN = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]{1,4000})\]\{(?P<how>[^{}\n]{1,400})\}")
_STYLE = re.compile(r"style\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+))")


def without_concealed(text: str, builder: DocumentBuilder, lines_before: int) -> str:
    """The text without such comments, which are set apart; what is to be hidden is marked so in HTML.

    Code stays as it is. Lines keep their numbers; `lines_before` stood above the text.
    """
    pieces: list[str] = []
    line = lines_before + 1
    for piece, is_code in _parts(text):
        pieces.append(piece if is_code else _comments_out(piece, builder, line))
        line += piece.count("\n")
    return _marked("".join(pieces))


def _parts(text: str) -> list[tuple[str, bool]]:
    """Stretches of lines, and whether each is fenced code."""
    parts: list[tuple[str, bool]] = []
    held: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if not fence and mark:
            parts.append(("".join(held), False))
            held, fence = [line], mark.group(1)
        elif fence and mark and mark.group(1).startswith(fence) and not line[mark.end() :].strip():
            parts.append(("".join([*held, line]), True))
            held, fence = [], ""
        else:
            held.append(line)
    return [*parts, ("".join(held), bool(fence))]


def _comments_out(piece: str, builder: DocumentBuilder, line: int) -> str:
    kept: list[str] = []
    last = counted = 0
    for kind, start, opened, closed, end in _comments(piece):
        line += piece.count("\n", counted, start)
        counted = start
        builder.hide(piece[opened:closed], HiddenHow.comment, where=f"line {line} ({kind})")
        kept += [piece[last:start], "\n" * piece.count("\n", start, end)]
        last = end
    return "".join([*kept, piece[last:]])


def _comments(piece: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Kind, start, start and end of the words, and end of each comment outside code."""
    code = [match.span() for match in _CODE.finditer(piece)]
    starts = [start for start, _ in code]
    place, endless = 0, set[str]()
    while found := _OPENED.search(piece, place):
        kind, place = str(found.lastgroup), found.end()
        before = bisect_right(starts, found.start()) - 1
        if kind in endless or (before >= 0 and found.start() < code[before][1]):
            continue
        closing = _CLOSED[kind].search(piece, place)
        if closing is None:
            endless.add(kind)
            continue
        yield kind, found.start(), found.end(), closing.start(), closing.end()
        place = closing.end()


def _marked(text: str) -> str:
    """Blocks and spans with a class or style that hides them, as HTML that does the same."""
    out: list[str] = []
    fence = ""
    hides: list[bool] = []
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        out.append(line if fence or mark else _line(line, hides))
    return "\n".join(out)


def _line(line: str, hides: list[bool]) -> str:
    bare = line.strip()
    if bare.startswith(":::") and ":" not in (said := bare.strip(": \t")):
        return _block(line, said, hides)
    return _SPAN.sub(_span, line) if "]{" in line else line


def _block(line: str, said: str, hides: list[bool]) -> str:
    """The line that begins or ends a block, in HTML where the block is hidden."""
    if said:
        hides.append(bool(_UNSHOWN.search(said)))
        return "<div hidden>" if hides[-1] else line
    return "</div>" if hides and hides.pop() else line


def _span(match: re.Match[str]) -> str:
    how = match.group("how")
    if _UNSHOWN.search(how):
        return f"<span hidden>{match.group('words')}</span>"
    style = _STYLE.search(how)
    if style is None:
        return match.group()
    said = style.group(str(style.lastgroup)).replace('"', "'")
    return f'<span style="{said}">{match.group("words")}</span>'
