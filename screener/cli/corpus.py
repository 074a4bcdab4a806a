"""`screener corpus …`: the reviewed cases."""

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from screener.cli import exits
from screener.cli.terminal import legible, print_for_programs
from screener.doors import corpus as door
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.case import Case
from screener.words.errors import ConfigurationError, CorpusError


def index(data: Path | None, *, as_json: bool) -> None:
    """Synchronise the index and say what changed."""
    rooms = Rooms(load_settings(data=data))
    with rooms.index() as (search, synced):
        total = search.count()
    if as_json:
        print(json.dumps({"entries": total, "cases": len(rooms.cases), **vars(synced)}))  # noqa: T201
        return
    if synced.rebuilt_because:
        print(f"The index was made anew: {synced.rebuilt_because}.")  # noqa: T201
    print(  # noqa: T201
        f"{len(rooms.cases)} cases, {total} entries: {synced.added} added, {synced.changed} changed, "
        f"{synced.removed} removed, {synced.unchanged} unchanged."
    )


def search(text: str, data: Path | None, *, as_json: bool) -> None:
    """Print the precedents of a text."""
    words = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else legible(text)
    if not words.strip():
        exits.end("Give some text to look for.", exits.REFUSED_INPUT)
    rooms = Rooms(load_settings(data=data))
    with rooms.search() as opened:
        found = rooms.finder(opened).find_texts([(words, None)])[0]
    if as_json:
        print(json.dumps([p.model_dump(mode="json") for p in found], indent=2))  # noqa: T201
        return
    out = Console(highlight=False)
    if not found:
        out.print("No precedent: nothing in the corpus is similar enough. Look harder, not less.")
    for p in found:
        changed = f"{p.first} → {p.final}" if p.first is not p.final else str(p.final)
        out.print(
            f"[bold]{p.title}[/] ({p.year}, {changed}; {p.verification.spoken}; similarity {p.similarity:.2f}) {p.case_id}"
        )
        out.print(f"  {p.matches}\n  Differs where: {p.distinguishes}", markup=False)


def show(case_id: str, data: Path | None, *, as_json: bool) -> None:
    """Print one case."""
    import yaml

    rooms = Rooms(load_settings(data=data))
    case = next((c for c in rooms.cases if c.id == case_id), None)
    if case is None:
        near = [c.id for c in rooms.cases if case_id.casefold() in c.id or case_id.casefold() in c.title.casefold()]
        raise ConfigurationError(
            f"There is no case '{case_id}'." + (f" Did you mean {', '.join(near[:5])}?" if near else "")
        )
    values = case.model_dump(mode="json", exclude_none=True)
    text = (
        json.dumps(values, indent=2)
        if as_json
        else yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100)
    )
    print_for_programs(text)


def validate(folder: Path | None, data: Path | None, *, as_json: bool) -> None:
    """Check every case file; leaves with the code of a configuration error where one is wrong."""
    rooms = Rooms(load_settings(data=data))
    folders = [folder] if folder else [rooms.settings.corpus, *([rooms.own_corpus] if rooms.has_own_cases else [])]
    checked = [door.validate(one, rooms.prompts.framework) for one in folders]
    number, faults = sum(len(cases) for cases, _ in checked), [fault for _, found in checked for fault in found]
    if as_json:
        print(json.dumps({"cases": number, "faults": [{"file": str(f.file), "says": f.says} for f in faults]}))  # noqa: T201
    else:
        for fault in faults:
            print(fault.says)  # noqa: T201
        print(f"{number} cases can be read, {len(faults)} faults.")  # noqa: T201
    if faults:
        sys.exit(exits.CONFIGURATION_ERROR)


def add(files: list[Path], data: Path | None) -> None:
    """Copy good case files into the installation's own corpus: all of them, or none where one is wrong."""
    rooms = Rooms(load_settings(data=data))
    target = rooms.own_corpus / "cases"
    try:
        rooms.own_corpus.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=rooms.own_corpus, prefix=".adding-") as made:
            copies = _checked_copies(files, Path(made), rooms)
            target.mkdir(exist_ok=True, mode=0o700)
            for copy in copies:
                copy.replace(target / copy.name)
    except OSError as error:
        raise CorpusError(f"No case can be added to {target}: {error.strerror}; choose another folder.") from error
    print(f"{len(files)} cases were added to {target}; the next screening or 'screener corpus index' indexes them.")  # noqa: T201


def _checked_copies(files: Sequence[Path], made: Path, rooms: Rooms) -> list[Path]:
    """The files, copied into a folder of their own and checked there as `validate` does."""
    folder = made / "cases"
    folder.mkdir(mode=0o700)
    for file in files:
        copy = folder / f"{file.stem}.yaml"  # by this ending case files are found again
        if not file.is_file():
            raise CorpusError(f"{file} is not a file; name the YAML files of the cases.")
        if copy.exists():
            raise CorpusError(f"Two of the files are named {file.stem}; a case file is named after its id.")
        shutil.copyfile(file, copy)
        copy.chmod(0o600)
    _, faults = door.validate(made, rooms.prompts.framework)
    if faults:
        more = f" There are {len(faults) - 1} more faults." if len(faults) > 1 else ""
        raise CorpusError(f"No case was added. {faults[0].says}{more}")
    return sorted(folder.iterdir())


def stats(data: Path | None, *, as_json: bool) -> None:
    """Print counts."""
    counted = _count(Rooms(load_settings(data=data)).cases)
    if as_json:
        print(json.dumps(counted, indent=2))  # noqa: T201
        return
    out = Console(highlight=False)
    for title, rows in counted.items():
        table = Table("", "", title=title, title_justify="left", show_header=False, box=None)
        for name, number in rows.items():
            table.add_row(name, str(number))
        out.print(table)


def _count(cases: Iterable[Case]) -> dict[str, dict[str, int]]:
    every = list(cases)
    passages = [p for c in every for p in c.passages]
    return {
        "Cases": {"all": len(every), **_by(c.kind for c in every)},
        "Cases by final tier": _by(c.decision.final for c in every),
        "Cases by domain": _by(c.domain for c in every),
        "Cases by verification": _by(c.verification for c in every),
        "Cases in which a factor is argued": _by(f for c in every for f in c.factors),
        "Labelled passages": {"all": len(passages), **_by(p.label for p in passages), **_by(p.sort for p in passages)},
        "Uplift passages by severity": _by(p.severity for p in passages if p.severity.rank),
        "Uplift passages by concern": _by(p.concern or "" for p in passages if p.severity.rank),
    }


def _by(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(map(str, values)).most_common())
