"""What is kept from a model that is to read the work and not the name. Plain rules: they miss names that nothing announces.

Nothing long is taken out, wherever it stands: a draft must not be able to keep a recipe from its reader by calling it an
acknowledgement. What is taken out is counted in the report, and the embedded reader still sees all of it.
"""

import re
from collections.abc import Iterable, Iterator

from screener.stages.minimising.addresses import addresses, handles, links_to_people, mailboxes
from screener.stages.minimising.bylines import Said, labels, people_in, read_head
from screener.stages.minimising.heading import HEAD, PLACE, Head, head
from screener.stages.minimising.mentions import People, mentions
from screener.stages.minimising.thanks import MOST_ACKNOWLEDGED, acknowledgements
from screener.stages.minimising.words import WORD, capital, common, small_words
from screener.words.draft import Document, HiddenHow
from screener.words.veil import Stretch, Veil

__all__ = ["MOST_ACKNOWLEDGED", "veil"]

MOST_IN_HEAD = 2_500
"""Characters of lines on places and notes between title and abstract that are taken out whole."""
_FIRST_PAGE = 12_000
"""Characters in which notes on the authors stand at the foot of a page."""
_METADATA_AUTHOR = re.compile(
    r"author|creator|lastmodifiedby|last_modified_by|manager|\bcompany\b|contributor|the page$", re.I
)
_FIELD = re.compile(r"(?im)^\s*(?:author|authors|by)\s*[:=]\s*(.+)$")
_MOST_METADATA = 40
_FOOTNOTE = re.compile(
    r"(?:correspondence\s*(?::|to\b|should|and\s+requests)|corresponding\s+authors?|equal(?:ly)?\s+(?:contribut|advis)|"
    r"contributed\s+equally|work\s+(?:was\s+)?done\s+(?:while|during|at\s+(?-i:[A-Z])|as\s+an?\s+intern)|"
    r"(?:now|currently)\s+(?:at|with)\s+(?:the\s+)?(?-i:[A-Z])|present\s+address|"
    r"\b(?:is|are|was|were)\s+with\s+(?:the\s+)?(?-i:[A-Z]))",
    re.I,
)
_NOTE_OF_PLACES = re.compile(
    r"^[^\w\n]{0,3}[\d∗*†‡§¶¹²³a-d]\s?(?=[A-ZÀ-Þ])[^\n]{0,300}?\b(?:Universi|Institu|Departa?ment|Laborator|College|Hochschule|École|"
    r"Academy|Hospital)[^\n]{0,300}$",
    re.M,
)
_PART = re.compile(r"[^,;|()\n\d¹²³∗*†‡§¶$^{}\[\]]{6,100}")
_MOST_PLACES = 60
_LEAST_REST = 12
"""Characters of a stretch that must be left beside an address in it: "and" alone must not be hidden wherever it stands."""


def veil(document: Document) -> Veil:
    """The veil over a draft."""
    return Veil.over(document.text, _apart(_found(document)))


def _found(document: Document) -> Iterator[Stretch]:
    """All stretches, the weightiest first: where two overlap, the first one stands."""
    text = document.text
    small = small_words(text)
    top = head(document, small)
    said = read_head(top, small)
    people = _people(document, top, said, small)
    span = (0, top.lines[-1].end) if top.lines else (0, 0)
    yield from addresses(text)
    yield from links_to_people(text, people, span)
    yield from handles(text, *span)
    yield from acknowledgements(document, small)
    hidden = [Stretch(*one) for line in said for one in line.hidden]
    yield from _capped([*(one for one in hidden if one.kind == "affiliation"), *_notes(document)])
    yield from (Stretch(start, end, "name") for start, end in mentions(people, text))
    yield from (one for one in hidden if one.kind == "name")
    yield from _places(text, [text[h.start : h.end] for h in hidden if h.kind == "affiliation"], small)


def _capped(lines: Iterable[Stretch]) -> Iterator[Stretch]:
    """The lines on places until they are as long as a head can be: more would be a way to keep words from the model."""
    left = MOST_IN_HEAD
    for line in lines:
        left -= line.end - line.start
        if left >= 0:
            yield line


def _people(document: Document, top: Head, said: Iterable[Said], small: frozenset[str]) -> People:
    """Whom the head, the file's properties and the addresses at the head name."""
    people = People(small)
    letters = labels(top)
    for piece in (piece for line in said for piece in line.people):
        words = list(piece.words)
        people.add(words)
        if words[-1][-1] in letters and len(words[-1]) > 3:
            people.add([*words[:-1], words[-1][:-1]])
        if len(words) > 4:  # several people that nothing divides
            for n in range(0, len(words), 2):
                people.add(words[n : n + 2])
    for value in _named_by_the_file(document):
        for found in people_in(value, small):
            people.add(found)
    for word in mailboxes(document.text[:HEAD]):
        people.add_mailbox(word)
    return people


def _named_by_the_file(document: Document) -> Iterator[str]:
    """What the file's own properties say of its authors; it is hidden text, but may stand in the text as well."""
    told = [h for h in document.hidden if h.how is HiddenHow.metadata and len(h.text) <= 5_000]
    for hidden in told[:_MOST_METADATA]:
        if _METADATA_AUTHOR.search(hidden.where) and hidden.text.strip() != document.title.strip():
            yield hidden.text
        yield from _FIELD.findall(hidden.text)


def _notes(document: Document) -> Iterator[Stretch]:
    """Notes on the authors at the foot of the first page: who contributed equally, whom to write to, who works where."""
    text = document.text[:_FIRST_PAGE]
    starts = {section.start for section in document.sections}
    for match in _FOOTNOTE.finditer(text):
        start = max(text.rfind("\n", 0, match.start()), text.rfind(". ", 0, match.start()) + 1) + 1
        end = min(
            (e for e in (text.find("\n", match.end()), text.find(". ", match.end()) + 1) if e > 0), default=len(text)
        )
        note = text[start:end].strip()
        if len(note) <= 300 and _is_note(note):
            at = text.index(note, start)
            yield Stretch(at, at + len(note), "affiliation")
    for match in _NOTE_OF_PLACES.finditer(text):
        if match.start() not in starts and len(match.group().split()) <= 60:
            yield Stretch(match.start(), match.end(), "affiliation")


def _is_note(note: str) -> bool:
    """Whether words are a note on an author: short, or with a mark before it, a place or an address in it."""
    return (
        (len(note) <= 60 and bool(_FOOTNOTE.match(note)))
        or not note[:1].isalnum()
        or note[:1].isdigit()
        or "@" in note
        or bool(PLACE.search(note))
    )


def _places(text: str, affiliations: Iterable[str], small: frozenset[str]) -> Iterator[Stretch]:
    """Further mentions of the authors' institutions by their full names."""
    names: dict[str, None] = {}
    for line in affiliations:
        for part in _PART.findall(line):
            words = [m.group() for m in WORD.finditer(part)]
            own = any(capital(w) and len(w) > 2 and not common(w, small) and not PLACE.search(w) for w in words)
            if PLACE.search(part) and own and 2 <= len(words) <= 10:
                names.setdefault(" ".join(part.split()).strip(" .:-–"), None)
    chosen = sorted(list(names)[:_MOST_PLACES], key=len, reverse=True)
    if chosen:
        either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in chosen)
        yield from (
            Stretch(m.start(), m.end(), "affiliation") for m in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text)
        )


def _apart(found: Iterable[Stretch]) -> list[Stretch]:
    """The stretches, without what those before them cover; a rest of a few letters is no stretch."""
    kept: list[Stretch] = []
    taken: set[int] = set()
    for stretch in found:
        for start, end in _free(stretch, taken):
            kept.append(Stretch(start, end, stretch.kind))
            taken.update(range(start, end))
    return kept


def _free(stretch: Stretch, taken: set[int]) -> list[tuple[int, int]]:
    """The parts of a stretch that are free: all of it, or what is long enough to say something."""
    span = range(stretch.start, stretch.end)
    if taken.isdisjoint(span):
        return [(stretch.start, stretch.end)] if span else []
    parts: list[tuple[int, int]] = []
    begin = stretch.start
    for at in (*span, stretch.end):
        if at == stretch.end or at in taken:
            if at - begin >= _LEAST_REST:
                parts.append((begin, at))
            begin = at + 1
    return parts
