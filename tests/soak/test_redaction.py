"""Canaries in the draft, its name, the keys and the tokens: where they may stand in clear, and everywhere else they may not."""

import json
import re
import signal
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli import drafts, scripted_model
from tests.cli.installation import Installation, modes
from tests.scripted_server import Reply, Request, ScriptedServer, fails
from tests.web.forms import CONTENT_TYPE, form
from tests.web.test_serve_command import greeting

WORDS = "quokkas burnish the vermilion sluice"
NAME = "wombatname-canary"
KEY = "sk-canary-key-of-the-model-0123456789"
PASSWORD = "a numbat canary of a password"
SECRETS = (KEY, PASSWORD)
IN_THE_DRAFT = (WORDS, "vermilion sluice", NAME)


def text() -> str:
    return drafts.draft(2, s0=f"It says that {WORDS}.", s1=f"Again {WORDS}, for good.")


def holding(folder: Path, *needles: str) -> dict[str, list[str]]:
    """Files below a folder that hold a needle, as UTF-8 or UTF-16, by needle."""
    found: dict[str, list[str]] = {}
    for file in folder.rglob("*"):
        if not file.is_file() or file.is_symlink():
            continue
        content = file.read_bytes()
        for needle in needles:
            if needle.encode() in content or needle.encode("utf-16-le") in content:
                found.setdefault(needle, []).append(str(file.relative_to(folder)))
    return found


def quoting(request: Request) -> Reply:
    """A server that fails and throws the request back."""
    return fails(500, f"cannot read {request.text[-4_000:]} with {request.headers.get('authorization')}")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    temporary = tmp_path / "temporary"
    temporary.mkdir(mode=0o700)
    chosen = {"SCREENER_READER__MODEL": "openai/test", "SCREENER_READER__API_KEY": KEY, "SCREENER_ATTEMPTS": "1"}
    chosen["SCREENER_SERVICE__LOG_FORM"] = "json"
    return {**chosen, "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1", "LITELLM_LOG": "DEBUG", "OPENAI_LOG": "debug"}


def test_the_command_line_puts_words_into_reports_and_answers_alone(
    installed: Installation, settings: dict[str, str], tmp_path: Path
) -> None:
    draft = tmp_path / "in" / f"{NAME}.md"
    draft.parent.mkdir()
    draft.write_text(text())
    model = scripted_model.ScriptedModel(flags={0: [scripted_model.flag(WORDS)]})
    for script, code in ((quoting, 5), (model, 0)):
        with ScriptedServer(script) as server:
            env = settings | {"SCREENER_READER__API_BASE": server.base_url}
            outcome = installed.run_apart("screen", draft, "--quiet", **env)
        assert outcome.code == code
        assert not any(word in outcome.err for word in (WORDS, KEY))
        assert KEY not in outcome.out
    assert holding(installed.home, KEY) == {}
    where = {Path(f).relative_to(".local/share/screener").parts[0] for f in holding(installed.home, WORDS)[WORDS]}
    assert where <= {"screenings", "answers.sqlite", "answers.sqlite-wal"}
    assert not any(mode & 0o077 for mode in modes(installed.data).values())
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_parser_that_is_killed_leaves_no_file_behind(
    installed: Installation, settings: dict[str, str], tmp_path: Path
) -> None:
    draft = tmp_path / f"{NAME}.md"
    draft.write_text(text() * 200)
    env = settings | {"SCREENER_READER__MODEL": "", "SCREENER_PARSE_SECONDS": "0.01"}
    outcome = installed.run_apart("screen", draft, "--quiet", **env)
    assert outcome.code == 3
    assert WORDS not in outcome.err
    assert list((tmp_path / "temporary").iterdir()) == []
    assert holding(installed.home, WORDS) == {}


class House:
    """A served installation and somebody who uses it."""

    def __init__(self, installed: Installation, settings: dict[str, str]) -> None:
        self.process = installed.start("serve", "--port", "0", "--log-requests", **settings)
        self.said = greeting(self.process)
        address = re.search(r"runs at (http://127\.0\.0\.1:\d+)", self.said)
        assert address
        self.client = httpx.Client(base_url=address[1], timeout=30)

    def sign_in(self) -> str:
        """Set the maintainer's password by the link, sign in, and return a new token."""
        link = re.search(r"/welcome/(\S+)", self.said)
        assert link
        self.client.post("/api/v1/invitations/redeem", json={"token": link[1], "password": PASSWORD}).raise_for_status()
        who = {"email": "maintainer@localhost", "password": PASSWORD}
        csrf = self.client.post("/api/v1/session", json=who).raise_for_status().json()["csrf_token"]
        asked = {"name": "canary", "scopes": ["read", "submit", "review", "maintain"]}
        made = self.client.post("/api/v1/tokens", json=asked, headers={"X-CSRF-Token": csrf}).raise_for_status().json()
        token: str = made["secret"]
        return token

    def hand_in(self, token: str) -> str:
        headers = {"Authorization": f"Bearer {token}", **CONTENT_TYPE}
        body = form(f"{NAME}.md", text().encode())
        made = httpx.post(f"{self.client.base_url}/api/v1/drafts", content=body, headers=headers, timeout=30)
        found: str = made.raise_for_status().json()["id"]
        return found

    def status(self, token: str, draft_id: str) -> str:
        headers = {"Authorization": f"Bearer {token}"}
        found = httpx.get(f"{self.client.base_url}/api/v1/drafts/{draft_id}", headers=headers, timeout=30)
        said: dict[str, Any] = found.raise_for_status().json()
        return str(said.get("status") or said["row"]["status"])

    def end(self, how: signal.Signals) -> str:
        """Stop it, and return all that it said."""
        self.client.close()
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=60)
        assert all(isinstance(json.loads(line), dict) for line in err.splitlines())
        return self.said + out + err


def until(what: Any, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.2)


def test_the_service_keeps_drafts_names_keys_and_tokens_out_of_files_and_logs(
    installed: Installation, settings: dict[str, str], tmp_path: Path
) -> None:
    """Through a model that answers, one that throws the draft back, and a process that is killed while it reads."""
    silent = Reply(silent=True, latency=600)
    asked: list[int] = []

    def script(request: Request) -> Reply:
        asked.append(request.number)
        return modes_of_the_model[0](request)

    modes_of_the_model: list[Any] = [scripted_model.ScriptedModel(flags={0: [scripted_model.flag(WORDS)]})]
    with ScriptedServer(script) as server:
        env = settings | {"SCREENER_READER__API_BASE": server.base_url}
        house = House(installed, env)
        token = house.sign_in()
        said = ""
        try:
            for model in (modes_of_the_model[0], quoting):
                modes_of_the_model[0] = model
                one = house.hand_in(token)
                until(lambda one=one: house.status(token, one) == "awaiting_review")
            report = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            shown = httpx.get(f"{house.client.base_url}/api/v1/drafts/{one}/report", headers=report, timeout=30)
            assert WORDS in shown.text, "the draft did go all the way"
            modes_of_the_model[0] = lambda request: silent
            house.hand_in(token)
            before = len(asked)
            until(lambda: len(asked) > before)
        finally:
            said = house.end(signal.SIGKILL)
        assert '"route": "/api/v1/drafts", "status": 201' in said, "requests are told field by field"
        assert (installed.data / "service.sqlite").is_file()
        assert holding(installed.home, *IN_THE_DRAFT, *SECRETS, token) == {}
        again = House(installed, env)
        said += again.end(signal.SIGTERM)
    for needle in (*IN_THE_DRAFT, *SECRETS, token):
        assert needle not in said
    assert holding(installed.home, *IN_THE_DRAFT, *SECRETS, token) == {}
    assert holding(tmp_path / "temporary", *IN_THE_DRAFT, *SECRETS, token) == {}
    assert not any(mode & 0o077 for mode in modes(installed.data).values())


def test_an_internal_fault_is_logged_by_its_kind_and_place_and_never_by_its_words(
    installed: Installation, settings: dict[str, str], tmp_path: Path
) -> None:
    """A stage that fails with the draft's words in its message, as a library's error may have them."""
    folder = tmp_path / "hook"
    folder.mkdir()
    fault = (
        "import screener.stages.passages as p\n"
        "def split(document): raise RuntimeError('cannot split ' + document.text)\n"
        "p.split = split\n"
    )
    (folder / "sitecustomize.py").write_text(fault)
    house = House(installed, settings | {"SCREENER_READER__MODEL": "", "PYTHONPATH": str(folder)})
    try:
        token = house.sign_in()
        draft_id = house.hand_in(token)
        until(lambda: house.status(token, draft_id) == "failed")
    finally:
        said = house.end(signal.SIGTERM)
    assert "RuntimeError" in said and draft_id in said
    assert WORDS not in said and "cannot split" not in said
    assert holding(installed.home, *IN_THE_DRAFT, *SECRETS, token) == {}
    assert list((tmp_path / "temporary").iterdir()) == []
