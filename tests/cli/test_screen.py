"""`screener screen` as its user sees it, without a language model."""

import json
from pathlib import Path

from tests.cli import drafts, reports
from tests.cli.installation import Installation, modes


def test_a_file_is_screened_and_its_report_kept_for_its_owner_alone(installed: Installation) -> None:
    outcome = installed.run("screen", drafts.short(installed.home.parent / "drafts"))
    assert outcome.code == 0
    assert outcome.out.startswith("Complete: Short")
    assert outcome.err == ""
    (folder,) = installed.reports
    assert {p.name for p in folder.iterdir()} == {"report.json", "report.html", "report.md"}
    assert all(str(folder / name) in outcome.out for name in ("report.json", "report.html", "report.md"))
    reports.check(json.loads((folder / "report.json").read_text()))


def test_everything_in_a_fresh_data_folder_is_for_its_owner_alone(installed: Installation, tmp_path: Path) -> None:
    data, out = tmp_path / "fresh/data", tmp_path / "fresh/out"
    installed.settings["SCREENER_DATA"] = str(data)
    assert installed.run("corpus", "index").code == 0
    assert installed.run("screen", drafts.short(tmp_path), "--quiet", "--out", out).code == 0
    for folder in (data, out):
        for name, mode in modes(folder).items():
            assert mode == (0o700 if (folder / name).is_dir() else 0o600), f"{name} {mode:o}"


def test_several_files_give_a_report_each_even_where_they_are_equal(installed: Installation) -> None:
    folder = installed.home.parent
    one, same, other = drafts.short(folder, "a.md"), drafts.short(folder, "b.md"), drafts.short(folder, "c.md", "Cold.")
    outcome = installed.run("screen", one, same, other, "--json")
    assert outcome.code == 0
    assert [reports.check(r)["provenance"]["file_name"] for r in outcome.lines] == ["a.md", "b.md", "c.md"]
    assert len(installed.reports) == len({r["id"] for r in outcome.lines}) == 3


def test_a_source_without_its_parts_is_incomplete_and_never_suggests_to_publish(
    installed: Installation, tmp_path: Path
) -> None:
    source = tmp_path / "main.tex"
    source.write_text(
        "\\documentclass{article}\\begin{document}Ducks.\\input{results}\\end{document}", encoding="utf-8"
    )
    done = installed.run("screen", str(source))
    assert done.code == 5
    assert "results" in done.out and "Publish" not in done.out


def test_a_draft_in_another_language_is_not_read_by_the_embedded_reader_and_says_so(
    installed: Installation, tmp_path: Path
) -> None:
    draft = tmp_path / "entwurf.md"
    draft.write_text("# Enten\n\n" + "Wir haben die Enten auf dem Teich jeden Morgen gezählt. " * 4, encoding="utf-8")
    outcome = installed.run("screen", draft, "--json")
    assert outcome.code == 5
    assert outcome.report["coverage"]["unread"][0]["because"] == "other_language"
    assert "publish" not in str(outcome.report["suggestion"]["tier"])
    assert any("not in English" in note for note in outcome.report["draft"]["notes"])


def test_standard_input_is_a_draft(installed: Installation) -> None:
    outcome = installed.run("screen", "-", "--json", stdin=b"# Ducks\n\nWe counted ducks.\n")
    assert outcome.code == 0
    assert reports.check(outcome.report)["provenance"]["file_name"] == "standard input"


def test_empty_or_endless_standard_input_is_refused(installed: Installation) -> None:
    assert installed.run("screen", "-").code == 3
    too_much = installed.run("screen", "-", stdin=b"ducks " * 200_000, SCREENER_LARGEST_MB="1")
    assert too_much.code == 3
    assert "1 MiB" in too_much.says


def test_quiet_prints_one_line_of_five_fields_per_draft(installed: Installation) -> None:
    outcome = installed.run("screen", drafts.short(installed.home.parent, "a\tb.md"), "--quiet")
    status, tier, flags, name, folder = outcome.out.rstrip("\n").split("\t")
    assert (status, tier, flags, name) == ("complete", "publish", "0", "a b.md")
    assert (Path(folder) / "report.json").is_file()


def test_json_follows_the_printed_schema(installed: Installation) -> None:
    import jsonschema  # type: ignore[import-untyped]

    schema = json.loads(installed.run("schema").out)
    outcome = installed.run("screen", drafts.short(installed.home.parent), "--json")
    jsonschema.Draft202012Validator(schema).validate(outcome.report)


def test_out_gets_a_copy_of_the_reports(installed: Installation, tmp_path: Path) -> None:
    outcome = installed.run("screen", drafts.short(tmp_path), "--json", "--out", tmp_path / "deep/out")
    copy = tmp_path / "deep/out" / outcome.report["id"]
    assert json.loads((copy / "report.json").read_text()) == outcome.report
    assert (installed.reports[0] / "report.html").read_bytes() == (copy / "report.html").read_bytes()


def test_without_a_draft_the_command_says_what_to_name(installed: Installation) -> None:
    outcome = installed.run("screen")
    assert outcome.code == 2
    assert "--sample" in outcome.says


def test_an_unknown_option_is_a_usage_error(installed: Installation) -> None:
    assert installed.run("screen", "--colour").code == 2


def test_a_name_that_is_no_text_is_screened_all_the_same(installed: Installation) -> None:
    file = drafts.short(installed.home.parent, "n\udcff.md")
    outcome = installed.run("screen", file, "--json")
    assert outcome.code == 0, outcome.err
    assert outcome.report["provenance"]["file_name"] == "n\ufffd.md"


def test_a_terminal_that_lacks_characters_gets_question_marks(installed: Installation) -> None:
    file = drafts.short(installed.home.parent, text=drafts.CURLY)
    outcome = installed.run_apart("screen", file, PYTHONIOENCODING="ascii")
    assert outcome.code == 0, outcome.err
    as_json = installed.run_apart("screen", file, "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert drafts.CURLY in as_json.report["draft"]["text"]


def test_a_name_full_of_brackets_does_not_break_the_progress_bar(installed: Installation) -> None:
    file = drafts.short(installed.home.parent, "a[red]b[bold[.md")
    plainly, seen = installed.run("screen", file), installed.run("screen", file, TTY_COMPATIBLE="1")
    assert plainly.code == seen.code == 0, seen.err
    assert plainly.err == "", "no bar where nobody watches"
    assert "a[red]b[bold[.md" in seen.err
