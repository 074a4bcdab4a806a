"""`screener report`: a finished report again, in every form."""

import json
from pathlib import Path

import pytest

from screener.report import from_json, to_html, to_markdown
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import Settings
from tests.cli import drafts, reports
from tests.cli.installation import Installation


@pytest.fixture
def folder(installed: Installation) -> Path:
    """The one report of an installation."""
    assert installed.run("screen", drafts.short(installed.home.parent), "--quiet").code == 0
    (made,) = installed.reports
    return made


@pytest.mark.parametrize("form", ["json", "html", "markdown"])
def test_a_form_made_again_is_the_one_that_was_written(installed: Installation, folder: Path, form: str) -> None:
    written = (folder / {"json": "report.json", "html": "report.html", "markdown": "report.md"}[form]).read_text()
    assert installed.run("report", folder.name[:-3], "--format", form).out == written + "\n"


def test_a_report_is_found_by_id_prefix_folder_and_path(installed: Installation, folder: Path) -> None:
    ways = (folder.name, folder.name[:15], folder, folder / "report.json")
    shown = {installed.run("report", which).out for which in ways}
    (one,) = shown
    assert one.startswith("Complete: Short")


@pytest.mark.parametrize("form", ["summary", "json", "html", "markdown"])
def test_out_writes_a_file_for_its_owner(installed: Installation, folder: Path, tmp_path: Path, form: str) -> None:
    outcome = installed.run("report", folder.name, "--format", form, "--out", tmp_path / "report")
    assert (outcome.code, outcome.out) == (0, "")
    assert (tmp_path / "report").stat().st_mode & 0o777 == 0o600
    assert "Short" in (tmp_path / "report").read_text(encoding="utf-8")


def test_a_report_of_another_schema_is_refused_and_says_who_wrote_it(
    installed: Installation,
    folder: Path,
    tmp_path: Path,
) -> None:
    report = json.loads((folder / "report.json").read_text()) | {"schema_version": "9.7"}
    (tmp_path / "other.json").write_text(json.dumps(report))
    outcome = installed.run("report", tmp_path / "other.json")
    assert outcome.code == 3
    assert "9.7" in outcome.says


@pytest.mark.parametrize(("content", "code"), [(b"{}", 3), (b"no json", 3), (b"\xff\xfe\x00", 4)])
def test_a_file_that_is_none_is_refused(installed: Installation, tmp_path: Path, content: bytes, code: int) -> None:
    (tmp_path / "odd.json").write_bytes(content)
    outcome = installed.run("report", tmp_path / "odd.json")
    assert outcome.code == code
    assert outcome.says


@pytest.mark.parametrize("which", ["20011224", "", " ", "../../no/such/place", "*"])
def test_an_id_that_names_no_screening_is_a_clear_error(installed: Installation, which: str) -> None:
    outcome = installed.run("report", which)
    assert outcome.code == 4
    assert outcome.says


def test_a_beginning_that_several_share_names_none_of_them(installed: Installation, folder: Path) -> None:
    installed.run("screen", drafts.short(installed.home.parent, "b.md", "Cold."), "--quiet")
    outcome = installed.run("report", "2")
    assert outcome.code == 4
    assert "2 screenings" in outcome.says


def test_an_unknown_form_is_a_usage_error_and_an_unwritable_file_a_configuration_error(
    installed: Installation,
    folder: Path,
) -> None:
    assert installed.run("report", folder.name, "--format", "pdf").code == 2
    outcome = installed.run("report", folder.name, "--format", "html", "--out", folder / "no/such/file")
    assert outcome.code == 4
    assert "cannot be written" in outcome.says


def test_a_stored_report_is_read_back_whole(installed: Installation, folder: Path) -> None:
    text = (folder / "report.json").read_text()
    reports.check(json.loads(text))
    framework = Rooms(Settings()).prompts.framework
    assert to_html(from_json(text), framework) == (folder / "report.html").read_text()
    assert to_markdown(from_json(text), framework) == (folder / "report.md").read_text()
