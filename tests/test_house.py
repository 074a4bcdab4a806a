"""What the README, the help and the manifest claim, checked against the program."""

import ast
import json
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import typer.main

from screener import __version__
from screener.cli import exits
from screener.cli.app import app
from screener.wiring.settings import Settings
from tests.cli.installation import CHECKOUT, Installation

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
HEAVY = ("litellm", "chromadb", "numpy", "onnxruntime", "yaml", "jinja2")
COMMANDS = (
    ["screen"],
    ["report"],
    ["schema"],
    ["config"],
    ["version"],
    ["serve"],
    ["worker"],
    ["backup"],
    ["restore"],
    ["rotate-key"],
    ["export"],
    ["people"],
    *(["people", name] for name in ("add", "list", "invite", "change")),
    ["eval"],
    ["corpus"],
    *(["corpus", name] for name in ("index", "search", "show", "validate", "stats", "add", "fit", "fit-orders")),
)


def imported(*arguments: str) -> set[str]:
    """The top-level modules that a command imported."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "screener", *arguments],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines() if line.count("|") == 2}


def test_help_imports_none_of_the_heavy_libraries() -> None:
    assert not imported("--help") & {"pydantic", *HEAVY}
    assert not imported("screen", "--help") & set(HEAVY), "typer itself may import pydantic here"


def test_help_comes_within_a_moment() -> None:
    times = []
    for _ in range(3):
        began = time.monotonic()
        subprocess.run([sys.executable, "-m", "screener", "--help"], check=True, capture_output=True)
        times.append(time.monotonic() - began)
    assert min(times) < 1.5, "0.3 s on an idle machine; this one may be busy"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(installed: Installation, command: list[str]) -> None:
    outcome = installed.run(*command, "--help")
    assert outcome.code == 0
    assert "Usage:" in outcome.out
    assert len(outcome.out.split()) > 10


def test_every_command_that_exists_is_tested_for_its_help() -> None:
    found = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        found += [[name], *([name, sub] for sub in getattr(command, "commands", {}))]
    assert sorted(found) == sorted(COMMANDS)


def test_exit_codes_are_the_same_in_the_help_the_readme_and_the_program(installed: Installation) -> None:
    codes = {
        exits.COMPLETE: "complete",
        exits.FAILED: "internal fault",
        exits.USAGE: "usage",
        exits.REFUSED_INPUT: "refused input",
        exits.CONFIGURATION_ERROR: "configuration error",
        exits.INCOMPLETE: "incomplete",
        exits.STOPPED: "stopped by Ctrl-C",
    }
    shown = " ".join(installed.run("screen", "--help").out.split())
    told = " ".join(README.split())
    for code, meaning in codes.items():
        assert f"{code} {meaning}" in shown
        assert f"`{code}` {meaning}" in told


def test_every_option_and_command_that_the_readme_shows_exists(installed: Installation) -> None:
    helps = {" ".join(c): installed.run(*c, "--help").out for c in COMMANDS}
    every = " ".join(helps.values())
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - PIP_AND_OTHERS:
        assert option in every, option
    for line in re.findall(r"^(?:\.venv/bin/)?screener (\w+)(?: (\w+))?", README, re.M):
        assert " ".join(line).strip() in helps or line[0] in helps


PIP_AND_OTHERS = {"--require-hashes", "--no-deps", "--no-build-isolation", "--help"}


def test_every_setting_that_the_readme_shows_exists(installed: Installation) -> None:
    for block in re.findall(r"```toml\n(.*?)```", README, re.S):
        installed.configure(block)
        outcome = installed.run("config")
        assert outcome.code == 0, outcome.err
        assert set(tomllib.loads(block)) <= set(Settings.model_fields)


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (CHECKOUT / link).exists()] == []


def test_the_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"^make (\w+)|`make (\w+)", README, re.M)) and all(
        (a or b) in targets for a, b in re.findall(r"^make (\w+)|`make (\w+)", README, re.M)
    )


def test_the_version_is_told_the_same_everywhere(installed: Installation) -> None:
    assert installed.run("version").out == f"screener {__version__}\n"
    assert re.search(rf"^## \[?{re.escape(__version__)}", (CHECKOUT / "CHANGELOG.md").read_text(), re.M)


def test_each_outside_library_has_one_door() -> None:
    doors: dict[str, str | tuple[str, ...]] = {
        "litellm": "doors/model",
        "chromadb": "doors/corpus",
        "pypdfium2": "doors/documents/pdf",
        "docx": "doors/documents/docx",
        "py3langid": "doors/language",
        "pylatexenc": "doors/documents/latex",
        "selectolax": "doors/documents/html",
        "onnxruntime": "doors/embedder",
        "dbos": "doors/engine",
        "sqlalchemy": ("storage", "doors/engine"),  # the engine keeps its own tables through it
        "alembic": "storage",
        "cryptography": "storage",
        "argon2": "uses/passwords",
        "authlib": "web/security",
        "fastapi": "web",
        "starlette": "web",
        "jinja2": "doors/prompts",
    }
    templates = {"report", "web"}  # which print pages, not prompts
    for file in (CHECKOUT / "screener").rglob("*.py"):
        where = file.relative_to(CHECKOUT / "screener").as_posix()
        for library in _imports(file) & doors.keys():
            prints = library == "jinja2" and where.split("/")[0] in templates
            assert prints or where.startswith(doors[library]), where


def test_the_printed_schema_is_json(installed: Installation) -> None:
    assert json.loads(installed.run("schema").out)["title"]


def _imports(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_no_group_of_a_pattern_is_possessive() -> None:
    """Python before 3.11.5 matches such a group wrongly where it fails half-way; single characters may be possessive."""
    wrong = re.compile(r"\)(?:[*+?]|\{[\d,]+\}|\{\{[\d,]+\}\})\+|\(\?>")
    files = [file for room in ("screener", "evals") for file in (CHECKOUT / room).rglob("*.py")]
    found = [
        f"{file.name}: {line.strip()[:100]}"
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if "re.compile(" in line and wrong.search(line)
    ]
    assert found == []
