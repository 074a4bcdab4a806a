"""Labelled drafts: read with their gold passages found, or refused with a sentence."""

from pathlib import Path

import pytest
import yaml

from screener.uses.labelled import read_labelled
from screener.words.case import Label
from screener.words.errors import ConfigurationError

DRAFT = (
    "# A title\n\nThe first sentence is ordinary and says little. "
    "The recipe halves the compute for every size we tried.\n\nA last line.\n"
)
LABELS = {
    "id": "one",
    "title": "A title",
    "field": "f",
    "domain": "ai",
    "style": "paper",
    "tier": "publish",
    "factors": {},
    "rationale": "r",
    "passages": [
        {
            "quote": "The recipe halves the compute for every size we tried.",
            "label": "uplift",
            "concern": "scaling",
            "severity": "high",
            "because": "b",
        }
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "labels" / "first").mkdir(parents=True)
    (tmp_path / "drafts" / "one.md").write_text(DRAFT)
    (tmp_path / "labels" / "first" / "one.yaml").write_text(yaml.safe_dump(LABELS))
    (tmp_path / "splits.yaml").write_text("dev: [one]\ntest: []\n")
    return tmp_path


def test_gold_passages_have_their_place_and_the_rest_is_ordinary(folder: Path) -> None:
    [draft] = read_labelled(folder)
    [span] = draft.spans
    assert draft.document.text[span.start : span.end] == LABELS["passages"][0]["quote"]  # type: ignore[index]
    assert [t.strip() for t in draft.labelled(Label.uplift)] == [
        "The recipe halves the compute for every size we tried."
    ]
    assert list(draft.labelled(Label.benign)) == []
    assert all("recipe" not in text for text in draft.ordinary())


def test_only_the_drafts_of_a_split_are_read(folder: Path) -> None:
    assert len(read_labelled(folder, "dev")) == 1
    assert read_labelled(folder, "test") == ()
    with pytest.raises(ConfigurationError, match="split 'other'"):
        read_labelled(folder, "other")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"passages": [{**LABELS["passages"][0], "quote": "Nobody wrote this."}]}, "not in the draft"),  # type: ignore[index]
        ({"tier": "maybe"}, "cannot be read"),
    ],
)
def test_labels_that_do_not_fit_their_draft_are_refused(folder: Path, change: dict[str, object], says: str) -> None:
    (folder / "labels" / "first" / "one.yaml").write_text(yaml.safe_dump(LABELS | change))
    with pytest.raises(ConfigurationError, match=says):
        read_labelled(folder)


def test_labels_without_their_draft_are_refused(folder: Path) -> None:
    (folder / "drafts" / "one.md").unlink()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_labelled(folder)


def test_every_gold_passage_of_the_shipped_drafts_is_found() -> None:
    drafts = read_labelled(Path(__file__).parents[2] / "evals" / "datasets", "dev")
    assert len(drafts) >= 20
    assert all(draft.spans for draft in drafts if draft.labels.passages)
