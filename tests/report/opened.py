"""Looks at a rendered report as a browser would."""

from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode


class Opened:
    """A parsed report."""

    def __init__(self, html: str) -> None:
        self.tree = LexborHTMLParser(html)

    def all(self, selector: str) -> list[LexborNode]:
        """Every element that a CSS selector finds."""
        return self.tree.css(selector)

    def one(self, selector: str) -> LexborNode:
        """The only element that a CSS selector finds."""
        (found,) = self.tree.css(selector)
        return found

    def text(self, selector: str) -> str:
        """The words of the only element found, white space folded."""
        return " ".join(self.one(selector).text(deep=True).split())

    def ids(self) -> Counter[str]:
        """Every id and how often it is given."""
        return Counter(str(node.attributes["id"]) for node in self.all("[id]"))

    def targets(self) -> list[str]:
        """Every href and src of the page."""
        return [str(node.attributes[name]) for name in ("href", "src") for node in self.all(f"[{name}]")]

    def broken_links(self) -> set[str]:
        """Links whose target does not exist in the page."""
        return {t for t in self.targets() if not t.startswith("#") or t[1:] not in self.ids()}


def draft_words(html: str) -> str:
    """The text content of the draft's part, without what the report adds to it."""
    tree = LexborHTMLParser(html)
    for node in tree.css("#draft-text .apparatus"):
        node.decompose()
    (draft,) = tree.css("#draft-text")
    return draft.text(deep=True)
