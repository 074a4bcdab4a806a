"""`screen --sensitivity`: a model that may not see such drafts is not asked, and the report says so."""

from pathlib import Path

import pytest

from tests.cli import drafts, scripted_model
from tests.cli.installation import Installation
from tests.scripted_server import ScriptedServer


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "in" / "ponds.md"
    file.parent.mkdir()
    file.write_text(drafts.draft(2))
    return file


def test_a_model_that_may_not_see_secret_drafts_is_not_asked_about_one(installed: Installation, draft: Path) -> None:
    installed.settings["SCREENER_SERVICE__MODELS_SEE__SECRET"] = "none"
    with ScriptedServer(scripted_model.ScriptedModel()) as server:
        order = ("screen", draft, "--json", "--model", "openai/test", "--api-base", server.base_url)
        secret = installed.run(*order, "--sensitivity", "secret")
        assert server.requests == []
        ordinary = installed.run(*order, "--sensitivity", "ordinary")
        assert server.requests
    assert (secret.code, ordinary.code) == (0, 0), secret.err + ordinary.err
    [reader] = secret.report["provenance"]["readers"]
    assert reader["kind"] == "embedded"
    assert "may not see drafts marked 'secret' and was not asked" in reader["meaning"]
    assert "may not see drafts marked 'secret' and was not asked" in secret.err
    assert ordinary.report["provenance"]["readers"][0]["kind"] == "llm"


def test_a_secret_draft_goes_to_no_other_machine(installed: Installation, draft: Path) -> None:
    outside = ("--model", "openai/test", "--api-base", "https://models.example.org/v1")
    done = installed.run("screen", draft, "--json", *outside, "--sensitivity", "secret")
    assert done.code == 0, done.err
    assert done.report["provenance"]["requests"] == []
