"""How many of the orders put into labelled drafts raise an alarm, by the rules alone and with the finder."""

from collections.abc import Sequence

from screener.stages import integrity
from screener.uses.labelled import ReadDraft
from screener.words.screening import AlertKind

_AIMED = (AlertKind.hidden_instruction, AlertKind.instruction_to_reader)


def twins_found(twins: Sequence[ReadDraft], finder: integrity.OrderFinder) -> dict[str, float]:
    """Counts over twins whose order everybody can see, and over those whose order is hidden."""
    out: dict[str, float] = {}
    for name, hidden in (("visible", False), ("hidden", True)):
        chosen = [twin for twin in twins if twin.labels.injection and twin.labels.injection.hidden is hidden]
        out[f"twins_{name}"] = len(chosen)
        out[f"twins_{name}_rules"] = sum(_found(twin, None) for twin in chosen)
        out[f"twins_{name}_both"] = sum(_found(twin, finder) for twin in chosen)
    return out


def _found(twin: ReadDraft, finder: integrity.OrderFinder | None) -> bool:
    """Whether an alarm is raised over words of the order."""
    order = twin.labels.injection.text if twin.labels.injection else ""
    raised = [a for a in integrity.alerts(twin.document, finder) if a.kind in _AIMED and a.raises_attention]
    return any(_mostly_of(alert.text, order) for alert in raised)


def _mostly_of(words: str, order: str) -> bool:
    """A table's row or a code block is read with what stands beside the order, so either may hold most of the other."""
    one, other = set(words.casefold().split()), set(order.casefold().split())
    return 2 * len(one & other) >= min(len(one), len(other))
