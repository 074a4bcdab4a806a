from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screener.web.security.cookies import ENCRYPTED, PLAIN
from screener.words.people import Role, Scope
from tests.web.test_errors import is_problem
from tests.web.world import World

A = "/api/v1"
PASSWORD = "a few unrelated words"


@pytest.fixture(scope="module")
def ada(world: World) -> Iterator[str]:
    """The address of somebody who set a password by their one-time link."""
    made = world.client.post(
        A + "/people", headers=world.maintainer.changing, json={"email": "Ada@Example.org", "name": "Ada"}
    ).json()
    answer = world.client.post(A + "/invitations/redeem", json={"token": made["token"], "password": PASSWORD})
    assert answer.json()["email"] == "ada@example.org"
    yield "ada@example.org"


def sign_in(world: World, email: str, password: str = PASSWORD, **headers: str) -> Any:
    world.client.cookies.clear()
    answer = world.client.post(A + "/session", json={"email": email, "password": password}, headers=headers)
    world.client.cookies.clear()
    return answer


def of(answer: Any) -> dict[str, str]:
    """What a browser sends after this answer."""
    return {"Cookie": answer.headers["set-cookie"].split(";")[0], "X-CSRF-Token": answer.json()["csrf_token"]}


def test_the_cookie_is_kept_from_scripts_and_other_sites(world: World, ada: str) -> None:
    answer = sign_in(world, ada)
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith(f"{PLAIN}=")
    assert {"httponly", "samesite=lax", "path=/"} <= parts
    assert "secure" not in parts
    assert answer.json()["csrf_token"] not in cookie


def test_behind_https_the_cookie_is_bound_to_the_host(ready: Path, tmp_path: Path) -> None:
    more = {"public_url": "https://screen.example.org"}
    with World(tmp_path / "data", ready / "corpus", more) as world:
        invitation = world.service.accounts.first_maintainer("m@example.org", "M")
        assert invitation is not None
        body = {"token": invitation.token, "password": PASSWORD}
        headers = {"Host": "screen.example.org", "Origin": "https://screen.example.org"}
        assert world.client.post(A + "/invitations/redeem", json=body, headers=headers).status_code == 200
        answer = sign_in(world, "m@example.org", **headers)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{ENCRYPTED}=")
        assert "; secure" in cookie.lower() and "domain" not in cookie.lower() and "path=/" in cookie.lower()
        assert answer.headers["strict-transport-security"]
        assert world.client.get(A + "/session", headers={**headers, **of(answer)}).status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(world: World, ada: str) -> None:
    wrong = is_problem(sign_in(world, ada, "another few words"), 401)
    unknown = is_problem(sign_in(world, "nobody@example.org"), 401)
    assert wrong["detail"] == unknown["detail"]


def test_signing_out_ends_the_session_for_good(world: World, ada: str) -> None:
    headers = of(sign_in(world, ada))
    assert world.client.get(A + "/session", headers=headers).json()["person"]["email"] == ada
    left = world.client.delete(A + "/session", headers=headers)
    assert left.status_code == 204
    assert "max-age=0" in left.headers["set-cookie"].lower()
    is_problem(world.client.get(A + "/session", headers=headers), 401)


def test_a_one_time_link_works_once(world: World) -> None:
    made = world.client.post(
        A + "/people", headers=world.maintainer.changing, json={"email": "once@example.org", "name": "Once"}
    ).json()
    body = {"token": made["token"], "password": PASSWORD}
    assert world.client.post(A + "/invitations/redeem", json=body).status_code == 200
    is_problem(world.client.post(A + "/invitations/redeem", json=body), 404)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa"])
def test_a_bad_password_is_refused_in_a_sentence(world: World, password: str) -> None:
    made = world.client.post(
        A + "/people", headers=world.maintainer.changing, json={"email": f"{password}@example.org", "name": "Bad"}
    ).json()
    body = {"token": made["token"], "password": password}
    assert "password" in is_problem(world.client.post(A + "/invitations/redeem", json=body), 422)["detail"]


def test_changing_the_password_ends_every_session(world: World, ada: str) -> None:
    here, there = of(sign_in(world, ada)), of(sign_in(world, ada))
    body = {"old": PASSWORD, "new": "some other unrelated words"}
    assert world.client.put(A + "/session/password", headers=here, json=body).status_code == 204
    is_problem(world.client.get(A + "/session", headers=there), 401)
    again = of(sign_in(world, ada, "some other unrelated words"))
    back = {"old": "some other unrelated words", "new": PASSWORD}
    assert world.client.put(A + "/session/password", headers=again, json=back).status_code == 204


def test_signing_in_from_a_page_of_another_site_is_refused(world: World, ada: str) -> None:
    is_problem(sign_in(world, ada, Origin="https://evil.example"), 403)
    is_problem(sign_in(world, ada, **{"Sec-Fetch-Site": "cross-site"}), 403)


def test_attempts_to_guess_a_password_are_limited(ready: Path, tmp_path: Path) -> None:
    with World(tmp_path / "data", ready / "corpus") as small:
        object.__setattr__(small.service.accounts._rules, "sign_ins_per_quarter", 3)
        statuses = [sign_in(small, "nobody@example.org", "x").status_code for _ in range(4)]
        assert statuses == [401, 401, 401, 429]
        answer = sign_in(small, "nobody@example.org", "x")
        assert "attempts" in is_problem(answer, 429)["detail"]
        assert int(answer.headers["retry-after"]) > 0


def test_a_token_stops_working_when_it_is_revoked_and_needs_no_csrf(world: World) -> None:
    owner = world.someone("token-owner")
    made = world.client.post(
        A + "/tokens", headers=owner.changing, json={"name": "t", "scopes": ["read", "submit"]}
    ).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    session = world.client.get(A + "/session", headers=bearer).json()
    assert (session["csrf_token"], sorted(session["scopes"])) == (None, ["read", "submit"])
    assert made["secret"] not in world.client.get(A + "/tokens", headers=owner.reading).text
    gone = world.client.delete(f"{A}/tokens/{made['token']['id']}", headers=owner.changing)
    assert gone.status_code == 204
    answer = world.client.get(A + "/session", headers=bearer)
    is_problem(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Basic YTpi", "Bearer nonsense", "Bearer scr_" + "x" * 43, "scr_x"])
def test_what_is_no_token_is_refused_even_with_a_good_cookie(world: World, header: str) -> None:
    headers = {**world.owner.reading, "Authorization": header}
    is_problem(world.client.get(A + "/session", headers=headers), 401)


def test_a_token_cannot_make_tokens_or_change_the_password(world: World) -> None:
    bearer = world.token(world.maintainer, *Scope)
    body = {"name": "t", "scopes": ["read"]}
    is_problem(world.client.post(A + "/tokens", headers=bearer, json=body), 403)
    body = {"old": "x", "new": PASSWORD}
    is_problem(world.client.put(A + "/session/password", headers=bearer, json=body), 403)


def test_a_closed_account_is_out_at_once_with_its_sessions_and_tokens(world: World) -> None:
    leaving = world.someone("leaving", Role.reviewer)
    bearer = world.token(leaving, Scope.read)
    path = f"{A}/people/{leaving.actor.id}"
    closed = world.client.patch(path, headers=world.maintainer.changing, json={"active": False})
    assert closed.json()["active"] is False
    is_problem(world.client.get(A + "/session", headers=leaving.reading), 401)
    is_problem(world.client.get(A + "/session", headers=bearer), 401)


def test_the_collector_of_metrics_needs_its_own_token(ready: Path, tmp_path: Path) -> None:
    secret = "a scrape token of many characters"
    with World(tmp_path / "data", ready / "corpus", {"scrape_token": secret}) as world:
        draft_id = world.draft()
        answer = world.client.get("/metrics", headers={"Authorization": f"Bearer {secret}"})
        assert answer.headers["content-type"].startswith("text/plain")
        assert 'screener_drafts{status="queued"} 1.0' in answer.text
        assert draft_id not in answer.text and "paper" not in answer.text and "example.org" not in answer.text
        is_problem(world.client.get("/metrics", headers={"Authorization": "Bearer wrong"}), 401)
        is_problem(world.client.get(A + "/session", headers={"Authorization": f"Bearer {secret}"}), 401)
