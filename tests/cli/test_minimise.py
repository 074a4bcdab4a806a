"""`--minimise`: a model at work reads the draft and not its authors; quotes, places and the second opinion are the draft's."""

from pathlib import Path

import pytest

from screener.report import from_json
from tests.cli import drafts, reports, scripted_model
from tests.cli.installation import Installation
from tests.scripted_server import Reply, Request, ScriptedServer

AUTHORS = "Ilse Quokkaby, Tomas Numbatt\n\nWombat University\n\nilse@wombat.example.org\n\n## Abstract\n\nPonds.\n\n"
QUOTE = "As Quokkaby saw first, the nine settings halve the steps of the small models."


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "in" / "ponds.md"
    file.parent.mkdir()
    title, rest = drafts.draft(2, s1=QUOTE).split("\n\n", 1)
    file.write_text(f"{title}\n\n{AUTHORS}{rest}")
    return file


def model() -> scripted_model.ScriptedModel:
    """One that quotes what it was shown."""

    def passage(request: Request, index: int) -> Reply | None:
        shown = next((line for line in request.text.split(". ") if "halve the steps" in line), "")
        words = shown[shown.index("As ") :] if shown else ""
        return scripted_model.reading([scripted_model.flag(words)] if words else [])

    return scripted_model.ScriptedModel(passage=passage)


def test_no_request_names_an_author_and_every_quote_is_the_draft_s(installed: Installation, draft: Path) -> None:
    with ScriptedServer(model()) as server:
        arguments = ("screen", draft, "--json", "--model", "openai/test", "--api-base", server.base_url)
        plain, kept = installed.run(*arguments), installed.run(*arguments, "--minimise")
        seen = [request.text for request in server.requests]
    half = len(from_json(plain.out).provenance.requests)
    assert any("Quokkaby" in text for text in seen[:half])
    for text in seen[half:]:
        assert not any(word in text for word in ("Quokkaby", "Numbatt", "Wombat University", "wombat.example"))
    assert any("[name" in text for text in seen[half:])

    before, after = (reports.check(one.report) for one in (plain, kept))
    assert [f["quote"] for f in after["flags"]] == [f["quote"] for f in before["flags"]] != []
    assert QUOTE.removesuffix(".") in after["flags"][0]["quote"] + "."
    assert [(f["start"], f["end"]) for f in after["flags"]] == [(f["start"], f["end"]) for f in before["flags"]]
    assert {f["grounding"] for f in after["flags"]} == {"exact"}
    assert after["second_opinion"] == before["second_opinion"] != []
    assert before["provenance"]["minimised"] == {}
    assert after["provenance"]["minimised"]["name"] >= 3 and after["provenance"]["minimised"]["affiliation"] == 1
    told = installed.run("report", after["id"], "--format", "markdown").out
    assert "Kept from the models: " in told and "1 affiliation" in told


def test_one_role_can_be_left_out_and_what_ships_with_the_program_is_never_minimised(
    installed: Installation, draft: Path
) -> None:
    with ScriptedServer(model()) as server:
        env = {"SCREENER_MINIMISE": "true", "SCREENER_ADVOCATE__MODEL": "openai/other"}
        env |= {"SCREENER_ADVOCATE__MINIMISE": "false", "SCREENER_ADVOCATE__API_BASE": server.base_url}
        outcome = installed.run(
            "screen", draft, "--json", "--model", "openai/test", "--api-base", server.base_url, env=env
        )
        by_model = {r.body["model"]: r.text for r in server.requests}
    assert outcome.code == 0
    assert "Quokkaby" in by_model["other"] and "Quokkaby" not in by_model["test"]
    embedded = installed.run("screen", draft, "--json", "--minimise").report
    assert embedded["provenance"]["minimised"] == {}


def test_where_no_name_was_recognised_the_report_says_so(installed: Installation, tmp_path: Path) -> None:
    file = tmp_path / "nameless.md"
    file.write_text(drafts.draft(2))
    with ScriptedServer(model()) as server:
        done = installed.run("screen", file, "--model", "openai/test", "--api-base", server.base_url, "--minimise")
    assert "No author's name was recognised" in " ".join(done.out.split())
