"""`screener corpus …`: the reviewed cases."""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from screener.cli import exits
from screener.doors import corpus as door
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.case import Case
from screener.words.errors import ConfigurationError, CorpusError


def index(data: Path | None, *, as_json: bool) -> None:
    """Synchronise the index and say what changed."""
    rooms = Rooms(load_settings(data=data))
    with door.open_search(rooms.settings.data / "index", rooms.embedder) as search:
        synced = search.sync(rooms.cases)
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
    words = sys.stdin.read() if text == "-" else text
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
        out.print(f"[bold]{p.title}[/] ({p.year}, {changed}; {p.verification.spoken}; similarity {p.similarity:.2f}) {p.case_id}")
        out.print(f"  {p.matches}\n  Differs where: {p.distinguishes}", markup=False)


def show(case_id: str, data: Path | None, *, as_json: bool) -> None:
    """Print one case."""
    import yaml

    rooms = Rooms(load_settings(data=data))
    case = next((c for c in rooms.cases if c.id == case_id), None)
    if case is None:
        near = [c.id for c in rooms.cases if case_id.casefold() in c.id or case_id.casefold() in c.title.casefold()]
        raise ConfigurationError(f"There is no case '{case_id}'." + (f" Did you mean {', '.join(near[:5])}?" if near else ""))
    values = case.model_dump(mode="json", exclude_none=True)
    text = json.dumps(values, indent=2) if as_json else yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100)
    print(text)  # noqa: T201


def validate(folder: Path | None, data: Path | None, *, as_json: bool) -> None:
    """Check every case file; leaves with the code of a configuration error where one is wrong."""
    rooms = Rooms(load_settings(data=data))
    cases, faults = door.validate(folder or rooms.settings.corpus, rooms.prompts.framework)
    if as_json:
        print(json.dumps({"cases": len(cases), "faults": [{"file": str(f.file), "says": f.says} for f in faults]}))  # noqa: T201
    else:
        for fault in faults:
            print(fault.says)  # noqa: T201
        print(f"{len(cases)} cases are in order, {len(faults)} faults.")  # noqa: T201
    if faults:
        sys.exit(exits.CONFIGURATION_ERROR)


def add(files: list[Path], data: Path | None) -> None:
    """Copy good case files into the installation's own corpus: all of them, or none where one is wrong."""
    rooms = Rooms(load_settings(data=data))
    framework = rooms.prompts.framework
    for file in files:
        if not file.is_file():
            raise CorpusError(f"{file} is not a file.")
        case = door.read_case(file)
        unknown = set(case.concerns) - set(framework.concern_ids()) | set(case.factors) - set(framework.factor_ids())
        if unknown:
            raise CorpusError(f"{file.name} names what the framework does not know: {', '.join(sorted(unknown))}.")
    target = rooms.own_corpus / "cases"
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in files:
        shutil.copyfile(file, target / file.name)
        (target / file.name).chmod(0o600)
    print(f"{len(files)} cases were added to {target}; the next screening or 'screener corpus index' indexes them.")  # noqa: T201


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
