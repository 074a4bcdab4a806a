"""From the logs of inspect to the run that is measured."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from inspect_ai.log import EvalLog, EvalSample

from evals.records import RetrievalQuery, Run, RunProvenance, ScreenedDraft, ScreenedItem
from evals.suite.solvers import BASELINES, RECORD

Record = ScreenedDraft | ScreenedItem | RetrievalQuery


def run_of(logs: Iterable[EvalLog], name: str, provenance: RunProvenance) -> Run:
    """The records of all samples that were screened, each once, and beside them those of the baselines."""
    own: dict[Any, Record] = {}
    others: dict[str, dict[Any, Record]] = {}
    for sample in (sample for log in logs for sample in log.samples or ()):
        if RECORD not in sample.store:
            continue
        kind = _kind(sample)
        _add(own, kind.model_validate(sample.store[RECORD]))
        for baseline, values in sample.store.get(BASELINES, {}).items():
            _add(others.setdefault(baseline, {}), kind.model_validate(values))
    beside = tuple(
        _run(baseline, provenance.model_copy(update={"model": baseline, "advocate": ""}), records.values())
        for baseline, records in others.items()
    )
    return _run(name, provenance, own.values()).model_copy(update={"baselines": beside})


def datasets_sha256(folder: Path) -> str:
    """Hash over every labelled draft, its labels, the splits and the short items of a folder."""
    digest = hashlib.sha256()
    for file in sorted(f for pattern in ("*.yaml", "drafts/*", "labels/**/*.yaml") for f in folder.glob(pattern)):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def spanned(logs: Iterable[EvalLog]) -> tuple[datetime | None, datetime | None]:
    """When the first task began and the last ended, as far as the logs say."""
    stats = [log.stats for log in logs]
    began = [datetime.fromisoformat(s.started_at) for s in stats if s.started_at]
    ended = [datetime.fromisoformat(s.completed_at) for s in stats if s.completed_at]
    return min(began, default=None), max(ended, default=None)


def _run(name: str, provenance: RunProvenance, records: Iterable[Record]) -> Run:
    listed = list(records)
    return Run(
        name=name,
        provenance=provenance,
        drafts=tuple(_of(ScreenedDraft, listed)),
        queries=tuple(_of(RetrievalQuery, listed)),
        items=tuple(_of(ScreenedItem, listed)),
    )


def _of(kind: Any, records: Iterable[Record]) -> Iterator[Any]:
    return (record for record in records if isinstance(record, kind))


def _kind(sample: EvalSample) -> type[Record]:
    values = sample.store[RECORD]
    if "query" in values:
        return RetrievalQuery
    return ScreenedItem if "item" in values else ScreenedDraft


def _add(records: dict[Any, Record], record: Record) -> None:
    """Keep a record, unless its draft, query or item is there already (two suites share the drafts)."""
    if isinstance(record, ScreenedDraft):
        records.setdefault(("draft", *record.key), record)
    elif isinstance(record, RetrievalQuery):
        records.setdefault(("query", record.suite, record.query), record)
    else:
        records.setdefault(("item", record.item, record.epoch), record)
