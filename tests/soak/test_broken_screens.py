"""Whatever goes wrong in a screen, the figures must show it: the real suite over screens that are broken on purpose."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evals.measures import Comparison, compare, gate
from evals.records import Run
from evals.suite import samples
from evals.suite.choice import Choice
from evals.suite.installation import Installation
from evals.suite.running import Order, run_suites
from screener.uses.pipeline import Pipeline
from tests.evals.suite import broken

DRAFTS = ("b-upper-bound-elicitation", "e-night-shift")
"""Two drafts of dev that are labelled `hold`, and that the screen would hold."""


@pytest.fixture(scope="module")
def screened(
    installation: Installation, small: Choice, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Callable[[Pipeline], Pipeline]], Run]:
    """Runs the smoke suite over DRAFTS with each pipeline changed."""
    out = tmp_path_factory.mktemp("runs")

    def run(tag: str, change: Callable[[Pipeline], Pipeline]) -> Run:
        installation.change, installation.tag = change, tag
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("evals.tasks.suites.SMOKE", DRAFTS)
            return run_suites(Order(suite="smoke", choice=small), out / tag, installation)

    return run


@pytest.fixture(scope="module")
def whole(screened: Callable[[str, Callable[[Pipeline], Pipeline]], Run]) -> Run:
    """The run of the screen as it is."""
    return screened("whole", lambda pipeline: broken.of_class(pipeline, broken.Remembers))


Compared = Callable[[str, Callable[[Pipeline], Pipeline]], Comparison]


@pytest.fixture
def against(whole: Run, screened: Callable[[str, Callable[[Pipeline], Pipeline]], Run]) -> Compared:
    """A broken screen against the whole one."""
    return lambda tag, change: compare(whole, screened(tag, change))


def fallen(comparison: Comparison, name: str) -> float:
    change = comparison.change(name)
    assert change is not None
    assert change.before is not None
    return change.before - (change.after or 0.0)


def test_the_same_screen_passes_its_own_gate(whole: Run) -> None:
    verdict = gate(compare(whole, whole))
    assert verdict.passed, verdict.reasons
    assert {d.draft for d in whole.drafts} == set(DRAFTS)
    assert samples.SMOKE != DRAFTS


def test_a_screen_that_ignores_a_class_of_concern_is_caught(against: Compared) -> None:
    found = against("ignores", lambda p: replace(p, reader=broken.IgnoresConcerns(p.reader)))
    assert fallen(found, "finding.recall") > 0.4
    assert not gate(found).passed


def test_a_screen_that_calls_refused_passages_clean_is_caught(against: Compared) -> None:
    found = against("hides", lambda p: replace(p, reader=broken.HidesRefusals(p.reader)))
    assert fallen(found, "finding.recall") > 0.1
    assert any("no longer found" in reason for reason in gate(found).reasons)


def test_a_screen_that_owns_up_to_refusals_shows_them_as_unread(against: Compared) -> None:
    found = against("refuses", lambda p: replace(p, reader=broken.RefusesEverySecond(p.reader)))
    unread = found.change("honesty.unread")
    assert unread is not None
    assert unread.after is not None
    assert unread.after > 0.2
    assert all(flip.unread for flip in found.passages if not flip.won)


def test_a_screen_that_makes_up_its_quotes_is_caught(against: Compared) -> None:
    found = against("misquotes", lambda p: replace(p, reader=broken.Misquotes(p.reader)))
    assert fallen(found, "finding.recall") > 0.5
    assert not gate(found).passed


def test_a_screen_that_always_says_publish_is_caught(against: Compared) -> None:
    found = against("publishes", lambda p: broken.of_class(p, broken.AlwaysPublishes))
    assert any("“publish” is suggested" in reason for reason in gate(found).reasons)


def test_a_screen_that_loses_passages_is_caught(against: Compared) -> None:
    found = against("drops", lambda p: broken.of_class(p, broken.DropsPassages))
    unread = found.change("honesty.unread")
    assert unread is not None
    assert unread.before == 0.0
    assert unread.after is not None
    assert unread.after > 0.2, "text in no passage counts as unread, whatever the screen says"


def test_a_screen_that_points_at_other_words_is_caught(against: Compared) -> None:
    found = against("elsewhere", lambda p: broken.of_class(p, broken.PointsElsewhere))
    assert fallen(found, "finding.recall") > 0.5
    assert not gate(found).passed


def test_a_broken_screen_is_kept_apart_from_the_whole_one(
    installation: Installation, small: Choice, tmp_path: Path
) -> None:
    made = installation.made
    installation.change, installation.tag = None, "whole"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evals.tasks.suites.SMOKE", DRAFTS)
        run = run_suites(Order(suite="smoke", choice=small), tmp_path, installation)
    assert installation.made == made, "its screenings were kept from before"
    assert all(d.said.tier is not None for d in run.drafts)
