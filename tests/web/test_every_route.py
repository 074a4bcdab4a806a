"""Every route, for every kind of person: the table says who may, and a route without a row fails."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import routing

from screener.words.people import Role, Scope
from tests.web.page_routes import PAGE_ROWS, PAGES_FOR_NOBODY
from tests.web.route_table import (
    COAUTHOR,
    EVERYBODY,
    FOR_NOBODY,
    MAINTAINER,
    NOBODY,
    OWNER,
    PEOPLE,
    REVIEWER,
    ROWS,
    STRANGER,
    Row,
    refusal,
)
from tests.web.world import S, Someone, World

ALL_ROWS = (*ROWS, *PAGE_ROWS)
IDS = [f"{row.method} {row.path}" for row in ALL_ROWS]


def person(world: World, who: str) -> Someone | None:
    if who == NOBODY:
        return None
    if who in (OWNER, COAUTHOR, STRANGER):
        return world.someone(who)
    if who == MAINTAINER:
        return world.maintainer
    return world.someone(who, Role.reviewer)


class Drafts:
    """Drafts for one row: one for all who are refused or only read, a fresh one for each who changes something."""

    def __init__(self, world: World, row: Row) -> None:
        self.world, self.row, self.shared = world, row, ""
        self.filled: dict[str, str] = {}

    def one(self, *, fresh: bool) -> str:
        if not self.row.about_a_draft:
            return ""
        if fresh:
            return self.world.draft(self.row.status)
        self.shared = self.shared or self.world.draft(self.row.status)
        return self.shared

    def path(self, *, fresh: bool) -> str:
        """The row's path, filled in."""
        draft_id = self.one(fresh=fresh)
        if fresh or not self.filled:
            self.filled = {
                name: value if isinstance(value, str) else value(self.world, draft_id)
                for name, value in self.row.fill.items()
            }
        path = self.row.path.replace("{draft_id}", draft_id)
        for name, value in self.filled.items():
            path = path.replace("{" + name + "}", value)
        if fresh:
            self.filled = {}
        return path


def ask(world: World, row: Row, path: str, headers: dict[str, str]) -> Any:
    """Send the row's request."""
    content = row.content(world)
    return world.client.request(row.method, path, headers={**headers, **content.pop("headers", {})}, **content)


def routes(world: World) -> Iterator[tuple[str, str]]:
    """Method and path of every route of the application."""
    for found in routing.iter_route_contexts(world.app.routes):
        for method in sorted(getattr(found, "methods", None) or ()):
            yield method, str(found.path)


def test_every_route_has_a_row_and_every_row_a_route(world: World) -> None:
    known = {(row.method, row.path) for row in ALL_ROWS} | FOR_NOBODY.keys() | PAGES_FOR_NOBODY.keys()
    assert set(routes(world)) - {("HEAD", path) for _, path in routes(world)} == known


@pytest.mark.parametrize("row", ALL_ROWS, ids=IDS)
def test_each_person_may_do_what_the_table_says_and_nothing_else(world: World, row: Row) -> None:
    drafts, wrong = Drafts(world, row), []
    for who in EVERYBODY:
        someone, allowed = person(world, who), who in row.may
        answer = ask(world, row, drafts.path(fresh=allowed and row.unsafe), someone.changing if someone else {})
        expected = {200, 201, 204, 303} if allowed else {refusal(row, who)}
        if row.path.endswith("/people") and allowed and row.unsafe and answer.status_code in (200, 201):
            forget_new_person(world)
        if answer.status_code not in expected:
            wrong.append((who, answer.status_code, sorted(expected), answer.text[:200]))
    assert not wrong


@pytest.mark.parametrize("row", [row for row in ALL_ROWS if row.unsafe], ids=lambda row: f"{row.method} {row.path}")
def test_no_change_is_made_for_a_browser_without_the_token_of_its_session(world: World, row: Row) -> None:
    who = (person(world, row.may[0]) if row.may and row.may[0] not in PEOPLE[:3] else None) or world.owner
    path = Drafts(world, row).path(fresh=False)
    for headers in (who.reading, {**who.reading, "X-CSRF-Token": world.someone("another").csrf}):
        assert ask(world, row, path, headers).status_code == 403
    strange = {**who.changing, "Origin": "https://evil.example"}
    assert ask(world, row, path, strange).status_code == 403
    assert ask(world, row, path, {**who.changing, "Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.may != EVERYBODY and "password" not in row.path],
    ids=lambda row: f"{row.method} {row.path}",
)
def test_a_token_that_lacks_the_scope_does_not_open_the_route(world: World, row: Row) -> None:
    """A maintainer's token for submitting alone, and one for reading alone: neither may do what the other is for."""
    path = Drafts(world, row).path(fresh=False)
    someone = world.maintainer if not row.may or MAINTAINER in row.may else person(world, row.may[0])
    assert someone is not None
    scope = Scope.read if row.unsafe else Scope.submit
    answer = ask(world, row, path, world.token(someone, scope))
    if (row.method, row.path) in NEEDS_NO_SCOPE or (row.unsafe and row.changes is False):
        assert answer.status_code < 300
    else:
        assert answer.status_code in (403, 404), answer.text


NEEDS_NO_SCOPE = {("GET", "/api/v1/session"), ("GET", "/api/v1/framework")}


@pytest.mark.parametrize("status", [S.queued, S.awaiting_review, S.in_review, S.decided])
def test_a_secret_draft_is_not_offered_to_reviewers(world: World, status: str) -> None:
    draft_id = world.draft(S(status), "secret")
    reviewer = world.someone(REVIEWER, Role.reviewer)
    assert world.client.get(f"/api/v1/drafts/{draft_id}", headers=reviewer.reading).status_code == 404
    rows = world.client.get("/api/v1/queue?most=200", headers=reviewer.reading).json()["rows"]
    assert draft_id not in {row["id"] for row in rows}


def test_ids_of_every_path_are_checked_before_anything_is_looked_up(world: World) -> None:
    for row in ROWS:
        if not row.about_a_draft:
            continue
        path = re.sub(r"\{draft_id\}", "%00%27--", row.path)
        path = re.sub(r"\{\w+\}", "x", path)
        answer = world.client.request(row.method, path, headers=world.maintainer.changing)
        assert answer.status_code in (415, 422), (row.path, answer.status_code)


def forget_new_person(world: World) -> None:
    """Let the next one add them again."""
    from sqlalchemy import text

    with world.service.database.writing() as session:
        session.execute(text("delete from people where email = 'new@example.org'"))
