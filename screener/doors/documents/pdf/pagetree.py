"""The pages as the file's own tree has them: how many there are, and how large a unit of each is."""

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.pdf.objects import ObjectFile, Ref, Value
from screener.words.counting import counted

MOST_NODES = 40_000
"""Nodes of the tree that are looked at."""
_LEAST_UNIT, _MOST_UNIT = 0.01, 200.0


def leaves_of(file: ObjectFile) -> list[dict[str, Value]]:
    """The pages in order, whatever number of them the tree gives."""
    todo: list[Value] = [file.root().get("Pages")]
    met: set[int] = set()
    found: list[dict[str, Value]] = []
    for _ in range(MOST_NODES):
        if not todo:
            break
        node = todo.pop()
        if isinstance(node, Ref):
            if node.number in met:
                continue
            met.add(node.number)
        entries = file.entries(node)
        if "Kids" in entries:
            todo += reversed(file.items(entries.get("Kids")))
        elif entries:
            found.append(entries)
    return found


def tell_unread_pages(builder: DocumentBuilder, leaves: list[dict[str, Value]], opened: int) -> None:
    """Say that the file holds more pages than its own count of them, which is all that was read."""
    more = len(leaves) - opened
    if more > 0:
        builder.note(
            f"The file holds {counted(more, 'page')} beyond the number that it gives of its pages: nobody has read them, "
            "and some programs show them."
        )
        builder.miss("pages beyond the number that the file gives of its pages")


def unit_of(leaves: list[dict[str, Value]], number: int) -> float:
    """How many points a unit of page `number` (0-based) is; 1 where the file says nothing or nonsense."""
    unit = leaves[number].get("UserUnit") if number < len(leaves) else None
    return unit if isinstance(unit, float) and _LEAST_UNIT <= unit <= _MOST_UNIT else 1.0
