"""Changes to what single characters mean to TeX, after which the source cannot be read as it usually is."""

import re

from screener.doors.documents.latex.spelling import number

_USUAL = {
    **dict.fromkeys(map(ord, "\\"), 0),
    **dict.fromkeys(map(ord, "{"), 1),
    **dict.fromkeys(map(ord, "}"), 2),
    **dict.fromkeys(map(ord, "%"), 14),
}
_COMMENT, _ESCAPE_TO_SUPERSCRIPT = 14, (0, 1, 2, 5, 9, 14, 15)
_GROUP = re.compile(r"\\(?:begingroup|endgroup)(?![a-zA-Z@])|\\.|[{}]", re.S)
_TOLD = 20_000
_REACH = 1_000
"""Characters within which the end of a group is looked for."""


class Change:
    """One \\catcode assignment: the character, what it comes to mean, and where in the source that holds."""

    def __init__(self, source: str, position: int, letter: int, meaning: int) -> None:
        self.letter, self.meaning, self.begins = letter, meaning, position
        self.ends = _group_ends(source, position)

    @property
    def odd(self) -> bool:
        """Whether it gives words another reading than the source shows."""
        usual = _USUAL.get(self.letter)
        if usual is not None:
            return self.meaning != usual
        letter = chr(self.letter)
        return self.meaning in _ESCAPE_TO_SUPERSCRIPT or (letter.isascii() and letter.isalpha() and self.meaning != 11)

    @property
    def comments(self) -> bool:
        """Whether the character begins comments from here on."""
        return self.meaning == _COMMENT

    def unread(self, source: str) -> str:
        """What the rest of each line says behind the character, where that is a comment now."""
        mark = re.escape(chr(self.letter))
        return "\n".join(re.findall(rf"{mark}([^\n]*)", source[self.begins : min(self.ends, self.begins + _TOLD)]))


def change(source: str, position: int) -> Change | None:
    """The assignment behind a \\catcode that ends at `position`; None where its numbers are not plain ones."""
    letter = number(source, position)
    meaning = number(source, letter[1]) if letter else None
    return Change(source, meaning[1], letter[0], meaning[0]) if letter and meaning else None


def _group_ends(source: str, position: int) -> int:
    """Where the group around a position ends; the end of the source if that is far away."""
    depth = 0
    for match in _GROUP.finditer(source, position, position + _REACH):
        depth += match.group() in ("{", "\\begingroup")
        depth -= match.group() in ("}", "\\endgroup")
        if depth < 0:
            return match.start()
    return len(source)
