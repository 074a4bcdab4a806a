"""Settings that do not hold: code 4 and one sentence that says which and what to do, before anything is read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.storage.private import narrow
from tests.cli import drafts
from tests.cli.installation import CHECKOUT, Installation

Change = Callable[[Installation], None]


def environment(**env: str) -> Change:
    return lambda where: where.settings.update(env)


def toml(text: str) -> Change:
    return lambda where: where.configure(text)


def prompts_with(name: str, text: str | None) -> Change:
    def change(where: Installation) -> None:
        folder = where.home / "prompts"
        shutil.copytree(CHECKOUT / "prompts", folder)
        (folder / name).unlink() if text is None else (folder / name).write_text(text)
        where.settings["SCREENER_PROMPTS"] = str(folder)

    return change


def own_case(text: str) -> Change:
    def change(where: Installation) -> None:
        (where.data / "corpus/cases").mkdir(parents=True)
        (where.data / "corpus/cases/ours.yaml").write_text(text)

    return change


def data_under_a_file(where: Installation) -> None:
    (where.home / "file").write_text("")
    where.settings["SCREENER_DATA"] = str(where.home / "file/data")


def damaged(name: str) -> Change:
    def change(where: Installation) -> None:
        (where.data / name).write_bytes(b"not a database, whatever its name says" * 100)

    return change


def bytes_that_are_no_toml(where: Installation) -> None:
    where.configure("")
    where.config_file.write_bytes(b"\xff\xfe")


WRONG: dict[str, tuple[Change, str]] = {
    "a model without a provider": (environment(SCREENER_READER__MODEL="qwen3"), "provider/name"),
    "an address without a scheme": (environment(SCREENER_READER__API_BASE="localhost:8000"), "http://"),
    "half an address": (environment(SCREENER_READER__API_BASE="http://[::1/v1"), "reader.api_base"),
    "an address without a host": (environment(SCREENER_ADVOCATE__API_BASE="http://"), "advocate.api_base"),
    "a model that needs an address": (environment(SCREENER_READER__MODEL="hosted_vllm/x"), "API base"),
    "a model without a name": (environment(SCREENER_READER__MODEL="openai/"), "names no model"),
    "a provider that does not exist": (environment(SCREENER_READER__MODEL="nosuch/x"), "the provider 'nosuch'"),
    "a provider in capitals": (environment(SCREENER_ADVOCATE__MODEL="OpenAI/x"), "take 'openai'"),
    "a fallback of no provider": (
        environment(SCREENER_READER__MODEL="ollama/x", SCREENER_READER__FALLBACKS='["nosuch/x"]'),
        "'nosuch/x'",
    ),
    "an embedder of no provider": (environment(SCREENER_EMBEDDER__MODEL="nosuch/x"), "embedder model 'nosuch/x'"),
    "a model beyond the air gap": (
        environment(SCREENER_READER__MODEL="openai/x", SCREENER_READER__API_KEY="k", SCREENER_AIR_GAP="true"),
        "allowed_hosts",
    ),
    "an advocate beyond the air gap": (
        environment(SCREENER_ADVOCATE__MODEL="mistral/x", SCREENER_AIR_GAP="true"),
        "the advocate model mistral/x",
    ),
    "an embedder beyond the air gap": (
        environment(SCREENER_EMBEDDER__MODEL="openai/x", SCREENER_EMBEDDER__API_KEY="k", SCREENER_AIR_GAP="true"),
        "the embedder model openai/x",
    ),
    "a provider's own host without a key": (environment(SCREENER_READER__MODEL="openai/x"), "OPENAI_API_KEY"),
    "an address without a model": (environment(SCREENER_READER__API_BASE="http://127.0.0.1:9/v1"), "--model"),
    "an advocate's address alone": (
        environment(SCREENER_ADVOCATE__API_BASE="http://127.0.0.1:9/v1"),
        "--advocate-model",
    ),
    "a file that is no model": (environment(SCREENER_READER__MODEL="gguf:/nowhere.gguf"), "nowhere.gguf"),
    "TOML that is none": (toml("[reader\nmodel = 3"), "config.toml"),
    "bytes that are no TOML": (bytes_that_are_no_toml, "config.toml"),
    "an unknown key": (toml("colour = 'red'\n"), "'colour'"),
    "an unknown key of a role": (toml("[reader]\nmodle = 'ollama/x'\n"), "'reader.modle'"),
    "a value of another kind": (toml("concurrency = 'many'\n"), "concurrency"),
    "a value out of range": (environment(SCREENER_CONCURRENCY="0"), "concurrency"),
    "an unknown variable": (environment(SCREENER_AIRGAP="true"), "SCREENER_AIRGAP"),
    "an unknown variable of a role": (environment(SCREENER_READER__MODLE="ollama/x"), "modle"),
    "a list that is none": (environment(SCREENER_ALLOWED_HOSTS="a, b"), "allowed_hosts"),
    "a configuration that is missing": (environment(SCREENER_CONFIG="/nowhere/config.toml"), "/nowhere/config.toml"),
    "no prompts folder": (environment(SCREENER_PROMPTS="/nowhere"), "/nowhere"),
    "a framework that is no YAML": (prompts_with("framework.yaml", "tiers: ["), "framework.yaml"),
    "a framework without its parts": (prompts_with("framework.yaml", "tiers: []\n"), "framework.yaml"),
    "a framework that is missing": (prompts_with("framework.yaml", None), "framework.yaml"),
    "no corpus folder": (environment(SCREENER_CORPUS="/nowhere"), "/nowhere"),
    "an own case that is no YAML": (own_case("id: ["), "ours.yaml"),
    "an own case without its parts": (own_case("id: ours\n"), "ours.yaml"),
    "a data folder that cannot be": (data_under_a_file, "file/data"),
    "stored answers that are none": (damaged("answers.sqlite"), "answers.sqlite"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_setting_is_named_in_one_sentence(installed: Installation, fault: str) -> None:
    change, named = WRONG[fault]
    change(installed)
    narrow(installed.data)  # else the first line would say so
    outcome = installed.run("screen", drafts.short(installed.home.parent / "drafts"), "--quiet")
    assert outcome.code == 4, outcome.out
    assert named in outcome.says
    assert installed.reports == []


WITH_A_MODEL = ("--quiet", "--model", "openai/x", "--api-base", "http://127.0.0.1:9/v1")
PROMPTS = sorted(file.stem for file in (CHECKOUT / "prompts").glob("*.md"))


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_broken_prompt_is_found_before_a_model_is_paid(installed: Installation, prompt: str) -> None:
    name = f"{prompt}.md"
    prompts_with(name, "Read this: {{ unknown_words }}")(installed)
    outcome = installed.run("screen", "/nowhere/never-parsed.txt", *WITH_A_MODEL)
    assert outcome.code == 4, outcome.out + outcome.err
    assert name in outcome.says
    assert installed.reports == []


@pytest.mark.parametrize("place", ["precedents", "summaries", "flags"])
def test_a_prompt_that_is_broken_only_where_there_is_something_to_show_is_found_too(
    installed: Installation, place: str
) -> None:
    good = (CHECKOUT / "prompts/advocate.md").read_text()
    prompts_with("advocate.md", f"{good}\n{{% for it in {place} %}}{{{{ it.nosuch }}}}{{% endfor %}}")(installed)
    outcome = installed.run("screen", "/nowhere/never-parsed.txt", *WITH_A_MODEL)
    assert outcome.code == 4, outcome.out + outcome.err
    assert "advocate.md" in outcome.says


def test_a_prompt_that_the_settings_never_use_may_be_broken(installed: Installation) -> None:
    prompts_with("confirm.md", "{{ unknown_words }}")(installed)
    installed.settings["SCREENER_CONFIDENCE"] = "off"
    assert installed.run("screen", "/nowhere/never-parsed.txt", *WITH_A_MODEL).code == 3


@pytest.mark.parametrize("name", ["index/lexical.sqlite", "index/chroma/chroma.sqlite3"])
def test_an_index_that_is_none_is_made_anew(installed: Installation, name: str) -> None:
    damaged(name)(installed)
    outcome = installed.run("screen", drafts.short(installed.home.parent / "drafts"), "--quiet")
    assert outcome.code == 0, outcome.err
    assert len(installed.reports) == 1


def test_a_broken_own_case_is_named_by_validate_too(installed: Installation) -> None:
    own_case("id: ours\n")(installed)
    outcome = installed.run("corpus", "validate")
    assert outcome.code == 4
    assert "ours.yaml" in outcome.out


def test_an_out_folder_that_is_a_file_is_refused_before_reading(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    outcome = installed.run("screen", drafts.short(tmp_path), "--out", tmp_path / "file")
    assert outcome.code == 4
    assert "--out" in outcome.says
    assert (tmp_path / "file").read_text() == "mine"
    assert installed.reports == []


def test_an_interrupted_index_is_made_whole_by_the_next_run(installed: Installation) -> None:
    shutil.rmtree(installed.data / "index/chroma")
    outcome = installed.run("corpus", "index", "--json")
    assert outcome.code == 0
    assert outcome.report["added"] == outcome.report["entries"] > 0
