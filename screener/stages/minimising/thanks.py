"""Acknowledgements: their own section, and sentences elsewhere that thank somebody or name who paid.

Nothing long is taken out, wherever it stands: a draft must not be able to keep a recipe from its reader by calling it an
acknowledgement. Beyond the limits names alone are taken out and the words stay.
"""

import re
from collections.abc import Iterator

from screener.stages.minimising.words import WORD, capital, common, initial, particle
from screener.words.draft import Document
from screener.words.veil import Stretch

MOST_ACKNOWLEDGED = 1_500
"""Characters of acknowledgements that are taken out at most."""
LONGEST_SENTENCE = 400
_LONGEST_SECTION = 12_000
_HEADINGS = (
    r"acknowledge?ments?(?:\s+(?:and|of|&)\s+[\w ]{1,40})?|funding(?:\s+(?:statement|information|sources?))?|"
    r"author\s+contributions?|"
    r"contributions?\s+of\s+(?:the\s+)?authors|contributors|credit\s+author\w*(?:\s\w+){0,3}|thanks|about\s+the\s+authors?|"
    r"authors?\W{0,2}\s+(?:information|biograph\w+)|danksagung|remerciements|agradecimientos|agradecimentos|ringraziamenti|"
    r"dankwoord|takk|tack|financial\s+support"
)
_THANKED = re.compile(rf"^\W*(?:[\divxIVX]+[.\s]+)*(?:{_HEADINGS})\W*$", re.I)
_HEADED = re.compile(rf"^[#*\s\d.]{{0,8}}(?:{_HEADINGS})\**[ \t]*$", re.I | re.M)
_RUN_IN = re.compile(r"(?:^|(?<=\.\s))[*_]{0,2}acknowledge?ments?[*_]{0,2}\s?[.:—–-]+", re.I | re.M)
_NEXT = re.compile(
    r"^[#*\s\d.]{0,8}(?:references|bibliography|literature|appendi\w+|supplement\w*|notes)\W*$", re.I | re.M
)
_GAP = r"(?:[^\S\n]{1,4}|[^\S\n]{0,4}\n[^\S\n]{0,4})"
_SOME = rf"(?:\w{{1,30}}{_GAP})"
_WHO = r"(?:we|i|the authors?|(?-i:[A-Z]{2,3}|[A-Z]\.\s?[A-Z]\.))"
_WORK = r"(?:work|research|study|project|paper|studies|authors?|material|article|development|writing)"
_NOT_THANKED = (
    r"(?!s?\s+(?:that|the\s+(?:limit|poss|risk|need|fact|import|exist|potential|danger|uncertain)|this|these|limit|two|three|"
    r"several|some|potential|how))"
)
_PAID = r"(?:supported|funded|sponsored|financed)"
_THANKS = re.compile(
    rf"\b{_WHO}{_GAP}{_SOME}{{0,3}}(?:thank|acknowledge{_NOT_THANKED})"
    rf"|\b(?:am|are|is){_GAP}{_SOME}?(?:grateful|indebted|thankful){_GAP}(?:to|for)\b"
    rf"|\b(?:our|many|special|sincere|warm){_GAP}thanks{_GAP}(?:to|go|are|for|also)\b|\bthanks{_GAP}(?:are{_GAP}due|go|also){_GAP}to\b"
    rf"|\b(?:this|the|our|their|present|\w{{1,40}}['’]s|of{_GAP}(?-i:[A-Z])\w{{0,40}}){_GAP}{_SOME}?{_WORK}{_GAP}{_SOME}{{0,2}}"
    rf"(?:was|were|is|are|has{_GAP}been|have{_GAP}been){_GAP}{_SOME}{{0,2}}{_PAID}{_GAP}{_SOME}{{0,2}}(?:by|through|under)\b"
    rf"|(?-i:\b[A-Z]\.\s?[A-Z]\.|\b[A-Z][\w-]{{0,40}}){_GAP}(?:was|were|is|are){_GAP}{_SOME}{{0,2}}{_PAID}{_GAP}{_SOME}{{0,2}}"
    rf"(?:by|through|under){_GAP}(?:the{_GAP}|an?{_GAP})?(?-i:[A-Z])"
    rf"|\bgrants?{_GAP}(?:agreement{_GAP})?(?:no|nr|number|id)\b"
    rf"|\b(?:funding|support|fellowships?|scholarships?){_GAP}from{_GAP}(?:the{_GAP})?(?-i:[A-Z])"
    rf"|(?-i:\b[Aa]cknowledges{_GAP}(?:support|funding|financial))"
    rf"|(?:^|(?<=[.!?]\s)|(?<=\n))(?:many{_GAP}|special{_GAP})?thanks{_GAP}to{_GAP}(?:(?:our|my){_GAP}\w+{_GAP})?"
    rf"(?:(?:dr|prof)\.?{_GAP})?(?-i:[A-Z])\w{{1,40}}{_GAP}(?-i:[A-Z])"
    rf"|(?:^|(?<=[.!?]\s)|(?<=\n))(?:(?:partially|partly|generously|financially){_GAP})?{_PAID}{_GAP}{_SOME}{{0,2}}by{_GAP}"
    rf"(?:the{_GAP})?(?-i:[A-Z])",
    re.I,
)
_ENDS = (". ", ".\n", "\n\n", "! ", "? ")
_STOP = re.compile(r"[.!?](?=\s+[^\sa-zß-ÿ]|\s*\Z)|\n\s*\n")
_SHORT = re.compile(r"(?:\b(?:[A-Z]|dr|prof|mr|ms|mrs|no|nr|st|vs|etc|e\.g|i\.e|al)|\.[A-Za-z])\Z", re.I)
_OWN_WORDS = re.compile(
    r"\b(?:thank|grateful|indebted|support|fund|grant|sponsor|fellowship|scholarship|award|contribut|conceiv|reviewer|colleague|"
    r"dedicat|my\s|our\s+(?:famil|parent|friend)|anonym)|\b(?:[A-Z]\.-?){2,4}",
    re.I,
)

_DID = re.compile(
    r"(?:['’]s)?\s+(?:\w+ed|gave|read|made|wrote|ran|did|is|was|has|had|took|drew|kept|built|found|led|and)\b"
)
"""What stands behind the first word of a sentence if that is somebody's name, and not an order such as "Mix"."""


def acknowledgements(document: Document, small: frozenset[str]) -> Iterator[Stretch]:
    """Sentences that thank or name funders, in their own sections and elsewhere, as far as the limit reaches."""
    text = document.text
    left = MOST_ACKNOWLEDGED
    taken: set[int] = set()
    for start, end, own in (*_in_sections(document), *_elsewhere(text)):
        if start in taken or (own and not _names_somebody(text[start:end], small)):
            continue
        taken.add(start)
        if end - start <= min(left, LONGEST_SENTENCE):
            left -= end - start
            yield Stretch(start, end, "acknowledgement")
        elif own or end - start <= 4 * LONGEST_SENTENCE:
            yield from _names_alone(text, start, end, small)


def _in_sections(document: Document) -> Iterator[tuple[int, int, bool]]:
    """The sentences of sections that are acknowledgements by their heading."""
    text = document.text
    spans = [(_below(text, s.start, s.end), s.end) for s in document.sections if _THANKED.match(s.title)]
    inner = [s.start for s in document.sections]
    for heading in _HEADED.finditer(text):
        if not any(a - 4 <= heading.end() < b for a, b in spans):
            behind = _NEXT.search(text, heading.end(), heading.end() + MOST_ACKNOWLEDGED)
            ends = [s for s in inner if s > heading.end()][:1] + ([behind.start()] if behind else [])
            spans.append((heading.end(), min([*ends, heading.end() + MOST_ACKNOWLEDGED, len(text)])))
    for start, end in spans[:20]:
        yield from ((a, b, True) for a, b in sentences(text, start, min(end, start + _LONGEST_SECTION)))
    for label in list(_RUN_IN.finditer(text))[:5]:
        end = text.find("\n\n", label.end())
        end = min(len(text) if end < 0 else end, label.end() + _LONGEST_SECTION)
        yield from ((a, b, True) for a, b in sentences(text, label.end(), end))


def _below(text: str, start: int, end: int) -> int:
    """Where the line of a heading ends."""
    found = text.find("\n", start, end)
    return end if found < 0 else found


def _elsewhere(text: str) -> Iterator[tuple[int, int, bool]]:
    """Single sentences that thank or name funders."""
    done = 0
    for match in _THANKS.finditer(text):
        if match.start() < done:
            continue
        earliest = max(0, match.start() - 4 * LONGEST_SENTENCE)
        places = [(text.rfind(mark, earliest, match.start() + 1), len(mark)) for mark in _ENDS]
        begin = max((at + length for at, length in places if at >= 0), default=earliest)
        for start, end in sentences(
            text, min(begin, match.start()), min(len(text), match.start() + 4 * LONGEST_SENTENCE)
        ):
            if end > match.start():
                yield start, end, False
                done = end
                break


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a span, without white space around. What ends a block ends a sentence."""
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if text[stop.start()] == "." and _SHORT.search(text, max(begin, stop.start() - 8), stop.start()):
            continue
        at = stop.start() + (text[stop.start()] in ".!?")
        yield from _trimmed(text, begin, at)
        begin = stop.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    if words.strip():
        yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _names_somebody(sentence: str, small: frozenset[str]) -> bool:
    """Whether a sentence of acknowledgements thanks somebody, or holds a word that may be a name."""
    if _OWN_WORDS.search(sentence):
        return True
    words = list(WORD.finditer(sentence))
    likely = [capital(m.group()) and len(m.group()) > 1 and not common(m.group(), small) for m in words]
    if not any(likely[1:]) and likely and likely[0]:
        return bool(_DID.match(sentence, words[0].end()))
    return any(likely[1:])


def _names_alone(text: str, start: int, end: int, small: frozenset[str]) -> Iterator[Stretch]:
    """Runs of two to five words with capitals: who is thanked, where the sentence is too long to be taken out."""
    run: list[re.Match[str]] = []
    for word in [*WORD.finditer(text, start, end), None]:
        joins = word is not None and (not run or not text[run[-1].end() : word.start()].strip(" .\n"))
        if word is not None and joins and (capital(word.group()) or (run and particle(word.group()))):
            run.append(word)
            continue
        known = [m for m in run if not initial(m.group()) and not common(m.group(), small)]
        if len(run) > 1 and known:
            yield Stretch(run[0].start(), run[-1].end(), "name")
        run = [word] if word is not None and capital(word.group()) else []
