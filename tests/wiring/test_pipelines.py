"""Which models may see a draft: what may not is not asked, the embedded reader reads in its place, and the report says so."""

from pathlib import Path
from typing import Any

import pytest

from screener.doors.model import Egress, Endpoint, provider, without_cache
from screener.uses.pipeline import Pipeline
from screener.wiring.bootstrap import Rooms
from screener.wiring.pipelines import RunPipelines
from screener.wiring.sensitivity import egress_for, may_see
from screener.wiring.settings import Settings
from screener.words.errors import ConfigurationError
from screener.words.flag import ReaderKind
from screener.words.submission import DraftSensitivity

LEVEL = DraftSensitivity
HERE = {"model": "openai/near", "api_base": "http://127.0.0.1:9/v1"}
AWAY = {"model": "openai/far", "api_base": "https://models.example.org/v1"}


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    return Rooms(Settings(data=tmp_path_factory.mktemp("data")))


@pytest.fixture(autouse=True)
def _without_the_model_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked here, so nothing need be loaded for it."""
    monkeypatch.setattr(provider, "load", lambda: None)


def made(rooms: Rooms, level: DraftSensitivity, **settings: Any) -> Pipeline:
    """The pipeline of one run under these settings; the costly rooms are shared."""
    own = Rooms(Settings(data=rooms.settings.data, **settings))
    for name in ("prompts", "cases", "shipped_embedder"):
        own.__dict__[name] = getattr(rooms, name)
    with RunPipelines(own.settings, lambda: own).for_run(level, without_cache()) as pipeline:
        return pipeline


def meaning(pipeline: Pipeline) -> str:
    return pipeline.reader.describe("reader").meaning


def test_by_default_a_secret_draft_is_read_by_models_of_this_machine_alone(rooms: Rooms) -> None:
    assert made(rooms, LEVEL.secret, reader=HERE).reader.kind is ReaderKind.llm
    pipeline = made(rooms, LEVEL.secret, reader=AWAY)
    assert pipeline.reader.kind is ReaderKind.embedded
    assert pipeline.models == []
    assert "openai/far as reader and openai/far as advocate, which may not see drafts marked 'secret'" in meaning(
        pipeline
    )
    assert not any("far" in value for value in pipeline.settings.values())
    assert made(rooms, LEVEL.sensitive, reader=AWAY).reader.kind is ReaderKind.llm


def test_only_the_role_that_may_not_see_it_is_left_out(rooms: Rooms) -> None:
    pipeline = made(rooms, LEVEL.secret, reader=HERE, advocate=AWAY)
    assert pipeline.reader.kind is ReaderKind.llm
    assert pipeline.advocate is pipeline.fallback_advocate
    assert "openai/far as advocate" in meaning(pipeline)
    assert [m.name for m in pipeline.models] == ["openai/near"]


def test_a_model_that_is_asked_about_a_secret_draft_can_reach_no_other_host(rooms: Rooms) -> None:
    pipeline = made(rooms, LEVEL.secret, reader=HERE, allowed_hosts=("models.example.org",))
    assert all(m.egress == Egress(air_gap=True) for m in pipeline.models)


def test_with_none_no_language_model_sees_it_not_even_one_of_this_machine(rooms: Rooms) -> None:
    see = {"models_see": {"sensitive": "none"}}
    pipeline = made(rooms, LEVEL.sensitive, reader=HERE, service=see)
    assert pipeline.reader.kind is ReaderKind.embedded
    assert "openai/near as reader" in meaning(pipeline)
    assert "may not see" not in meaning(made(rooms, LEVEL.sensitive, service=see)), "there was none to leave out"


def test_an_embedder_elsewhere_is_a_reason_not_to_screen_a_secret_draft(rooms: Rooms) -> None:
    with pytest.raises(ConfigurationError, match="embedder"):
        made(rooms, LEVEL.secret, embedder=AWAY)


@pytest.mark.parametrize(
    ("reach", "near", "listed", "far"),
    [("any", True, True, True), ("allowed_hosts", True, True, False), ("this_machine", True, False, False)],
)
def test_reach_says_which_hosts_may_see(reach: Any, near: bool, listed: bool, far: bool) -> None:
    configured = Egress(allowed_hosts=("listed.example.org",), named_hosts=("models.example.org",))

    def sees(base: str) -> bool:
        return may_see(reach, [Endpoint(role="reader", model="openai/m", api_base=base)], configured)

    assert sees("http://localhost:8/v1") is near
    assert sees("https://listed.example.org/v1") is listed
    assert sees("https://models.example.org/v1") is far


def test_a_run_keeps_names_from_the_roles_that_the_settings_say(rooms: Rooms) -> None:
    def minimised(**settings: Any) -> list[bool]:
        return [m.endpoints[0].minimise for m in made(rooms, LEVEL.ordinary, **settings).models]

    assert minimised(reader=HERE) == [False, False]
    assert minimised(reader=HERE, minimise=True) == [True, True]
    assert minimised(reader=HERE | {"minimise": False}, minimise=True) == [False, False]
    assert minimised(reader=HERE, advocate=AWAY | {"minimise": True}) == [False, True]
    assert minimised(embedder=AWAY, minimise=True) == [True], "the record of what the embedder is asked"


def test_an_air_gap_is_never_widened() -> None:
    assert egress_for("any", Egress(air_gap=True)) == Egress(air_gap=True)


def test_runs_share_slots_and_waits_and_have_budgets_and_records_of_their_own(tmp_path: Path, rooms: Rooms) -> None:
    own = Rooms(Settings(data=rooms.settings.data, reader=HERE, concurrency=3))
    for name in ("prompts", "cases", "shipped_embedder"):
        own.__dict__[name] = getattr(rooms, name)
    pipelines = RunPipelines(own.settings, lambda: own)
    with (
        pipelines.for_run(LEVEL.ordinary, without_cache()) as one,
        pipelines.for_run(LEVEL.ordinary, without_cache()) as other,
    ):
        first, second = one.models[0], other.models[0]
        assert first.slots is second.slots
        assert first.retry is second.retry
        assert first.budget is not second.budget
        assert first.requests is not second.requests
    pipelines.close()
