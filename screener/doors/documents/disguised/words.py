"""Finds words in which letters of other alphabets stand for Latin ones: a reader sees one word, a machine another.

Honest texts mix alphabets too, so a word counts only where the mixture has no other use. A sign beside a word (νmax), a
name in its own alphabet, a formula in letters made for formulas and an abbreviation stay as they are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from unicodedata import combining

from screener.doors.documents.disguised.english import is_english
from screener.doors.documents.disguised.twins import TWINS, Sort, alphabet
from screener.doors.documents.wordlist import words as listed

_IN_FORMULAS = "\u2102-\u2149\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d6a3"
"""As few ranges as may be, because the time to search grows with their number."""
_MARKS = "\u0300-\u036f"
_WORD = re.compile(rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*")
_FORMULA = re.compile(f"[{_IN_FORMULAS}]")
_SENTENCE = re.compile(rf"(?<![^\W\d_])(?<![{_MARKS}])[{_IN_FORMULAS}]++(?:[\s,.;:!?'’()-]++[{_IN_FORMULAS}]++){{2,}}")
"""The group is not possessive: Python before 3.11.5 then goes too far where the group fails half-way."""
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LONGEST = 60
"""Letters of a word that is looked at; a longer one is no word."""
_SHORTEST = 3
_TELLING = 4
"""Letters of a word from which a twin in its midst tells enough; in a shorter one the word must be English."""
_LONG = 6
"""Letters from which a word with a twin at its edge is no abbreviation."""
_FUNCTIONS = listed("sin cos tan log exp max min lim det dim arg sup inf mod")


@dataclass(frozen=True)
class Disguised:
    """A word that looks like another one than is written."""

    start: int
    """Where it stands in the text, in code points."""
    written: str
    looks: str
    """What a reader sees; as long as what is written."""
    styled: bool = False
    """Whether it stands in a sentence in letters made for formulas, as everybody can see."""

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.written)


def disguised_words(text: str) -> tuple[Disguised, ...]:
    """The words of a text that look like other ones than are written, in order."""
    if text.isascii():
        return ()
    return _Context(text).disguised()


def looking_right(text: str, disguised: Iterable[Disguised]) -> str:
    """The text with these words as they look; it is as long as before."""
    out, last = [], 0
    for word in disguised:
        out += [text[last : word.start], word.looks]
        last = word.end
    return "".join([*out, text[last:]])


def title_looking_right(title: str, disguised: Iterable[Disguised]) -> str:
    """A title taken from the text, with these words as they look."""
    looks = {word.written: word.looks for word in disguised}
    return _WORD.sub(lambda match: looks.get(match.group(), match.group()), title) if looks else title


@dataclass
class _Context:
    """A text, and what its words say about one another."""

    text: str
    _foreign: Counter[str] = field(default_factory=Counter)
    """By alphabet: words that are at home in it."""
    _whole: Counter[str] = field(default_factory=Counter)
    """By alphabet: different words all of whose letters pass for those of an English word."""

    def disguised(self) -> tuple[Disguised, ...]:
        """All disguised words in order. Each spelling is judged once, however often it stands in the text."""
        mixed, whole = [], []
        places = self._places()
        for written, starts in places.items():
            looks = _looks(written)
            if looks is not None and any(alphabet(letter) == "Latin" for letter in written):
                mixed.append((written, looks))
            elif looks is not None and self._passes_whole(written, looks):
                whole.append((written, looks))
                self._whole[alphabet(written[0])] += 1
            elif len(written) > 1:
                self._foreign[alphabet(written[-1])] += len(starts)
        found = [pair for pair in mixed if self._is_mixed(*pair)] + [pair for pair in whole if self._is_alone(pair[0])]
        every = [Disguised(start, written, looks) for written, looks in found for start in places[written]]
        return tuple(sorted([*every, *self._styled()], key=lambda word: word.start))

    def _styled(self) -> Iterator[Disguised]:
        """The words of sentences that are written in letters for formulas: a machine may know them by no other."""
        for match in _SENTENCE.finditer(self.text) if _FORMULA.search(self.text) else ():
            words = [word for word in _WORD.finditer(match.group()) if not self._goes_on(match.start() + word.end())]
            found = [(word.start(), word.group(), looks) for word in words if (looks := _looks(word.group()))]
            if 2 * sum(is_english(looks) for _, _, looks in found) >= len(words):
                for start, written, looks in found:
                    yield Disguised(match.start() + start, written, looks, styled=True)

    def _goes_on(self, end: int) -> bool:
        """Whether a word that seems to end here has more letters or marks."""
        return end < len(self.text) and (self.text[end].isalpha() or combining(self.text[end]) > 0)

    @cached_property
    def _latin(self) -> frozenset[str]:
        """The plain Latin words of the text, in small letters."""
        return frozenset(word.lower() for word in _LATIN_WORD.findall(self.text))

    def _places(self) -> dict[str, list[int]]:
        """By spelling, where the words stand that are not in plain Latin letters."""
        found: dict[str, list[int]] = {}
        for match in _WORD.finditer(self.text):
            if not match.group().isascii() and len(match.group()) <= _LONGEST:
                found.setdefault(match.group(), []).append(match.start())
        return found

    def _passes_whole(self, written: str, looks: str) -> bool:
        sorts = {TWINS[letter][1] for letter in written if letter in TWINS}
        if len(written) < _SHORTEST or sorts == {Sort.styled} or Sort.near in sorts:
            return False
        if Sort.sign in sorts:
            return len(written) >= _TELLING and is_english(looks)
        return is_english(looks) or looks.lower() in self._latin

    def _is_alone(self, written: str) -> bool:
        """Whether its alphabet has no more words of its own in the text than words that pass for English ones."""
        own = alphabet(written[0])
        return self._foreign[own] < self._whole[own]

    def _is_mixed(self, written: str, looks: str) -> bool:
        """Whether Latin letters and others stand together in a word that cannot be meant so."""
        foreign = [letter for letter in written if letter in TWINS]
        sorts = {TWINS[letter][1] for letter in foreign}
        english, size = is_english(looks), len(written)
        if Sort.twin not in sorts:
            return english and size >= _TELLING and (Sort.near in sorts or not _sign_beside_word(written))
        if english:
            return size >= _SHORTEST
        own = alphabet(foreign[0])
        if len(sorts) > 1 or size < _TELLING or self._foreign[own] >= max(1, len(self._latin)):
            return False  # Where the text is written in that alphabet, a slip of the keyboard is no news.
        known = own != "Greek" and looks.lower() in self._latin
        return known or size >= _LONG or _in_the_midst(written)


def _looks(written: str) -> str | None:
    """The word in Latin letters only, or None where some letter passes for no Latin one."""
    if TWINS.keys().isdisjoint(written):
        return None
    out = [TWINS[c][0] if c in TWINS else c if alphabet(c) == "Latin" or combining(c) else "" for c in written]
    return "".join(out) if all(out) else None


def _is_latin(letter: str) -> bool:
    return letter not in TWINS


def _blocks(written: str) -> list[tuple[bool, str]]:
    """Stretches of Latin letters (True) and of others (False)."""
    return [(latin, "".join(letters)) for latin, letters in groupby(written, _is_latin)]


def _sign_beside_word(written: str) -> bool:
    """Whether a sign, or a word in letters for formulas, stands before or after a word of its own: ρair, log𝑠."""
    blocks = _blocks(written)
    if len(blocks) != 2:
        return False
    own, foreign = (next(block for latin, block in blocks if latin is which) for which in (True, False))
    styled = TWINS[foreign[0]][1] is Sort.styled
    if len(foreign) > 1 and not styled:
        return False
    initial = styled and len(foreign) == 1 and foreign == written[0] and TWINS[foreign][0].isupper()
    return initial or own.lower() in _FUNCTIONS or is_english(own)


def _in_the_midst(written: str) -> bool:
    """Whether a twin stands between two Latin letters."""
    return any(not latin for latin, _ in _blocks(written)[1:-1])
