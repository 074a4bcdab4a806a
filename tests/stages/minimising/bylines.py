"""Bylines in many formats, made by script, each in a draft that mentions its authors again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from screener.doors.documents.reader import read
from screener.words.draft import Document, Format, HiddenHow, HiddenText, Section
from tests.stages.minimising.people import LIKE_WORDS, PEOPLE, PLACES, TITLES, Person

Maker = Callable[[Sequence[Person], Sequence[str]], str]
UP = "¹²³⁴⁵⁶⁷⁸⁹"
SIGNS = "∗†‡§¶*"
AT = "nordhavn.example"


@dataclass(frozen=True)
class Made:
    """A draft and whom it must not name."""

    form: str
    document: Document
    people: tuple[Person, ...]
    title: str


def _box(person: Person) -> str:
    return re.sub(r"[^a-z]", "", person.given.lower()) or "someone"


PLAIN: dict[str, Maker] = {
    "commas and 'and'": lambda p, w: ", ".join(x.whole for x in p[:-1]) + f" and {p[-1].whole}\n\n{w[0]}",
    "a comma before 'and'": lambda p, w: ", ".join(x.whole for x in p[:-1]) + f", and {p[-1].whole}\n{w[0]}\n{w[1]}",
    "superscript figures": lambda p, w: (
        ", ".join(f"{x.whole}{UP[n]}" for n, x in enumerate(p))
        + "\n\n"
        + "  ".join(f"{UP[n]} {x}" for n, x in enumerate(w))
    ),
    "figures glued, no commas": lambda p, w: (
        " ".join(f"{x.whole}{n + 1}" for n, x in enumerate(p)) + f"\n\n1{w[0]}, 2{w[1]}"
    ),
    "figures and signs glued": lambda p, w: (
        " ".join(f"{x.whole}{n + 1},{SIGNS[n % 6]}" for n, x in enumerate(p)) + f"\n1{w[0]}\n2{w[1]}"
    ),
    "figures glued, commas": lambda p, w: (
        ", ".join(f"{x.whole}{n + 1},{n + 2}" for n, x in enumerate(p)) + f"\n\n1 {w[0]} 2 {w[1]}"
    ),
    "signs alone": lambda p, w: " ".join(f"{x.whole}{SIGNS[n % 6]}" for n, x in enumerate(p)) + f"\n\n∗{w[0]}, †{w[1]}",
    "signs before names": lambda p, w: ", ".join(f"{SIGNS[n % 6]}{x.whole}" for n, x in enumerate(p)) + f"\n\n{w[0]}",
    "figures before names": lambda p, w: ", ".join(f"{n + 1}{x.whole}" for n, x in enumerate(p)) + f"\n\n1{w[0]}",
    "raised letters glued": lambda p, w: (
        ", ".join(f"{x.whole}{'ab'[n % 2]}" for n, x in enumerate(p)) + f"\n\na{w[0]}\nb{w[1]}"
    ),
    "raised letters and a star": lambda p, w: (
        ", ".join(f"{x.whole}{'ab'[n % 2]},∗" for n, x in enumerate(p)) + f"\na {w[0]}\nb {w[1]}"
    ),
    "capitals": lambda p, w: ", ".join(x.whole.upper() for x in p[:-1]) + f" AND {p[-1].whole.upper()}",
    "capitals with marks": lambda p, w: (
        ", ".join(f"{x.whole.upper()}{n + 1}" for n, x in enumerate(p)) + f"\n\n1{w[0]}"
    ),
    "family names in capitals": lambda p, w: " · ".join(f"{x.given} {x.family.upper()}" for x in p) + f"\n\n{w[0]}",
    "middle dots": lambda p, w: " · ".join(x.whole for x in p) + f"\n\n{w[0]} · {w[1]}",
    "bars": lambda p, w: " | ".join(x.whole for x in p) + f"\n\n{w[0]}",
    "slashes": lambda p, w: " / ".join(x.whole for x in p),
    "semicolons, family name first": lambda p, w: "; ".join(f"{x.family}, {x.given}" for x in p) + f"\n\n{w[0]}",
    "a line each": lambda p, w: "\n".join(x.whole for x in p),
    "a block each, as engineers write": lambda p, w: "\n\n".join(
        f"{x.whole}\n{w[n % 2]}\nOslo, Norway\n{_box(x)}@{AT}" for n, x in enumerate(p)
    ),
    "name and place on a line": lambda p, w: "\n".join(f"{x.whole}, {w[n % 2]}" for n, x in enumerate(p)),
    "name and place in brackets": lambda p, w: "\n".join(f"{x.whole} ({w[n % 2]})" for n, x in enumerate(p)),
    "name and address on a line": lambda p, w: "\n".join(f"{x.whole} <{_box(x)}@{AT}>" for x in p),
    "columns mixed up": lambda p, w: (
        f"{p[0].whole} Dept. of Waters\n\nNordhavn University {p[1].whole}*\n\n"
        + "\n\n".join(f"{x.whole}*" for x in p[2:])
    ),
    "two columns, nothing between": lambda p, w: (
        " ".join(x.whole for x in p[:2]) + "\n" + " ".join(x.whole for x in p[2:]) + f"\n{w[0]}"
    ),
    "wrapped over lines": lambda p, w: (
        re.sub(r"(\S+ \S+ \S+ \S+ \S+) ", r"\1" + "\n", ", ".join(f"{x.whole}{n + 1}" for n, x in enumerate(p)))
        + f"\n\n1{w[0]}"
    ),
    "credentials": lambda p, w: ", ".join(f"{x.whole}, PhD" for x in p) + f"\n{w[0]}",
    "titles before": lambda p, w: "\n".join(f"Prof. Dr. {x.whole}" for x in p) + f"\n{w[0]}",
    "by": lambda p, w: "by " + ", ".join(x.whole for x in p[:-1]) + f" and {p[-1].whole}\n\nMarch 2024",
    "a label": lambda p, w: "Authors: " + ", ".join(x.whole for x in p) + f"\nAffiliation: {w[0]}",
    "only one author": lambda p, w: f"{p[0].whole}\n\nNovember 2024",
    "only one author, with a place": lambda p, w: f"{p[0].whole}\n{w[0]}\n{_box(p[0])}@{AT}",
    "initials": lambda p, w: ", ".join(x.short for x in p) + f"\n\n{w[0]}",
    "initials and marks": lambda p, w: ", ".join(f"{x.short}{n + 1}" for n, x in enumerate(p)) + f"\n\n1{w[0]}",
    "braces of addresses": lambda p, w: (
        " ".join(f"{x.whole}{n + 1}" for n, x in enumerate(p)) + f"\n{w[0]}\n{{{','.join(map(_box, p))}}}@{AT}"
    ),
    "notes": lambda p, w: (
        ", ".join(f"{x.whole}{SIGNS[n % 3]}" for n, x in enumerate(p))
        + f"\n{w[0]}\n∗Equal contribution. †Corresponding author: {_box(p[0])}@{AT}"
    ),
    "identifiers": lambda p, w: ", ".join(f"{x.whole}[0000-0002-1825-009{n}]" for n, x in enumerate(p)) + f"\n\n{w[0]}",
    "marks in brackets": lambda p, w: ", ".join(f"{x.whole} [{n + 1}]" for n, x in enumerate(p)) + f"\n\n[1] {w[0]}",
    "a thesis": lambda p, w: (
        f"A thesis submitted in partial fulfilment of the requirements for the degree of\nDoctor of Philosophy\n\n"
        f"by\n\n{p[0].whole}\n\n{w[0]}\n\nSupervisors: {p[1].whole}, {p[2].whole}\n\nMay 2024"
    ),
    "a thesis in capitals": lambda p, w: f"{p[0].whole.upper()}\n\nMASTER'S THESIS\n\n{w[1]}\n\nAdvisor: {p[1].whole}",
    "raised signs and a dash": lambda p, w: " – ".join(f"{x.whole}{UP[n]}˒*" for n, x in enumerate(p)) + f"\n{w[0]}",
}
MARKDOWN: dict[str, Maker] = {
    "Pandoc's superscripts": lambda p, w: (
        ", ".join(f"{x.whole}^{n + 1},\\*^" for n, x in enumerate(p)) + f"\n\n^1^ {w[0]}"
    ),
    "bold names": lambda p, w: ", ".join(f"**{x.whole}**†" for x in p) + f"\n\n*{w[0]}*",
    "italic line": lambda p, w: "*" + ", ".join(x.whole for x in p) + "*",
    "a list": lambda p, w: "\n".join(f"- {x.whole} ({w[n % 2]})" for n, x in enumerate(p)),
    "a heading": lambda p, w: "### " + ", ".join(x.whole for x in p) + f"\n\n{w[0]}",
    "a table": lambda p, w: (
        "| Name | Affiliation |\n|---|---|\n" + "\n".join(f"| {x.whole} | {w[n % 2]} |" for n, x in enumerate(p))
    ),
}
HTML: dict[str, Maker] = {
    "sup": lambda p, w: (
        "<p>" + ", ".join(f"{x.whole}<sup>{n + 1},*</sup>" for n, x in enumerate(p)) + f"</p><p><sup>1</sup>{w[0]}</p>"
    ),
    "spans": lambda p, w: "".join(f"<div><span>{x.whole}</span> <i>{w[n % 2]}</i></div>" for n, x in enumerate(p)),
    "linked": lambda p, w: "<p>" + " ".join(f'<a href="/~x">{x.whole}</a>,' for x in p) + f"<br>{w[0]}</p>",
}
LATEX: dict[str, Maker] = {
    "and, raised": lambda p, w: (
        "\\author{" + " \\and ".join(f"{x.whole}$^{{{n + 1},*}}$" for n, x in enumerate(p)) + f"\\\\ $^1${w[0]}}}"
    ),
    "thanks": lambda p, w: (
        "\\author{" + ", ".join(f"{x.whole}\\thanks{{{w[0]}. Equal contribution.}}" for x in p) + "}"
    ),
    "authblk": lambda p, w: (
        "".join(f"\\author[{n + 1},*]{{{x.whole}}}" for n, x in enumerate(p)) + f"\\affil[1]{{{w[0]}}}"
    ),
    "IEEE blocks": lambda p, w: (
        "\\author{"
        + " \\and ".join(
            f"\\IEEEauthorblockN{{{x.whole}}}\\IEEEauthorblockA{{\\textit{{{w[0]}}}\\\\ {_box(x)}@{AT}}}" for x in p
        )
        + "}"
    ),
    "ACM": lambda p, w: "".join(
        f"\\author{{{x.whole}}}\\affiliation{{\\institution{{{w[0]}}}\\city{{Oslo}}}}\\email{{{_box(x)}@{AT}}}"
        for x in p
    ),
    "quads": lambda p, w: (
        "\\author{" + " \\quad ".join(f"{x.whole}\\textsuperscript{{{n + 1}}}" for n, x in enumerate(p)) + "}"
    ),
    "marked sums": lambda p, w: (
        "\\author{" + " ".join(f"{x.whole}$^{{\\dagger\\,{n + 1}}}$" for n, x in enumerate(p)) + f"\\\\{w[0]}}}"
    ),
}


def _body(people: Sequence[Person]) -> str:
    """Paragraphs that mention the authors as papers do."""
    said = ["We train small models and measure how the loss falls. The long run is kept, and a young field needs hope."]
    for n, one in enumerate(people):
        if one.plain:
            said.append(
                f"As {one.family} showed, the loss bends. {one.family}'s curve and that of {one.short} agree "
                f"({one.family} et al., "
                f"202{n % 5}). {one.given} ran it twice, and {one.whole} read the log. {one.family.upper()} ET AL."
            )
        else:
            said.append(
                f"As {one.family} et al. showed, the loss bends. {one.short} agrees, and {one.whole} read the log."
            )
    return "\n\n".join(said)


def _text(title: str, byline: str, people: Sequence[Person]) -> Document:
    text = f"{title}\n\n{byline}\n\nAbstract\n\nWe measure the models.\n\n1 Introduction\n\n{_body(people)}\n"
    marks = [text.index("\nAbstract\n") + 1, text.index("\n1 Introduction\n") + 1]
    sections = (
        Section(title="Abstract", level=1, start=marks[0], end=marks[1]),
        Section(title="1 Introduction", level=1, start=marks[1], end=len(text)),
    )
    return Document(format=Format.pdf, text=text, parser="made", title=title, sections=sections)


def _paper(kind: str, title: str, byline: str, people: Sequence[Person]) -> Document:
    body = _body(people)
    if kind == "md":
        source = f"# {title}\n\n{byline}\n\n## Abstract\n\nWe measure the models.\n\n## Work\n\n{body}\n"
    elif kind == "html":
        inner = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
        top = f"<h1>{title}</h1>{byline}<h2>Abstract</h2><p>We measure the models.</p><h2>Work</h2>"
        source = f"<html><body>{top}{inner}</body></html>"
    else:
        source = (
            f"\\documentclass{{article}}\\title{{{title}}}\n{byline}\n\\begin{{document}}\\maketitle\n"
            f"\\begin{{abstract}}We measure the models.\\end{{abstract}}\n\\section{{Work}}\n{body}\n\\end{{document}}\n"
        )
    return read(source.encode(), f"paper.{kind}")


def _chosen(n: int) -> tuple[tuple[Person, ...], tuple[str, ...], str]:
    """Four people, two places and a title, other ones for each number."""
    step = 5 * n + n // 5
    people = tuple(PEOPLE[(step + k * 7) % len(PEOPLE)] for k in range(4))
    if n % 4 == 0:
        people = (*people[:3], LIKE_WORDS[n // 4 % len(LIKE_WORDS)])
    return people, tuple(PLACES[(n + k) % len(PLACES)] for k in range(2)), TITLES[n % len(TITLES)]


def drafts(turn: int = 0) -> list[Made]:
    """A draft in each format; another turn gives other people to each."""
    made: list[Made] = []
    kinds = (("pdf", PLAIN), ("md", MARKDOWN), ("html", HTML), ("tex", LATEX))
    for n, (kind, form, maker) in enumerate(
        (kind, form, maker) for kind, group in kinds for form, maker in group.items()
    ):
        people, places, title = _chosen(n + 11 * turn)
        if form.startswith("only one"):
            people = people[:1]
        elif form == "a thesis":
            people = people[:3]
        elif form == "a thesis in capitals":
            people = people[:2]
        byline = maker(people, places)
        document = _text(title, byline, people) if kind == "pdf" else _paper(kind, title, byline, people)
        made.append(Made(f"{kind}: {form}", document, people, title))
    return [*made, *_by_the_file()]


def _by_the_file() -> list[Made]:
    """Drafts whose text has no byline, and whose file says who wrote them."""
    made: list[Made] = []
    for n, (where, join) in enumerate(
        (("metadata, Author", "; "), ("document property 'creator'", ", "), ("the page", " and "))
    ):
        people, _, title = _chosen(3 * n + 1)
        hidden = HiddenText(text=join.join(p.whole for p in people), how=HiddenHow.metadata, where=where)
        text = f"{title}\n\nAbstract\n\nWe measure the models.\n\n{_body(people)}\n"
        made.append(
            Made(
                f"file: {where}",
                Document(format=Format.pdf, text=text, parser="made", title=title, hidden=(hidden,)),
                people,
                title,
            )
        )
    return made
