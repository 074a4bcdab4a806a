"""Words of a LaTeX source that change how the source itself is to be read: names put together, hooks, other meanings."""

import re
from typing import TYPE_CHECKING

from screener.doors.documents.latex.braces import argument, skip_blanks
from screener.doors.documents.latex.catcodes import change
from screener.doors.documents.latex.definitions import Macro, is_prose
from screener.doors.documents.latex.spelling import NAMED, decoded, number, printed
from screener.doors.documents.latex.suspects import behind
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.unfold import Unfolder

ENDING = words("stop enddocument @@end bye")
BEGINNING_HOOKS = words("AtBeginDocument AfterEndPreamble AfterBeginDocument")
HOOKS = BEGINNING_HOOKS | words("AtEndDocument AddToHook BeforeEndDocument AtVeryEndDocument")
_WORD = r"(?:\\expandafter\s*)*\\(?:csname\s*(?P<{0}>[a-zA-Z@]+)\s*\\endcsname|(?P<{1}>[a-zA-Z@]+))"
_ALIAS = re.compile(rf"\s*{_WORD.format('a', 'b')}\s*=?\s*{_WORD.format('c', 'd')}")
_MOST_CHANGES = 100
"""Changes to the meaning of characters whose effect is told of."""
_LETTERS = re.compile(r"[a-zA-Z@]+")
_MARK = re.compile(r"#(\d)")


def named(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """A control word put together from letters is the control word."""
    position = start + len(word) + 1
    if word == "csname":
        match = NAMED.match(text, position)
        built, end = (match.group(1), match.end()) if match else ("", position)
    else:
        given = argument(text, position)
        built, end = given or ("", position)
    built = unfolder.source.definitions.spelled(built).strip()
    if not built or built in ("csname", "@nameuse"):
        return -1
    if unfolder.conditions.opens(built):
        behind(unfolder.source, f"{unfolder.line(start)}, if \\{built} says so", text, end)
        if not text.startswith("}", end):
            unfolder.conditions.doubt(unfolder.source.length, unfolder.line(start))
        return end
    if built in unfolder.source.definitions.macros:
        return unfolder.expanded(built, text, end - len(built) - 1)
    if _LETTERS.fullmatch(built):
        return unfolder.word(built, text, end - len(built) - 1, end)
    if "\\" in built:
        behind(unfolder.source, f"{unfolder.line(start)}, behind a command put together", text, end)
        return -1
    return end


def alias(unfolder: "Unfolder", text: str, position: int) -> int | None:
    """A conditional that \\let gives another name; None for any other."""
    match = _ALIAS.match(text, position)
    if not match:
        return None
    new, meant = match.group("a") or match.group("b"), match.group("c") or match.group("d")
    if not unfolder.conditions.opens(meant):
        return None
    unfolder.conditions.alias(new, meant)
    unfolder.source.definitions.mark_peculiar(new)
    return match.end()


def coded(unfolder: "Unfolder", code: str, text: str, start: int) -> int:
    """A character that is given by its code means what it means plainly."""
    letter, end = decoded(code), start + len(code)
    if letter == "%":
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        unfolder.source.conceal(text[end:stop], HiddenHow.comment, f"{unfolder.line(start)}, behind {code}")
        return stop
    if letter == "\\" and (word := _LETTERS.match(text, end)):
        unfolder.source.conceal(f"{code}{word.group()}", HiddenHow.other, f"{unfolder.line(start)}, a command in code")
        return unfolder.word(word.group(), text, end - 1, word.end())
    unfolder.add(" " if letter in "\r\n\t" else letter if letter.isprintable() else code, start)
    return end


def letter(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """A letter printed by its place in the font."""
    position = start + len(word) + 1
    given = argument(text, position) if word == "symbol" else None
    found = number(given[0], 0) if given else number(text, position)
    shown = printed(found[0]) if found else ""
    if not found or not shown:
        return -1
    unfolder.add(shown, start)
    return given[1] if given else found[1]


def meaning(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """Another meaning for a character: what it may hide or show stays in the text and is told of."""
    position = start + len(word) + 1
    made = change(text, position)
    where = unfolder.line(start)
    if made is None:
        if unfolder.in_text:
            behind(unfolder.source, f"{where}, behind \\catcode", text, position)
        return -1
    if made.letter == ord("%"):
        unfolder.set_percent(text, None if made.comments else made.ends)
    if made.odd and (unfolder.in_text or made.ends == len(text)):
        shown = text[start : made.begins].strip()
        unfolder.changes += 1
        unread = made.unread(text) if made.comments and unfolder.changes <= _MOST_CHANGES else ""
        unfolder.source.conceal(f"{shown}\n{unread}" if is_prose(unread) else shown, HiddenHow.other, where)
    return made.begins


def hook(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """Source that is printed as the document begins or ends."""
    given = argument(text, start + len(word) + 1)
    if given and word == "AddToHook":
        word = "AtBeginDocument" if "begindocument" in given[0] or "shipout" in given[0] else "AtEndDocument"
        given = argument(text, skip_blanks(text, given[1])) if "document" in given[0] or "shipout" in given[0] else None
    if not given:
        return -1
    if word in BEGINNING_HOOKS and unfolder.source.body is not None:
        return -1
    unfolder.hooks[word in BEGINNING_HOOKS].append((given[0], unfolder.place(start)))
    return given[1]


def delimited(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """A macro whose arguments end at marks of its own; -1 where the marks are missing."""
    parameters, body = unfolder.source.definitions.delimited[word]
    lead, *rest = _MARK.split(parameters)
    position = start + len(word) + 1
    if lead.strip() and not text.startswith(lead.strip(), position := skip_blanks(text, position)):
        return -1
    position += len(lead.strip())
    given: list[str | None] = []
    for mark in rest[1::2]:
        found = _until(unfolder, mark.strip(), text, position)
        if found is None:
            behind(unfolder.source, f"{unfolder.line(start)}, behind \\{word}", text, position)
            return -1
        given.append(found[0])
        position = found[1]
    macro = Macro("{" * len(given), "", body)
    for index in macro.unused():
        said = given[index - 1] or ""
        unfolder.source.conceal(said, HiddenHow.comment, unfolder.line(start), ordinary=not is_prose(said))
    unfolder.unfold_macro(macro.filled(given), start)
    return position


def first_of_two(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """The first of two arguments, and not the second."""
    first = argument(text, start + len(word) + 1)
    second = argument(text, first[1]) if first else None
    if not first or not second:
        return -1
    unfolder.unfold_macro(first[0], start)
    unfolder.source.conceal(second[0], HiddenHow.comment, unfolder.line(start))
    return second[1]


def _until(unfolder: "Unfolder", mark: str, text: str, position: int) -> tuple[str, int] | None:
    if not mark:
        return argument(text, position) or (text[position : position + 1], position + 1)
    stop = unfolder.find(mark, text, position)
    return None if stop < 0 else (text[position:stop], stop + len(mark))
