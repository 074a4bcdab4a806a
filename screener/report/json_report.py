"""A screening as JSON and back: the published form of the report, with its schema."""

import json
from typing import Any

from pydantic import ValidationError

from screener.words.errors import RefusedInput
from screener.words.screening import REPORT_SCHEMA_VERSION, Evidence, IntegrityAlert, Screening

Placed = Evidence | IntegrityAlert

_NO_REPORT = "This file is not a screening report, since {}; give the .json file of a run."
_REMEDY = "run the screen again or restore the file"


def to_json(screening: Screening) -> str:
    """Canonical JSON: keys sorted, no white space, UTF-8 characters as they are. Equal screenings give equal text."""
    return json.dumps(
        screening.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def from_json(text: str) -> Screening:
    """The screening that `to_json` wrote. Raises RefusedInput where the text is none, or of another version."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedInput(_NO_REPORT.format("it is not valid JSON")) from error
    if not isinstance(data, dict) or "schema_version" not in data:
        raise RefusedInput(_NO_REPORT.format("it names no schema version"))
    _check_version(data["schema_version"], data.get("provenance"))
    try:
        screening = Screening.model_validate_json(text)
    except ValidationError as error:
        raise RefusedInput(
            f"This report does not follow schema {REPORT_SCHEMA_VERSION} ({_first_fault(error)}); {_REMEDY}."
        ) from error
    if fault := _misplaced(screening):
        raise RefusedInput(f"This report contradicts itself: {fault}; {_REMEDY}.")
    return screening


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report, for other programs."""
    made = Screening.model_json_schema(mode="serialization")
    made["properties"]["schema_version"] |= {"const": REPORT_SCHEMA_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:draft-screener:report:{REPORT_SCHEMA_VERSION}",
        **made,
    }


def schema_json() -> str:
    """`schema()` as indented text, the same on every run."""
    return json.dumps(schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _check_version(version: object, provenance: object) -> None:
    if version == REPORT_SCHEMA_VERSION:
        return
    written_by = provenance.get("screener_version") if isinstance(provenance, dict) else None
    by = f" by version {str(written_by)[:40]} of the screener" if written_by else ""
    raise RefusedInput(
        f"This report was written{by} in schema {str(version)[:40]!r}, and this program reads"
        f" {REPORT_SCHEMA_VERSION!r}; open it with the version that wrote it."
    )


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    more = f", and {error.error_count() - 1} more" if error.error_count() > 1 else ""
    return f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}{more}"[:300]


def _misplaced(screening: Screening) -> str:
    """What points outside the draft, or nothing."""
    text = screening.draft.text
    if "".join(p.text for p in screening.passages) != text:
        return "its passages do not add up to the draft's text"
    if len({p.number for p in screening.draft.pages}) < len(screening.draft.pages):
        return "two of its pages have the same number"
    spans: list[tuple[str, int | None, int | None]] = [(f"flag {f.id}", f.start, f.end) for f in screening.flags]
    spans += [("a piece of evidence", e.start, e.end) for e in _placed(screening)]
    spans += [(f"page {p.number}", p.start, p.end) for p in screening.draft.pages]
    spans += [(f"the section {s.title[:40]!r}", s.start, s.end) for s in screening.draft.sections]
    for name, start, end in spans:
        if start is not None and end is not None and not 0 <= start <= end <= len(text):
            return f"{name} lies outside the draft's text"
    last = len(screening.passages)
    indices = [f.passage_index for f in screening.flags] + [u.passage_index for u in screening.coverage.unread]
    indices += [d.passage_index for d in screening.disagreements]
    indices += [i for c in screening.argument.combinations for i in c.passages]
    return "" if all(0 <= i < last for i in indices) else "it names a passage that the draft does not have"


def _placed(screening: Screening) -> list[Placed]:
    argument = screening.argument
    found: list[Placed] = [e for f in argument.factors for e in (*f.evidence_defence, *f.evidence_offence)]
    return [*found, *(e for c in argument.combinations for e in c.evidence), *screening.alerts]
