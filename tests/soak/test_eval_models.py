"""A model behind HTTP as the screen under test, through the command itself; refusals stay refusals to the last figure."""

from pathlib import Path

from evals.records import read_run
from evals.scripted_server import Request, ScriptedServer, says
from screener.words.screening import UnreadBecause
from tests.cli.installation import Installation
from tests.cli.scripted_model import ScriptedModel

COMMAND = ("eval", "run", "--suite", "smoke", "--limit", "1", "--model", "openai/scripted", "--no-baselines")
REFUSAL = says(None, refusal="I will not read this.")


def refuses_the_first(request: Request, index: int) -> object:
    return REFUSAL if index == 0 else None


def environment(installed: Installation) -> None:
    installed.settings["SCREENER_READER__API_KEY"] = "no-key"
    installed.settings["SCREENER_SECOND_OPINION"] = "false"


def test_refused_passages_of_a_model_are_counted_as_unread_and_never_as_clean(
    installed: Installation, tmp_path: Path
) -> None:
    environment(installed)
    out = tmp_path / "run"
    with ScriptedServer(ScriptedModel(passage=refuses_the_first)) as server:  # type: ignore[arg-type]
        outcome = installed.run(*COMMAND, "--api-base", server.base_url, "--out", out)
    assert outcome.code == 0, outcome.err
    (draft,) = read_run(out / "run.json").drafts
    assert draft.said.passages[0].unread_because is UnreadBecause.refused
    assert all(p.unread_because is None for p in draft.said.passages[1:])
    assert draft.said.tier is None, "nothing is suggested where something is unread and nothing was found"
    assert draft.cost.calls
    assert draft.cost.tokens_in
    assert (out / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "Unread" in outcome.out or "unread" in outcome.out


def test_a_finished_run_is_scored_again_without_a_request(installed: Installation, tmp_path: Path) -> None:
    environment(installed)
    with ScriptedServer(ScriptedModel()) as server:
        order = (*COMMAND, "--api-base", server.base_url)
        first = installed.run(*order, "--out", tmp_path / "one")
        asked = len(server.requests)
        second = installed.run(*order, "--out", tmp_path / "two")
        assert (first.code, second.code) == (0, 0), first.err + second.err
        assert asked > 0
        assert len(server.requests) == asked
    one, two = (read_run(tmp_path / name / "run.json") for name in ("one", "two"))
    assert one.drafts == two.drafts
