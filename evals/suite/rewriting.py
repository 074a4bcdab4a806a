"""Copies of a draft that say the same in other words or in another order, by rule, to see whether a screen changes its mind.

Neither is what a skilled rewriter would do. A rewording swaps words from a short list that keep the meaning wherever they
stand; a reordering moves whole sections. A screen that changes its mind over these is unstable; one that does not may
still be.
"""

import re
from dataclasses import replace

from evals.records import Variant
from evals.suite.drafts import ToScreen
from screener.uses.parts import Source
from screener.words.labelled import GoldCombination, GoldPassage, LabelledDraft

WORDS = {
    "almost": "nearly", "nearly": "almost", "often": "frequently", "frequently": "often", "usually": "as a rule",
    "perhaps": "maybe", "therefore": "thus", "thus": "therefore", "because": "since", "many": "numerous", "every": "each",
    "begin": "start", "begins": "starts", "began": "started", "large": "big", "larger": "bigger", "largest": "biggest",
    "method": "technique", "methods": "techniques", "result": "finding", "results": "findings", "paper": "article",
    "team": "group", "teams": "groups", "helps": "aids", "quickly": "fast", "whole": "entire", "entire": "whole",
    "obtain": "get", "obtained": "got", "requires": "needs", "require": "need", "required": "needed", "shown": "demonstrated",
    "shows": "demonstrates", "showed": "demonstrated", "enough": "sufficient", "choose": "select", "chose": "selected",
    "chosen": "selected", "selected": "chosen", "wrong": "mistaken", "cheap": "inexpensive", "cannot": "can not",
    "don't": "do not", "doesn't": "does not", "didn't": "did not", "isn't": "is not", "can't": "can not", "won't": "will not",
    "it's": "it is", "we've": "we have", "you're": "you are", "approximately": "roughly", "roughly": "approximately",
}  # fmt: skip
"""Words that may stand for each other."""

_WORD = re.compile(
    r"(?<![\w'’-])(" + "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True)) + r")(?![\w'’-])", re.I
)
_SECTION = re.compile(r"^## ", re.MULTILINE)
_STAYS = re.compile(r"(abstract|summary|references|bibliography|appendi|acknowledg|notes)", re.IGNORECASE)
_FEWEST = 2
"""Sections that must be able to move."""


def paraphrased(draft: ToScreen) -> ToScreen:
    """The draft with words of the list swapped, in its text and in its labels alike."""
    return _variant(draft, "paraphrased", Variant.paraphrased, reworded(draft.manuscript), reword_labels=True)


def reordered(draft: ToScreen) -> ToScreen | None:
    """The draft with its middle sections in reverse order, or None where it has too few."""
    turned = turned_round(draft.manuscript)
    return None if turned is None else _variant(draft, "reordered", Variant.reordered, turned)


def reworded(text: str) -> str:
    """The text with the words of the list swapped once; capitals at the beginning of a word are kept."""
    return _WORD.sub(_swapped, text)


def turned_round(manuscript: str) -> str | None:
    """The manuscript with its sections of the second level reversed, those kept in place that open or close a work."""
    starts = [m.start() for m in _SECTION.finditer(manuscript)]
    if not starts:
        return None
    pieces = [manuscript[a:b] for a, b in zip(starts, [*starts[1:], len(manuscript)], strict=True)]
    moving = [i for i, piece in enumerate(pieces) if i and not _STAYS.search(piece.splitlines()[0])]
    if len(moving) < _FEWEST:
        return None
    order = dict(zip(moving, reversed(moving), strict=True))
    body = [pieces[order.get(i, i)].rstrip("\n") + "\n\n" for i in range(len(pieces))]
    return manuscript[: starts[0]] + "".join(body).rstrip("\n") + "\n"


def _swapped(match: re.Match[str]) -> str:
    word = match.group()
    other = WORDS[word.lower()]
    return other[0].upper() + other[1:] if word[0].isupper() else other


def _variant(
    draft: ToScreen, ending: str, variant: Variant, manuscript: str, *, reword_labels: bool = False
) -> ToScreen:
    name = f"{draft.labels.id}--{ending}"
    labels = _reworded_labels(draft.labels) if reword_labels else draft.labels
    return replace(
        draft,
        labels=labels.model_copy(update={"id": name}),
        source=Source(f"{name}.md", manuscript.encode()),
        variant=variant,
        twin_of=draft.labels.id,
        manuscript=manuscript,
    )


def _reworded_labels(labels: LabelledDraft) -> LabelledDraft:
    return labels.model_copy(
        update={
            "passages": tuple(_reworded_passage(p) for p in labels.passages),
            "combinations": tuple(_reworded_combination(c) for c in labels.combinations),
        }
    )


def _reworded_passage(passage: GoldPassage) -> GoldPassage:
    return passage.model_copy(update={"quote": reworded(passage.quote)})


def _reworded_combination(combination: GoldCombination) -> GoldCombination:
    return combination.model_copy(update={"quotes": tuple(reworded(quote) for quote in combination.quotes)})
