"""Drafts that cannot be screened: one clear sentence each, code 3, and nothing half-written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.cli import drafts, reports
from tests.cli.installation import CHECKOUT, Installation


def encrypted(file: Path) -> None:
    page = Canvas(str(file), encrypt=StandardEncryption("secret"))
    page.drawString(72, 720, "Nobody may read this.")
    page.save()


def cut_short(file: Path) -> None:
    file.write_bytes((CHECKOUT / "samples/monitor-paper.pdf").read_bytes()[:3_000])


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "empty": ("empty.md", lambda f: f.write_bytes(b"")),
    "blank": ("blank.txt", lambda f: f.write_text("  \n\n ")),
    "encrypted": ("locked.pdf", encrypted),
    "corrupt pdf": ("cut.pdf", cut_short),
    "corrupt docx": ("cut.docx", lambda f: f.write_bytes(b"PK\x03\x04" + bytes(200))),
    "an image": ("figure.png", lambda f: f.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))),
    "a program": ("tool.md", lambda f: f.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(3_000))),
    "too large": ("large.txt", lambda f: f.write_bytes(b"ducks " * 200_000)),
    "no file": ("missing.pdf", lambda f: None),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_draft_is_refused_in_one_sentence_that_names_it(installed: Installation, fault: str) -> None:
    name, make = BAD[fault]
    file = installed.home.parent / name
    make(file)
    outcome = installed.run("screen", file, "--json", SCREENER_LARGEST_MB="1")
    assert outcome.code == 3
    assert name in outcome.says
    assert outcome.report.keys() == {"file", "error", "says"}
    assert installed.reports == []


def test_a_file_that_may_not_be_read_is_refused(installed: Installation) -> None:
    loop = installed.home.parent / "loop.md"
    loop.symlink_to(loop)
    outcome = installed.run("screen", loop)
    assert outcome.code == 3
    assert "cannot be read" in outcome.says


def test_an_endless_device_is_refused_and_not_read_to_its_end(installed: Installation) -> None:
    outcome = installed.run("screen", "/dev/zero", SCREENER_LARGEST_MB="1")
    assert outcome.code == 3
    assert "larger than 1 MiB" in outcome.says


def test_a_file_name_cannot_command_the_terminal(installed: Installation) -> None:
    outcome = installed.run("screen", installed.home.parent / "a\x1b[2Jb\n.pdf")
    assert outcome.code == 3
    assert "\x1b" not in outcome.says


def test_good_drafts_of_a_folder_are_screened_and_the_bad_ones_named(installed: Installation) -> None:
    folder = installed.home.parent / ".hidden above" / "drafts"
    drafts.short(folder)
    drafts.short(folder / "deeper", "other.md")
    drafts.short(folder / ".git", "ignored.md")
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    outcome = installed.run("screen", folder, "--json")
    assert outcome.code == 3
    assert "bad.png" in outcome.says
    read = [line for line in outcome.lines if "error" not in line]
    assert sorted(r["provenance"]["file_name"] for r in map(reports.check, read)) == ["other.md", "short.md"]
    assert len(installed.reports) == 2


def test_what_the_program_wrote_itself_is_not_taken_for_a_draft(installed: Installation) -> None:
    folder = installed.home.parent / "drafts"
    drafts.short(folder)
    for _ in range(2):
        outcome = installed.run("screen", folder, "--quiet", "--out", folder / "reports")
        assert outcome.code == 0, outcome.err
        assert len(outcome.out.splitlines()) == 1


def test_a_folder_without_drafts_is_named_as_such(installed: Installation) -> None:
    empty = installed.home.parent / "empty"
    empty.mkdir()
    outcome = installed.run("screen", empty)
    assert outcome.code == 3
    assert "nothing to screen" in outcome.says
