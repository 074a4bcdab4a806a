"""The counts of the service in the form that Prometheus reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from screener.words.figures import Snapshot

Family = GaugeMetricFamily | CounterMetricFamily
BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


@dataclass
class RequestCounts:
    """What this process answered, by route; addresses are never kept."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    answered: Counter = field(init=False)
    took: Histogram = field(init=False)

    def __post_init__(self) -> None:
        names = ("method", "route")
        self.answered = Counter(
            "screener_requests", "Requests answered by this process.", (*names, "status"), registry=self.registry
        )
        self.took = Histogram(
            "screener_request_seconds",
            "Seconds until a request was answered.",
            names,
            buckets=BUCKETS,
            registry=self.registry,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request. `status` is 0 where the client went away before the answer."""
        known = method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
        self.answered.labels(known, route, str(status)).inc()
        self.took.labels(known, route).observe(seconds)


def exposition(requests: RequestCounts, snapshot: Snapshot) -> str:
    """Everything as text: what this process answered, and the state of the whole installation."""
    installation = CollectorRegistry()
    installation.register(_Installation(snapshot))
    return generate_latest(requests.registry).decode() + generate_latest(installation).decode()


class _Installation(Collector):
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def collect(self) -> Iterable[Family]:
        """The families."""
        yield from _gauges(self.snapshot)
        yield from _counters(self.snapshot)


def _gauges(s: Snapshot) -> Iterator[Family]:
    yield _by("screener_drafts", "Drafts by status.", "status", s.drafts_by_status)
    yield _by("screener_people", "Active accounts by role.", "role", s.people_by_role)
    yield GaugeMetricFamily("screener_sessions", "Browsers signed in.", s.sessions)
    yield GaugeMetricFamily("screener_due_looks", "Held drafts whose next look has come.", s.due_looks)
    ages = {
        "screener_oldest_waiting_seconds": (
            "Age of the oldest draft waiting for a reviewer.",
            s.oldest_waiting_seconds,
        ),
        "screener_oldest_queued_seconds": ("Age of the oldest draft waiting to be screened.", s.oldest_queued_seconds),
    }
    for name, (says, age) in ages.items():
        yield GaugeMetricFamily(name, says, age or 0.0)


def _counters(s: Snapshot) -> Iterator[Family]:
    totals = {
        "screener_screenings": ("Screenings that ended with a report.", s.screenings),
        "screener_passages": ("Passages of screened drafts.", s.passages),
        "screener_unread_passages": ("Passages that were left unread.", s.unread),
        "screener_refused_passages": ("Passages that a model declined.", s.refused),
        "screener_tokens_in": ("Tokens sent to models.", s.tokens_in),
        "screener_tokens_out": ("Tokens received from models.", s.tokens_out),
        "screener_overrides": ("Decisions that did not take the suggestion.", s.overrides),
    }
    for name, (says, value) in totals.items():
        yield CounterMetricFamily(name, says, value)
    decisions = CounterMetricFamily("screener_decisions", "Decisions by tier.", labels=["tier"])
    for tier, count in sorted(s.decisions_by_tier.items()):
        decisions.add_metric([tier], count)
    yield decisions


def _by(name: str, says: str, label: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family
