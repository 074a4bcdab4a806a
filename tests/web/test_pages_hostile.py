"""Names and words that were made to harm stay words on every page."""

from collections.abc import Iterator

import pytest

from screener.uses.submitting import Upload
from screener.words.submission import DraftStatus
from tests.web.pages import Browser, forbidden, words
from tests.web.world import World

S = DraftStatus
NAMES = (
    "<script>alert(1)</script>.pdf",
    "\"><img src=x onerror='alert(1)'>.md",
    "{{ 7 * 7 }}.md",
    "invoice\u202efdp.exe",
    "a\u200bb\x00c\r\nSet-Cookie: x=1.md",
    "x" * 251 + ".pdf",
)


@pytest.fixture(scope="module")
def hostile(world: World) -> list[str]:
    """A draft under review for each name, with letters of the same kind."""
    made = []
    for name in NAMES:
        upload = Upload(name=name, chunks=(b"Some words of a paper.",), note=f"About {name}: see </textarea><script>x")
        draft_id = world.service.submissions.upload(world.owner.actor, upload).id
        world.screened(draft_id)
        world.service.reviews.assign(world.maintainer.actor, draft_id, world.reviewer.actor.id)
        made.append(draft_id)
    return made


def everywhere(world: World, draft_id: str) -> Iterator[tuple[str, str]]:
    """Each page on which a draft's name or letters stand, and its HTML."""
    for who, path in (
        (world.owner, "/drafts"),
        (world.owner, f"/drafts/{draft_id}"),
        (world.owner, f"/drafts/{draft_id}/standing"),
        (world.reviewer, "/queue"),
        (world.reviewer, f"/drafts/{draft_id}/review"),
        (world.reviewer, f"/drafts/{draft_id}/decide"),
        (world.maintainer, "/queue"),
        (world.maintainer, "/maintain/audit"),
    ):
        answer = Browser(world, who).get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        yield path, answer.text


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_a_hostile_file_name_is_inert_on_every_page(world: World, hostile: list[str], place: int) -> None:
    for path, page in everywhere(world, hostile[place]):
        assert not forbidden(page), path
        assert "\u202e" not in page, path
        assert "49.md" not in page, path


def test_what_is_typed_into_filters_and_searches_is_inert(world: World) -> None:
    attack = "\"><script>alert('x')</script>\u202e"
    reviewer, keeper = Browser(world, world.reviewer), Browser(world, world.maintainer)
    for answer in (
        reviewer.post("/corpus/similar", text=attack),
        world.client.get("/corpus", params={"words": attack, "tier": attack}, headers=reviewer.who.reading),  # type: ignore[union-attr]
        world.client.get("/queue", params={"status": attack, "age": attack}, headers=reviewer.who.reading),  # type: ignore[union-attr]
        world.client.get("/maintain/audit", params={"about": attack, "by": attack}, headers=keeper.who.reading),  # type: ignore[union-attr]
        world.client.get("/drafts", params={"said": attack}, headers=reviewer.who.reading),  # type: ignore[union-attr]
        Browser(world).post("/sign-in", email=attack, password="x", to=attack),
    ):
        assert answer.status_code in (200, 401)
        assert not forbidden(answer.text)


def test_names_of_people_are_inert(world: World) -> None:
    keeper = Browser(world, world.maintainer)
    answer = keeper.post("/maintain/people", name="<b onclick=alert(1)>Bo", email="bo@example.org", role="author")
    assert answer.status_code == 200
    assert "<b onclick" not in answer.text
    assert "<b onclick=alert(1)>Bo" in words(answer).replace("&lt;", "<")


def test_an_unknown_notice_in_the_address_says_nothing(world: World) -> None:
    answer = Browser(world, world.owner).get("/drafts?said=Your+account+was+closed")
    assert "closed" not in words(answer)
