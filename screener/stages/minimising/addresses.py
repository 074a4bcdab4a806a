"""E-mail addresses, ORCIDs, repositories and pages that lead to the people of a draft."""

import re
from collections.abc import Iterator

from screener.stages.minimising.mentions import People
from screener.stages.minimising.vocabulary import MAILBOXES
from screener.stages.minimising.words import fold
from screener.words.veil import Stretch

_AT = r"(?:@|＠|\s?[\[({]\s?at\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)"
_EMAIL = re.compile(
    rf"(?:\{{[\w.,;|\s+-]{{1,200}}\}}|\[[\w.,;|\s+-]{{1,200}}\](?=@)|(?<![\w.+-])[\w.+-]{{1,64}}){_AT}[A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{1,8}}",
    re.I,
)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")
_REPOSITORY = re.compile(
    r"(?:https?://)?(?:www\.)?(?:[\w-]{1,63}\.)?(?:github\.(?:com|io)|gitlab\.[a-z.]{1,40}|bitbucket\.org|codeberg\.org|git\.sr\.ht|"
    r"huggingface\.co|zenodo\.org|osf\.io|figshare\.com|sourceforge\.net|kaggle\.com|anonymous\.4open\.science|"
    r"doi\.org/10\.5281)/[^\s<>()\[\]{}\"'’”,;]*[^\s<>()\[\]{}\"'’”,;.:]",
    re.I,
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]{}\"'’”,;]{3,300}")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/\s:]+)")
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{2,40}(?![\w.@])")
_PERSON = re.compile(r"[^\W\d_]{3,}")


def addresses(text: str) -> Iterator[Stretch]:
    """Every e-mail address, ORCID and link to a repository."""
    for pattern, kind in ((_EMAIL, "e-mail"), (_ORCID, "identifier"), (_REPOSITORY, "repository")):
        yield from (Stretch(m.start(), m.end(), kind) for m in pattern.finditer(text))


def mailboxes(text: str) -> Iterator[str]:
    """Words of the mailboxes' names in a text: 'omer' and 'celik' of omer.celik@harbour.example."""
    for match in _EMAIL.finditer(text):
        box = re.split(r"@|＠|\s?[\[({]\s?at\b", match.group(), flags=re.I)[0]
        yield from (word for word in _PERSON.findall(box) if word.casefold() not in MAILBOXES)


def links_to_people(text: str, people: People, head: tuple[int, int]) -> Iterator[Stretch]:
    """Links at the head of a draft, links into the authors' own houses, personal pages, and links that name an author."""
    houses = {_house(m.group().rpartition("@")[2]) for m in _EMAIL.finditer(text, *head)} - _OPEN_HOUSES
    for match in _LINK.finditer(text):
        end = match.end() - (len(match.group()) - len(match.group().rstrip(".:")))
        url = text[match.start() : end]
        host = _HOST.match(url)
        named = any(fold(word) in people.alone for word in _PERSON.findall(url))
        inside = head[0] <= match.start() < head[1]
        if inside or named or "/~" in url or (host is not None and _house(host[1]) in houses):
            yield Stretch(match.start(), end, "repository")


def handles(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Handles of accounts at the head of a draft."""
    yield from (Stretch(m.start(), m.end(), "identifier") for m in _HANDLE.finditer(text, start, end))


_OPEN_HOUSES = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "yahoo.com",
        "proton.me",
        "protonmail.com",
        "icloud.com",
        "qq.com",
        "163.com",
        "web.de",
        "gmx.de",
        "google.com",
        "microsoft.com",
    ]
)


def _house(host: str) -> str:
    """The last two parts of a host's name."""
    return ".".join(host.casefold().split(".")[-2:])
