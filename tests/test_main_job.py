"""The main job with a language model, as its user sees it: a draft in, a report out, whatever the model does."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli import drafts, reports
from tests.cli.installation import Installation, Outcome
from tests.cli.scripted_model import ScriptedModel, argument, flag, is_repair, kind_of, passage_of, reading
from tests.scripted_server import Reply, Request, ScriptedServer, dropped, fails, says

QUICK = {"SCREENER_SECOND_OPINION": "false", "SCREENER_CONFIDENCE": "off", "SCREENER_ATTEMPTS": "2"}
FLAGS = {
    1: [flag(drafts.EXACT)], 2: [flag(drafts.STRAIGHT)], 3: [flag(drafts.MISREAD, "low", "oversight_evasion")],
    4: [flag(drafts.NEVER_SAID, "high")],
}


@pytest.fixture
def quick(installed: Installation) -> Installation:
    installed.settings = QUICK
    return installed


def screen(where: Installation, server: ScriptedServer, *more: str | Path, **env: str) -> Outcome:
    file = drafts.write_draft(where.home.parent / "drafts")
    arguments = ("--model", "openai/test", "--api-base", server.base_url, "--json")
    return where.run("screen", file, *arguments, *more, **env)


def test_flags_are_shown_with_the_draft_s_own_words_or_named_as_not_found(quick: Installation) -> None:
    with ScriptedServer(ScriptedModel(FLAGS, arguing=lambda _: argument(drafts.EXACT))) as server:
        outcome = screen(quick, server)
    report = reports.check(outcome.report)
    assert outcome.code == 0
    assert {f["passage_index"]: f["grounding"] for f in report["flags"]} == {
        1: "exact", 2: "normalised", 3: "fuzzy", 4: "ungrounded",
    }
    assert drafts.CURLY in [f["quote"] for f in report["flags"]]
    assert len(report["provenance"]["requests"]) == len(server.requests) == 7
    assert {r["host"] for r in report["provenance"]["requests"]} == {server.host}
