"""Decided drafts, as the service exports them, become labelled drafts and cases.

The folder holds one folder per draft: `decision.yaml` (the form is `Decided`, with an example in `evals/README.md`) and
the draft as it was uploaded. All of them are taken, or none where one is wrong.
"""

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from screener.doors.documents.sandbox import Limits, read_in_sandbox
from screener.uses.labelled import read_one
from screener.words.case import Case, Kind, LabelledPassage, PastDecision, Sort, Verification
from screener.words.decided import DECISION, Decided, Told
from screener.words.draft import Document, Format
from screener.words.errors import ConfigurationError, RefusedInput
from screener.words.labelled import GoldPassage, LabelledDraft

_ENDINGS = {Format.pdf: ".pdf", Format.docx: ".docx", Format.latex: ".zip"}
_SPECIAL = re.compile(r"([\\`*_<>#|~]|\[(?=\^))")


@dataclass(frozen=True)
class Imported:
    """How much was made."""

    drafts: int
    cases: int


def import_folder(folder: Path, out: Path) -> Imported:
    """Read all decided drafts below `folder` and add them to the data set `out`.

    Raises ConfigurationError naming the file, and what is wrong with it, before anything is added.
    """
    files = sorted(folder.glob(f"*/{DECISION}"))
    if not files:
        raise ConfigurationError(f"{folder} holds no folder with a {DECISION}; see evals/README.md for the form.")
    decided = [_read(file) for file in files]
    _unlike(decided, out)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=out, prefix=".importing-") as made:
        for one, file in zip(decided, files, strict=True):
            _make(one, file, Path(made))
        cases = sum(one.case is not None for one in decided)
        _move(Path(made), out)
    _enter(decided, out)
    return Imported(len(decided), cases)


def _read(file: Path) -> Decided:
    try:
        return Decided.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{file} cannot be read as YAML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise ConfigurationError(f"{file} is not a decision: {place}: {first['msg']}.") from error


def _unlike(decided: Sequence[Decided], out: Path) -> None:
    """No id may stand for two drafts."""
    ids = [one.id for one in decided]
    twice = sorted({i for i in ids if ids.count(i) > 1 or (out / "labels" / "first" / f"{i}.yaml").exists()})
    if twice:
        raise ConfigurationError(f"The id '{twice[0]}' is taken already; give the decided draft another one.")


def _make(one: Decided, file: Path, made: Path) -> None:
    """The files of one draft, checked: every labelled quote must stand in it."""
    untrusted = _draft(one, file)
    try:
        document = read_in_sandbox(untrusted, one.draft, Limits())
    except RefusedInput as refused:
        raise ConfigurationError(f"{file.parent / one.draft} cannot be read as a draft: {refused}") from refused
    markdown = untrusted if document.format is Format.markdown else _as_markdown(document).encode()
    labels = LabelledDraft(
        **one.model_dump(include={*LabelledDraft.model_fields} - {"twin_of", "injection"}),
    )
    _write(made / "drafts" / f"{one.id}.md", markdown)
    _dump(made / "labels" / "first" / f"{one.id}.yaml", labels.model_dump(mode="json", exclude_none=True))
    if ending := _ENDINGS.get(document.format):
        _write(made / "originals" / (one.id + ending), untrusted)
    read_one(made, made / "labels" / "first" / f"{one.id}.yaml")
    if one.case is not None:
        _dump(made / "cases" / f"{one.id}.yaml", _case(one, one.case, file).model_dump(mode="json", exclude_none=True))


def _draft(one: Decided, file: Path) -> bytes:
    place = file.parent / one.draft
    if place.parent != file.parent:
        raise ConfigurationError(f"{file}: draft must be the name of a file beside it, not a path.")
    try:
        return place.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{file} names the draft {one.draft}, which cannot be read: {error.strerror}."
        ) from error


def _case(one: Decided, told: Told, file: Path) -> Case:
    passages = told.passages or tuple(_labelled(p) for p in one.passages)
    try:
        return Case(
            id=one.id,
            kind=Kind.real,
            title=one.title,
            domain=one.domain,
            field=one.field,
            decided_by=one.decided_by,
            decision=PastDecision(first=one.first_tier or one.tier, final=one.tier, why_changed=one.why_changed),
            rationale=one.rationale,
            factors=one.factors,
            verification=Verification.seen_in_tools,
            sources=("decided in this installation",),
            **told.model_dump(exclude={"passages"}),
            passages=passages,
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the case"
        raise ConfigurationError(f"{file} makes no case: {place}: {first['msg']}.") from error


def _labelled(p: GoldPassage) -> LabelledPassage:
    return LabelledPassage(
        text=p.quote, label=p.label, concern=p.concern, severity=p.severity, sort=Sort.plain, because=p.because
    )


def _as_markdown(document: Document) -> str:
    """The visible text, its headings marked as such and everything else that Markdown would take for a sign made plain."""
    starts = {s.start: s for s in document.sections}
    out, at = [], 0
    for start in [*sorted(starts), len(document.text)]:
        section = starts.get(at)
        text = document.text[at:start]
        if section:
            title, _, text = text.partition("\n")
            out.append(f"{'#' * min(6, section.level)} {_plain(title.strip())}")
        out += [_plain(paragraph) for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]
        at = start
    return "\n\n".join(out) + "\n"


def _plain(text: str) -> str:
    """Text as Markdown shows it: signs escaped, and no line that begins like a list, a rule or a block of code."""
    lines = [_SPECIAL.sub(r"\\\1", line.strip()) for line in text.splitlines()]
    return "\n".join(re.sub(r"^([-+=]|\d+[.)])", _escaped, line) for line in lines)


def _escaped(match: re.Match[str]) -> str:
    return match.group()[:-1] + "\\" + match.group()[-1]


def _move(made: Path, out: Path) -> None:
    for file in sorted(f for f in made.rglob("*") if f.is_file()):
        target = out / file.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)


def _enter(decided: Sequence[Decided], out: Path) -> None:
    """Enter the drafts into `splits.yaml`, and their own cases, which must not be found for them, into `own_cases.yaml`."""
    splits = _loaded(out / "splits.yaml")
    for split in ("dev", "test"):
        splits[split] = [*splits.get(split, []), *(one.id for one in decided if one.split == split)]
    _dump(out / "splits.yaml", splits)
    own = _loaded(out / "own_cases.yaml")
    for one in decided:
        if cases := [*one.own_cases, *([one.id] if one.case is not None else [])]:
            own[one.id] = cases
    if own:
        _dump(out / "own_cases.yaml", own)


def _loaded(file: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")) or {}) if file.exists() else {}


def _dump(file: Path, values: dict[str, Any]) -> None:
    _write(file, yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=110).encode())


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
