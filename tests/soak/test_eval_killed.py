"""A run of the eval suite that is killed while a model reads goes on where it stood. Run by `make soak`."""

import json
import time
from pathlib import Path

from evals.records import read_run
from evals.scripted_server import ScriptedServer
from tests.cli.installation import Installation
from tests.cli.scripted_model import ScriptedModel, kind_of, passage_of
from tests.soak.test_eval_models import environment


def test_a_run_that_was_killed_goes_on_where_it_stood(installed: Installation, tmp_path: Path) -> None:
    environment(installed)
    model = ScriptedModel(latency=0.15)
    with ScriptedServer(model) as server:
        order = ("eval", "run", "--suite", "smoke", "--model", "openai/scripted", "--no-baselines")
        order = (*order, "--concurrency", "1", "--api-base", server.base_url, "--out", str(tmp_path / "run"))
        process = installed.start(*order)
        kept = installed.data / "evals" / "kept"
        deadline = time.monotonic() + 90
        while not list(kept.rglob("*.json.gz")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        process.kill()
        process.communicate()
        assert len(list(kept.rglob("*.json.gz"))) in (1, 2), "it was killed between the first draft and the last"
        before = [
            json.dumps(r.body["messages"][-1]["content"][-200:]) for r in server.requests if kind_of(r) == "argument"
        ]
        reached = len(server.requests)
        outcome = installed.run(*order)
        assert outcome.code == 0, outcome.err
        again = [r for r in server.requests[reached:] if kind_of(r) == "passage"]
    drafts = read_run(tmp_path / "run" / "run.json").drafts
    assert len(drafts) == 3
    assert all(d.said.status == "complete" for d in drafts)
    assert len(again) < sum(len(d.said.passages) for d in drafts), "what was read before the kill is not asked again"
    assert before, "a draft was finished before the kill"
    assert passage_of(again[0]) >= 0
