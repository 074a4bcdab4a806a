"""Which host a request goes to, and whether it may."""

import subprocess
import sys

import pytest

from screener.doors.model import Egress, Endpoint, check_before_run, is_loopback
from screener.words.errors import ConfigurationError, NotAllowed


def at(base: str | None, model: str = "openai/m") -> Endpoint:
    return Endpoint(role="reader", model=model, api_base=base)


def named(model: str) -> Egress:
    """As settings do that name this model."""
    return Egress(named_hosts=(at(None, model).host,))


@pytest.fixture(autouse=True)
def _no_proxy_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "OPENAI_BASE_URL", "OLLAMA_API_BASE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "127.9.9.9"])
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1.example.org", "localhost.example.org", "0.0.0.0:80", "10.0.0.1", "", "::"])
def test_nothing_else_is_loopback(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("model", "host"),
    [
        ("openai/m", "api.openai.com"),
        ("ollama/m", "127.0.0.1:11434"),
        ("azure/m", "default host of azure"),
    ],
)
def test_without_an_api_base_the_providers_own_host_is_named(model: str, host: str) -> None:
    assert at(None, model).host == host


def test_the_environments_api_base_is_what_is_recorded_and_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://gateway.example.org/v1")
    assert at(None).host == "gateway.example.org"


def test_a_password_in_the_address_is_not_part_of_the_host() -> None:
    assert at("https://user:secret@models.example.org:8443/v1").host == "models.example.org:8443"


@pytest.mark.parametrize(
    ("model", "base", "says"),
    [
        ("gpt-x", None, "names no provider"),
        ("hosted_vllm/m", None, "needs an API base"),
        ("openai/m", "ftp://models.example.org", "must begin with http"),
        ("openai/m", "http:///evil/v1", "names no host"),
        ("openai/m", "http:evil", "names no host"),
    ],
)
def test_an_endpoint_that_cannot_work_says_so_early(model: str, base: str | None, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        at(base, model).check()


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:8000/v1", "https://ok.example.org/v1", "https://named.example.org:99/v1"]
)
def test_air_gap_lets_loopback_and_listed_hosts_pass(base: str) -> None:
    Egress(air_gap=True, allowed_hosts=("ok.example.org", "named.example.org:99")).check(at(base))


@pytest.mark.parametrize("base", ["https://other.example.org/v1", "https://named.example.org:98/v1", None])
def test_air_gap_refuses_every_other_host(base: str | None) -> None:
    with pytest.raises(NotAllowed, match="Air-gap mode refuses"):
        Egress(air_gap=True, allowed_hosts=("ok.example.org", "named.example.org:99")).check(at(base))


def test_air_gap_refuses_a_proxy_on_the_way_to_an_allowed_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://user:pw@proxy.example.org:3128")
    egress = Egress(air_gap=True, allowed_hosts=("ok.example.org",))
    with pytest.raises(NotAllowed, match=r"the proxy proxy\.example\.org:3128"):
        egress.check(at("https://ok.example.org/v1"))
    egress.check(at("http://127.0.0.1:8000/v1"))


def test_with_nothing_named_requests_may_go_to_this_machine_alone() -> None:
    Egress().check(at("http://127.0.0.1:8000/v1"))
    for base in ("https://other.example.org/v1", "http://10.0.0.1/v1", None):
        with pytest.raises(NotAllowed, match=r"Requests may not go to .*allowed_hosts"):
            Egress().check(at(base))
    assert Egress().spoken() == "this machine alone"


def test_a_named_host_may_be_asked_until_an_air_gap_says_otherwise() -> None:
    named = Egress(named_hosts=("named.example.org:99",))
    named.check(at("https://named.example.org:99/v1"))
    assert named.spoken() == "this machine, named.example.org:99"
    for egress in (named, named.model_copy(update={"air_gap": True})):
        with pytest.raises(NotAllowed):
            egress.check(at("https://named.example.org:98/v1"))
    with pytest.raises(NotAllowed, match="Air-gap mode"):
        named.model_copy(update={"air_gap": True}).check(at("https://named.example.org:99/v1"))


def test_what_air_gap_refuses_is_known_before_a_run() -> None:
    egress = Egress(air_gap=True)
    with pytest.raises(ConfigurationError, match=r"reader model openai/m needs.*allowed_hosts"):
        check_before_run(at("https://other.example.org/v1"), egress)
    check_before_run(at("http://127.0.0.1:8000/v1"), egress)


def test_a_provider_that_does_not_exist_is_known_before_a_run_and_one_that_does_is_let_pass() -> None:
    for model, says in (("nosuch/m", r"'nosuch', which does not exist"), ("olama/m", "take 'ollama'")):
        with pytest.raises(ConfigurationError, match=says):
            check_before_run(at(None, model), named(model))
    check_before_run(at(None, "mistral/m"), named("mistral/m"))


def test_a_common_provider_is_checked_without_the_library() -> None:
    code = (
        "import sys; from screener.doors.model import *; "
        "check_before_run(Endpoint(role='reader', model='ollama/m'), Egress()); sys.exit('litellm' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("model", "variable"), [("openai/m", "OPENAI_API_KEY"), ("anthropic/m", "ANTHROPIC_API_KEY")])
def test_a_host_that_wants_a_key_is_not_asked_without_one(
    model: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(variable, raising=False)
    with pytest.raises(ConfigurationError, match=variable):
        check_before_run(at(None, model), named(model))
    monkeypatch.setenv(variable, "k")
    check_before_run(at(None, model), named(model))


def test_the_key_is_not_in_the_printed_form() -> None:
    shown = Endpoint.model_validate({"role": "reader", "model": "openai/m", "api_key": "sk-secret"})
    assert "sk-secret" not in repr(shown) + str(shown) + shown.model_dump_json()
