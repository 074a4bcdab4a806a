"""The short labelled items: an abstract or a paragraph each."""

from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import Field, TypeAdapter

from evals.datasets_build.places import DATASETS
from screener.words.case import LabelledPassage


class Split(StrEnum):
    """Which items a prompt or a threshold may look at."""

    dev = "dev"
    test = "test"


class ShortItem(LabelledPassage):
    """One entry of `short.yaml`."""

    id: str = Field(pattern=r"^s-\d{3}$")
    pair: int = Field(ge=1)
    """Number of the pair: an uplift item and a benign one on the same subject, always in the same split."""
    split: Split
    field: str


def read_short(file: Path = DATASETS / "short.yaml", split: Split | None = None) -> tuple[ShortItem, ...]:
    """The items (of one split, if named), in the order of the file. Raises ValidationError where an entry is wrong."""
    items = TypeAdapter(tuple[ShortItem, ...]).validate_python(
        yaml.safe_load(file.read_text(encoding="utf-8"))["items"]
    )
    return tuple(item for item in items if split in (None, item.split))
