"""How often orders to a reviewer are found on a set that the finder was not made with: `python -m evals.orders`."""

import sys
from collections import defaultdict
from pathlib import Path

import yaml
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from screener.stages import integrity
from screener.stages.integrity import OrderFinder, load_orders
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.draft import Document, Format, Frozen
from screener.words.screening import AlertKind

HELD_OUT = Path(__file__).parent / "datasets" / "orders-held-out.yaml"


class Item(Frozen):
    """A few sentences as they would stand in a paper."""

    id: str
    label: str
    """'order' where they try to steer an automated reviewer, else 'ordinary'."""
    kind: str
    where: str
    text: str
    order: str = ""
    """The steering words, where others stand around them."""


def read_items(file: Path = HELD_OUT) -> list[Item]:
    """The items of a file, in order."""
    return TypeAdapter(list[Item]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))


def alarms(item: Item, finder: OrderFinder | None) -> bool:
    """Whether its text, taken as a draft, raises attention as giving orders."""
    found = integrity.alerts(Document(format=Format.text, text=item.text, parser="by hand"), finder)
    return any(alert.kind is AlertKind.instruction_to_reader and alert.raises_attention for alert in found)


def main() -> int:
    """Print, by kind, how many items raise an alarm with the rules alone and with the finder beside them."""
    finder = OrderFinder(load_orders(), Rooms(load_settings()).shipped_embedder)
    counted: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for item in read_items():
        counted[(item.label, item.kind)].append((alarms(item, None), alarms(item, finder)))
    table = Table("label", "kind", "items", "rules alone", "rules and finder", box=None)
    for label in ("order", "ordinary"):
        rows = {kind: got for (of, kind), got in sorted(counted.items()) if of == label}
        for kind, got in [*rows.items(), ("all", [one for some in rows.values() for one in some])]:
            shares = [f"{sum(one[way] for one in got) / len(got):.1%}" for way in (0, 1)]
            table.add_row(label, kind, str(len(got)), *shares)
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
