"""A database that goes away and comes back: on a real Postgres server, stopped and started under the application."""

from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.web.forms import CONTENT_TYPE, form
from tests.web.test_errors import is_problem
from tests.web.world import S, World


@pytest.mark.parametrize("times", [2])
def test_an_outage_is_told_as_such_and_everything_works_again_after_it(ready: Path, tmp_path: Path, times: int) -> None:
    server = Postgres()
    url = server.new_database()
    with World(tmp_path / "data", ready / "corpus", {"database_url": url}) as world:
        draft_id, owner = world.draft(S.in_review), world.owner
        body, headers = form("b.txt", b"words"), {**owner.changing, **CONTENT_TYPE}
        for _ in range(times):
            server.stop()
            assert world.client.get("/healthz").status_code == 200
            for path in ("/readyz", "/api/v1/drafts", f"/api/v1/drafts/{draft_id}"):
                answer = world.client.get(path, headers=owner.reading)
                is_problem(answer, 503)
                assert answer.headers["retry-after"]
            is_problem(world.client.post("/api/v1/drafts", content=body, headers=headers), 503)
            server.start()
            assert world.client.get(f"/api/v1/drafts/{draft_id}", headers=owner.reading).status_code == 200
            assert world.client.post("/api/v1/drafts", content=body, headers=headers).status_code == 201
        listed = world.client.get("/api/v1/drafts", headers=owner.reading).json()["rows"]
        assert len(listed) == 1 + times
