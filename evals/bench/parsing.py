"""Pages per second of each parser, in this process and in the sandbox."""

from evals.bench.documents import every_format, parts
from evals.bench.figures import Figure, Section, median_seconds
from screener.doors.documents.reader import read
from screener.doors.documents.sandbox import read_in_sandbox
from screener.wiring.places import shipped
from screener.words.draft import Document

PAGE = 3_000
"""Characters counted as one page, so that formats without pages can be compared with those that have them."""
SAMPLE = "samples/monitor-paper.pdf"


def parsing(sections: int = 15, times: int = 3) -> Section:
    """Pages per second for one generated draft in every format, and for the sample paper."""
    files = {f"generated {kind}": file for kind, file in every_format(parts(sections, seed=7)).items()}
    sample = shipped(SAMPLE)
    files["sample paper (pdf)"] = (sample.name, sample.read_bytes())
    figures = [figure for label, (name, content) in files.items() for figure in _figures(label, name, content, times)]
    return Section(
        title="Parsing",
        how=f"Medians of {times}; a page is {PAGE:,} characters of parsed text. "
        "'Sandbox' includes starting its process.",
        figures=tuple(figures),
    )


def pages_of(document: Document) -> float:
    """Its length in pages of PAGE characters."""
    return len(document.text) / PAGE


def _figures(label: str, name: str, content: bytes, times: int) -> list[Figure]:
    document = read(content, name)  # warms the parser's imports, too
    confined = read_in_sandbox(content, name)
    assert confined.text == document.text, f"{label}: the sandbox read something else"
    pages = pages_of(document)
    inside = median_seconds(lambda: read_in_sandbox(content, name), times)
    outside = median_seconds(lambda: read(content, name), times)
    own = f", {len(document.pages)} of its own" if document.pages else ""
    return [
        Figure(
            name=f"{label}, in process",
            value=pages / outside,
            unit="pages/s",
            remark=f"{pages:.1f} pages{own} in {outside * 1e3:,.0f} ms",
        ),
        Figure(
            name=f"{label}, sandbox",
            value=pages / inside,
            unit="pages/s",
            remark=f"{inside * 1e3:,.0f} ms, {inside / outside:.1f} x in process",
        ),
    ]
