"""LaTeX: prose with its structure, formulas as their source, and everything that is not typeset set apart."""

import re

from pylatexenc.latexwalker import LatexWalkerError

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.decoding import decoded
from screener.doors.documents.latex.files import Files
from screener.doors.documents.latex.layout import Layout
from screener.doors.documents.latex.source import KEPT, Source
from screener.doors.documents.latex.styles import declared_encoding
from screener.doors.documents.latex.unfold import Unfolder
from screener.words.draft import Document, Format, HiddenHow

PARSER = "latex 1 (pylatexenc)"
_WORD = re.compile(r"[^\W\d_]{5,}")
_COMMAND = re.compile(
    r"\\(?:begin|end|label|ref|eqref|input|include|includegraphics|bibliographystyle|pagestyle|definecolor"
    r"|(?:page|row|cell)?color|textcolor)\*?\s*(?:\[[^\]]*\])?\{[^{}]*\}|\\[a-zA-Z@]+\*?"
)
_MOST_LOST = 0.25
"""Share of the distinct longer words of the source that may be missing from the layout (labels, options, keys)."""


def parse(untrusted: bytes, name: str) -> Document:
    """A single LaTeX file as a document; raises RefusedInput for bytes that are not text."""
    text, notes = decoded(untrusted, name, declared_encoding(untrusted))
    files = Files({name: text.replace("\r\n", "\n").replace("\r", "\n")})
    return laid_out(files, [name], name, list(notes))


def laid_out(files: Files, mains: list[str], name: str, notes: list[str], unused: bool = False) -> Document:
    """The document that begins in the files `mains`; with `unused`, files nothing draws in are listed as hidden."""
    source = Source()
    unfolder = Unfolder(files, source, name)
    for main in mains:
        unfolder.unfold(main, files.take(main))
    unfolder.finish(mains[0])
    if unfolder.conditions.undecided:
        notes.append("Some conditions are decided when the document is typeset; both of their branches are shown.")
    builder = _poured(source, mains[0])
    for sentence in [*notes, *source.notes]:
        builder.note(sentence)
    for part in source.missing:
        builder.miss(part)
    for path, text in files.texts.items():
        if unused and path not in files.used and path.endswith((".tex", ".ltx", ".txt", ".md", ".bbl", ".bib")):
            builder.hide(text, HiddenHow.unused_file, where=path, ordinary=True)
    return builder.build(PARSER)


def _poured(source: Source, main: str) -> DocumentBuilder:
    builder = DocumentBuilder(Format.latex, where=main)
    try:
        Layout(source, builder).document()
    except (LatexWalkerError, RecursionError, IndexError, AttributeError, KeyError, TypeError, ValueError):
        # The walker is not made for broken source, and fails on it in many ways; no text may be lost by that.
        return _as_source(source, main)
    return _as_source(source, main) if _lost(source, builder) > _MOST_LOST else builder


def _as_source(source: Source, main: str) -> DocumentBuilder:
    """The joined source as it stands, where it cannot be laid out."""
    builder = DocumentBuilder(Format.latex, where=main)
    builder.note("The LaTeX is broken and could not be laid out; it is given as source, where hidden text may stand.")
    kept = source.kept
    text = source.text
    last = 0
    for piece in source.concealed:
        builder.write(KEPT.sub(lambda m: kept[int(m.group(1))].text, text[last : piece.position]))
        builder.hide(piece.text, piece.how, where=piece.where, ordinary=piece.ordinary)
        last = piece.position
    builder.write(KEPT.sub(lambda m: kept[int(m.group(1))].text, text[last:]).rstrip() + "\n\n")
    return builder


def _lost(source: Source, builder: DocumentBuilder) -> float:
    """The share of the body's longer words that the layout holds neither as visible nor as hidden text."""
    text = source.text
    body = text[source.body or 0 :]
    wanted = {word.lower() for word in _WORD.findall(_COMMAND.sub(" ", body))}
    built = builder.build(PARSER)
    copies = {piece.where for piece in source.concealed if piece.copy}
    held = " ".join([built.text, *(hidden.text for hidden in built.hidden if hidden.where not in copies)])
    found = {word.lower() for word in _WORD.findall(held)}
    return len(wanted - found) / len(wanted) if len(wanted) >= 12 else 0.0
