"""What is kept from a model that is to read the work and not the name. Plain rules: they miss names that nothing announces.

Nothing long is taken out, wherever it stands: a draft must not be able to keep a recipe from its reader by calling it an
acknowledgement. What is taken out is counted in the report, and the embedded reader still sees all of it.
"""

import re
from collections.abc import Iterable, Iterator

from screener.stages.minimising.people import (
    head,
    is_affiliation,
    lines,
    named_by_the_file,
    names_before_a_place,
    names_in,
)
from screener.words.draft import Document
from screener.words.veil import Stretch, Veil

MOST_ACKNOWLEDGED = 1_500
"""Characters of acknowledgements that are taken out at most."""
LONGEST_SENTENCE = 400
_EMAIL = re.compile(r"(?:\{[\w.,\s+-]{1,120}\}|[\w.+-]{1,64})@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")
_REPOSITORY = re.compile(
    r"(?:https?://)?(?:www\.)?(?:[\w-]+\.)?(?:github\.(?:com|io)|gitlab\.[a-z.]+|bitbucket\.org|codeberg\.org|git\.sr\.ht|"
    r"huggingface\.co|zenodo\.org|osf\.io|figshare\.com|sourceforge\.net|kaggle\.com|anonymous\.4open\.science|"
    r"doi\.org/10\.5281)/[^\s<>()\[\]{}\"'’”,;]*[^\s<>()\[\]{}\"'’”,;.:]",
    re.I,
)
_THANKED = re.compile(
    r"^\W*(?:\d+[.\s]+)?(?:acknowledge?ments?|funding|author contributions|thanks|danksagung)\W*$", re.I
)
_THANKS = re.compile(
    r"\b(?:(?:we|i|the authors?)\s+(?:\w+\s+){0,2}(?:thank|acknowledge)|(?:am|are|is)\s+(?:\w+\s+)?(?:grateful|indebted)"
    r"\s+to|(?:our|many|special)\s+thanks|thanks\s+go\s+to|(?:was|were)\s+(?:\w+\s+)?(?:supported|funded)\s+(?:\w+\s+)?by|grant(?:s)?\s+(?:no|number)"
    r"|funding\s+from)\b",
    re.I,
)
_SENTENCE = re.compile(r"[^\s](?:(?!\n\s*\n)[^.!?]|[.!?](?!\s+[^\W\d_a-zß-öø-ÿ]|\s*$))*(?:[.!?]|$|(?=\n\s*\n))", re.S)
_ENDS = (". ", ".\n", "\n\n", "! ", "? ")


def veil(document: Document) -> Veil:
    """The veil over a draft."""
    return Veil.over(document.text, _apart(_found(document)))


def _found(document: Document) -> Iterator[Stretch]:
    """All stretches, the weightiest first: where two overlap, the first one stands."""
    text = document.text
    for pattern, kind in ((_EMAIL, "e-mail"), (_ORCID, "identifier"), (_REPOSITORY, "repository")):
        yield from (Stretch(m.start(), m.end(), kind) for m in pattern.finditer(text))
    yield from _acknowledgements(document)
    start, end = head(document)
    people = named_by_the_file(document)
    for at, line in lines(text, start, end):
        if found := names_in(line):
            people += found
        elif is_affiliation(line):
            people += names_before_a_place(line)
            spare = len(line) - len(line.lstrip())
            yield Stretch(at + spare, at + len(line.rstrip()), "affiliation")
    yield from _wherever(_forms(people, text), text)


def _acknowledgements(document: Document) -> Iterator[Stretch]:
    """Sentences that thank or name funders, in their own section and elsewhere, as far as the limit reaches."""
    left = MOST_ACKNOWLEDGED
    own = [(s.start, s.end) for s in document.sections if _THANKED.match(s.title)]
    for match in _sentences_of_thanks(document.text, own):
        left -= match.end() - match.start()
        if left < 0:
            return
        yield Stretch(match.start(), match.end(), "acknowledgement")


def _sentences_of_thanks(text: str, own: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    seen: set[int] = set()
    for start, end in [*own, (0, len(text))]:
        for thanks in _THANKS.finditer(text, start, end):
            places = [(text.rfind(mark, start, thanks.start()), len(mark)) for mark in _ENDS]
            begins = [at + length for at, length in places if at >= 0]
            found = _SENTENCE.search(text, max(begins, default=start), end)
            if found and found.start() not in seen and found.end() - found.start() <= LONGEST_SENTENCE:
                seen.add(found.start())
                yield found


def _forms(people: Iterable[str], text: str) -> list[str]:
    """How people may be written: in full, with initials, the last name first, and the last name alone where it is no word."""
    forms: dict[str, None] = {}
    for person in dict.fromkeys(" ".join(p.split()) for p in people):
        parts = person.split()
        last, first = parts[-1], [p for p in parts[:-1] if p[:1].isupper()]
        initials = [f"{p[0]}." for p in first]
        written = [person, *(f"{' '.join(given)} {last}" for given in (initials, initials[:1]) if given)]
        written += [f"{last}, {person[: -len(last)].strip()}", *(f"{last}, {' '.join(initials)}" for _ in initials[:1])]
        if len(last) >= 3 and not re.search(rf"(?<!\w){re.escape(last.lower())}(?!\w)", text):
            written.append(last)
        forms |= dict.fromkeys(written)
    return sorted(forms, key=len, reverse=True)


def _wherever(forms: list[str], text: str) -> Iterator[Stretch]:
    if not forms:
        return
    either = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
    for match in re.finditer(rf"(?<!\w)(?:{either})(?![^\W\d_])", text):
        yield Stretch(match.start(), match.end(), "name")


def _apart(found: Iterable[Stretch]) -> list[Stretch]:
    """The stretches that overlap none before them."""
    kept: list[Stretch] = []
    taken: set[int] = set()
    for stretch in found:
        span = range(stretch.start, stretch.end)
        if span and taken.isdisjoint(span):
            kept.append(stretch)
            taken.update(span)
    return kept
