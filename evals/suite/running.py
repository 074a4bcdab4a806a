"""Runs suites: tasks made, handed to inspect, their logs collected into one run."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from inspect_ai import Task
from inspect_ai import eval as inspect_eval
from inspect_ai.log import EvalLog

from evals.datasets_build.places import DATASETS
from evals.records import Run, RunProvenance
from evals.suite.choice import Choice
from evals.suite.collected import datasets_sha256, run_of, spanned
from evals.suite.installation import AT_ONCE, Installation
from evals.suite.opened import opened
from evals.suite.progress import Counting
from evals.suite.surroundings import alone
from evals.tasks import suites
from screener import __version__
from screener.words.errors import ConfigurationError

ALL = ("screening", "argument", "retrieval", "injection", "short")
SUITES = (*ALL, "smoke", "all")
EMBEDDED = "embedded reader"
FITTED_ON = "dev"


@dataclass(frozen=True)
class Order:
    """What to run."""

    suite: str = "smoke"
    split: str = "dev"
    form: str = "md"
    limit: int | None = None
    """Samples of each suite at most."""
    epochs: int = 1
    datasets: str = ""
    choice: Choice = field(default_factory=Choice)
    command: str = ""


class Interrupted(Exception):
    """The person at the keyboard stopped the run; what was finished is kept."""


def run_suites(order: Order, out: Path, installation: Installation | None = None) -> Run:
    """Screen everything that was ordered and return the records. Inspect's logs go to `out/logs`.

    Raises ConfigurationError where the order or the installation does not hold, Interrupted where the run was stopped.
    """
    own = installation or Installation(order.choice)
    began = datetime.now(UTC)
    with opened(own), alone(own.settings.data):
        tasks = _tasks(order)
        own.watch = Counting(sum(_count(task, order.limit) for task in tasks) * order.epochs)
        logs = _handed(tasks, order, out)
        provenance = _provenance(order, own, logs, began)
        return run_of(logs, _name(own, order.split), provenance)


def _tasks(order: Order) -> list[Task]:
    """The tasks of a suite. Raises ConfigurationError where there is no such suite."""
    choice = order.choice.model_dump_json()
    if order.suite not in SUITES:
        raise ConfigurationError(f"There is no suite '{order.suite}'; choose one of {', '.join(SUITES)}.")
    made = {
        "screening": lambda: suites.screening(order.split, order.form, order.datasets, choice=choice),
        "argument": lambda: suites.argument(order.split, order.form, order.datasets, choice=choice),
        "retrieval": lambda: suites.retrieval(order.split, order.datasets, choice=choice),
        "injection": lambda: suites.injection(order.split, order.datasets, choice=choice),
        "short": lambda: suites.short(order.split, choice=choice),
        "smoke": lambda: suites.smoke(choice=choice),
    }
    return [made[name]() for name in (ALL if order.suite == "all" else (order.suite,))]


def _count(task: Task, limit: int | None) -> int:
    return len(task.dataset) if limit is None else min(limit, len(task.dataset))


def _handed(tasks: Sequence[Task], order: Order, out: Path) -> list[EvalLog]:
    """The logs of all tasks, run one after the other by inspect."""
    try:
        logs = inspect_eval(
            list(tasks),
            model=suites.MODEL,
            log_dir=str(out / "logs"),
            limit=order.limit,
            epochs=order.epochs,
            max_samples=AT_ONCE,
            max_tasks=1,
            display="none",
            ctl_server=False,
            log_realtime=False,
            log_level="error",
        )
    except KeyboardInterrupt as error:
        raise Interrupted from error
    finally:
        logging.getLogger().setLevel(logging.WARNING)
    failed = next((log.error for log in logs if log.status == "error" and log.error), None)
    if failed is not None:
        raise ConfigurationError(f"The run ended early: {failed.message}")
    if not _finished(tasks, logs, order):  # inspect returns no logs, or cancelled ones, after Ctrl-C
        raise Interrupted
    return logs


def _finished(tasks: Sequence[Task], logs: Sequence[EvalLog], order: Order) -> bool:
    """Whether every sample of every task is there. A run that lacks some would pass for a smaller one."""
    expected = sum(_count(task, order.limit) for task in tasks) * order.epochs
    return all(log.status == "success" for log in logs) and sum(len(log.samples or ()) for log in logs) == expected


def _name(installation: Installation, split: str) -> str:
    named = installation.settings.reader.model or EMBEDDED
    if named == EMBEDDED and split == FITTED_ON:
        named += ", fitted on these drafts"  # whoever reads its figures must know
    return f"{named} ({installation.tag})" if installation.tag else named


def _provenance(order: Order, own: Installation, logs: Sequence[EvalLog], began: datetime) -> RunProvenance:
    rooms = own.rooms()
    _, ended = spanned(logs)
    from hashlib import sha256

    from screener.doors.corpus import snapshot_sha256
    from screener.wiring.bootstrap import spoken

    prompts = sha256(repr(sorted(rooms.prompts.hashes().items())).encode()).hexdigest()
    return RunProvenance(
        suite=order.suite,
        model=own.settings.reader.model or "embedded",
        advocate=own.settings.advocate.model or own.settings.reader.model,
        judge=order.choice.judge_model,
        started_at=began,
        finished_at=ended or datetime.now(UTC),
        screener_version=__version__,
        prompts_sha256=prompts,
        framework_sha256=rooms.prompts.framework_sha256,
        corpus_sha256=snapshot_sha256(rooms.cases),
        datasets_sha256=datasets_sha256(Path(order.datasets) if order.datasets else DATASETS),
        settings=spoken(own.settings) | {"split": order.split, "format": order.form},
        command=order.command,
    )
