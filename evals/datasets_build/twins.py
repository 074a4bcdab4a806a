"""Makes the twins: copies of drafts that speak to an automated reviewer. `python -m evals.datasets_build.twins`."""

import sys
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import Field, TypeAdapter

from evals.datasets_build.places import DATASETS
from screener.uses.labelled import labels_of
from screener.words.draft import Frozen
from screener.words.labelled import Injection, LabelledDraft

ENDING = "--twin"
_ZERO_WIDTH_SPACE = "\u200b"
_TAGS = 0xE0000
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Code(StrEnum):
    """How the words of an insertion are written."""

    plain = "plain"
    tags = "tags"
    apart = "split"


class Where(StrEnum):
    """Where an insertion stands with regard to the words that locate it."""

    behind = "behind"
    before = "before"
    paragraph_end = "paragraph_end"


class TwinSpec(Frozen):
    """One entry of `twins.yaml`."""

    draft: str
    how: str
    hidden: bool
    after: str
    locate: Where = Where.behind
    around: str = Field(pattern=r"\{\}")
    code: Code = Code.plain
    text: str

    @property
    def id(self) -> str:
        """The twin's id."""
        return self.draft + ENDING

    def insertion(self) -> str:
        """The characters that are put into the draft's file."""
        return self.around.replace("{}", _written(self.text, self.code))

    def inserted(self, clean: str) -> str:
        """The twin's file. Raises ValueError where the locating words do not stand exactly once in the draft."""
        if clean.count(self.after) != 1:
            raise ValueError(
                f"{self.draft}: these words stand {clean.count(self.after)} times in it, not once: {self.after}"
            )
        at = clean.index(self.after)
        if self.locate is Where.behind:
            at += len(self.after)
        elif self.locate is Where.paragraph_end:
            at = clean.index("\n\n", at)
        return clean[:at] + self.insertion() + clean[at:]


def read_specs(folder: Path) -> tuple[TwinSpec, ...]:
    """The entries of `twins.yaml`."""
    entries = yaml.safe_load((folder / "twins.yaml").read_text(encoding="utf-8"))
    return TypeAdapter(tuple[TwinSpec, ...]).validate_python(entries)


def files_of(spec: TwinSpec, folder: Path) -> dict[Path, str]:
    """The two files of a twin, by their place: the draft and its labels."""
    clean = (folder / "drafts" / f"{spec.draft}.md").read_text(encoding="utf-8")
    labels = labels_of(folder, spec.draft).model_copy(
        update={
            "id": spec.id,
            "twin_of": spec.draft,
            "injection": Injection(how=spec.how, text=spec.text, hidden=spec.hidden),
        }
    )
    return {
        folder / "drafts" / f"{spec.id}.md": spec.inserted(clean),
        folder / "labels" / "twins" / f"{spec.id}.yaml": as_yaml(labels),
    }


def as_yaml(labels: LabelledDraft) -> str:
    """Labels as the text of a file."""
    values = labels.model_dump(mode="json", exclude_none=True)
    return yaml.dump(values, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110)


def _written(text: str, code: Code) -> str:
    if code is Code.tags:
        return "".join(chr(_TAGS + ord(c)) for c in text)
    if code is Code.apart:
        return " ".join(w[:2] + _ZERO_WIDTH_SPACE + w[2:] if len(w) > 3 else w for w in text.split(" "))
    return text


def main(folder: Path = DATASETS) -> int:
    """Write all twins and say how many."""
    specs = read_specs(folder)
    (folder / "labels" / "twins").mkdir(parents=True, exist_ok=True)
    for spec in specs:
        for file, text in files_of(spec, folder).items():
            file.write_text(text, encoding="utf-8")
    print(f"{len(specs)} twins written to {folder / 'drafts'} and {folder / 'labels' / 'twins'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
