"""How much of a passage is in a language that the embedded reader does not know."""

from collections import Counter

from screener.doors.language import other_language
from screener.stages.reading.features import looks_like_bibliography
from screener.words.counting import listed
from screener.words.sentences import blocks

FEW_LETTERS = 80
"""Letters in other languages that may stand in a passage without its being unread: a title, a quoted phrase."""


def unknown_languages(text: str) -> str:
    """The languages, as codes for a reader, of a passage of which more than a phrase is not in English; else nothing."""
    letters: Counter[str] = Counter()
    own = 0
    for start, end in blocks(text):
        block = text[start:end]
        size = sum(map(str.isalpha, block))
        code = None if looks_like_bibliography(block) else other_language(block)
        if code:
            letters[code] += size
        else:
            own += size
    foreign = letters.total()
    return listed([code for code, _ in letters.most_common()]) if foreign >= FEW_LETTERS or foreign > own else ""
