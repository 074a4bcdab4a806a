"""The air-gapped lab's command with a real model: its judgement is worthless, and everything around it must hold."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from screener.cli import exits
from screener.report import from_json
from screener.words.flag import Grounding, ReaderKind
from tests.cli.installation import Installation
from tests.doors.model.test_local_server import model_file

DRAFT = """# On keeping notes

## 1. Training

The new schedule halves the cost of training at equal loss; the settings are in Table 2. Whoever repeats it needs no sweep.

## 2. Limits

We asked nine laboratories, all of them in one town.
"""
SMALL = {
    "SCREENER_READER__MAX_OUTPUT_TOKENS": "80",
    "SCREENER_ADVOCATE__MAX_OUTPUT_TOKENS": "80",
    "SCREENER_READER__TIMEOUT": "120",
    "SCREENER_ADVOCATE__TIMEOUT": "120",
    "SCREENER_CONCURRENCY": "1",
    "SCREENER_ATTEMPTS": "1",
}


def test_a_model_in_a_file_screens_a_draft_and_the_report_adds_up(installed: Installation, tmp_path: Path) -> None:
    draft = tmp_path / "notes.md"
    draft.write_text(DRAFT, encoding="utf-8")
    installed.settings.update(SMALL)
    outcome = installed.run("screen", draft, "--model", f"gguf:{model_file()}", "--json")
    assert outcome.code in (exits.COMPLETE, exits.INCOMPLETE), outcome.err
    schema = json.loads(installed.run("schema").out)
    Draft202012Validator(schema).validate(outcome.report)
    screening = from_json(outcome.out)
    covered = screening.coverage
    assert covered.passages == len(screening.passages) == covered.read + len({u.passage_index for u in covered.unread})
    assert (outcome.code == exits.COMPLETE) == (not covered.unread and not screening.incomplete_because)
    assert "".join(p.text for p in screening.passages) == screening.draft.text
    for flag in screening.flags:
        words = None if flag.start is None else screening.draft.text[flag.start : flag.end]
        assert (words == flag.quote) if flag.grounded else flag.grounding is Grounding.ungrounded
    requests = screening.provenance.requests
    assert requests and {r.host.rsplit(":", 1)[0] for r in requests} == {"127.0.0.1"}
    assert ReaderKind.llm in {reader.kind for reader in screening.provenance.readers}
    assert {u.because for u in covered.unread} <= {"invalid_answer", "truncated", "timed_out"}, "the plumbing holds"
