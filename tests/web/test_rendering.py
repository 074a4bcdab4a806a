"""How figures, sizes and names are said on pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.web.pages.rendering import about, environment, size
from tests.web.pages import Browser, words
from tests.web.world import S, World


@pytest.fixture(scope="module")
def fresh(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A service to which nobody has handed anything in."""
    with World(tmp_path_factory.mktemp("fresh"), ready / "corpus") as made:
        yield made


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "0 bytes"), (1, "1 byte"), (1023, "1,023 bytes"), (1024, "1 kB"), (2**20, "1.0 MB"), (2**20 - 1, "1024 kB")],
)
def test_a_size_is_never_more_than_it_is(count: int, says: str) -> None:
    assert size(count) == says


def test_ids_are_cut_short_and_names_are_not() -> None:
    assert about(f"draft:{'0a' * 16}") == "draft:0a0a0a0a…"
    assert about("case:a-name-that-is-longer-than-an-id-is-2026") == "case:a-name-that-is-longer-than-an-id-is-2026"


def test_one_of_a_thing_is_told_in_the_singular() -> None:
    line = environment().from_string('{{ counted(1, "passage") }}, {{ counted(2, "case waits", "cases wait") }}')
    assert line.render() == "1 passage, 2 cases wait"


def test_the_queue_of_a_fresh_service_says_that_nothing_was_handed_in(fresh: World) -> None:
    reviewer = Browser(fresh, fresh.reviewer)
    assert "Nothing waits: no draft was handed in yet." in words(reviewer.get("/queue"))
    fresh.draft(S.decided)
    assert "every draft that was screened has been decided" in words(reviewer.get("/queue"))


def test_a_name_in_the_queue_stands_apart_from_what_follows_it(world: World) -> None:
    world.draft(S.awaiting_review, "sensitive")
    shown = Browser(world, world.maintainer).get("/queue").text
    assert '</a> <span class="badge medium">sensitive</span>' in " ".join(shown.split())
    assert "</a><span" not in shown


def test_the_audit_names_drafts_by_the_beginning_of_their_ids(world: World) -> None:
    draft_id = world.draft()
    shown = words(Browser(world, world.maintainer).get("/maintain/audit"))
    assert f"draft:{draft_id[:8]}…" in shown and draft_id not in shown
