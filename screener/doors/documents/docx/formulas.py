"""Word's formulas on one line, in the linear form of Unicode Technical Note 28: x^2, (a+b)/c, ∑_(i=1)^n, √(x)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from screener.doors.documents.docx.look import is_on
from screener.doors.documents.docx.package import Element, attribute, child, descendants, local

_SCRIPTS = {
    "sSup": (("", "e"), ("^", "sup")),
    "sSub": (("", "e"), ("_", "sub")),
    "sSubSup": (("", "e"), ("_", "sub"), ("^", "sup")),
    "sPre": (("_", "sub"), ("^", "sup"), (" ", "e")),
    "limLow": (("", "e"), ("_", "lim")),
    "limUpp": (("", "e"), ("^", "lim")),
    "f": (("", "num"), ("/", "den")),
}
"""Parts in the order in which they are read, each after its sign."""
_ONCE = {kind: {name for _, name in parts} for kind, parts in _SCRIPTS.items()} | {
    "nary": {"sub", "sup", "e"},
    "rad": {"deg", "e"},
    "acc": {"e"},
    "func": {"fName", "e"},
}
"""Parts that a structure has, each at most once."""
_MANY = {"d": "e", "eqArr": "e", "m": "mr", "mr": "e"}
"""Parts of which a structure has any number, and nothing else."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a formula."""

    text: str
    run: Element | None = None
    """The run that it stands in; None for a sign that the formula's structure stands for."""
    deleted: bool = False
    phantom: bool = False
    """It only takes up room."""


def linear(formula: Element) -> Iterator[Piece]:
    """The pieces of an `oMath` element, or of a part of one, in reading order."""
    before = ""
    for element in formula:
        pieces = [piece for piece in _linear(element) if piece.text]
        if pieces and before.isalnum() and pieces[0].text[0].isalnum():
            yield Piece(" ")  # x^k a, and not x^ka
        yield from pieces
        before = pieces[-1].text[-1] if pieces and local(element) in _SCRIPTS else ""


def _linear(element: Element) -> Iterator[Piece]:
    kind = local(element)
    if kind == "r":
        yield from _run(element)
    elif kind in ("del", "moveFrom"):
        yield from (Piece(piece.text, piece.run, True, piece.phantom) for piece in linear(element))
    elif kind == "phant" and _takes_room_only(element):
        yield from (Piece(piece.text, piece.run, piece.deleted, True) for piece in linear(element))
    elif not _as_word_writes_it(element):
        yield from linear(element)
    elif kind in _SCRIPTS:
        for sign, name in _SCRIPTS[kind]:
            yield from _part(child(element, name), "¦" if sign == "/" and _without_bar(element) else sign)
    elif kind in _FORMS:
        yield from _FORMS[kind](element)
    else:
        yield from linear(element)


def _as_word_writes_it(element: Element) -> bool:
    """Whether a structure has the parts that it should have and no others, so that nothing in it is passed over."""
    kind = local(element)
    parts = [name for name in map(local, element) if name and not name.endswith("Pr")]
    if kind in _MANY:
        return set(parts) <= {_MANY[kind]} and (kind != "m" or all(map(_as_word_writes_it, element)))
    return kind not in _ONCE or (set(parts) <= _ONCE[kind] and len(set(parts)) == len(parts))


def _run(run: Element) -> Iterator[Piece]:
    for text in descendants(run, "t"):
        yield Piece(text.text or "", run)
    for text in descendants(run, "delText"):
        yield Piece(text.text or "", run, deleted=True)


def word_properties(run: Element) -> Element | None:
    """How Word shows a run of a formula; beside it stand properties of the formula, under the same name."""
    return next((each for each in run if local(each) == "rPr" and "/math" not in str(each.tag)), None)


def _takes_room_only(phantom: Element) -> bool:
    show = child(phantom, "phantPr", "show")
    return show is not None and not is_on(show)


def _without_bar(fraction: Element) -> bool:
    """Whether it sets one number over another, as a binomial coefficient does."""
    return attribute(child(fraction, "fPr", "type"), "val") == "noBar"


def _part(part: Element | None, sign: str = "") -> Iterator[Piece]:
    """A part after its sign, in brackets where it is more than one letter, number or word; an empty part has no sign."""
    pieces = list(linear(part)) if part is not None else []
    shown = "".join(piece.text for piece in pieces if not piece.deleted and not piece.phantom)
    if not shown.strip():
        yield from pieces
        return
    shown = shown.strip()
    held = [local(each) for each in part if not local(each).endswith("Pr")] if part is not None else []
    simple = held == ["d"] or len(shown) == 1 or shown.isalpha() or shown.replace(".", "").isdecimal()
    yield from (Piece(sign),) if sign else ()
    yield from pieces if simple else (Piece("("), *pieces, Piece(")"))


def _sum(element: Element) -> Iterator[Piece]:
    yield Piece(_setting(element, "naryPr", "chr", "∫"))
    yield from _part(child(element, "sub"), "_")
    yield from _part(child(element, "sup"), "^")
    yield Piece(" ")
    yield from _inside(element)


def _root(element: Element) -> Iterator[Piece]:
    yield Piece("√(")
    degree = list(linear(d)) if (d := child(element, "deg")) is not None else []
    if "".join(piece.text for piece in degree).strip():
        yield from (*degree, Piece("&"))
    yield from (*_inside(element), Piece(")"))


def _fenced(element: Element) -> Iterator[Piece]:
    yield Piece(_setting(element, "dPr", "begChr", "("))
    for number, part in enumerate(each for each in element if local(each) == "e"):
        yield from (Piece(_setting(element, "dPr", "sepChr", "|")),) if number else ()
        yield from linear(part)
    yield Piece(_setting(element, "dPr", "endChr", ")"))


def _accented(element: Element) -> Iterator[Piece]:
    yield from _part(child(element, "e"))
    yield Piece(_setting(element, "accPr", "chr", "\u0302"))


def _applied(element: Element) -> Iterator[Piece]:
    yield from linear(name) if (name := child(element, "fName")) is not None else ()
    yield Piece(" ")
    yield from _inside(element)


def _rows(element: Element) -> Iterator[Piece]:
    """A matrix as ■(a&b@c&d), lines of equations as █(a@b)."""
    rows = [row for row in element if local(row) in ("mr", "e")]
    yield Piece("■(" if local(element) == "m" else "█(")
    for number, row in enumerate(rows):
        yield from (Piece("@"),) if number else ()
        cells = [cell for cell in row if local(cell) == "e"] if local(row) == "mr" else [row]
        for column, cell in enumerate(cells):
            yield from (Piece("&"),) if column else ()
            yield from linear(cell)
    yield Piece(")")


def _inside(element: Element) -> Iterator[Piece]:
    inner = child(element, "e")
    yield from linear(inner) if inner is not None else ()


def _setting(element: Element, properties: str, name: str, otherwise: str) -> str:
    """A sign that the properties name; an empty one is meant to be none."""
    found = child(element, properties, name)
    return otherwise if found is None else attribute(found, "val")


_FORMS: Mapping[str, Callable[[Element], Iterator[Piece]]] = {
    "nary": _sum,
    "rad": _root,
    "d": _fenced,
    "acc": _accented,
    "func": _applied,
    "m": _rows,
    "eqArr": _rows,
}
