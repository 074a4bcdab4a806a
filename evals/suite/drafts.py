"""The labelled drafts as files to be screened, in any of their formats, with what is known of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from evals.datasets_build.places import DATASETS
from evals.records import Variant
from screener.uses.labelled import labels_in, labels_of
from screener.uses.parts import Source
from screener.words.draft import Format
from screener.words.errors import ConfigurationError
from screener.words.framework import Tier
from screener.words.labelled import LabelledDraft

ENDINGS = {Format.markdown: ".md", Format.pdf: ".pdf", Format.docx: ".docx", Format.latex: ".zip"}
ALL = "all"
"""Names every format at once."""
SHORT_NAMES = {"md": Format.markdown, "pdf": Format.pdf, "docx": Format.docx, "latex": Format.latex}


@dataclass(frozen=True)
class ToScreen:
    """One file to be screened, and what the labellers said of it."""

    labels: LabelledDraft
    source: Source
    split: str
    format: Format = Format.markdown
    variant: Variant = Variant.original
    twin_of: str | None = None
    manuscript: str = ""
    """The draft's Markdown, whatever its format."""
    first: Tier | None = None
    second: Tier | None = None
    own_cases: frozenset[str] = frozenset()
    """Cases made from this very draft, which must not be found for it."""

    @property
    def id(self) -> str:
        """Id of the text that is screened."""
        return self.labels.id if self.format is Format.markdown else f"{self.labels.id}.{ENDINGS[self.format][1:]}"


def format_named(name: str) -> Format:
    """The format that the command line calls `name`. Raises ConfigurationError where there is none."""
    if name not in SHORT_NAMES:
        raise ConfigurationError(f"There is no format '{name}'; choose one of {', '.join([*SHORT_NAMES, ALL])}.")
    return SHORT_NAMES[name]


def ids_of(split: str, folder: Path = DATASETS) -> tuple[str, ...]:
    """The ids of a split, in the order of `splits.yaml`. Raises ConfigurationError where it does not list the split."""
    file = folder / "splits.yaml"
    try:
        return tuple(yaml.safe_load(file.read_text(encoding="utf-8"))[split] or ())
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{file} does not list the drafts of the split '{split}'; correct it.") from error


def labelled(split: str, format: Format = Format.markdown, folder: Path = DATASETS) -> tuple[ToScreen, ...]:  # noqa: A002
    """The drafts of a split that there are in a format. Raises ConfigurationError where a file is missing or wrong."""
    ids = [name for name in ids_of(split, folder) if format is Format.markdown or _is_set(name, format, folder)]
    if not ids:
        raise ConfigurationError(
            f"No draft of the split '{split}' in {folder} has the format {format}; choose another."
        )
    return tuple(one_draft(name, split, format, folder) for name in ids)


def in_every_format(split: str, folder: Path = DATASETS) -> tuple[ToScreen, ...]:
    """The drafts of a split that there are in all formats, once in each. Raises ConfigurationError where there are none."""
    each = [labelled(split, form, folder) for form in SHORT_NAMES.values()]
    everywhere = set.intersection(*({draft.labels.id for draft in drafts} for drafts in each))
    if not everywhere:
        raise ConfigurationError(f"No draft of the split '{split}' in {folder} has every format; name one format.")
    return tuple(draft for drafts in each for draft in drafts if draft.labels.id in everywhere)


def one_draft(name: str, split: str, format: Format = Format.markdown, folder: Path = DATASETS) -> ToScreen:  # noqa: A002
    """A labelled draft in one of its formats. Raises ConfigurationError where it cannot be had."""
    labels = labels_of(folder, name)
    manuscript = _read(folder / "drafts" / f"{name}.md")
    untrusted = manuscript.encode() if format is Format.markdown else _set(name, format, folder)
    return ToScreen(
        labels=labels,
        source=Source(name + ENDINGS[format], untrusted),
        split=split,
        format=format,
        manuscript=manuscript,
        first=_tier(folder / "labels" / "first" / f"{name}.yaml"),
        second=_tier(folder / "labels" / "second" / f"{name}.yaml"),
        own_cases=own_cases(name, folder),
    )


def twins(split: str, folder: Path = DATASETS) -> Iterator[ToScreen]:
    """The copies of a split's drafts that speak to an automated reviewer."""
    wanted = set(ids_of(split, folder))
    for file in sorted((folder / "labels" / "twins").glob("*.yaml")):
        labels = labels_in(file)
        if labels.twin_of not in wanted:
            continue
        manuscript = _read(folder / "drafts" / f"{labels.id}.md")
        yield ToScreen(
            labels=labels,
            source=Source(f"{labels.id}.md", manuscript.encode()),
            split=split,
            variant=Variant.instructed,
            twin_of=labels.twin_of,
            manuscript=manuscript,
            own_cases=own_cases(labels.twin_of or "", folder),
        )


def own_cases(name: str, folder: Path = DATASETS) -> frozenset[str]:
    """The cases that were made from a draft, as `own_cases.yaml` lists them; none where there is no such file."""
    return frozenset(_own_cases(folder).get(name, ()))


@cache
def _own_cases(folder: Path) -> dict[str, list[str]]:
    file = folder / "own_cases.yaml"
    if not file.exists():
        return {}
    try:
        return dict(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise ConfigurationError(f"{file} must map ids of drafts to lists of ids of cases: {error}") from error


def _is_set(name: str, format: Format, folder: Path) -> bool:  # noqa: A002
    return _original(name, format, folder).is_file() or name in _columns(folder)


def _original(name: str, format: Format, folder: Path) -> Path:  # noqa: A002
    """The file that an imported draft came as."""
    return folder / "originals" / (name + ENDINGS[format])


def _set(name: str, format: Format, folder: Path) -> bytes:  # noqa: A002
    original = _original(name, format, folder)
    return original.read_bytes() if original.is_file() else _made(name, folder)[name + ENDINGS[format]]


@cache
def _made(name: str, folder: Path) -> dict[str, bytes]:
    try:
        from evals.datasets_build.formats.build import files_of
    except ImportError as error:
        raise ConfigurationError(
            "PDF, Word and LaTeX forms of the drafts need reportlab and python-docx; install them with: "
            "pip install reportlab python-docx"
        ) from error
    return files_of(name, _columns(folder)[name], folder)


@cache
def _columns(folder: Path) -> dict[str, int]:
    file = folder / "formats.yaml"
    if not file.exists():
        return {}
    listed = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {**dict.fromkeys(listed["one_column"], 1), **dict.fromkeys(listed["two_columns"], 2)}


def _tier(file: Path) -> Tier | None:
    """The tier in a label file of one pass, or None where that pass did not label the draft."""
    if not file.exists():
        return None
    return Tier(yaml.safe_load(file.read_text(encoding="utf-8"))["tier"])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The labelled draft {file.stem} cannot be read: {error}") from error
