from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc.jwk import RSAKey

from screener.words.people import Role
from tests.web.identity_provider import CLIENT, SECRET, IdentityProvider, running
from tests.web.pages import HTML, words
from tests.web.test_errors import is_problem
from tests.web.world import World

KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})
LEAVE, BACK = "/sign-in/elsewhere", "/sign-in/elsewhere/back"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[IdentityProvider]:
    with running(IdentityProvider(key=KEY)) as provider:
        yield provider


def world_of(elsewhere: IdentityProvider, ready: Path, folder: Path, new_people: str) -> World:
    oidc = {"issuer": elsewhere.issuer, "client_id": CLIENT, "client_secret": SECRET, "new_people": new_people}
    return World(folder, ready / "corpus", {"oidc": oidc})


def gone_and_back(world: World, elsewhere: IdentityProvider, headers: dict[str, str] | None = None) -> Any:
    world.client.cookies.clear()
    left = world.client.get(LEAVE)
    assert left.status_code == 302
    back = f"{BACK}?{urlencode(elsewhere.authorize(left.headers['location']))}"
    return world.client.get(back, headers=headers or {})


def test_somebody_new_becomes_an_author_where_the_settings_admit_them(
    elsewhere: IdentityProvider, ready: Path, tmp_path: Path
) -> None:
    with world_of(elsewhere, ready, tmp_path / "data", "author") as world:
        answer = gone_and_back(world, elsewhere)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        session = world.client.get("/api/v1/session").json()
        assert (session["person"]["email"], session["person"]["role"]) == ("ada@example.org", "author")
        assert world.client.cookies.get("screener_leaving") is None
        first = session["person"]["id"]
        gone_and_back(world, elsewhere)
        assert world.client.get("/api/v1/session").json()["person"]["id"] == first


def test_somebody_new_is_refused_where_the_settings_do_not(
    elsewhere: IdentityProvider, ready: Path, tmp_path: Path
) -> None:
    with world_of(elsewhere, ready, tmp_path / "data", "refuse") as world:
        answer = gone_and_back(world, elsewhere)
        assert answer.status_code == 401
        is_problem(world.client.get("/api/v1/session"), 401)


def test_whoever_is_refused_reads_which_address_has_no_account_here(
    elsewhere: IdentityProvider, ready: Path, tmp_path: Path
) -> None:
    with world_of(elsewhere, ready, tmp_path / "data", "refuse") as world:
        page = gone_and_back(world, elsewhere, HTML)
        assert "No account of this service belongs to ada@example.org; ask a maintainer to add you." in words(page)
        assert "Sign in to go on" not in words(page)
        assert 'name="to" value=""' in page.text, "after signing in by password nothing leads back to the provider"


def test_whoever_comes_with_a_known_address_and_another_identity_is_told_so(
    elsewhere: IdentityProvider, ready: Path, tmp_path: Path
) -> None:
    with world_of(elsewhere, ready, tmp_path / "data", "author") as world:
        gone_and_back(world, elsewhere)
        elsewhere.claims["sub"] = "another-subject"
        try:
            page = gone_and_back(world, elsewhere, HTML)
        finally:
            del elsewhere.claims["sub"]
        assert page.status_code == 401
        assert "The account of ada@example.org belongs to another identity" in words(page)


def test_an_account_made_by_a_maintainer_is_bound_by_its_verified_address(
    elsewhere: IdentityProvider, ready: Path, tmp_path: Path
) -> None:
    with world_of(elsewhere, ready, tmp_path / "data", "refuse") as world:
        made = world.service.accounts.add_person(
            world.maintainer.actor, email="ada@example.org", name="Ada", role=Role.reviewer
        )
        gone_and_back(world, elsewhere)
        assert world.client.get("/api/v1/session").json()["person"]["id"] == made.person.id


def test_coming_back_without_having_left_or_from_another_browser_is_refused(
    elsewhere: IdentityProvider, ready: Path, tmp_path: Path
) -> None:
    with world_of(elsewhere, ready, tmp_path / "data", "author") as world:
        is_problem(world.client.get(f"{BACK}?code=x&state=y"), 403)
        back = urlencode(elsewhere.authorize(world.client.get(LEAVE).headers["location"]))
        world.client.cookies.clear()
        is_problem(world.client.get(f"{BACK}?{back}"), 403)


def test_without_a_provider_there_is_nowhere_to_go(world: World) -> None:
    is_problem(world.client.get(LEAVE), 404)
    is_problem(world.client.get(BACK), 404)


def test_what_is_remembered_on_the_way_is_kept_from_scripts(
    elsewhere: IdentityProvider, ready: Path, tmp_path: Path
) -> None:
    with world_of(elsewhere, ready, tmp_path / "data", "author") as world:
        cookie = world.client.get(LEAVE).headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=lax" in cookie and "max-age=600" in cookie
