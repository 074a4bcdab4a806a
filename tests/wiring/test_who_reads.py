"""What authors are told beforehand of which models at which hosts would read their draft."""

from pathlib import Path
from typing import Any

import pytest

from screener.wiring.settings import Settings
from screener.wiring.who_reads import who_reads

HERE = {"model": "openai/near", "api_base": "http://127.0.0.1:9/v1", "api_key": "sk-of-the-near-one"}
AWAY = {"model": "openai/far", "api_base": "https://user:pass@models.example.org/v1", "api_key": "sk-of-the-far-one"}
SHIPPED = "read by the reader that ships with the program, on the service's own machine"


@pytest.fixture(autouse=True)
def _without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def told(tmp_path: Path, **settings: Any) -> dict[str, str]:
    return {", ".join(one.levels): one.says for one in who_reads(Settings(data=tmp_path, **settings))}


def test_without_a_model_every_draft_stays_on_the_machine(tmp_path: Path) -> None:
    assert told(tmp_path) == {"ordinary, sensitive, secret": SHIPPED}


def test_a_model_elsewhere_is_named_with_its_host_and_nothing_secret(tmp_path: Path) -> None:
    said = told(tmp_path, reader=AWAY)
    assert said == {"ordinary, sensitive": "read by openai/far at models.example.org", "secret": SHIPPED}
    assert not any(word in str(said) for word in ("sk-", "user", "pass"))


def test_every_model_that_may_be_asked_is_named_once(tmp_path: Path) -> None:
    said = told(tmp_path, reader=HERE | {"fallbacks": ["openai/spare"]}, advocate=AWAY)
    near = "read by openai/near on the service's own machine"
    spare = "openai/spare on the service's own machine"
    assert said == {
        "ordinary, sensitive": f"{near}, {spare} and openai/far at models.example.org",
        "secret": f"{near} and {spare}",
    }


def test_a_model_whose_host_only_its_library_knows_is_told_so(tmp_path: Path) -> None:
    assert told(tmp_path, reader={"model": "bedrock/some"})["ordinary, sensitive"].endswith(
        "bedrock/some at the default host of bedrock"
    )


def test_a_model_file_is_named_without_its_folder(tmp_path: Path) -> None:
    said = told(tmp_path, reader={"model": "gguf:/srv/models/small.gguf"})
    assert said == {"ordinary, sensitive, secret": "read by small.gguf on the service's own machine"}


def test_the_reach_of_each_level_is_heeded(tmp_path: Path) -> None:
    see = {"models_see": {"ordinary": "allowed_hosts", "sensitive": "none"}}
    assert told(tmp_path, reader=HERE, advocate=AWAY, service=see) == {
        "ordinary": "read by openai/near on the service's own machine",
        "sensitive": SHIPPED,
        "secret": "read by openai/near on the service's own machine",
    }
    listed = told(tmp_path, reader=AWAY, service=see, allowed_hosts=("models.example.org",))
    assert listed["ordinary"] == "read by openai/far at models.example.org"


def test_what_an_air_gap_refuses_is_not_promised(tmp_path: Path) -> None:
    said = told(tmp_path, reader=AWAY, air_gap=True)
    assert said["ordinary, sensitive"] == "not read, for the air gap of this installation refuses its model"
    assert said["secret"] == SHIPPED


def test_an_embedder_elsewhere_is_told_and_what_may_not_go_there_is_not_screened(tmp_path: Path) -> None:
    said = told(tmp_path, embedder=AWAY)
    assert said["ordinary, sensitive"] == (
        f"{SHIPPED}, and compared with earlier cases by openai/far at models.example.org"
    )
    assert said["secret"].startswith("not screened, for openai/far")
