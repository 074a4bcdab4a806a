"""How many connections to the database the uses hold at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from screener.storage.database import Session
from screener.uses.editions import CasesNow
from screener.uses.reviewing import Ruling
from screener.words.framework import Tier
from screener.words.review import VerdictKind
from tests.uses.house import House


def test_an_edition_is_made_while_no_connection_is_held(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at the cases takes a connection; with one held meanwhile, many readers would wait for each other."""
    depth, seen, reading = [0], list[int](), house.database.reading

    @contextmanager
    def watched() -> Iterator[Session]:
        depth[0] += 1
        try:
            with reading() as session:
                yield session
        finally:
            depth[0] -= 1

    def counted() -> CasesNow:
        seen.append(depth[0])
        return house.cases_now

    draft_id = house.in_review()
    monkeypatch.setattr(house.database, "reading", watched)
    object.__setattr__(house.editor, "cases_now", counted)
    assert house.reviews.view(house.rosa, draft_id).flags
    assert seen
    house.reviews.verdict(house.rosa, draft_id, "f2", VerdictKind.accept, "It saves a month.")
    house.reviews.decide(house.rosa, draft_id, Ruling(tier=Tier.publish, rationale="Nothing in it that is not known."))
    seen_before = len(seen)
    house.casebook.draft_case(house.rosa, draft_id)
    assert len(seen) > seen_before
    house.reviews.reopen(house.mia, draft_id, "New facts came.")
    house.reviews.reply(house.mia, draft_id, "A question about figure 2.")
    assert len(seen) > seen_before + 2
    assert set(seen) == {0}
