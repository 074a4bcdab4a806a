"""The same made-up draft in every format that the screen reads."""

import io
from html import escape

from docx import Document as WordDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from evals.bench.prose import Prose, heading

Parts = list[tuple[str, list[str]]]
"""Headings with the paragraphs below them."""


def parts(sections: int, seed: int) -> Parts:
    """The draft as headings and paragraphs."""
    prose = Prose(seed)
    return [(heading(n), prose.section(n).split("\n\n")) for n in range(sections)]


def every_format(draft: Parts) -> dict[str, tuple[str, bytes]]:
    """File name and content by format."""
    return {
        "pdf": ("draft.pdf", pdf(draft)),
        "docx": ("draft.docx", docx(draft)),
        "latex": ("draft.tex", latex(draft).encode()),
        "markdown": ("draft.md", markdown(draft).encode()),
        "html": ("draft.html", html(draft).encode()),
        "text": ("draft.txt", text(draft).encode()),
    }


def pdf(draft: Parts) -> bytes:
    """Single-column pages as reportlab sets them."""
    target, styles = io.BytesIO(), getSampleStyleSheet()
    flow = []
    for title, paragraphs in draft:
        flow.append(Paragraph(escape(title), styles["Heading2"]))
        flow += [Paragraph(escape(paragraph), styles["BodyText"]) for paragraph in paragraphs]
    SimpleDocTemplate(target, pagesize=A4, invariant=1).build(flow)
    return target.getvalue()


def docx(draft: Parts) -> bytes:
    """A Word file with built-in styles."""
    target, document = io.BytesIO(), WordDocument()
    for title, paragraphs in draft:
        document.add_heading(title, level=2)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    document.save(target)
    return target.getvalue()


def latex(draft: Parts) -> str:
    """One LaTeX file."""
    body = "\n\n".join(f"\\section{{{title}}}\n\n" + "\n\n".join(paragraphs) for title, paragraphs in draft)
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def markdown(draft: Parts) -> str:
    """Markdown with headings."""
    return "\n\n".join(f"## {title}\n\n" + "\n\n".join(paragraphs) for title, paragraphs in draft)


def html(draft: Parts) -> str:
    """A page without styles."""
    body = "".join(
        f"<h2>{escape(title)}</h2>" + "".join(f"<p>{escape(p)}</p>" for p in paragraphs) for title, paragraphs in draft
    )
    return f"<!DOCTYPE html><html><head><title>Draft</title></head><body>{body}</body></html>"


def text(draft: Parts) -> str:
    """Plain text."""
    return "\n\n".join(f"{title}\n\n" + "\n\n".join(paragraphs) for title, paragraphs in draft)
