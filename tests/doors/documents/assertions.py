"""What every parser's answer has to keep to, and short ways to look at it."""

from screener.words.draft import Document, HiddenHow


def assert_consistent(document: Document) -> None:
    """Offsets lie in the text, sections are nested and begin with their titles, pages cover the text."""
    length = len(document.text)
    for section in document.sections:
        assert 0 <= section.start < section.end <= length
        begun = " ".join(document.text[section.start : section.end].split())
        assert begun.startswith(section.title[:60]), (section.title, begun[:80])
    for outer in document.sections:
        for inner in document.sections:
            crosses = outer.start < inner.start < outer.end < inner.end
            assert not crosses, (outer, inner)
    for hidden in document.hidden:
        assert hidden.offset is None or 0 <= hidden.offset <= length
        assert hidden.where
    if document.pages:
        assert document.pages[0].start == 0
        assert document.pages[-1].end == length
        assert all(a.end == b.start for a, b in zip(document.pages, document.pages[1:], strict=False))


def hidden(document: Document, how: HiddenHow) -> str:
    """All text hidden in one way, pieces joined by ' / '."""
    return " / ".join(h.text for h in document.hidden if h.how is how)


def alarming(document: Document) -> str:
    """All hidden text that is not an ordinary part of its format."""
    return " / ".join(h.text for h in document.hidden if not h.ordinary)


def headings(document: Document) -> list[tuple[str, int]]:
    """Title and level of each section in order."""
    return [(section.title, section.level) for section in document.sections]
