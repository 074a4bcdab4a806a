"""What a parser makes of an uploaded file, and the passages that partition it.

Positions are code points into `Document.text`, half open `[start, end)`.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A value: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Format(StrEnum):
    """The kinds of document we read, recognised by content."""

    pdf = "pdf"
    docx = "docx"
    latex = "latex"
    markdown = "markdown"
    html = "html"
    text = "text"


class HiddenHow(StrEnum):
    """How text was kept from a human reader."""

    low_contrast = "low_contrast"
    tiny = "tiny"
    off_page = "off_page"
    invisible_mode = "invisible_mode"
    covered = "covered"
    clipped = "clipped"
    hidden_layer = "hidden_layer"
    annotation = "annotation"
    metadata = "metadata"
    attribute = "attribute"
    style = "style"
    comment = "comment"
    tracked_deletion = "tracked_deletion"
    vanish = "vanish"
    conditional = "conditional"
    phantom = "phantom"
    false_letters = "false_letters"
    unicode_tags = "unicode_tags"
    zero_width = "zero_width"
    bidi = "bidi"
    attachment = "attachment"
    unused_file = "unused_file"
    other = "other"


class HiddenText(Frozen):
    """Text in the file that a human reader would not see. It is never sent to a model."""

    text: str
    """The words, as found. Untrusted; show it as inert text."""
    how: HiddenHow
    """How it was hidden."""
    where: str
    """Where it is, for a person: 'page 3', 'comments.xml', 'main.tex line 12'."""
    page: int | None = None
    """1-based page, where the format has pages."""
    offset: int | None = None
    """Where in the visible text it would have stood, if known."""
    ordinary: bool = False
    """True where such text is a normal part of the format (LaTeX comments, document titles in metadata,
    alt text): listed, but not by itself a reason for alarm."""


class Page(Frozen):
    """One page of a paginated document, as a stretch of its visible text."""

    number: int
    """1-based."""
    start: int
    end: int
    scanned: bool = False
    """True where the page has content drawn on it but no readable text: nobody has read it."""
    images: int = 0
    """Count of figures and images that were not read."""


class Section(Frozen):
    """A heading and the text it governs, up to the next heading of the same or a higher level."""

    title: str
    level: int
    """1 is the top."""
    start: int
    """Where the heading itself starts."""
    end: int


class Join(Frozen):
    """A line-end hyphen that was taken out: insert `removed` at `offset` to get the printed form back."""

    offset: int
    removed: str


class Document(Frozen):
    """What a parser made of one file."""

    format: Format
    text: str
    """All text that a human reader sees, in reading order."""
    pages: tuple[Page, ...] = ()
    """In order, together covering the text where the format has pages; empty where it has none."""
    sections: tuple[Section, ...] = ()
    """In order of start; nested by level."""
    hidden: tuple[HiddenText, ...] = ()
    joins: tuple[Join, ...] = ()
    images: int = 0
    """Figures and images in the whole document that nobody read (captions are text and are read)."""
    title: str = ""
    parser: str
    """Name and version of the parser, for provenance."""
    notes: tuple[str, ...] = ()
    """Sentences for the reviewer about what the parser could not see."""
    missing: tuple[str, ...] = ()
    """Parts with text of their own that the draft draws in and that were not handed in: each a name and where it is named.
    Nobody read them."""

    def page_at(self, offset: int) -> int | None:
        """The 1-based page on which a position lies, or None where the format has no pages."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return self.pages[-1].number if self.pages and offset >= self.pages[-1].end else None

    def section_at(self, offset: int) -> tuple[str, ...]:
        """The titles of the sections around a position, outermost first."""
        return tuple(s.title for s in self.sections if s.start <= offset < s.end)

    def as_printed(self) -> str:
        """The text with line-end hyphens put back."""
        out, last = [], 0
        for join in self.joins:
            out += [self.text[last : join.offset], join.removed]
            last = join.offset
        return "".join([*out, self.text[last:]])


class PassageRole(StrEnum):
    """Whether a passage is prose of the paper, or its list of references."""

    body = "body"
    references = "references"


class Passage(Frozen):
    """A contiguous stretch of the visible text. The passages of a document partition it exactly."""

    index: int
    """0-based, in reading order."""
    start: int
    end: int
    text: str = Field(repr=False)
    section: tuple[str, ...] = ()
    """Titles of the sections at its first non-blank character, outermost first."""
    page_first: int | None = None
    page_last: int | None = None
    role: PassageRole = PassageRole.body
