"""`screener eval …`: found through its entry point, clear about what is wrong, and its gate and replay do what they say."""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import pytest
from inspect_ai.log import list_eval_logs, read_eval_log

from evals.commands import app as added
from evals.datasets_build.places import DATASETS
from evals.records import read_run
from evals.suite.drafts import in_every_format, labelled
from screener.cli import additions
from tests.cli.installation import Installation

SMOKE = ("eval", "run", "--suite", "smoke", "--limit", "1", "--model", "embedded")


def test_help_names_the_commands(installed: Installation) -> None:
    outcome = installed.run("eval", "--help")
    assert outcome.code == 0
    for name in ("run", "compare", "gate", "report", "replay", "import"):
        assert f"  {name} " in outcome.out


def test_without_the_suite_one_sentence_says_what_to_install(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "entry_points", lambda **_: ())
    outcome = installed.run("eval", "run")
    assert outcome.code == 2
    assert "pip install" in outcome.says


def test_without_what_the_suite_stands_on_the_same_is_said(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = EntryPoint(name="eval", group=additions.GROUP, value="no_such_package_anywhere:app")
    monkeypatch.setattr(additions, "entry_points", lambda **_: (gone,))
    assert "pip install" in installed.run("eval", "run").says


def test_the_entry_point_leads_to_the_commands() -> None:
    assert EntryPoint("eval", "evals.commands:app", additions.GROUP).load() is added


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("compare", "nowhere", "nowhere"), "There is no run at nowhere"),
        (("gate", "nowhere", "--baseline", "nowhere"), "There is no run at nowhere"),
        (("report", "nowhere"), "There is no run at nowhere"),
        (("run", "--baseline", "nowhere"), "There is no run at nowhere"),
        (("run", "--judge-api-base", "http://127.0.0.1:9/v1"), "give --judge-model too"),
        (("replay",), "Nothing is changed"),
        (("replay", "--split", "test", "--threshold", "confident=0.7"), "for 'eval run' alone"),
        (("replay", "--threshold", "bold=1"), "The framework has no threshold 'bold'"),
        (("replay", "--threshold", "confident=much"), "write it as confident=0.5"),
        (("import", "nowhere", "--out", "x"), "no folder with a decision.yaml"),
        (("run", "--datasets", "nowhere", "--suite", "screening"), "does not list the drafts"),
        (("run", "--model", "nobody/nothing"), "nobody"),
    ],
)
def test_errors_are_one_sentence(installed: Installation, arguments: tuple[str, ...], says: str) -> None:
    outcome = installed.run("eval", *arguments)
    assert outcome.code == 4, outcome.err
    assert says in outcome.says


def test_a_run_leaves_records_a_report_and_logs_that_inspect_reads(installed: Installation, tmp_path: Path) -> None:
    out = tmp_path / "run"
    outcome = installed.run(*SMOKE, "--out", out)
    assert outcome.code == 0, outcome.err
    run = read_run(out / "run.json")
    assert len(run.drafts) == 1
    assert run.drafts[0].gold.marks
    (listed,) = list_eval_logs(str(out / "logs"))
    log = read_eval_log(listed)
    assert log.status == "success"
    assert log.eval.model == "mockllm/model"
    assert log.samples is not None
    assert {"finding", "deciding", "arguing"} == set(log.samples[0].scores or {})
    assert not log.stats.model_usage, "inspect's own model is never asked"

    baseline = tmp_path / "baseline.json"
    assert installed.run("eval", "baseline", out, "--out", baseline).code == 0
    gate = installed.run("eval", "gate", out, "--baseline", baseline)
    assert gate.code == 0
    assert "The gate is open" in gate.out
    values = json.loads(baseline.read_text(encoding="utf-8"))
    values["drafts"].append(values["drafts"][0] | {"draft": "another-draft"})
    baseline.write_text(json.dumps(values), encoding="utf-8")
    less = installed.run("eval", "gate", out, "--baseline", baseline)
    assert less.code == 4
    assert "lacks something" in less.says
    assert installed.run("eval", "compare", out, out).code == 0
    (out / "report.html").unlink()
    assert installed.run("eval", "report", out).code == 0
    alone = (out / "report.html").read_text(encoding="utf-8")
    assert installed.run("eval", "report", out, "--baseline", out).code == 0
    assert "What changed" in (out / "report.html").read_text(encoding="utf-8")
    assert "What changed" not in alone


def test_a_replay_lists_what_a_threshold_flips(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    found = tmp_path / "out" / "replay.json"
    order = ("eval", "replay", "--limit", "2", "--threshold", "hold_high_flags=1", "--threshold", "confident=0.0")
    outcome = installed.run(*order, "--threshold", "unsure=0.0", "--out", found)
    assert outcome.code == 0, outcome.err
    rows = [SimpleNamespace(**row) for row in json.loads(found.read_text(encoding="utf-8"))["outcomes"]]
    assert [row.sort for row in rows] == ["case", "case", "draft", "draft"]
    assert (
        f"{sum(r.before != r.after for r in rows if r.sort == 'draft')} of 2 drafts come out otherwise" in outcome.out
    )
    assert all(row.flags_before == row.flags_after for row in rows), "a threshold of routing changes no reading"


def test_a_stopped_run_says_how_to_go_on_and_leaves_no_half_run(
    installed: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.suite.running.inspect_eval", lambda *_, **__: [])
    outcome = installed.run(*SMOKE, "--out", tmp_path / "run")
    assert outcome.code == 130
    assert "same command again" in outcome.err
    assert not (tmp_path / "run" / "run.json").exists()


def test_inspects_own_command_runs_a_suite(installed: Installation, tmp_path: Path) -> None:
    suites = Path(__file__).parents[2] / "evals" / "tasks" / "suites.py"
    order = [sys.executable, "-m", "inspect_ai", "eval", f"{suites}@smoke", "-T", "model=embedded", "--limit", "1"]
    done = subprocess.run(
        [*order, "--model", "mockllm/model", "--log-dir", str(tmp_path / "logs"), "--display", "none"],
        cwd=tmp_path,
        env=os.environ | installed.settings | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [listed] = list_eval_logs(str(tmp_path / "logs"))
    log = read_eval_log(listed)
    assert log.status == "success" and log.samples and len(log.samples) == 1


def test_the_formats_are_compared_over_the_same_drafts(installed: Installation, tmp_path: Path) -> None:
    out = tmp_path / "run"
    order = ("eval", "run", "--suite", "screening", "--format", "all", "--model", "embedded", "--no-baselines")
    first = installed.run(*order, "--datasets", _one_draft_in_every_format(tmp_path / "drafts"), "--out", out)
    assert first.code == 0, first.err
    run = read_run(out / "run.json")
    assert sorted(str(d.format) for d in run.drafts) == ["docx", "latex", "markdown", "pdf"]
    assert len({d.draft for d in run.drafts}) == 1
    assert "<h3>By format</h3>" in (out / "report.html").read_text(encoding="utf-8")


def _one_draft_in_every_format(folder: Path) -> Path:
    """A data set of the smallest shipped draft of `dev` that there is in every format, and of one that there is not."""
    [small, *_] = sorted(in_every_format("dev"), key=lambda d: len(d.manuscript))
    only_markdown = next(d for d in labelled("dev") if d.labels.id not in {e.labels.id for e in in_every_format("dev")})
    for name in (small.labels.id, only_markdown.labels.id):
        for file in DATASETS.rglob(f"{name}.*"):
            target = folder / file.relative_to(DATASETS)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    (folder / "splits.yaml").write_text(f"dev: [{small.labels.id}, {only_markdown.labels.id}]\n", encoding="utf-8")
    (folder / "formats.yaml").write_text(f"one_column: [{small.labels.id}]\ntwo_columns: []\n", encoding="utf-8")
    return folder
