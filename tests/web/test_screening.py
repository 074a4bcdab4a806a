"""From the upload to the report, over the socket, screened by the process that serves: by a model that refuses all."""

import json
import time
from pathlib import Path

from pydantic import SecretStr

from screener.wiring.settings import Role
from screener.words.people import Scope
from tests.scripted_server import ScriptedServer, says
from tests.web.forms import CONTENT_TYPE, form
from tests.web.world import World

DRAFT = ("# A study of ponds\n\n" + "Ponds are small and hold water all the year. " * 60).encode()


def test_a_model_that_refuses_everything_gives_a_report_that_says_so(ready: Path, tmp_path: Path) -> None:
    with ScriptedServer(says(None, refusal="I will not.")) as model:
        reader = Role(model="openai/refuser", api_base=model.base_url, api_key=SecretStr("none"))
        with World(tmp_path / "data", ready / "corpus", reader=reader, screens=True) as world:
            until = time.monotonic() + 60
            while world.client.get("/readyz").status_code != 200:
                assert time.monotonic() < until
                time.sleep(0.2)
            headers = world.token(world.owner, Scope.read, Scope.submit)
            body = form("ponds.md", DRAFT)
            row = world.client.post("/api/v1/drafts", content=body, headers={**headers, **CONTENT_TYPE}).json()
            path = f"/api/v1/drafts/{row['id']}"
            events = world.client.get(f"{path}/events", headers=headers).text
            assert events.rstrip().splitlines()[-2] == "event: end"
            assert json.loads(events.rstrip().splitlines()[-1].removeprefix("data: "))["status"] == "awaiting_review"
            report = world.client.get(f"{path}/report", headers=headers).json()
            assert report["status"] == "incomplete"
            assert {unread["because"] for unread in report["coverage"]["unread"]} == {"refused"}
            assert report["suggestion"]["tier"] != "publish"
            assert world.client.get("/metrics", headers=world.maintainer.reading).text.count(
                "screener_refused_passages"
            )
