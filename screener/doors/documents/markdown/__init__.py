"""Markdown: rendered as its readers see it, then read as a page; what the rendering drops is set apart."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.decoding import decoded
from screener.doors.documents.flow import Flow
from screener.doors.documents.html.walk import pour
from screener.doors.documents.markdown.concealing import without_concealed
from screener.doors.documents.markdown.front_matter import FrontMatter, split_front_matter
from screener.doors.documents.markdown.mathematics import keep_mathematics
from screener.doors.documents.markdown.tables import widened
from screener.words.draft import Document, Format, HiddenHow
from screener.words.errors import RefusedInput

PARSER = "markdown 1 (markdown-it-py)"
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,200})\]:", re.M)
_CALLED = re.compile(r"\[\^([^\]\s]{1,200})\](?!:)")
_A_LABEL = 3
"""Words that the label of a link may have."""
_DEEPEST_IN_LINE = 20
"""Levels of links and pictures in one another; the time for brackets that are never closed grows with it."""
_DEEPEST = 150
"""Levels of quotes and lists; the parser drops what lies deeper, so such a file is refused."""


def parse(untrusted: bytes, name: str) -> Document:
    """A Markdown file as a document; raises RefusedInput for bytes that are not text."""
    text, notes = decoded(untrusted, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    builder = DocumentBuilder(Format.markdown, where="line 1")
    for sentence in notes:
        builder.note(sentence)
    matter = split_front_matter(text)
    _front(builder, matter)
    try:
        _body(builder, text[matter.length :], text[: matter.length].count("\n"), name)
    except RecursionError:
        raise _too_deep(name) from None
    if not builder.title:
        built = builder.build(PARSER)
        builder.title = next((s.title for s in built.sections if s.level == 1), "")
    return builder.build(PARSER)


def _front(builder: DocumentBuilder, matter: FrontMatter) -> None:
    builder.title = matter.title
    flow = Flow(builder)
    for key, value in matter.shown:
        if key == "abstract":
            with flow.heading(1):
                flow.put("Abstract")
        flow.put(value)
        flow.block()
    flow.close()
    builder.hide(matter.unseen, HiddenHow.metadata, where="the front matter", ordinary=True)


def _body(builder: DocumentBuilder, text: str, lines_before: int, name: str) -> None:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST + 20}).enable(["table", "strikethrough"])
    keep_mathematics(parser)
    parser.core.ruler.before("inline", "shallow", _shallow)
    environment: dict[str, dict[str, dict[str, str]]] = {}
    text, narrow = widened(without_concealed(text, builder, lines_before))
    _tell_doubts(builder, text, narrow, lines_before)
    tokens = parser.parse(text, environment)
    if any(token.level > _DEEPEST for token in tokens):
        raise _too_deep(name)
    for token in tokens:
        line = str((token.map or [0])[0] + 1 + lines_before)
        if token.type == "html_block":
            token.content = f'<wbr data-line="{line}">{token.content}'
        elif token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", line)
        if token.type == "fence" and len(words := token.info.split(maxsplit=1)) > 1:
            builder.hide(
                words[1],
                HiddenHow.attribute,
                where=f"line {line}",
                ordinary=words[1].startswith("{") or "=" in words[1],
            )
    rendered = parser.renderer.render(tokens, parser.options, environment)
    pour(rendered, builder, numbered=True)
    _references(builder, environment.get("references", {}), rendered)


def _tell_doubts(builder: DocumentBuilder, text: str, narrow: list[int], lines_before: int) -> None:
    """Say which words were read that some programs do not show."""
    if narrow:
        builder.note(
            f"A table has rows with more cells than its head (line {narrow[0] + lines_before}); they were read, "
            "though many programs do not show them."
        )
    called = set(_CALLED.findall(text))
    for label in (label for label in dict.fromkeys(_NOTE.findall(text)) if label not in called):
        builder.note(
            f"The footnote [^{label[:40]}] is called nowhere; it was read, though many programs do not show it."
        )
        break


def _shallow(state: StateCore) -> None:
    """From here on, within paragraphs, levels are bounded by another number; what lies deeper is plain text."""
    state.md.options["maxNesting"] = _DEEPEST_IN_LINE


def _references(builder: DocumentBuilder, references: dict[str, dict[str, str]], rendered: str) -> None:
    """Link definitions are never shown: their titles are a place to hide text; footnote-like ones are footnotes."""
    for label, target in references.items():
        title, href = target.get("title", ""), target.get("href", "")
        if label.startswith("^"):
            builder.paragraph(f"[{label}]: {href} {title}")
        elif f'href="{href}"' not in rendered:
            where = f"link definition [{label.lower()[:60]}]"
            builder.hide(title, HiddenHow.comment, where=where)
            if len(label.split()) > _A_LABEL:
                builder.hide(label.lower(), HiddenHow.comment, where=where)


def _too_deep(name: str) -> RefusedInput:
    return RefusedInput(f"'{name}' nests quotes or lists more than {_DEEPEST} deep; simplify it and submit it again.")
