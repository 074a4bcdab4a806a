"""The block of fields at the head of a Markdown file."""

import re
from dataclasses import dataclass

_BLOCK = re.compile(r"\A---[ \t]*\n(?P<fields>[\w-]+[ \t]*:.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(?P<key>[\w-]+)[ \t]*:[ \t]*(?P<value>.*(?:\n(?:[ \t]+.*|[ \t]*-[ \t].*|[ \t]*$))*)", re.M)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(?P<fields>.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.S)
_TOML_FIELD = re.compile(r"^(?P<key>[\w-]+)[ \t]*=[ \t]*(?P<value>.*(?:\n(?![\w-]+[ \t]*=|\[).*)*)", re.M)
_SHOWN = ("title", "subtitle", "author", "authors", "date", "abstract", "keywords")


@dataclass(frozen=True)
class FrontMatter:
    """What stood before the text: fields that a typeset paper prints, and the rest."""

    length: int = 0
    """Characters that the block takes up, its fences included; 0 where there is none."""
    title: str = ""
    shown: tuple[tuple[str, str], ...] = ()
    """Key and value of fields that are printed at the head of a paper, in order."""
    unseen: str = ""
    """All other fields as they stand."""


def split_front_matter(text: str) -> FrontMatter:
    """The front matter of a Markdown text; an empty one where it has none."""
    block, form = _BLOCK.match(text), _FIELD
    if not block:
        block, form = _TOML.match(text), _TOML_FIELD
    if not block:
        return FrontMatter()
    shown, unseen = [], []
    last = 0
    fields = block.group("fields")
    for match in form.finditer(fields):
        unseen.append(fields[last : match.start()])
        last = match.end()
        if match.group("key").lower() in _SHOWN and (value := _plain(match.group("value"))):
            shown.append((match.group("key").lower(), value))
        else:
            unseen.append(match.group())
    unseen.append(fields[last:])
    title = next((value for key, value in shown if key == "title"), "")
    left = "\n".join(part.strip("\n") for part in unseen if part.strip())
    return FrontMatter(length=block.end(), title=title, shown=tuple(shown), unseen=left)


def _plain(value: str) -> str:
    """A scalar, block or list of YAML as running text."""
    value = re.sub(r"^[|>][-+]?\d?[ \t]*\n", "", value)
    items = [re.sub(r"^[ \t]*-[ \t]+", "", line).strip() for line in value.split("\n")]
    joined = " ".join(item for item in items if item)
    if len(joined) > 1 and joined[0] in "\"'" and joined[-1] == joined[0]:
        joined = joined[1:-1]
    return joined
