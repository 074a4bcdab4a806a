"""What must hold in every report, whatever happened on the way."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from screener.report import from_json, schema

Report = dict[str, Any]


def check(report: Report) -> Report:
    """The report itself, after its counts were added up and its quotes were compared with its text."""
    jsonschema.Draft202012Validator(schema()).validate(report)
    _every_passage_is_accounted_for(report)
    _grounded_words_are_the_draft_s(report)
    missing = report["incomplete_because"]
    assert report["status"] == ("incomplete" if missing else "complete")
    assert not (missing and report["suggestion"]["tier"] == "publish")
    assert {r["status"] for r in report["provenance"]["requests"]} <= _STATUSES
    return report


def unread(report: Report) -> dict[int, str]:
    """The unread passages and why."""
    return {u["passage_index"]: u["because"] for u in report["coverage"]["unread"]}


def lasting(report: Report) -> Report:
    """What must be equal in a second run: all but id, times, counts of requests, and what the cache saved."""
    kept = {k: v for k, v in report.items() if k not in ("id", "provenance")}
    kept["readings"] = [{**r, "cached": False} for r in kept["readings"]]
    own = ("started_at", "finished_at", "seconds", "requests", "tokens_in", "tokens_out", "cost", "answers_from_cache")
    return {**kept, "provenance": {k: v for k, v in report["provenance"].items() if k not in own}}


def _every_passage_is_accounted_for(report: Report) -> None:
    covered, passages = report["coverage"], report["passages"]
    assert covered["passages"] == len(passages) == covered["read"] + len(covered["unread"])
    assert [r["passage_index"] for r in report["readings"]] == list(range(len(passages)))
    assert unread(report) == {
        r["passage_index"]: r["unread_because"] for r in report["readings"] if r["unread_because"]
    }
    assert "".join(p["text"] for p in passages) == report["draft"]["text"]
    lost = sum(len(passages[i]["text"]) for i in unread(report))
    assert covered["characters_read"] == covered["characters"] - lost == len(report["draft"]["text"]) - lost


def _grounded_words_are_the_draft_s(report: Report) -> None:
    text, found = report["draft"]["text"], [*report["flags"], *_evidence(report)]
    for item in found:
        if item["grounding"] == "ungrounded":
            assert item["start"] is None
            assert item["end"] is None
        else:
            assert text[item["start"] : item["end"]] == item["quote"] != ""
    counted = Counter(item["grounding"] for item in found)
    assert report["quotes"] == {how: counted[how] for how in report["quotes"]}
    assert from_json_text(report)


def from_json_text(report: Report) -> bool:
    """Whether the program reads its own report back as it wrote it."""
    return from_json(json.dumps(report)).model_dump(mode="json") == report


def _evidence(report: Report) -> Iterator[Report]:
    for factor in report["argument"]["factors"]:
        yield from (*factor["evidence_defence"], *factor["evidence_offence"])
    for combination in report["argument"]["combinations"]:
        yield from combination["evidence"]


_STATUSES = {
    "ok",
    "refused",
    "timed_out",
    "rate_limited",
    "unreachable",
    "truncated",
    "invalid_answer",
    "too_long",
    "not_allowed",
    "over_budget",
    "rejected",
    "stopped",
}
