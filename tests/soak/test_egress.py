"""What leaves is what the manifest lists: proven by watching the command line, the service and the worker at the kernel."""

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from screener.report import from_json, to_egress_csv, to_egress_json
from screener.words.people import Scope
from tests.cli import drafts, scripted_model
from tests.cli.installation import Installation
from tests.report.example import example_screening
from tests.scripted_server import Reply, Request, ScriptedServer, fails, says
from tests.tracing import Traced, traced
from tests.web.forms import CONTENT_TYPE, form
from tests.web.test_serve_command import greeting
from tests.web.world import World

EMBEDDING = 8


def settings(server: ScriptedServer) -> dict[str, str]:
    return {
        "SCREENER_READER__MODEL": "openai/test",
        "SCREENER_READER__API_BASE": server.base_url,
        "SCREENER_READER__API_KEY": "sk-test",
    }


def outcome(watched: Traced, timeout: float = 300) -> tuple[int, str, str]:
    out, err = watched.process.communicate(timeout=timeout)
    return watched.process.returncode, out, err


def test_the_command_line_reaches_what_its_manifest_lists_and_nothing_else(installed: Installation) -> None:
    """Retries, repairs, the argument and questions about flags included."""
    draft = drafts.write_draft(installed.home.parent / "in", sections=3)
    model = scripted_model.ScriptedModel(flags={1: [scripted_model.flag(drafts.EXACT)]})
    seen: list[int] = []

    def answer(request: Request) -> Reply:
        seen.append(request.number)
        return fails(503) if len(seen) == 1 else says("no answer") if len(seen) == 2 else model(request)

    with ScriptedServer(answer) as server, traced(installed, "screen", draft, "--json", **settings(server)) as watched:
        code, out, err = outcome(watched)
        assert code == 0, err
        made = from_json(out)
    requests = made.provenance.requests
    assert len(requests) == len(server.requests)
    assert {r.status for r in requests} >= {"ok", "unreachable"}
    assert {r.role for r in requests} == {"reader", "advocate"}
    assert watched.reached() == {r.host for r in requests} == {server.host}

    shown = installed.run("report", made.id, "--egress", "json")
    listed = json.loads(shown.out)
    assert "ladder" not in shown.out, "it tells of requests, never their words"
    assert [r["status"] for r in listed["requests"]] == [r.status for r in requests]
    assert listed["hosts"][server.host]["requests"] == len(server.requests) and listed["whole"] is True
    rows = list(csv.DictReader(io.StringIO(installed.run("report", made.id, "--egress", "csv").out)))
    assert len(rows) == len(requests)
    assert {row["host"] for row in rows} == {server.host} and all(row["bytes_out"].isdigit() for row in rows)
    told = installed.run("report", made.id).out
    assert f"{len(requests)} requests to {server.host}" in " ".join(told.split())


def test_the_watch_sees_a_connection_that_no_manifest_lists(installed: Installation) -> None:
    """Without this, the other tests here could not fail."""
    with ScriptedServer(says("x")) as elsewhere:
        host, port = elsewhere.host.split(":")
        leak = f"import socket; socket.create_connection(({host!r}, {port})).close()"
        with traced(installed, "schema", sabotage=leak) as watched:
            assert outcome(watched)[0] == 0
        assert watched.reached() == {elsewhere.host}
    asking = "import socket\ntry: socket.getaddrinfo('leak.example.invalid', 443)\nexcept OSError: pass"
    packet = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))"
    with traced(installed, "schema", sabotage=packet + "\n" + asking) as watched:
        assert outcome(watched)[0] == 0
    assert "127.0.0.1:9" in watched.reached()


def embedding_or(model: scripted_model.ScriptedModel) -> Any:
    """A server that embeds as well as it answers."""

    def answer(request: Request) -> Reply:
        if not request.path.endswith("/embeddings"):
            return model(request)
        texts = request.body["input"]
        rows = [
            {"object": "embedding", "index": i, "embedding": [float(len(text) % (7 + n)) for n in range(EMBEDDING)]}
            for i, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        body = {"object": "list", "data": rows, "model": "m", "usage": usage}
        return Reply(body=json.dumps(body).encode())

    return answer


def test_embeddings_that_a_model_makes_are_listed_like_any_other_request(installed: Installation) -> None:
    draft = drafts.write_draft(installed.home.parent / "in", sections=2)
    with ScriptedServer(embedding_or(scripted_model.ScriptedModel())) as server:
        env = {"SCREENER_EMBEDDER__MODEL": "openai/embeds", "SCREENER_EMBEDDER__API_BASE": server.base_url}
        env |= {"SCREENER_EMBEDDER__API_KEY": "sk-test"}
        with traced(installed, "screen", draft, "--json", **env) as watched:
            code, out, err = outcome(watched)
    assert code == 0, err
    requests = from_json(out).provenance.requests
    assert {r.role for r in requests} == {"embedder"}
    assert len(requests) == len(server.requests) > 0
    assert watched.reached() == {server.host}
    assert sum(r.bytes_out for r in requests) > len(drafts.draft(2))


def uploaded(folder: Path, corpus: Path) -> tuple[str, dict[str, str]]:
    """A draft that waits to be screened, and the header with which its owner asks for it."""
    with World(folder, corpus) as world:
        headers = world.token(world.owner, Scope.read, Scope.submit)
        body = form("ponds.md", drafts.draft(2).encode())
        row = world.client.post("/api/v1/drafts", content=body, headers={**headers, **CONTENT_TYPE}).json()
    return row["id"], headers


def waiting(ask: Any, seconds: float = 300) -> Any:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if (found := ask()) is not None:
            return found
        time.sleep(0.3)
    raise AssertionError("it took too long")


@pytest.fixture
def house(installed: Installation, ready: Path) -> Installation:
    installed.settings |= {"SCREENER_CORPUS": str(ready / "corpus"), "PYTHONUNBUFFERED": "1"}
    return installed


def test_the_service_reaches_what_the_manifest_lists_and_nothing_else(house: Installation, ready: Path) -> None:
    draft_id, headers = uploaded(house.data, ready / "corpus")
    with (
        ScriptedServer(scripted_model.ScriptedModel()) as server,
        traced(house, "serve", "--port", "0", **settings(server)) as watched,
    ):
        address = next(w for w in greeting(watched.process).split() if w.startswith("http://127.0.0.1"))
        base = f"{address}/api/v1/drafts/{draft_id}"

        def manifest() -> Any:
            found = httpx.get(f"{base}/egress.json", headers=headers, timeout=20)
            return found.json() if found.status_code == 200 else None

        listed = waiting(manifest)
        assert httpx.get(f"{base}/report.html", headers=headers, timeout=20).status_code == 200
        table = httpx.get(f"{base}/egress.csv", headers=headers, timeout=20)
        assert watched.reached() == {r["host"] for r in listed["requests"]} == {server.host}
        assert len(listed["requests"]) == len(server.requests)
    assert table.headers["content-type"].startswith("text/csv") and "attachment" in table.headers["content-disposition"]
    assert table.text.count("\r\n") == len(server.requests) + 1


def test_the_worker_reaches_what_the_manifest_lists_and_nothing_else(house: Installation, ready: Path) -> None:
    draft_id, headers = uploaded(house.data, ready / "corpus")
    with (
        ScriptedServer(scripted_model.ScriptedModel()) as server,
        traced(house, "worker", **settings(server)) as watched,
        World(house.data, ready / "corpus") as world,
    ):

        def manifest() -> Any:
            found = world.client.get(f"/api/v1/drafts/{draft_id}/egress.json", headers=headers)
            return found.json() if found.status_code == 200 else None

        listed = waiting(manifest)
        assert watched.reached() == {r["host"] for r in listed["requests"]} == {server.host}
    assert len(listed["requests"]) == len(server.requests)


def test_no_cell_of_a_manifest_is_a_formula_and_an_edition_without_sizes_lists_none() -> None:
    made = example_screening()
    request = made.provenance.requests[0].model_copy(update={"model": "=HYPERLINK(1)", "bytes_out": 4_242})
    provenance = made.provenance.model_copy(update={"requests": (request,), "sizes_shown": False})
    bare = made.model_copy(update={"provenance": provenance})
    assert "'=HYPERLINK" in to_egress_csv(bare)
    assert "4242" not in to_egress_csv(bare)
    (row,) = json.loads(to_egress_json(bare))["requests"]
    assert row["bytes_out"] is None and row["passages"] == [i + 1 for i in request.passages]
