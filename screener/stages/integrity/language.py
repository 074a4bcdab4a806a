"""Whether a sentence is in English, by its commonest words: the finder knows other languages less well."""

import re

_COMMON = {
    "english": "the of and to in is that it for as with was on be by this are or an at not from have which you we will no all "
    "if any your our please should must do so",
    "german": "der die das und ist nicht ein eine den dem des von zu mit auf für im wir sie wird werden dass als auch bitte "
    "alle",
    "french": "le la les un une et est que qui dans pour pas sur au du ce cette nous vous elle doit sont",
    "spanish": "el los las una y es en por para con su se del al como más este esta debe",
    "italian and portuguese": "il lo gli che di non per sono questo si o os um uma e em não",
    "dutch": "het een niet van te dat dit wij deze",
}
_ENGLISH = frozenset(_COMMON["english"].split())
_OTHERS = frozenset(" ".join(words for name, words in _COMMON.items() if name != "english").split()) - _ENGLISH
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_BELOW = "\u0370"


def in_latin_letters(text: str) -> bool:
    """Whether at least half of the letters are Latin ones (or there is no letter)."""
    letters = [c for c in text if c.isalpha()]
    return sum(c < _LATIN_BELOW for c in letters) * 2 >= len(letters)


def in_another_language(text: str) -> bool:
    """Whether a sentence is in another script, or holds more common words of some other languages than of English."""
    if not in_latin_letters(text):
        return True
    words = _WORD.findall(text.casefold())
    return sum(w in _OTHERS for w in words) > sum(w in _ENGLISH for w in words)
