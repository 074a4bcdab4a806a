"""The corpus of cases: that there is enough of everything that a reader is fitted on and a precedent found among."""

import re
from collections import Counter

from evals.datasets_build.places import CORPUS
from screener.words.case import Label, Sort
from screener.words.framework import Stance, Tier
from tests.evals.datasets_read import FRAMEWORK, cases

PASSAGES = [passage for case in cases() for passage in case.passages]
ELSEWHERE = {"biology", "chemistry", "security", "cryptography", "nuclear"}


def test_there_are_enough_cases_from_ai_and_from_elsewhere() -> None:
    domains = Counter(case.domain for case in cases())
    assert len(cases()) >= 120
    assert domains["ai"] >= 60
    assert sum(domains[domain] for domain in ELSEWHERE) >= 25


def test_every_final_tier_has_twenty_cases() -> None:
    tiers = Counter(case.decision.final for case in cases())
    assert min(tiers[tier] for tier in Tier) >= 20


def test_every_concern_is_that_of_five_cases() -> None:
    concerns = Counter(concern for case in cases() for concern in case.concerns)
    assert min(concerns[concern] for concern in FRAMEWORK.concern_ids()) >= 5


def test_every_factor_is_argued_in_fifteen_cases() -> None:
    argued = Counter(name for case in cases() for name, a in case.factors.items() if a.stance is not Stance.not_shown)
    assert min(argued[factor] for factor in FRAMEWORK.factor_ids()) >= 15


def test_there_are_six_hundred_passages_and_nearly_half_are_benign() -> None:
    labels = Counter(passage.label for passage in PASSAGES)
    assert len(PASSAGES) >= 600
    assert 0.45 <= labels[Label.benign] / len(PASSAGES) <= 0.60


def test_many_passages_sound_like_what_they_are_not() -> None:
    sorts = Counter(passage.sort for passage in PASSAGES)
    assert sorts[Sort.hard_negative] >= 150
    assert sorts[Sort.soft_positive] >= 80


def test_the_readme_tells_the_counts() -> None:
    told = dict(re.findall(r"^\| ([a-z ]+) \| (.+) \|$", (CORPUS / "README.md").read_text(encoding="utf-8"), re.M))
    assert told["cases"].startswith(f"{len(cases())}:")
    assert told["labelled passages"].startswith(f"{len(PASSAGES)}:")
    counted = {
        "cases": Counter(case.kind for case in cases()),
        "final tier": Counter(case.decision.final for case in cases()),
        "domain": Counter(case.domain for case in cases()),
        "verification": Counter(case.verification for case in cases()),
        "labelled passages": Counter(passage.label for passage in PASSAGES),
        "of them": Counter(passage.sort for passage in PASSAGES if passage.sort is not Sort.plain),
    }
    for row, counts in counted.items():
        assert {name: int(n) for n, name in re.findall(r"(\d+) (\w+)", told[row])} == {
            str(k): n for k, n in counts.items()
        }
