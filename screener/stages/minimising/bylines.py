"""Names in the lines of a head: bylines in the many ways in which papers, theses and pages write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.stages.minimising.heading import PLACE, Head, Line, is_prose
from screener.stages.minimising.vocabulary import COMMON, CREDENTIALS, NO_NAME, TITLES
from screener.stages.minimising.words import GLUED, LETTER, MARKS, WORD, capital, common, fold, initial, particle

_NUMBERS = rf"[\d{MARKS}]"
_SIGNS = "*∗⁎＊†‡§¶‖∥#⋆★☆✉✝✠¤⊥♯♭♠♣♥♦○●◦△▲□■◇◆∘"
_MARK = re.compile(
    r"\$\s*\^?[^$\n]{0,40}\$"  # $^{1,2}$
    r"|\^\{?[^\s^{}]{1,16}[\^}]?|~[^\s~]{1,12}~"  # ^1,2^ as Pandoc writes it
    r"|</?sup>|[\[({]\s*(?:[\d,;\s*∗†‡§¶]{1,20}|[a-z](?:,\s?[a-z*∗†‡§¶])*)\s*[\])}]"
    r"|(?:✉|iD\b|\bORCID\b:?)|(?<!\w)[a-h](?=[A-ZÀ-Þ][a-zß-ÿ])|(?<=[A-ZÀ-Þ]{3})[a-h](?!\w)"
    rf"|(?:{_NUMBERS}|[{_SIGNS}])(?:{_NUMBERS}|[{_SIGNS}]|,(?=\s?[\d{_SIGNS}]))*"
)
_ADDRESS = re.compile(
    r"(?:\{[^@{}\n]{1,120}\}|\[[^@\[\]\n]{1,120}\]|[\w.+-]{1,64})\s?@\s?[\w-]{1,64}(?:\.[\w-]{1,64}){0,8}"
    r"|(?:https?://|www\.)\S{1,200}|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b"
)
_APART = re.compile(
    r"(?<!\w)(?:affiliation|e-?mail|name|orcid|address|institution|role|url|corresponding)s?\s*:|[,;()\[\]{}&·∙•⋅|/\t\"“”<>:=\\+]+|(?<!\w)(?:and|And|AND|und|UND|et|y|e|i|och|og|en|with|by)(?![\w.])|\s{3,}|\s[–—-]+\s|[–—]"
)
_BY = re.compile(
    r"^\W*(?:(?:written|prepared|presented|submitted|edited|compiled|thesis|dissertation|report|paper)\s+)*(?:by|von|par|por)\b[:\s]*"
    r"|^\W*(?:first |corresponding |lead |contact )?(?:authors?|author\(s\)|name|names|byline|creators?|contributors?|editors?|"
    r"supervisors?|advis[oe]rs?|candidate|student|autor(?:en|es)?|auteurs?|verfasser(?:in)?)\s*:\s*",
    re.I,
)
_NOTE = re.compile(
    r"\b(?:equal(?:ly)?\s+(?:contribut|advis)|contributed\s+equally|joint\s+(?:first|senior)|correspond(?:ing|ence)|work\s+(?:was\s+)?done|"
    r"(?:now|currently|also|was|were|is|are)\s+(?:at|with)\b|present\s+address|intern(?:ship)?\s+at|on\s+leave|supported\s+by|funded\s+by|"
    r"e-?mails?\s*:|affiliat|authors?\s+(?:order|listed)|deceased)",
    re.I,
)
_KEPT = re.compile(
    r"^\W*(?:key\s?words|index terms|subject|ccs concepts|categories|general terms|topics|tags|date|version|"
    r"doi|arxiv|jel|msc|pacs|"
    r"draft|preprint|working paper|technical report|to appear|submitted|published|accepted|received|proceedings|keywords)\b",
    re.I,
)
_DATE = re.compile(
    r"^\W*(?:\d{1,4}\W*)?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|fall|autumn|winter)[a-zä]{0,7})?\W{0,3}"
    r"\d{0,2}\W{0,4}(?:19|20)\d\d\W*$",
    re.I,
)
_LEADS = re.compile(
    r"^(?:dept|department|school|faculty|institute|institut|institution|laboratory|lab|center|centre|division|college|"
    r"école|ecole|universidade?|università|université|universiteit|politecnico|technische|hochschule|eth|mit|csail|cnrs|inria|"
    r"google|deepmind|openai|anthropic|microsoft|nvidia|ibm|facebook)$",
    re.I,
)
_INSTITUTES = {"institute": 1, "academy": 1, "centre": 1, "center": 1}
"""Words before "of" that mostly have a name of their own before them: "Nordhavn Institute of"."""
_ENDS = re.compile(
    r"^(?:university|universität|universiteit|institute|college|academy|labs?|inc|ltd|gmbh|llc|corp)$", re.I
)
_LABEL = re.compile(rf"(?<!\w)([a-h])(?:[\s)]{{1,2}}|(?=[A-ZÀ-Þ]))(?={LETTER})")
_LONGEST_LINE = 600
_LONGEST_LIST = 5_000


@dataclass(frozen=True)
class Piece:
    """Words of a line between marks and separators; the place is that in the text of the draft."""

    start: int
    end: int
    words: tuple[str, ...]
    marked: bool
    """Whether a mark of affiliation stands right behind it."""


@dataclass(frozen=True)
class Said:
    """What a line of the head says."""

    people: tuple[Piece, ...] = ()
    hidden: tuple[tuple[int, int, str], ...] = ()
    """Stretches to take out as they stand, with their kind."""


def read_head(head: Head, small: frozenset[str]) -> list[Said]:
    """What each line of a head says. `small`: words that the text writes with small letters."""
    said: list[Said] = []
    for n, line in enumerate(head.lines):
        near = head.lines[max(0, n - 1) : n] + head.lines[n + 1 : n + 3]
        said.append(_read(line, near, head.bounded, small))
    return said


def people_in(words: str, small: frozenset[str]) -> list[tuple[str, ...]]:
    """The people whom a value such as a file's "author" names, with the last name last."""
    value = _ADDRESS.sub(" ; ", words[:_LONGEST_LIST])
    found = [
        piece.words
        for piece in _pieces(Line(0, value))
        if _shaped(piece.words) and not PLACE.search(" ".join(piece.words))
    ]
    if re.fullmatch(r"[^,;]+,[^,;]+", value) and len(found) == 2 and min(map(len, found)) == 1:
        return [(*found[1], *found[0])]  # Last, First
    known = [one for one in found if any(len(w) > 2 and not common(w, small) for w in one)]
    return [one for one in known if len(one) > 1 or len(found) > 1 or len(one[0]) > 3]


def _read(line: Line, near: Sequence[Line], bounded: bool, small: frozenset[str]) -> Said:
    addressed = bool(_ADDRESS.search(line.text))
    prose = is_prose(line.text)
    if _KEPT.match(line.text) or _DATE.match(line.text) or (prose and not addressed):
        return Said()
    pieces = list(_pieces(line))
    people = tuple(_people(pieces, line, near, small))
    short = len(line.text) <= _LONGEST_LINE
    ended = line.text.rstrip().endswith((".", "?", "!"))
    if short and not prose and PLACE.search(line.text) and (bounded or not ended):
        return Said((*people, *_beside_places(pieces, small)), (_whole(line, "affiliation"),))
    if short and _NOTE.search(line.text) and (bounded or people or addressed):
        return Said(people, (_whole(line, "affiliation"),))
    if people:
        rest = [p for p in pieces if p not in people and (bounded or _shaped(p.words))]
        left = [p for p in rest if _strength(p.words, small) > 0.5]
        return Said(people, tuple((p.start, p.end, "name") for p in (*people, *left)))
    words = [w for p in pieces for w in p.words]
    likely = [w for w in words if capital(w) and len(w) > 1 and not common(w, small)]
    if likely and bounded and short and not prose and len(likely) * 2 >= len(words):
        return Said((), (_whole(line, "affiliation"),))
    return Said()


def _whole(line: Line, kind: str) -> tuple[int, int, str]:
    spare = len(line.text) - len(line.text.lstrip())
    return line.start + spare, line.start + len(line.text.rstrip()), kind


def _pieces(line: Line) -> Iterator[Piece]:
    """The parts of a line; what divides them is blanked out, so that places stay."""
    text = _BY.sub(lambda m: "\x00" * len(m.group()), line.text[:_LONGEST_LIST], count=1)
    text = _ADDRESS.sub(lambda m: "\x00" * len(m.group()), text)
    text = _MARK.sub(lambda m: "\x01" * len(m.group()), text)
    text = _APART.sub(lambda m: "\x00" * len(m.group()), text)
    for match in re.finditer(r"[^\x00\x01]+", text):
        words = list(WORD.finditer(match.group()))
        while words and fold(words[-1].group()) in CREDENTIALS and not initial(words[-1].group()):
            words.pop()
        while words and fold(words[0].group()) in TITLES:
            words.pop(0)
        if words:
            marked = (
                "\x01" in text[match.end() : match.end() + 1]
                or "\x01" in text[max(0, match.start() - 1) : match.start()]
            )
            start = line.start + match.start()
            yield Piece(start + words[0].start(), start + words[-1].end(), tuple(w.group() for w in words), marked)


def _shaped(words: Sequence[str]) -> bool:
    """Whether words have the shape of names: capitals, initials and particles, no word of headings among them."""
    if not all(capital(w) or particle(w) for w in words) or not words:
        return False
    if any(fold(w) in NO_NAME and not initial(w) and not particle(w) for w in words):
        return False
    return any(capital(w) and not initial(w) for w in words) and len(words) <= 24


def _strength(words: Sequence[str], small: frozenset[str]) -> float:
    """How far the words of a shape are names: the part of them that is no word of titles or of the text."""
    weighed = [w for w in words if not initial(w) and not (particle(w) and not w[:1].isupper())]
    own = sum(not common(w, small) for w in weighed) / len(weighed) if weighed else 0.0
    return max(own, 0.5) if own == 0 and any(map(initial, words)) else own


def _people(pieces: Sequence[Piece], line: Line, near: Sequence[Line], small: frozenset[str]) -> Iterator[Piece]:
    """The pieces that are people, where the line as a whole looks like a list of people."""
    shaped = [p for p in pieces if _shaped(p.words) and not PLACE.search(" ".join(p.words))]
    strong = [p for p in shaped if _strength(p.words, small) == 1]
    several = [p for p in shaped if len(p.words) > 1 and _strength(p.words, small) > 0]
    by = bool(_BY.match(line.text))
    beside = any(PLACE.search(other.text) or "@" in other.text for other in near)
    listed = any(_is_full_name(other, small) for other in near)
    evidence = by or beside or listed or len(several) > 1 or any(p.marked for p in shaped)
    others = [p for p in pieces if p not in shaped and not PLACE.search(" ".join(p.words))]
    if len(others) > len(shaped):
        return
    for piece in shaped:
        strength = _strength(piece.words, small)
        if len(piece.words) == 1:
            if strength == 1 and (piece.marked or by or (len(shaped) > 1 and bool(several)) or len(strong) > 2):
                yield piece
        elif (
            strength == 1
            or (strength >= 0.5 and evidence)
            or (
                evidence
                and (piece.marked or strong or listed)
                and not all(fold(w) in COMMON for w in piece.words if not initial(w))
            )
        ):
            yield piece


def _is_full_name(line: Line, small: frozenset[str]) -> bool:
    """Whether a line is one name in full and nothing else."""
    pieces = list(_pieces(line)) if len(line.text) <= 60 else []
    return (
        len(pieces) == 1
        and 1 < len(pieces[0].words) < 5
        and _shaped(pieces[0].words)
        and _strength(pieces[0].words, small) == 1
    )


def _beside_places(pieces: Sequence[Piece], small: frozenset[str]) -> Iterator[Piece]:
    """People whom a page in columns has put on one line with a place: "Ada Aranda Dept. of Waters"."""
    for piece in pieces:
        words = [part for word in piece.words for part in GLUED.split(word)]
        place = next((n for n, w in enumerate(words) if PLACE.fullmatch(w)), 0)
        of = fold(words[place + 1]) in ("of", "for", "de") if place + 1 < len(words) else False
        run: Sequence[str] = ()
        if place >= 2 and (_LEADS.match(words[place]) or of):
            run = words[: place - _INSTITUTES.get(fold(words[place]), 0)]
        elif place > 2 and not of:
            run = words[: place - 1]
        elif place and not of and _ENDS.match(words[place]) and len(words) - place > 2:
            run = words[place + 1 :]
        run = run[: next((n for n, w in enumerate(run) if not capital(w) and not particle(w)), len(run))]
        if (
            len(run) > 1
            and _shaped(run)
            and not any(common(w, small) for w in run if not initial(w) and not particle(w))
        ):
            yield Piece(piece.start, piece.start, tuple(run), piece.marked)


def labels(head: Head) -> frozenset[str]:
    """Letters with which affiliations begin, as in "aUniversity of Waters": names may end with them."""
    return frozenset(letter for line in head.lines for letter in _LABEL.findall(line.text[:_LONGEST_LIST]))
