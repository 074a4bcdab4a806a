"""`screener serve` and `screener people` as a person at the terminal meets them."""

import re
import signal
import subprocess
import time

import httpx
import pytest

from tests.cli.installation import Installation, modes


def greeting(process: "subprocess.Popen[str]") -> str:
    """What it says until it can be used."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Stop:"):
            return said
    raise AssertionError(said + (process.stderr.read() if process.stderr else ""))


def test_a_first_start_admits_its_maintainer_and_a_second_one_is_refused(installed: Installation) -> None:
    process = installed.start("serve", "--port", "0", PYTHONUNBUFFERED="1")
    try:
        began = time.monotonic()
        said = greeting(process)
        assert time.monotonic() - began < 60, "seconds on an idle machine"
        address = re.search(r"runs at (http://127\.0\.0\.1:\d+)", said)
        link = re.search(r"/welcome/(\S+)", said)
        assert address and link and "maintainer@localhost" in said and "monitor-paper.pdf" in said
        body = {"token": link[1], "password": "a few unrelated words"}
        assert httpx.post(f"{address[1]}/api/v1/invitations/redeem", json=body).status_code == 200
        signing_in = {"email": "maintainer@localhost", "password": "a few unrelated words"}
        assert httpx.post(f"{address[1]}/api/v1/session", json=signing_in, timeout=20).status_code == 200

        second = installed.run("serve", "--port", "0")
        assert second.code == 4
        assert "runs on the data folder" in second.err and second.err.count("\n") == 1

        added = installed.run("people", "add", "rosa@example.org", "--role", "reviewer")
        assert added.code == 0 and "/welcome/" in added.out
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Stopped." in out and err == ""
    for name, mode in modes(installed.data).items():
        assert mode & 0o077 == 0, name


def test_people_are_kept_from_the_terminal(installed: Installation) -> None:
    added = installed.run("people", "add", "Ada@Example.org", "--name", "Ada")
    assert added.code == 0
    assert re.search(r"/welcome/\S{40,}", added.out)
    assert installed.run("people", "add", "mia@example.org", "--role", "maintainer").code == 0
    again = installed.run("people", "add", "ada@example.org")
    assert again.code == 4 and "already" in again.err
    changed = installed.run("people", "change", "ada@example.org", "--role", "reviewer", "--cleared")
    assert changed.out == "ada@example.org: reviewer, cleared, active\n"
    listed = installed.run("people", "list")
    assert "ada@example.org" in listed.out and "reviewer" in listed.out
    assert [person["role"] for person in _json(installed)] == ["reviewer", "maintainer"]
    assert "/welcome/" in installed.run("people", "invite", "ada@example.org").out
    unknown = installed.run("people", "invite", "nobody@example.org")
    assert unknown.code == 4 and "people list" in unknown.err


def _json(installed: Installation) -> list[dict[str, str]]:
    import json

    found: list[dict[str, str]] = json.loads(installed.run("people", "list", "--json").out)
    return found


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_the_service_does_not_open_to_other_machines_by_itself(installed: Installation, host: str) -> None:
    refused = installed.run("serve", "--host", host, "--port", "0")
    assert refused.code == 4
    assert "public_url" in refused.err and refused.err.count("\n") == 1


def test_a_port_in_use_is_said_in_one_sentence(installed: Installation) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = installed.run("serve", "--port", str(taken.getsockname()[1]))
    assert refused.code == 4
    assert "--port" in refused.err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PUBLIC_URL", "screen.example.org", "https://"),
        ("OIDC__ISSUER", "http://id.example.org", "https://"),
        ("SCRAPE_TOKEN", "short", "24"),
        ("COLOUR", "red", "no setting"),
    ],
)
def test_a_wrong_setting_of_the_service_is_said_in_one_sentence(
    installed: Installation, name: str, value: str, says: str
) -> None:
    more = {"SCREENER_SERVICE__OIDC__CLIENT_ID": "x"} if name.startswith("OIDC") else {}
    refused = installed.run("serve", "--port", "0", **{f"SCREENER_SERVICE__{name}": value, **more})
    assert refused.code == 4
    assert says in refused.err
