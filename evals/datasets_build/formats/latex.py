"""A manuscript as a LaTeX project: `main.tex`, which inputs one file for each section, in a zip."""

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from evals.datasets_build.formats.manuscript import Block, Kind, Look, Runs, notes_of

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_HEADINGS = {2: "section", 3: "subsection", 4: "subsubsection"}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def as_latex(blocks: list[Block]) -> bytes:
    """The bytes of a zip with the project; the same for the same blocks."""
    title = next((block for block in blocks if block.kind is Kind.heading and block.level == 1), Block(Kind.heading))
    parts = list(_parts([block for block in blocks if block is not title]))
    notes = notes_of(blocks)
    files = {f"sections/{number:02}.tex": _part(part, notes) for number, part in enumerate(parts)}
    inputs = "\n".join(rf"\input{{{name.removesuffix('.tex')}}}" for name in files)
    main = (
        "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n"
        f"\\title{{{_words(title.runs, notes)}}}\n\\begin{{document}}\n\\maketitle\n{inputs}\n\\end{{document}}\n"
    )
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in {"main.tex": main, **files}.items():
            archive.writestr(ZipInfo(name, _LONG_AGO), text, ZIP_DEFLATED)
    return out.getvalue()


def _parts(blocks: list[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if part and block.kind is Kind.heading and block.level <= 2:
            yield part
            part = []
        part.append(block)
    if part:
        yield part


def _part(blocks: list[Block], notes: dict[str, Runs]) -> str:
    return "\n\n".join(filter(None, (_block(block, notes) for block in blocks))) + "\n"


def _block(block: Block, notes: dict[str, Runs]) -> str:
    words = _words(block.runs, notes)
    if block.kind is Kind.heading:
        return rf"\{_HEADINGS.get(block.level, 'paragraph')}*{{{words}}}"
    if block.kind is Kind.table:
        columns = "l" * max(len(row) for row in block.rows)
        rows = " \\\\\n".join(" & ".join(_words(cell, notes) for cell in row) for row in block.rows)
        return f"\\begin{{tabular}}{{{columns}}}\n{rows} \\\\\n\\end{{tabular}}"
    if block.kind is Kind.item:
        kind = "itemize" if block.name in "-*" else "enumerate"
        return f"\\begin{{{kind}}}\n\\item {words}\n\\end{{{kind}}}"
    if block.kind is Kind.quote:
        return f"\\begin{{quote}}\n{words}\n\\end{{quote}}"
    return "" if block.kind is Kind.note else words


def _words(runs: Runs, notes: dict[str, Runs]) -> str:
    return "".join(_run(text=run.text, look=run.look, notes=notes) for run in runs)


def _run(text: str, look: Look, notes: dict[str, Runs]) -> str:
    if look is Look.mark:
        return rf"\footnote{{{_words(notes[text], {})}}}" if text in notes else ""
    written = "".join(_SPECIAL.get(c, c) for c in text)
    command = {Look.bold: "textbf", Look.italic: "emph", Look.code: "texttt"}.get(look)
    return rf"\{command}{{{written}}}" if command else written
