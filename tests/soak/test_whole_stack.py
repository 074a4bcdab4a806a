"""Postgres, a Chroma server, a web process that screens nothing and two workers, joined by configuration alone."""

import base64
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from screener.storage.master_key import MasterKey
from tests.cli import drafts
from tests.cli.installation import Installation
from tests.doors.corpus.test_served import server
from tests.postgres import postgres_url
from tests.uses.durable_world import until
from tests.web.forms import CONTENT_TYPE, form
from tests.web.test_serve_command import greeting

__all__ = ["postgres_url", "server"]
PASSWORD = "a few unrelated words"
NUMBER = 4


@contextmanager
def running(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


class Author:
    """Somebody who hands drafts in by the API."""

    def __init__(self, said: str) -> None:
        address, link = re.search(r"runs at (\S+)", said), re.search(r"/welcome/(\S+)", said)
        assert address and link
        self.client = httpx.Client(base_url=address[1], timeout=60)
        self.client.post("/api/v1/invitations/redeem", json={"token": link[1], "password": PASSWORD}).raise_for_status()
        who = {"email": "maintainer@localhost", "password": PASSWORD}
        csrf = self.client.post("/api/v1/session", json=who).raise_for_status().json()["csrf_token"]
        self.client.headers["X-CSRF-Token"] = csrf

    def hand_in(self, name: str, words: str) -> str:
        made = self.client.post("/api/v1/drafts", content=form(name, words.encode()), headers=CONTENT_TYPE)
        return str(made.raise_for_status().json()["id"])

    def status(self, draft_id: str) -> str:
        return str(self.client.get(f"/api/v1/drafts/{draft_id}").raise_for_status().json()["row"]["status"])


def test_the_same_program_runs_on_servers_by_configuration_alone(
    installed: Installation, postgres_url: str, server: str, tmp_path: Path
) -> None:
    key = base64.b64encode(MasterKey.new().secret).decode()
    env = {
        "SCREENER_SERVICE__DATABASE_URL": postgres_url,
        "SCREENER_SERVICE__CHROMA_URL": server,
        "SCREENER_SERVICE__MASTER_KEY": key,
        "PYTHONUNBUFFERED": "1",
    }
    with ExitStack() as closing:
        web = closing.enter_context(
            running(installed.start("serve", "--port", "0", SCREENER_SERVICE__SCREENS="false", **env))
        )
        author = Author(greeting(web))
        workers = [installed.start("worker", "--data", tmp_path / f"w{n}", **env) for n in range(2)]
        closing.enter_context(running(workers[1]))
        ids = [author.hand_in(f"d{n}.md", drafts.draft(30, s1=f"Pond {n} is flat.")) for n in range(NUMBER)]
        until(lambda: any(author.status(i) != "queued" for i in ids), 120, "no worker took a draft")
        workers[0].kill()
        workers[0].communicate(timeout=60)
        until(lambda: all(author.status(i) == "awaiting_review" for i in ids), 240, "not every draft was screened")
        report = author.client.get(f"/api/v1/drafts/{ids[0]}/report", headers={"Accept": "application/json"}).json()
        assert report["status"] == "complete" and report["provenance"]["corpus_cases"] > 0
        assert author.client.get("/readyz").status_code == 200
