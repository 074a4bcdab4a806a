"""Nothing leaves unasked: the main job makes no connection and leaves no file outside its data folder."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import drafts, reports
from tests.cli.installation import CHECKOUT, Installation, Outcome

CONNECTING = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*", re.M)
LOCAL = ("AF_UNIX", "AF_NETLINK")
"""Families that cannot leave the machine: sockets in the file system, and questions to the kernel."""


@pytest.fixture
def fresh(tmp_path: Path) -> Installation:
    """An empty home, nothing made beforehand."""
    where = Installation(tmp_path / "home")
    where.home.mkdir()
    return where


def can(*command: str) -> bool:
    """Whether the kernel and this machine let us run something this way."""
    found = shutil.which(command[0])
    return bool(found) and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


def cut_off() -> list[str]:
    """A command in front of another that runs it without any network, as far as the kernel allows."""
    for command in (["unshare", "-rn"], ["unshare", "-n"]):
        if can(*command):
            return command
    return []


def traced(where: Installation, *arguments: str | Path, before: list[str], **env: str) -> tuple[Outcome, list[str]]:
    """The command's outcome under strace, and every attempt to send something off this machine."""
    log = where.home.parent / "connections"
    command = ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=connect,sendto,sendmsg,sendmmsg"]
    done = subprocess.run(
        [*before, *command, sys.executable, "-m", "screener", *map(str, arguments)],
        cwd=where.home,
        check=False,
        env=where.environment(env),
        capture_output=True,
        text=True,
        timeout=180,
    )
    attempts = [line for line in CONNECTING.findall(log.read_text()) if "sa_family" in line or "AF_" in line]
    return Outcome(done.returncode, done.stdout, done.stderr), [a for a in attempts if not any(f in a for f in LOCAL)]


def test_the_main_job_works_without_a_network_tries_no_connection_and_writes_only_its_data_folder(
    fresh: Installation,
) -> None:
    assert cut_off() or shutil.which("strace"), "neither an empty network nor strace is to be had here"
    if shutil.which("strace"):
        outcome, attempts = traced(fresh, "screen", "--sample", "--json", before=cut_off())
    else:
        done = subprocess.run(
            [*cut_off(), sys.executable, "-m", "screener", "screen", "--sample", "--json"],
            check=False,
            env=fresh.environment({}),
            cwd=fresh.home,
            capture_output=True,
            text=True,
            timeout=180,
        )
        outcome, attempts = Outcome(done.returncode, done.stdout, done.stderr), []
    assert outcome.code == 0, outcome.err
    assert attempts == []
    report = reports.check(outcome.report)
    assert report["status"] == "complete"
    assert report["provenance"]["requests"] == []
    assert report["flags"], "the sample holds passages that must be flagged"
    outside = [p for p in fresh.home.rglob("*") if p.is_file() and fresh.data not in p.parents]
    assert outside == []


def test_air_gap_refuses_another_host_without_asking_the_network(installed: Installation) -> None:
    file = drafts.short(installed.home.parent)
    arguments = (
        "screen",
        file,
        "--json",
        "--air-gap",
        "--model",
        "openai/test",
        "--api-base",
        "http://192.0.2.1:8000/v1",
    )
    installed.settings |= {"SCREENER_SECOND_OPINION": "false"}
    if shutil.which("strace"):
        outcome, attempts = traced(installed, *arguments, before=[])
        assert attempts == []
    else:
        outcome = installed.run_apart(*arguments)
    assert outcome.code == 4
    assert "Air-gap mode refuses 192.0.2.1:8000" in outcome.says
    assert installed.reports == []


def test_a_file_of_variables_in_the_working_folder_is_not_picked_up(fresh: Installation) -> None:
    (fresh.home / ".env").write_text("SCREENER_READER__MODEL=openai/leak\nOPENAI_API_KEY=sk-leak\n")
    outcome = fresh.run_apart("config", "--json", SCREENER_CORPUS=str(CHECKOUT / "corpus"))
    assert outcome.code == 0
    assert "leak" not in outcome.out
