"""Alerts as they are told: words that stand in many places once, and many of a kind under one heading."""

from collections.abc import Iterable
from dataclasses import dataclass

from screener.words.screening import AlertKind, IntegrityAlert

AIMED_AT_A_READER = (AlertKind.hidden_instruction, AlertKind.instruction_to_reader)
SHOWN_OPEN = 2
"""Alerts of one group that are shown without unfolding it."""
_MOST_PLACES = 8


@dataclass(frozen=True)
class ToldAlert:
    """One alert, and the others that hold the same words."""

    alert: IntegrityAlert
    also: tuple[IntegrityAlert, ...] = ()

    @property
    def where(self) -> str:
        """The places in one line."""
        places = list(dict.fromkeys(a.where for a in (self.alert, *self.also) if a.where))
        left = len(places) - _MOST_PLACES
        return "; ".join(places[:_MOST_PLACES]) + (f" and {left} more" if left > 0 else "")


@dataclass(frozen=True)
class AlertGroup:
    """Alerts of one kind that were hidden in one way and weigh alike."""

    told: tuple[ToldAlert, ...]

    @property
    def first(self) -> IntegrityAlert:
        """What kind they are."""
        return self.told[0].alert

    @property
    def folded(self) -> bool:
        """Whether they are too many to be shown at once."""
        return len(self.told) > SHOWN_OPEN

    @property
    def aimed(self) -> bool:
        """Whether they are words to a reader that raise attention."""
        return self.first.kind in AIMED_AT_A_READER and self.first.raises_attention

    @property
    def count(self) -> int:
        """Alerts in the group."""
        return sum(1 + len(one.also) for one in self.told)


def grouped(alerts: Iterable[IntegrityAlert]) -> list[AlertGroup]:
    """Words aimed at a reader first, what raises attention before what does not, otherwise in the order given."""
    groups: dict[tuple[AlertKind, str, bool], dict[str, list[IntegrityAlert]]] = {}
    for alert in alerts:
        group = groups.setdefault((alert.kind, alert.how, alert.raises_attention), {})
        group.setdefault(" ".join(alert.text.split()), []).append(alert)
    made = [AlertGroup(tuple(ToldAlert(same[0], tuple(same[1:])) for same in g.values())) for g in groups.values()]
    return sorted(made, key=lambda g: (not g.aimed, g.first.kind not in AIMED_AT_A_READER))


def told(alerts: Iterable[IntegrityAlert]) -> list[ToldAlert]:
    """All alerts in the order of their groups, same words once."""
    return [one for group in grouped(alerts) for one in group.told]
