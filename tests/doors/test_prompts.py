"""The prompt files: complete, exactly supplied with variables, and hashed."""

import hashlib
from pathlib import Path

import pytest
import yaml

from screener.doors.prompts import Prompts
from screener.words.errors import ConfigurationError
from screener.words.framework import Severity, Tier

SHIPPED = Path(__file__).parents[2] / "prompts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in SHIPPED.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "greet.md").write_text("Hello {{ name }}{% for t in things %}, {{ t }}{% endfor %}.\n")
    return tmp_path


def test_a_prompt_is_filled_in(folder: Path) -> None:
    assert Prompts(folder).render("greet", name="Ada", things=["a", "b"]) == "Hello Ada, a, b."


def test_text_that_looks_like_a_template_stays_text(folder: Path) -> None:
    hostile = "{{ 7 * 7 }} {% raw %} {# x #} <b>&"
    assert Prompts(folder).render("greet", name=hostile, things=[]) == f"Hello {hostile}."


def test_a_missing_variable_is_an_error(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"greet\.md uses things, which the program does not supply"):
        Prompts(folder).render("greet", name="Ada")


def test_an_unused_variable_is_an_error(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"greet\.md does not use passage"):
        Prompts(folder).render("greet", name="Ada", things=[], passage="x")


def test_a_variable_used_only_in_a_branch_not_taken_still_counts(folder: Path) -> None:
    (folder / "maybe.md").write_text("{% if a %}{{ b }}{% endif %}x")
    assert Prompts(folder).variables("maybe") == {"a", "b"}


@pytest.mark.parametrize("body", ["{% for x in %}", "{{ name", "{% if name %}"])
def test_a_broken_template_is_an_error(folder: Path, body: str) -> None:
    (folder / "greet.md").write_text(body)
    with pytest.raises(ConfigurationError, match=r"greet\.md is not a valid template"):
        Prompts(folder).render("greet", name="Ada")


def test_an_unknown_attribute_is_an_error_and_not_an_empty_text(folder: Path) -> None:
    (folder / "greet.md").write_text("{{ name.surname }}")
    with pytest.raises(ConfigurationError, match="cannot be rendered"):
        Prompts(folder).render("greet", name="Ada")


def test_a_missing_file_is_an_error(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.md is missing"):
        Prompts(folder).render("none")


def test_a_file_in_another_encoding_is_an_error(folder: Path) -> None:
    (folder / "greet.md").write_bytes("Grüße {{ name }}".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        Prompts(folder).render("greet", name="Ada")


def test_hashes_are_those_of_the_files_and_follow_them(folder: Path) -> None:
    before = Prompts(folder).hashes()
    assert before["greet"] == hashlib.sha256((folder / "greet.md").read_bytes()).hexdigest()
    (folder / "greet.md").write_text("Hi {{ name }}")
    after = Prompts(folder).hashes()
    assert {name for name in before if before[name] != after[name]} == {"greet"}


def test_the_shipped_prompts_are_valid_and_named_in_the_hashes() -> None:
    prompts = Prompts(SHIPPED)
    named = {"reader_system", "reader_context", "reader_passage", "repair", "confirm", "advocate", "advocate_system"}
    assert named <= set(prompts.hashes())
    assert all(isinstance(prompts.variables(name), set) for name in prompts.hashes())


def test_the_shipped_framework_describes_all_tiers_and_severities() -> None:
    framework = Prompts(SHIPPED).framework
    assert tuple(t.id for t in framework.tiers) == tuple(Tier)
    assert tuple(s.id for s in framework.severities) == tuple(Severity)
    assert framework.concern_ids()
    assert framework.factor_ids()


def test_the_framework_hash_follows_the_file(folder: Path) -> None:
    before = Prompts(folder).framework_sha256
    with (folder / "framework.yaml").open("a") as file:
        file.write("# a remark\n")
    assert Prompts(folder).framework_sha256 != before


def changed(folder: Path, how: str) -> None:
    path = folder / "framework.yaml"
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    if how == "tier":
        held["tiers"].pop()
    elif how == "severity":
        held["severities"].reverse()
    elif how == "concern twice":
        held["concerns"].append(held["concerns"][0])
    elif how == "no factor":
        held["factors"] = []
    elif how == "unknown field":
        held["surprise"] = 1
    path.write_text(yaml.safe_dump(held), encoding="utf-8")


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("tier", "must describe the tiers"),
        ("severity", "must describe the severities"),
        ("concern twice", "at least one concern, and none twice"),
        ("no factor", "at least one factor"),
        ("unknown field", "surprise"),
    ],
)
def test_a_wrong_framework_is_an_error_that_names_what_is_wrong(folder: Path, how: str, says: str) -> None:
    changed(folder, how)
    with pytest.raises(ConfigurationError, match=says):
        _ = Prompts(folder).framework


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"a: [", "not valid YAML"),
        (b"\xff\xfe\x00", "not valid YAML"),
        (b"- 1", "not valid"),
    ],
)
def test_a_framework_that_cannot_be_read_is_an_error(folder: Path, body: bytes, says: str) -> None:
    (folder / "framework.yaml").write_bytes(body)
    with pytest.raises(ConfigurationError, match=says):
        _ = Prompts(folder).framework


def test_a_missing_framework_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        _ = Prompts(tmp_path).framework
