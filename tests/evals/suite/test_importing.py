"""Decided drafts become labelled drafts and cases that the suite and the program take as their own."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.importing import Imported, import_folder
from evals.suite.drafts import labelled, own_cases
from evals.suite.gold import gold_of
from screener.doors.corpus import read_cases
from screener.doors.documents.markdown import parse
from screener.uses.labelled import read_labelled
from screener.words.decided import DECISION
from screener.words.errors import ConfigurationError
from screener.words.screening import DraftText
from tests.cli.installation import Installation

QUOTE = "A tide table of *nine* ports, printed in full, lets a harbour skip its survey"
BODY = f"# On tides\n\nPonds are flat.\n\n## 2. Ports\n\n{QUOTE}. 1. Not a list.\n\nIt ends here.\n"
HTML = (
    "<h1>On tides</h1><p>Ponds are flat.</p><h2>2. Ports</h2><p>A tide table of *nine* ports, printed in full, lets a\n"
    + ("harbour skip its survey.</p><p># not a heading, 3 &lt; 4 &amp; a_b_c [x] | y</p><p>- no list</p>")
)
CASE: dict[str, Any] = {
    "year": 2026,
    "summary": "Somebody printed the tides of nine ports.",
    "at_stake": "Surveys that others had to make.",
    "distinguish": "A table of one port.",
    "concerns": ["operational_detail"],
}


def decision(**more: Any) -> dict[str, Any]:
    passage = {"quote": QUOTE, "label": "uplift", "concern": "operational_detail", "severity": "medium"}
    values: dict[str, Any] = {
        "id": "tides",
        "title": "On tides",
        "field": "harbours",
        "draft": "paper.md",
        "tier": "share_select",
        "decided_by": "The board",
        "rationale": "The table saves a survey.",
        "passages": [passage | {"because": "It saves the survey of nine ports."}],
        "factors": {"scaling": {"stance": "balanced", "because": "Ports differ and tides do not."}},
    }
    return values | more


def exported(folder: Path, values: dict[str, Any], draft: str = BODY) -> Path:
    one = folder / values["id"]
    one.mkdir(parents=True)
    (one / DECISION).write_text(yaml.safe_dump(values), encoding="utf-8")
    (one / values["draft"]).write_text(draft, encoding="utf-8")
    return folder


def test_a_decided_draft_becomes_a_labelled_draft_of_its_split(tmp_path: Path) -> None:
    made = import_folder(exported(tmp_path / "in", decision(split="test")), tmp_path / "out")
    assert made == Imported(drafts=1, cases=0)
    (draft,) = labelled("test", folder=tmp_path / "out")
    assert (draft.labels.id, draft.labels.tier) == ("tides", "share_select")
    (read,) = read_labelled(tmp_path / "out", "test")
    assert len(read.spans) == 1
    document = read.document
    text = DraftText(
        format=document.format, title="", text=document.text, pages=(), sections=document.sections, joins=(), notes=()
    )
    (mark,) = gold_of(draft, text).marks
    assert document.text[mark.start : mark.end].startswith("A tide table of nine ports")


def test_a_case_is_made_where_it_is_asked_for_and_left_out_for_its_own_draft(tmp_path: Path) -> None:
    made = import_folder(exported(tmp_path / "in", decision(case=CASE)), tmp_path / "out")
    assert made.cases == 1
    (case,) = read_cases(tmp_path / "out")
    assert (case.id, str(case.sensitivity), case.passages[0].text) == ("tides", "restricted", QUOTE)
    assert own_cases("tides", tmp_path / "out") == {"tides"}


def test_an_imported_case_can_be_added_to_an_installation(installed: Installation, tmp_path: Path) -> None:
    import_folder(exported(tmp_path / "in", decision(case=CASE)), tmp_path / "out")
    outcome = installed.run("corpus", "add", tmp_path / "out" / "cases" / "tides.yaml")
    assert outcome.code == 0, outcome.err


def test_the_words_of_another_format_are_the_same_after_the_import(tmp_path: Path) -> None:
    quote = "A tide table of *nine* ports, printed in full, lets a harbour skip its survey"
    values = decision(draft="paper.html")
    values["passages"][0]["quote"] = quote
    import_folder(exported(tmp_path / "in", values, HTML), tmp_path / "out")
    document = parse((tmp_path / "out/drafts/tides.md").read_bytes(), "tides.md")
    words = " ".join(document.text.split())
    assert "# not a heading, 3 < 4 & a_b_c [x] | y" in words
    assert "of *nine* ports" in words
    assert "- no list" in words
    assert [s.title for s in document.sections] == ["On tides", "2. Ports"]


def test_two_imports_add_up(tmp_path: Path) -> None:
    import_folder(exported(tmp_path / "one", decision()), tmp_path / "out")
    import_folder(exported(tmp_path / "two", decision(id="moons")), tmp_path / "out")
    assert {d.labels.id for d in labelled("dev", folder=tmp_path / "out")} == {"tides", "moons"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (decision(tier="burn"), "is not a decision: tier"),
        (decision(draft="../paper.md"), "not a path"),
        (
            decision(passages=[decision()["passages"][0] | {"quote": "Words that nobody wrote in this draft."}]),
            "not in the draft",
        ),
        (decision(passages=[decision()["passages"][0] | {"quote": "Too short."}], case=CASE), "not in the draft"),
        (decision(case=CASE | {"year": 3000}), "case.year"),
        (decision(first_tier="hold", case=CASE), "why_changed"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_added(tmp_path: Path, values: dict[str, Any], says: str) -> None:
    folder = tmp_path / "in" / "tides"
    folder.mkdir(parents=True)
    (folder / DECISION).write_text(yaml.safe_dump(values), encoding="utf-8")
    (folder / "paper.md").write_text(BODY, encoding="utf-8")
    exported(tmp_path / "in", decision(id="good"))
    with pytest.raises(ConfigurationError, match=says):
        import_folder(tmp_path / "in", tmp_path / "out")
    assert not [f for f in (tmp_path / "out").rglob("*") if f.is_file()]


def test_an_id_stands_for_one_draft(tmp_path: Path) -> None:
    import_folder(exported(tmp_path / "in", decision()), tmp_path / "out")
    with pytest.raises(ConfigurationError, match="taken already"):
        import_folder(tmp_path / "in", tmp_path / "out")


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no folder with a decision"):
        import_folder(tmp_path, tmp_path / "out")
