"""`screener corpus …`: the reviewed cases."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from screener.cli import exits
from screener.cli.terminal import legible, print_for_programs
from screener.doors import corpus as door
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.case import Case
from screener.words.counting import counted
from screener.words.errors import ConfigurationError


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
        f"{counted(len(rooms.cases), 'case')}, {counted(total, 'entry', 'entries')}: {synced.added} added, "
        f"{synced.changed} changed, {synced.removed} removed, {synced.unchanged} unchanged."
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
        print(f"{counted(number, 'case')} can be read, {counted(len(faults), 'fault')}.")  # noqa: T201
    if faults:
        sys.exit(exits.CONFIGURATION_ERROR)


def stats(data: Path | None, *, as_json: bool) -> None:
    """Print counts."""
    numbers = _count(Rooms(load_settings(data=data)).cases)
    if as_json:
        print(json.dumps(numbers, indent=2))  # noqa: T201
        return
    out = Console(highlight=False)
    for title, rows in numbers.items():
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
