"""How numbers and lists are said in a sentence."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: '1 page', '1,200 pages'."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(items: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
