"""The drafts in other formats: read back, they hold every word that was labelled."""

import re
from collections import Counter

import pytest
import yaml

from evals.datasets_build.formats.__main__ import main
from evals.datasets_build.formats.build import files_of, read_columns
from evals.datasets_build.formats.manuscript import Block, Kind, Look, Run, blocks_of, notes_of
from evals.datasets_build.formats.pdf import unsupported
from evals.datasets_build.places import DATASETS
from screener.doors.documents.reader import read
from screener.stages.grounding import QuoteGate
from screener.uses.labelled import labels_of

COLUMNS = read_columns()
FEW = (
    "a-monitor-nine-months",
    "a-recall-editing-negative",
    "c-harbourmaster-card",
    "c-late-bloomers",
    "c-third-gate",
    "e-night-shift",
    "f-mending-first",
    "g-signs-of-aversion",
)


def test_twelve_drafts_have_one_column_and_twelve_have_two() -> None:
    assert Counter(COLUMNS.values()) == {1: 12, 2: 12}
    splits = yaml.safe_load((DATASETS / "splits.yaml").read_text(encoding="utf-8"))
    assert all(len(set(COLUMNS) & set(ids)) >= 8 for ids in splits.values())


@pytest.mark.parametrize("draft", COLUMNS)
def test_the_font_has_every_character_of_the_draft(draft: str) -> None:
    assert unsupported((DATASETS / "drafts" / f"{draft}.md").read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("draft", FEW)
def test_every_gold_quote_is_found_in_every_format(draft: str) -> None:
    for name, content in files_of(draft, COLUMNS[draft]).items():
        gate = QuoteGate(read(content, name).text)
        missed = [p.quote for p in labels_of(DATASETS, draft).passages if gate.find(p.quote).start is None]
        assert missed == [], name


def test_making_the_files_again_gives_the_same_bytes() -> None:
    assert files_of("c-third-gate", 2) == files_of("c-third-gate", 2)
    assert files_of("c-late-bloomers", 1) == files_of("c-late-bloomers", 1)


def test_headings_notes_and_tables_survive_in_the_word_file_and_the_latex_project() -> None:
    files = files_of("c-late-bloomers", 1)
    markdown = (DATASETS / "drafts" / "c-late-bloomers.md").read_text(encoding="utf-8")
    headings = [re.sub(r"^#+ ", "", line) for line in markdown.splitlines() if line.startswith("## ")]
    for ending in ("docx", "zip"):
        document = read(files[f"c-late-bloomers.{ending}"], f"x.{ending}")
        assert [s.title for s in document.sections if s.level > 1 or s.title in headings][-len(headings) :] == headings
        assert not [h for h in document.hidden if not h.ordinary]


def test_markdown_becomes_blocks_of_marked_words() -> None:
    blocks = blocks_of(
        "# A *fine* title\n\nWords with **bold**, `code` and a note.[^1]\nThey go on.\n\n- one\n- two\n  more\n\n"
        "| a | b |\n|---|---|\n| 1 | 2\\|3 |\n\n[^1]: The note.\n[^2]: Another.\n\n> said"
    )
    assert [b.kind for b in blocks] == [
        Kind.heading,
        Kind.paragraph,
        Kind.item,
        Kind.item,
        Kind.table,
        Kind.note,
        Kind.note,
        Kind.quote,
    ]
    assert blocks[0].runs == (Run("A "), Run("fine", Look.italic), Run(" title"))
    assert Run("1", Look.mark) in blocks[1].runs
    assert blocks[3].runs == (Run("two more"),)
    assert blocks[4].rows[1][1] == (Run("2|3"),)
    assert notes_of(blocks) == {"1": (Run("The note."),), "2": (Run("Another."),)}
    assert blocks[-1] == Block(Kind.quote, (Run("said"),))


def test_the_command_writes_three_files_for_each_draft(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("evals.datasets_build.formats.__main__.read_columns", lambda: {"c-third-gate": 2})
    assert main([str(tmp_path)]) == 0
    assert {file.suffix for file in tmp_path.iterdir()} == {".pdf", ".docx", ".zip"}
    assert capsys.readouterr().out.startswith("3 files")
