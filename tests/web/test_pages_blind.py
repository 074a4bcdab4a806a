"""Blind first: what a reviewer sees of a draft before they have written a first impression, and what they do not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.uses.submitting import Upload
from screener.words.submission import DraftSensitivity
from tests.web.pages import Browser, words
from tests.web.world import World


@pytest.fixture(scope="module")
def blind(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("blind"), ready / "corpus", more={"blind_first": True}) as made:
        yield made


@pytest.fixture(scope="module")
def draft_id(blind: World) -> str:
    upload = Upload("paper.txt", (b"Some words.",), DraftSensitivity.sensitive, "Please look at section 4.")
    made = blind.service.submissions.upload(blind.owner.actor, upload).id
    blind.screened(made)
    blind.service.reviews.assign(blind.maintainer.actor, made, blind.reviewer.actor.id)
    return made


def test_the_authors_note_and_the_sensitivity_are_shown(blind: World, draft_id: str) -> None:
    shown = words(Browser(blind, blind.reviewer).get(f"/drafts/{draft_id}/review"))
    assert "Please look at section 4." in shown and "sensitive handed in by owner" in shown
    assert "flag" not in shown


def test_the_queue_tells_no_attention_before_an_impression(blind: World, draft_id: str) -> None:
    reviewer = Browser(blind, blind.reviewer)
    before = words(reviewer.get("/queue?whose=mine"))
    assert "attention" not in before.split("With What to do")[1]
    told = reviewer.get(f"/api/v1/drafts/{draft_id}").json()
    assert told["row"]["view_withheld"] and told["row"]["attention"] is None
    assert "kept back until a first impression is written" in before
    standing = words(reviewer.get(f"/drafts/{draft_id}"))
    assert "is written" in standing and "A suggestion is no decision" not in standing
    assert reviewer.post(f"/drafts/{draft_id}/impression", tier="hold", note="").status_code == 303
    assert "raised attention" in words(reviewer.get("/queue?whose=mine"))
