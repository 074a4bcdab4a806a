"""Whether two nearly equal stretches say the same thing: no number, no negation and no content word may differ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
_CITATION = re.compile(r"\[\s*\d+(?:\s*[-,;]\s*\d+)*\s*\]")
_WEIGHTY = frozenset(
    re.findall(
        r"\w+",
        """not no never without cannot none nor neither nothing nobody nowhere hardly barely rarely seldom scarcely
    unless except only few little less more least most fewer fail fails failed lack lacks lacked zero one two
    three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand million billion
    trillion half twice double triple before after below above under over""",
    )
)
"""Words that turn a sentence round or count something: they must be the same on both sides."""
_ARTICLES = frozenset(("a", "an", "the", "this", "that", "these", "those", "our", "its"))
"""Words that may stand for one another."""
_TYPING_SLIP = 80.0
"""Ratio (0-100) from which two words with the same first letter pass for one word misspelt or inflected."""
_LEFT_OUT = 0.12
"""Share of the quote's words that may be missing from it, or be too many."""


@dataclass(frozen=True)
class _Step:
    """A run of words that is equal, or that differs, in quote and region: half-open ranges of word numbers."""

    equal: bool
    ours: tuple[int, int]
    theirs: tuple[int, int]


def same_wording(quote: str, region: str) -> tuple[int, int] | None:
    """The span of `region` that holds the words of `quote`, or None where a word that matters differs.

    Both are folded. `region` may be somewhat longer on either side; its surplus words there are trimmed off.
    """
    wanted, held = _words(quote), _words(region)
    if not wanted or not held:
        return None
    steps = _trimmed(_steps([w for w, _, _ in wanted], [w for w, _, _ in held]), len(wanted))
    left_out = 0
    for step in (s for s in steps if not s.equal):
        ours = [w for w, _, _ in wanted[slice(*step.ours)]]
        theirs = [w for w, _, _ in held[slice(*step.theirs)]]
        if _slip(ours, theirs):
            continue
        if all(word in _ARTICLES for word in (*ours, *theirs)):
            continue
        if (ours and theirs) or any(weighs(word) for word in (*ours, *theirs)):
            return None
        left_out += len(ours) + len(theirs)
    if left_out > max(1, int(_LEFT_OUT * len(wanted))):
        return None
    reached = [step.theirs for step in steps if step.theirs[1] > step.theirs[0]]
    return (held[reached[0][0]][1], held[reached[-1][1] - 1][2]) if reached else None


def _words(text: str) -> list[tuple[str, int, int]]:
    """Words and numbers with their places; numbers of citations in brackets are no words of the sentence."""
    plain = _CITATION.sub(lambda m: " " * len(m.group()), text)
    return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(plain)]


def _steps(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Step]:
    """Runs of equal words, and between them runs that differ."""
    at, other = 0, 0
    for block in Indel.opcodes(ours, theirs).as_matching_blocks():
        if block.a > at or block.b > other:
            yield _Step(False, (at, block.a), (other, block.b))
        if block.size:
            yield _Step(True, (block.a, block.a + block.size), (block.b, block.b + block.size))
        at, other = block.a + block.size, block.b + block.size


def _trimmed(steps: Iterable[_Step], total: int) -> list[_Step]:
    """The steps without what the region holds before the quote's first and after its last word."""
    out = []
    for step in steps:
        (begin, end), size = step.theirs, step.ours[1] - step.ours[0]
        if not step.equal and step.ours[0] == 0:
            begin = max(begin, end - size)
        if not step.equal and step.ours[1] == total:
            end = min(end, begin + size)
        if size or end > begin:
            out.append(_Step(step.equal, step.ours, (begin, end)))
    return out


def _slip(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two runs of words differ only as a misspelling, an inflection or a missing space does."""
    one, other = "".join(ours), "".join(theirs)
    if not one or not other or one[0] != other[0] or any(weighs(w) for w in (*ours, *theirs)):
        return False
    if len(ours) == len(theirs):
        return all(a[0] == b[0] and fuzz.ratio(a, b) >= _TYPING_SLIP for a, b in zip(ours, theirs, strict=True))
    return fuzz.ratio(one, other) >= _TYPING_SLIP


def weighs(word: str) -> bool:
    """Whether a (folded) word counts something or turns a sentence round."""
    return word[0].isdigit() or word in _WEIGHTY or word.endswith("n't")
