"""Which language a text is written in, by the identifier that py3langid ships (naive Bayes over byte n-grams)."""

import re
from functools import lru_cache
from threading import Lock
from typing import Any

SURE = 0.8
"""Probability from which an answer counts: of tables, code and lists of names the identifier is never that sure."""
FEWEST_LETTERS = 25
"""Letters in a text that can be judged."""
_ENGLISH = frozenset(
    "the of and to is are that for with we this by from it as on at be which these not was were our can".split()  # noqa: SIM905
)
_PLAINLY_ENGLISH = 0.15
"""Share of English function words from which nobody needs to be asked."""
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_identifying = Lock()


def other_language(text: str) -> str | None:
    """The code (ISO 639) of the language of a text that is surely not in English; None for every other text.

    Meant for a few sentences. What is no prose (a table, code) and what is too short to tell gives None.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if sum(map(len, words)) < FEWEST_LETTERS:
        return None
    if sum(word in _ENGLISH for word in words) >= _PLAINLY_ENGLISH * len(words):
        return None
    with _identifying:
        code, sure = _identifier().classify(text)
    told = sure >= SURE or _in_another_alphabet(words)
    return str(code) if told and code not in ("en", "zxx", "und") else None


def _in_another_alphabet(words: list[str]) -> bool:
    """Whether most letters are of words in another alphabet: which of its languages it is does not matter then."""
    other = sum(len(word) for word in words if len(word) > 1 and not _LATIN.match(word))
    return 2 * other > sum(map(len, words))


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loading takes a second, and few drafts need it

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
