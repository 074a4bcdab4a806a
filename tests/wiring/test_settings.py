"""Settings come from the command line, the environment and one file, in this order of weight."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.wiring.bootstrap import spoken
from screener.wiring.settings import load_settings
from screener.words.errors import ConfigurationError


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration file of the test's own, and no other source; the file's path."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "screener").mkdir()
    return tmp_path / "screener/config.toml"


def test_the_command_line_outweighs_the_environment_and_that_the_file(
    alone: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone.write_text("concurrency = 2\nattempts = 2\nsamples = 2\n")
    monkeypatch.setenv("SCREENER_ATTEMPTS", "3")
    monkeypatch.setenv("SCREENER_SAMPLES", "3")
    found = load_settings(samples=4)
    assert (found.concurrency, found.attempts, found.samples) == (2, 3, 4)


def test_parts_of_a_role_may_come_from_different_places(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone.write_text("[reader]\ntimeout = 7.0\n")
    monkeypatch.setenv("SCREENER_READER__API_KEY", "k")
    reader = load_settings(reader={"model": "openai/x"}).reader
    assert (reader.model, reader.timeout) == ("openai/x", 7.0)
    assert reader.api_key
    assert reader.api_key.get_secret_value() == "k"


def test_what_is_not_given_on_the_command_line_outweighs_nothing(alone: Path) -> None:
    alone.write_text("concurrency = 2\n")
    assert load_settings(concurrency=None).concurrency == 2


def test_a_file_named_by_the_environment_is_read_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.toml").write_text("concurrency = 3\n")
    monkeypatch.setenv("SCREENER_CONFIG", str(tmp_path / "other.toml"))
    assert load_settings().concurrency == 3


def test_a_misspelt_variable_is_an_error_whatever_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("screener_air_gapp", "true")
    with pytest.raises(ConfigurationError, match="screener_air_gapp"):
        load_settings()


def test_what_a_report_says_of_the_settings_holds_no_secret_and_no_folder() -> None:
    found = load_settings(
        data=Path("/somewhere/private"),
        reader={"model": "openai/x", "api_key": "sk-1", "api_base": "https://u:pass@host:1/v1?token=t"},
    )
    told = spoken(found)
    assert told["reader.api_base"] == "https://host:1/v1?…"
    assert not [v for v in told.values() if "sk-1" in v or "pass" in v or "token" in v or "private" in v]
    assert found.reader.api_base == "https://u:pass@host:1/v1?token=t", "the request still needs them"


KEYED = {"SCREENER_READER__MODEL": "openai/x", "SCREENER_READER__API_KEY": "sk-secret"}
AT = "http://127.0.0.1:8000/v1"


@pytest.mark.parametrize(
    ("configured", "given_roles"),
    [
        (KEYED, {"reader": {"model": "anthropic/y"}}),
        (KEYED, {"reader": {"api_base": "https://elsewhere.example.org/v1"}}),
        (
            KEYED | {"SCREENER_READER__API_BASE": "https://a.example.org/v1"},
            {"reader": {"api_base": "http://a.example.org/v1"}},
        ),
        (
            {"SCREENER_READER__API_BASE": AT, "SCREENER_READER__API_KEY": "sk-secret"},
            {"reader": {"model": "ollama/x", "api_base": "http://127.0.0.1:9"}},
        ),
        (
            {"SCREENER_ADVOCATE__MODEL": "mistral/x", "SCREENER_ADVOCATE__API_KEY": "sk-secret"},
            {"advocate": {"model": "cohere/x"}},
        ),
    ],
)
def test_a_key_does_not_follow_the_command_line_to_another_server(
    configured: dict[str, str],
    given_roles: dict[str, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, value in configured.items():
        monkeypatch.setenv(name, value)
    found = load_settings(**given_roles)
    (role,) = given_roles
    assert getattr(found, role).api_key is None
    assert f"key of the {role}" in caplog.text
    assert "is not sent to" in caplog.text
    assert "sk-secret" not in caplog.text


@pytest.mark.parametrize(
    ("configured", "given_role"),
    [
        (KEYED, {"model": "openai/another"}),
        (KEYED, {"api_base": "https://api.openai.com/v1/"}),
        (KEYED | {"SCREENER_READER__API_BASE": AT}, {"model": "hosted_vllm/x"}),
        ({"SCREENER_READER__API_KEY": "sk-secret"}, {"model": "openai/x", "api_base": AT}),
        (KEYED, {"model": "anthropic/y", "api_key": "sk-secret"}),
    ],
)
def test_a_key_is_sent_to_the_server_it_was_given_for(
    configured: dict[str, str],
    given_role: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, value in configured.items():
        monkeypatch.setenv(name, value)
    key = load_settings(reader=given_role).reader.api_key
    assert key
    assert key.get_secret_value() == "sk-secret"
    assert not caplog.records


@given(st.text(max_size=40))
def test_an_address_is_taken_whole_or_refused_in_a_sentence(address: str) -> None:
    try:
        found = load_settings(reader={"api_base": address})
    except ConfigurationError as error:
        assert "reader.api_base" in str(error)
    else:
        assert found.reader.api_base == address
        assert address.casefold().startswith(("http://", "https://"))
