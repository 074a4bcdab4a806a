"""A judge model over real HTTP: it takes its own stances first, sees the argument second, and may fail."""

import json
from pathlib import Path

import pytest

from evals.measures.figure import Works
from evals.measures.judging import judging
from evals.records import Run, ScreenedDraft
from evals.scripted_server import Reply, Request, ScriptedServer, says
from evals.suite.choice import Choice
from evals.suite.installation import Installation
from evals.suite.running import Order, run_suites
from screener.words.errors import ConfigurationError
from screener.words.framework import Stance

FOLLOWS = {"defence_holds": True, "offence_holds": False, "stance_follows": True}


def is_second(request: Request) -> bool:
    return "The argument:" in request.text


def judge_that(factors: list[str]) -> object:
    def reply(request: Request) -> Reply:
        own = {"because": "The draft says so.", "stance": "balanced"}
        return says(json.dumps(dict.fromkeys(factors, FOLLOWS if is_second(request) else own)))

    return reply


def run(small: Choice, server: ScriptedServer, out: Path, suite: str = "argument") -> Run:
    choice = small.model_copy(
        update={"judge_model": "openai/judge", "judge_api_base": server.base_url, "data": str(out / "data")}
    )
    return run_suites(Order(suite=suite, limit=2, choice=choice), out)


@pytest.fixture(scope="module")
def factors(installation: Installation) -> list[str]:
    return installation.rooms().prompts.framework.factor_ids()


def test_every_argued_factor_is_judged_and_the_judge_is_held_against_the_labels(
    small: Choice, factors: list[str], tmp_path: Path
) -> None:
    with ScriptedServer(judge_that(factors)) as server:  # type: ignore[arg-type]
        made = run(small, server, tmp_path)
        asked = list(server.requests)
        again = run(small, server, tmp_path)
        assert len(server.requests) == len(asked) == 4, "scoring again costs nothing"
    assert made.provenance.judge == "openai/judge"
    assert [d.judged for d in again.drafts] == [d.judged for d in made.drafts]
    for draft in made.drafts:
        assert draft.judged and [f.factor for f in draft.judged.factors] == [f.factor for f in draft.said.factors]
    found = {t.name: t.value() for t in judging(made.drafts, Works.of(d.work for d in made.drafts))}
    assert (found["judging.sides_hold"], found["judging.stance_follows"]) == (0.5, 1.0)
    assert found["judging.own_accuracy"] == pytest.approx(balanced_share(made.drafts))
    before, after = [r for r in asked if not is_second(r)], [r for r in asked if is_second(r)]
    assert all("Stance: " in r.text for r in after)
    assert not any("Stance: " in r.text for r in before), "it takes its own stances before it sees the screen's"


def balanced_share(drafts: tuple[ScreenedDraft, ...]) -> float:
    labels = [s for d in drafts for s in d.gold.stances.values()]
    return labels.count(Stance.balanced) / len(labels)


def test_a_judge_that_refuses_is_counted_and_judges_nothing(small: Choice, tmp_path: Path) -> None:
    with ScriptedServer(says(None, refusal="I cannot help with that.")) as server:
        made = run(small, server, tmp_path)
    assert all(d.judged and d.judged.failed_because and not d.judged.factors for d in made.drafts)
    found = {t.name: t.value() for t in judging(made.drafts, Works.of(d.work for d in made.drafts))}
    assert found["judging.answered"] == 0
    assert found["judging.sides_hold"] is None


def test_the_address_of_a_judge_without_a_model_is_refused(small: Choice) -> None:
    choice = small.model_copy(update={"judge_api_base": "http://127.0.0.1:9/v1"})
    with pytest.raises(ConfigurationError, match="--judge-model"):
        choice.settings()
