"""Lists of names, written as the words they are."""


def words(listed: str) -> frozenset[str]:
    """The words of a text, divided by blanks."""
    return frozenset(listed.split())
