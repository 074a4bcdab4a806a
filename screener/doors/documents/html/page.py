"""What has to be known of a whole page before it is walked over, and what is told of it afterwards."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.html.rules import read_data
from screener.doors.documents.html.scripts import may_write_prose, programs, taken_away, writes_prose
from screener.doors.documents.html.sheets import Sheets, is_sheet, sheets_of
from screener.words.draft import HiddenHow

_NAMED = re.compile(r"url\(\s*[\"']?#([^\"')\s]{1,200})")
_CALLED = re.compile(r"\bid\s*=\s*[\"']?([^\"'\s>]{1,200})")


@dataclass
class Page:
    """The style of a page, the names in it, and what its programs do."""

    sheets: Sheets
    uses: bool = False
    """Whether some drawing of the page uses parts that stand apart."""
    names: frozenset[str] = frozenset()
    """The identities of its elements."""
    pointed_at: frozenset[str] = frozenset()
    """The identities that some style draws in."""
    taken_away: set[int] = field(default_factory=set)
    """Elements that a program takes out of sight at once."""
    hides_later: bool = False
    writes: bool = False
    """Whether a program puts words of its own on the page."""
    may_write: bool = False

    def tell(self, tree: LexborHTMLParser, builder: DocumentBuilder) -> None:
        """Say what of the page could not be seen."""
        for words in self.sheets.unplaced:
            builder.hide(words, HiddenHow.style, ordinary=True)
        links = ({k.lower(): v or "" for k, v in link.attributes.items()} for link in tree.css("link[href]"))
        if self.sheets.skipped or any(is_sheet(said) and read_data(said["href"]) is None for said in links):
            builder.note("Some style rules of the page were not available, so text that they hide counts as visible.")
        if self.writes:
            builder.miss("words that a script writes into the page when it is opened")
        elif self.may_write:
            builder.note("The page's scripts may write words of their own into it; nobody read those.")
        if self.hides_later:
            builder.note("The page's scripts may take parts of it out of sight; these count as visible.")


def page_of(tree: LexborHTMLParser, source: str) -> Page:
    """What is to be known of a page that was parsed from `source`.

    Raises RefusedInput where its style would take too long to work out.
    """
    page = Page(
        sheets_of(tree, source.count("<")),
        uses=tree.css_first("use") is not None,
        names=frozenset(_CALLED.findall(source)) if "extPath" in source or "extpath" in source else frozenset(),
        pointed_at=frozenset(_NAMED.findall(source)),
    )
    for code in programs(tree):
        gone, later = taken_away(code, tree)
        page.taken_away |= gone
        page.hides_later = page.hides_later or later
        page.writes = page.writes or writes_prose(code)
        page.may_write = page.may_write or may_write_prose(code)
    return page
