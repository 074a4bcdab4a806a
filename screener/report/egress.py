"""The egress manifest of a screening: every request that left for a model, as JSON, as CSV and in figures."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from screener.words.counting import counted, listed
from screener.words.screening import ModelRequest, Provenance, Screening

COLUMNS = (
    "at",
    "role",
    "host",
    "proxy",
    "model",
    "passages",
    "status",
    "bytes_out",
    "tokens_in",
    "tokens_in_cached",
    "tokens_out",
    "cost",
    "seconds",
)
_SIZES = ("bytes_out", "tokens_in", "tokens_in_cached", "tokens_out", "cost", "seconds")
_SPOKEN = {"repository": ("repository", "repositories"), "name": ("spelling of a name", "spellings of names")}
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def manifest(screening: Screening) -> dict[str, Any]:
    """The manifest as plain data. Passages are numbered from 1, as reports show them."""
    made = screening.provenance
    return {
        "screening": screening.id,
        "draft_sha256": made.draft_sha256,
        "began": made.started_at.isoformat(),
        "ended": made.finished_at.isoformat(),
        "requests": [_row(request, made.sizes_shown) for request in made.requests],
        "hosts": by_host(made),
        "sizes_shown": made.sizes_shown,
        "kept_from_models": dict(made.minimised),
        "interruptions": made.interruptions,
        "whole": made.interruptions == 0,
    }


def to_egress_json(screening: Screening) -> str:
    """The manifest as indented JSON. `whole` is false where a process died and took the record of what was under way."""
    return json.dumps(manifest(screening), ensure_ascii=False, indent=2) + "\n"


def to_egress_csv(screening: Screening) -> str:
    """The requests as CSV, one line each; passages are joined by spaces. No cell can act as a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for request in screening.provenance.requests:
        writer.writerow({name: _cell(value) for name, value in _row(request, screening.provenance.sizes_shown).items()})
    return out.getvalue()


def by_host(made: Provenance) -> dict[str, dict[str, int]]:
    """By host: requests, those without an answer, and bytes sent (0 in an edition without sizes)."""
    found: dict[str, dict[str, int]] = {}
    for request in made.requests:
        host = found.setdefault(request.host, {"requests": 0, "without_answer": 0, "bytes_out": 0})
        host["requests"] += 1
        host["without_answer"] += request.status != "ok"
        host["bytes_out"] += request.bytes_out
    return found


def totals(made: Provenance) -> dict[str, int]:
    """Over all requests: those without an answer, bytes sent and tokens (0 in an edition without sizes)."""
    return {
        "requests": len(made.requests),
        "without_answer": sum(request.status != "ok" for request in made.requests),
        "bytes_out": sum(request.bytes_out for request in made.requests),
        "tokens_in": sum(request.tokens_in for request in made.requests),
        "tokens_out": sum(request.tokens_out for request in made.requests),
    }


def told(made: Provenance) -> str:
    """In one sentence: what left for models."""
    hosts = by_host(made)
    if not hosts:
        return "No request left for a model."
    each = [
        counted(host["requests"], "request")
        + f" to {name}"
        + (f" ({counted(host['bytes_out'], 'byte')})" if made.sizes_shown else "")
        for name, host in hosts.items()
    ]
    lost = sum(host["without_answer"] for host in hosts.values())
    died = counted(made.interruptions, "time")
    gap = f" The process died {died} meanwhile: what was under way then is not listed." if made.interruptions else ""
    return f"{listed(each)}; {lost or 'none'} without an answer.{gap}"


def kept_back(made: Provenance) -> str:
    """In two sentences: what was kept from the models and how far that can be relied on; nothing where it was not asked."""
    if not made.minimised:
        return ""
    kinds = [(n, kind) for kind, n in made.minimised.items() if kind != "characters" and n]
    if not made.minimised.get("name"):
        caution = "No author's name was recognised: if the draft gives any, the models saw them."
    else:
        caution = "Rules found these; a name that they missed was sent."
    if not kinds:
        return caution
    each = [counted(n, *_SPOKEN.get(kind, (kind,))) for n, kind in kinds]
    characters = counted(made.minimised.get("characters", 0), "character")
    return f"Kept from the models: {listed(each)} ({characters}). {caution}"


def _row(request: ModelRequest, sized: bool) -> Mapping[str, Any]:
    values = request.model_dump(mode="json")
    values["passages"] = [index + 1 for index in request.passages]
    return {name: values[name] if sized or name not in _SIZES else None for name in COLUMNS}


def _cell(value: Any) -> str:
    text = " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_ACTIVE) else text
