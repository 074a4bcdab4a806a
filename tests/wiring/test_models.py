"""Models as the settings name them: whose key goes where, and what the advocate takes over."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from screener.doors.model import Endpoint, Model, without_cache
from screener.wiring.models import build_models
from screener.wiring.settings import Settings, load_settings
from screener.words.errors import ConfigurationError


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of this machine's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("OPENAI_BASE_URL", "ANTHROPIC_API_BASE", "OLLAMA_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, "from-the-environment")


def built(settings: Settings) -> tuple[Model | None, Model | None]:
    with ExitStack() as closing:
        return build_models(settings, without_cache(), closing)


def keys(model: Model | None) -> dict[str, bool]:
    """Which endpoints carry a configured key."""
    assert model is not None
    endpoints: list[Endpoint] = list(model.endpoints)
    return {e.model: e.api_key is not None for e in endpoints}


def test_a_fallback_on_another_server_does_not_get_the_key() -> None:
    fallbacks = ["openai/b", "anthropic/c", "ollama/d"]
    reader, advocate = built(load_settings(reader={"model": "openai/a", "api_key": "k", "fallbacks": fallbacks}))
    expected = {"openai/a": True, "openai/b": True, "anthropic/c": False, "ollama/d": False}
    assert keys(reader) == expected
    assert keys(advocate) == expected


def test_fallbacks_on_the_same_server_get_the_key() -> None:
    role = {"model": "openai/a", "api_base": "http://127.0.0.1:9/v1", "api_key": "k", "fallbacks": ["hosted_vllm/b"]}
    reader, _ = built(load_settings(reader=role))
    assert keys(reader) == {"openai/a": True, "hosted_vllm/b": True}


def test_an_advocate_of_its_own_does_not_get_the_readers_key() -> None:
    settings = load_settings(reader={"model": "openai/a", "api_key": "k"}, advocate={"model": "ollama/b"})
    _, advocate = built(settings)
    assert keys(advocate) == {"ollama/b": False}


def test_without_a_model_nothing_is_built() -> None:
    assert built(load_settings()) == (None, None)


@pytest.mark.parametrize("role", ["reader", "advocate", "embedder"])
def test_an_address_without_a_model_is_refused(role: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{role}.api_base names a server"):
        built(load_settings(**{role: {"api_base": "http://127.0.0.1:9/v1"}}))
