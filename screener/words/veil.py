"""Words that a model is not shown: each stretch has a placeholder, and placeholders lead back to the stretch."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

CUT = "[cut]"
"""Stands for what a shortened text has left of a name."""
_LEAST_LEFT = 3
"""Letters of a name, at an end of a line, that may give it away."""


@dataclass(frozen=True)
class Stretch:
    """Words to keep from a model: code points into the text, half open."""

    start: int
    end: int
    kind: str
    """'name', 'affiliation', 'acknowledgement', 'e-mail', 'identifier' or 'repository'."""


@dataclass(frozen=True)
class Veil:
    """Puts placeholders in the place of certain words, wherever they occur, and the words back in the place of those.

    Words that differ in any character have placeholders of their own, so that what comes back is what stood there.
    """

    words: tuple[tuple[str, str], ...]
    """Kind and exact words, each once, in the order of the text."""
    tag: str
    """What tells placeholders from the text, which may hold brackets of its own."""
    characters: int
    """Length of all stretches together."""
    whole: frozenset[str] = frozenset()
    """Words with which lines of the text itself begin or end: they are no sign that a name was cut."""

    @classmethod
    def over(cls, text: str, stretches: Iterable[Stretch]) -> "Veil":
        """The veil over a text; the stretches lie within it and apart from each other."""
        chosen = sorted(stretches, key=lambda s: s.start)
        # Without white space around: what is looked for has none, so what is put back must have none either.
        words = dict.fromkeys((s.kind, found) for s in chosen if (found := text[s.start : s.end].strip()))
        tag = next(t for t in ("", *(f"-{n}" for n in range(1, 10_000))) if not _placeholders(t).search(text))
        if not words:
            return cls((), tag, 0)
        made = cls(tuple(words), tag, sum(s.end - s.start for s in chosen))
        ends = {
            end for line in made._pattern.sub(made._placeholder, text).split("\n") for end in made._left_of_names(line)
        }
        return replace(made, whole=frozenset(ends))

    def hide(self, text: str) -> str:
        """The text with placeholders. A name that the text was cut in the middle of is hidden too."""
        if not self.words:
            return text
        hidden = self._pattern.sub(self._placeholder, text)
        return "\n".join(map(self._ends_hidden, hidden.split("\n"))) if self._fragments[0] else hidden

    def show(self, text: str) -> str:
        """The text with the words in the place of their placeholders."""
        return _placeholders(self.tag).sub(lambda m: self._by_placeholder.get(_number(m), m.group()), text)

    def counted(self) -> dict[str, int]:
        """How many different stretches of each kind there are, and how many characters in all."""
        kinds: dict[str, int] = {}
        for kind, _ in self.words:
            kinds[kind] = kinds.get(kind, 0) + 1
        return {**kinds, "characters": self.characters} if kinds else {}

    def _placeholder(self, match: re.Match[str]) -> str:
        return self._by_words.get(match.group()) or self._by_likeness[_alike(match.group())]

    @cached_property
    def _by_words(self) -> dict[str, str]:
        return {words: f"[{kind}{self.tag} {n}]" for n, (kind, words) in enumerate(self.words, 1)}

    @cached_property
    def _by_likeness(self) -> dict[str, str]:
        return {_alike(words): placeholder for words, placeholder in reversed(self._by_words.items())}

    @cached_property
    def _by_placeholder(self) -> dict[int, str]:
        return {n: words for n, (_, words) in enumerate(self.words, 1)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_words, key=len, reverse=True)
        return re.compile("|".join(map(_findable, longest_first)))

    @cached_property
    def _fragments(self) -> tuple[frozenset[str], frozenset[str]]:
        """Beginnings and ends of names, without the names themselves."""
        names = [_alike(words) for kind, words in self.words if kind == "name"]
        lengths = [(name, n) for name in names for n in range(_LEAST_LEFT, len(name))]
        return frozenset(name[:n] for name, n in lengths), frozenset(name[-n:] for name, n in lengths)

    def _left_of_names(self, line: str) -> Iterator[str]:
        """What may be left of a name in a text that was shortened: at the line's end, and behind its first '…'."""
        begun, ended = self._fragments
        longest = max(map(len, begun), default=0)
        for n in range(min(longest, len(line)), _LEAST_LEFT - 1, -1):
            if line[-n:] in begun and not line[:-n][-1:].isalnum():
                yield line[-n:]
                break
        after = line.partition("…")[2]
        for n in range(min(longest, len(after)), _LEAST_LEFT - 1, -1):
            if after[:n] in ended and not after[n : n + 1].isalnum():
                yield "…" + after[:n]
                break

    def _ends_hidden(self, line: str) -> str:
        for left in self._left_of_names(line):
            if left in self.whole:
                continue
            line = line.replace(left, "…" + CUT, 1) if left.startswith("…") else line.removesuffix(left) + CUT
        return line


def _placeholders(tag: str) -> re.Pattern[str]:
    kinds = "name|affiliation|acknowledgement|e-mail|identifier|repository"
    return re.compile(rf"\[\s*(?:{kinds}){re.escape(tag)}\s+(\d{{1,5}})\s*\]", re.I)


def _number(match: re.Match[str]) -> int:
    return int(match[1])


def _alike(words: str) -> str:
    return " ".join(words.split())


_RAISED = "²³¹⁰-₟"
"""Raised and lowered figures, which are no letters of a name."""


def _findable(words: str) -> str:
    """A pattern for the words with any white space between them, and not in the middle of another word."""
    inner = r"\s+".join(map(re.escape, words.split()))
    before = rf"(?<![^\W{_RAISED}])" if words[:1].isalnum() else ""
    after = (
        rf"(?![^\W\d_{_RAISED}])" if words[-1:].isalnum() else ""
    )  # a mark of affiliation, such as Name1, may follow
    return before + inner + after
