"""The case files: one YAML file per reviewed case, read and checked."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from screener.words.case import Case
from screener.words.errors import CorpusError
from screener.words.framework import Framework


@dataclass(frozen=True)
class Fault:
    """Something wrong with one case file."""

    file: Path
    says: str


def case_files(folder: Path) -> list[Path]:
    """The case files of a corpus folder, sorted by name. Raises CorpusError where there are none."""
    files = sorted((folder / "cases").glob("*.yaml"))
    if not files:
        raise CorpusError(f"No case files (*.yaml) were found in {folder / 'cases'}; check the corpus folder's path.")
    return files


def read_case(file: Path) -> Case:
    """One case. Raises CorpusError naming the file and what is wrong."""
    try:
        case = Case.model_validate(yaml.load(file.read_bytes(), Loader=_LOADER))  # noqa: S506  (the C form of the safe loader)
    except yaml.YAMLError as error:
        raise CorpusError(f"{file.name} is not valid YAML: {_first_line(error)}") from error
    except ValidationError as error:
        raise CorpusError(f"{file.name}: {_sentence(error)}") from error
    if case.id != file.stem:
        raise CorpusError(f"{file.name} holds the id '{case.id}'; a case file is named after its id.")
    return case


def read_cases(folder: Path) -> tuple[Case, ...]:
    """All cases of a corpus folder, by id. Raises CorpusError at the first bad file."""
    return tuple(read_case(file) for file in case_files(folder))


def validate(folder: Path, framework: Framework) -> tuple[tuple[Case, ...], tuple[Fault, ...]]:
    """The good cases and every fault found: schema, ids that the framework does not know, texts used twice."""
    cases: list[Case] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for file in case_files(folder):
        try:
            case = read_case(file)
        except CorpusError as error:
            faults.append(Fault(file, str(error)))
            continue
        cases.append(case)
        faults += [Fault(file, says) for says in (*_unknown_ids(case, framework), *_repeats(case, seen))]
    return tuple(cases), tuple(faults)


def snapshot_sha256(cases: Iterable[Case]) -> str:
    """One hash over all cases, independent of file formatting."""
    digest = hashlib.sha256()
    for case in sorted(cases, key=lambda c: c.id):
        digest.update(case.model_dump_json().encode())
    return digest.hexdigest()


def _unknown_ids(case: Case, framework: Framework) -> Iterator[str]:
    concerns = [*case.concerns, *(p.concern for p in case.passages if p.concern)]
    for concern in sorted(set(concerns) - set(framework.concern_ids())):
        yield f"{case.id}: the framework has no concern '{concern}'."
    for factor in sorted(case.factors.keys() - set(framework.factor_ids())):
        yield f"{case.id}: the framework has no factor '{factor}'."


def _repeats(case: Case, seen: dict[str, str]) -> Iterator[str]:
    for passage in case.passages:
        key = " ".join(passage.text.split()).casefold()
        if key in seen:
            yield f"{case.id}: a labelled passage stands already in {seen[key]}."
        seen.setdefault(key, case.id)


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(p) for p in first["loc"]) or "the file"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{place}: {first['msg']}{more}"


def _first_line(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())[:200]


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
