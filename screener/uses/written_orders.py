"""Reads the written sentences that the finder of orders is fitted on: orders to a reviewer, and what looks like them."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from screener.words.errors import ConfigurationError

_FAMILY = re.compile(r"\[([a-z_]+)\]")


class Sort(StrEnum):
    """Where a sentence comes from."""

    order = "order"
    look_alike = "look_alike"
    background = "background"


FILES = {Sort.order: "attacks.txt", Sort.look_alike: "look-alikes.txt"}


@dataclass(frozen=True)
class Written:
    """One text, of a sentence or a few."""

    sort: Sort
    family: str
    """Manner of wording; of background, the draft. Texts of one family are held out together."""
    text: str


def read_written(folder: Path) -> tuple[Written, ...]:
    """The texts of both files, in their order. Raises ConfigurationError where a file is missing or has no families.

    One text a line under `[family]`; what stands before the first family is a comment.
    """
    return tuple(item for sort, name in FILES.items() for item in _read(folder / name, sort))


def sha256(written: tuple[Written, ...]) -> str:
    """One hash over texts, families and sorts."""
    digest = hashlib.sha256()
    for item in written:
        digest.update(f"{item.sort}\t{item.family}\t{item.text}\n".encode())
    return digest.hexdigest()


def _read(file: Path, sort: Sort) -> list[Written]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ConfigurationError(
            f"{file} cannot be read: {error.strerror or error}; name the folder it is in."
        ) from error
    found = list(_items(lines, sort))
    if not found:
        raise ConfigurationError(f"{file} holds no sentences under a '[family]'; see the file's first lines.")
    return found


def _items(lines: list[str], sort: Sort) -> Iterator[Written]:
    family = ""
    for line in lines:
        if heading := _FAMILY.fullmatch(line):
            family = heading[1]
        elif family and line.strip():
            yield Written(sort, family, line)
