"""TeX's conditionals, as far as they can be decided without running TeX."""

import re
from dataclasses import dataclass, field

from screener.doors.documents.wordlist import words

PRIMITIVES = words(
    "if ifx ifnum ifdim ifcat ifodd ifvmode ifhmode ifmmode ifinner ifvoid ifhbox ifvbox ifeof iftrue iffalse ifcase "
    "ifdefined ifcsname iffontchar ifincsname ifpdf ifxetex ifluatex ifPDFTeX ifXeTeX ifLuaTeX ifTUTeX "
    "ifpdftex iftutex ifptex ifuptex iftwocolumn iftwoside"
)
_LETTERS = re.compile(r"[ \t]*([0-9A-Za-z])[ \t]*([0-9A-Za-z\n ])?")
_NUMBERS = re.compile(r"\s*(\d{1,9})\s*([<>=])\s*(\d{1,9})\s?")
_ODD = re.compile(r"\s*(\d{1,9})\s?")


@dataclass
class Branch:
    """An open conditional: whether its present branch is left out, and whether its else branch will be."""

    left_out: bool
    else_left_out: bool
    switched: bool = False
    """Decided by a switch of the document's own, as for a version without names."""
    since: int | None = None
    """Where in the joined source the present branch begins, if the condition could not be decided."""
    where: str = ""
    """The condition and its line, for one that could not be decided."""


@dataclass
class Conditions:
    """Open conditionals and the switches made with \\newif, as they stand at one point of the source."""

    switches: dict[str, bool] = field(default_factory=dict)
    open: list[Branch] = field(default_factory=list)
    undecided: bool = False
    """Whether some condition could not be decided, so that both branches count as visible."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names that the document gives to conditionals."""
    inverted: bool = False
    """Whether the next condition is turned round by \\unless."""
    doubtful: int = 0
    """How many open conditionals could not be decided."""
    _closed: int = 0
    """How many open conditionals are in a branch that is left out."""

    @property
    def left_out(self) -> bool:
        """Whether text here is not typeset."""
        return self._closed > 0

    @property
    def switched(self) -> bool:
        """Whether only switches of the document's own keep text here from being typeset."""
        return all(branch.switched for branch in self.open if branch.left_out)

    def opens(self, word: str) -> bool:
        """Whether a control word (without backslash) begins a conditional."""
        return word in PRIMITIVES or word in self.aliases or (word.startswith("if") and word[2:] in self.switches)

    def alias(self, word: str, meant: str) -> None:
        """Give a conditional another name; a name in 'if' set to a plain truth is a switch, as plain TeX makes them."""
        meant = self.aliases.get(meant, meant)
        if meant in ("iftrue", "iffalse") and word.startswith("if") and word not in PRIMITIVES:
            self.switches[word[2:]] = meant == "iftrue"
        else:
            self.aliases[word] = meant

    def begin(self, word: str, source: str, position: int, at: int = 0, where: str = "") -> int:
        """Open the conditional whose word ends at `position`; the position after the part that was understood.

        `at` and `where` are its place in the joined source and for a person.
        """
        word = self.aliases.get(word, word)
        truth, end = self._truth(word, source, position)
        if truth is None:
            self.undecided = self.undecided or not self.left_out
            self.open.append(Branch(left_out=False, else_left_out=False, since=at, where=where))
            self.doubtful += 1
        else:
            truth = truth is not self.inverted
            self.open.append(Branch(not truth, truth, switched=word[2:] in self.switches))
            self._closed += not truth
        self.inverted = False
        return end

    def doubt(self, at: int, where: str) -> None:
        """Open a conditional whose very name is built, so that nothing is left out for it."""
        self.open.append(Branch(left_out=False, else_left_out=False, since=at, where=where))
        self.doubtful += 1

    def in_doubt(self) -> Branch | None:
        """The innermost conditional, if it is the only open one that could not be decided."""
        branch = self.open[-1] if self.open and self.doubtful == 1 and not self.left_out else None
        return branch if branch and branch.since is not None else None

    def otherwise(self) -> None:
        """Go over to the else branch."""
        if self.open:
            self._closed += self.open[-1].else_left_out - self.open[-1].left_out
            self.open[-1].left_out = self.open[-1].else_left_out

    def end(self) -> None:
        """Close the innermost conditional; one that was never opened is passed over."""
        if self.open:
            branch = self.open.pop()
            self._closed -= branch.left_out
            self.doubtful -= branch.since is not None

    def switch(self, word: str) -> bool:
        """Set a switch, if the word is one such as \\drafttrue."""
        for ending, value in (("true", True), ("false", False)):
            if word.endswith(ending) and word.removesuffix(ending) in self.switches:
                self.switches[word.removesuffix(ending)] = value
                return True
        return False

    def _truth(self, word: str, source: str, position: int) -> tuple[bool | None, int]:
        if word in ("iftrue", "iffalse"):
            return word == "iftrue", position
        if word[2:] in self.switches:
            return self.switches[word[2:]], position
        if word == "if" and (letters := _LETTERS.match(source, position)):
            second = letters.group(2) or ""
            end = letters.end(2) if second == letters.group(1) else letters.end(1)
            return second == letters.group(1), end
        if word == "ifnum" and (numbers := _NUMBERS.match(source, position)):
            left, right = int(numbers.group(1)), int(numbers.group(3))
            return {"<": left < right, ">": left > right, "=": left == right}[numbers.group(2)], numbers.end()
        if word == "ifodd" and (odd := _ODD.match(source, position)):
            return int(odd.group(1)) % 2 == 1, odd.end()
        return None, position
