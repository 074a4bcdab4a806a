"""Ctrl-C while a slow model works: what was read is kept and reported, and is not asked for again."""

import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass

import pytest

from tests.cli import drafts, reports
from tests.cli.installation import Installation
from tests.cli.scripted_model import ScriptedModel, argument, kind_of, passage_of, reading
from tests.scripted_server import Reply, Request, ScriptedServer

QUICK = {"SCREENER_SECOND_OPINION": "false", "SCREENER_CONFIDENCE": "off"}


@dataclass
class Slow:
    """A model that reads the first two passages at once, and then takes longer than any test lasts."""

    hangs: bool = True
    in_argument: bool = False

    def passage(self, request: Request, index: int) -> Reply:
        """The reading of one passage."""
        return reading(latency=600.0 if self.hangs and not self.in_argument and index > 1 else 0.0)

    def arguing(self, request: Request) -> Reply:
        """The argument."""
        return argument(latency=600.0 if self.hangs and self.in_argument else 0.0)

    def script(self) -> ScriptedModel:
        """As a script for the server."""
        return ScriptedModel(passage=self.passage, arguing=self.arguing)


@pytest.fixture
def patient(installed: Installation) -> Installation:
    installed.settings |= QUICK
    return installed


def arguments(where: Installation, server: ScriptedServer) -> list[str]:
    file = drafts.write_draft(where.home.parent / "drafts")
    return ["screen", str(file), "--model", "openai/test", "--api-base", server.base_url, "--json"]


def interrupted(where: Installation, server: ScriptedServer, after: int, times: int = 1) -> "subprocess.Popen[str]":
    """The command, interrupted once the server was asked so many times."""
    process = where.start(*arguments(where, server))
    _wait_for(server, process, after)
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.3 if times > 1 else 0)
    return process


def test_one_interrupt_reports_what_was_read_and_the_next_run_reads_only_the_rest(patient: Installation) -> None:
    slow = Slow()
    with ScriptedServer(slow.script()) as server:
        process = interrupted(patient, server, after=5)
        out, err = process.communicate(timeout=40)
        slow.hangs, asked = False, len(server.requests)
        outcome = patient.run(*arguments(patient, server))
    report = reports.check(json.loads(out))
    assert process.returncode == 130
    assert "What was read is kept" in err
    assert reports.unread(report) == {2: "stopped", 3: "stopped", 4: "stopped"}
    assert report["status"] == "incomplete"
    assert report["suggestion"]["tier"] is None
    assert json.loads((patient.reports[0] / "report.json").read_text()) == report
    assert outcome.code == 0
    assert reports.unread(reports.check(outcome.report)) == {}
    assert sorted(passage_of(r) for r in server.requests[asked:] if kind_of(r) == "passage") == [2, 3, 4]


def test_a_second_interrupt_leaves_at_once_and_keeps_the_answers(patient: Installation) -> None:
    slow = Slow(in_argument=True)
    with ScriptedServer(slow.script()) as server:
        process = interrupted(patient, server, after=6, times=2)
        _, err = process.communicate(timeout=10)
        slow.hangs, asked = False, len(server.requests)
        outcome = patient.run(*arguments(patient, server))
    assert process.returncode == 130
    assert "Traceback" not in err
    assert outcome.code == 0
    assert [kind_of(r) for r in server.requests[asked:]] == ["argument"]
    assert sum(p.name.startswith(".") for p in patient.reports) == 0, "nothing half-written"


def test_an_interrupt_during_the_argument_still_gives_a_report(patient: Installation) -> None:
    with ScriptedServer(Slow(in_argument=True).script()) as server:
        process = interrupted(patient, server, after=6)
        out, _ = process.communicate(timeout=40)
    report = reports.check(json.loads(out))
    assert process.returncode == 130
    assert report["coverage"]["read"] == 5
    assert report["argument"]["fallen_back_because"]


def test_an_interrupt_of_the_embedded_reader_gives_a_report_and_code_130(patient: Installation) -> None:
    file = drafts.write_draft(patient.home.parent / "drafts", sections=25)
    process = patient.start("screen", file, "--json")
    deadline = time.monotonic() + 60
    while not (patient.data / "answers.sqlite").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(1.0)  # by then it parses or looks for precedents
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert set(reports.unread(reports.check(json.loads(out))).values()) == {"stopped"}


def test_what_a_killed_run_had_sent_stands_in_the_manifest_of_the_next(patient: Installation) -> None:
    slow = Slow()
    with ScriptedServer(slow.script()) as server:
        process = patient.start(*arguments(patient, server))
        _wait_for(server, process, 3)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        slow.hangs = False
        outcome = patient.run(*arguments(patient, server))
        again = patient.run(*arguments(patient, server))
        received = [request for request in server.requests if request.body]
    made = outcome.report["provenance"]
    assert made["interruptions"] == 1
    finished_before = [r for r in made["requests"] if r["status"] == "ok"][:2]
    assert len(finished_before) == 2 and made["answers_from_cache"] >= 2
    assert len(received) - len(made["requests"]) <= 3, "only what was under way is not told of"
    assert again.report["provenance"]["interruptions"] == 0, "what a report tells is not told again"
    assert list((patient.data / "underway").glob("*.jsonl")) == []


def _wait_for(server: ScriptedServer, process: "subprocess.Popen[str]", requests: int) -> None:
    deadline = time.monotonic() + 60
    while len(server.requests) < requests and process.poll() is None:
        assert time.monotonic() < deadline, "the requests never came"
        time.sleep(0.02)
    time.sleep(1.0)  # what is answered at once has come back by then
