"""Fitting the embedded reader: what it is fitted on, and that it learns to tell uplift apart."""

import random
from pathlib import Path

import numpy as np
import pytest

from screener.doors.corpus import snapshot_sha256
from screener.stages.reading.fitted import FittedReader
from screener.uses.fit import NOT_MEASURABLE, examples, fit, read_background
from screener.words.case import Case, Sort
from screener.words.errors import CorpusError
from screener.words.framework import Severity
from tests.stages.making import WordCounts, case

RANDOM = random.Random(1)
DULL = ["reviewers", "seeds", "baseline", "figure", "table", "annotators", "sentence", "dataset", "mean", "error"]
TELLING = [
    "recipe",
    "compute",
    "halves",
    "schedule",
    "frontier",
    "unlocks",
    "scaffold",
    "autonomy",
    "bypass",
    "weights",
]


def prose(words: list[str]) -> str:
    return " ".join(RANDOM.choices([*words, "the", "we", "of", "in"], k=20)) + "."


def sorted_apart(one: Case) -> Case:
    """The case with its first passage told as a soft positive and its last as a hard negative."""
    first, *between, last = one.passages
    ends = first.model_copy(update={"sort": Sort.soft_positive}), last.model_copy(update={"sort": Sort.hard_negative})
    return one.model_copy(update={"passages": (ends[0], *between, ends[1])})


PLAIN = [case(f"case-{i}", prose(TELLING), prose(DULL), prose(DULL)) for i in range(30)]
CASES = [sorted_apart(one) if i % 3 == 0 else one for i, one in enumerate(PLAIN)]
BACKGROUND = [prose(DULL) for _ in range(40)]


def test_texts_of_one_case_share_a_group_and_background_is_marked() -> None:
    data = examples(CASES[:2], BACKGROUND[:3], (), WordCounts())
    assert data.uplift.tolist() == [True, False, False, True, False, False, False, False, False]
    assert data.background.tolist() == [False] * 6 + [True] * 3
    assert len(set(data.groups[:3].tolist())) == 1
    assert len(set(data.groups.tolist())) == 5
    assert data.vectors.shape == (9, WordCounts().dimension)


def test_a_fitted_reader_tells_uplift_from_dull_prose_and_knows_its_own_figures() -> None:
    embedder = WordCounts()
    fitted = fit(CASES, BACKGROUND, embedder)
    assert (fitted.embedder, fitted.corpus_sha256) == (embedder.model_id, snapshot_sha256(CASES))
    assert len(fitted.neighbours) == 90
    assert fitted.measured["auroc"] > 0.9
    texts = [prose(TELLING), prose(DULL)]
    telling, dull = fitted.probabilities(texts, embedder.embed(texts))
    assert telling > fitted.threshold > dull
    assert np.isfinite([fitted.bias, fitted.threshold, *fitted.mix]).all()


def of_one_kind(one: Case, *, uplift: bool) -> Case:
    kept = tuple(p for p in one.passages if (p.severity is not Severity.none) is uplift)
    return one.model_copy(update={"passages": kept})


@pytest.mark.parametrize(
    ("cases", "background", "missing"),
    [
        (PLAIN, BACKGROUND, {"recall_soft_positives", "false_alarms_hard", "auroc_hard"}),
        (CASES, [], {"false_alarms_background"}),
    ],
)
def test_a_figure_with_nothing_to_measure_on_is_left_out(
    cases: list[Case], background: list[str], missing: set[str]
) -> None:
    fitted = fit(cases, background, WordCounts())
    assert NOT_MEASURABLE.keys() - fitted.measured.keys() == missing
    assert np.isfinite([*fitted.measured.values(), fitted.threshold, fitted.bias]).all()
    assert FittedReader.model_validate_json(fitted.model_dump_json()) == fitted


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        ([], "carry uplift"),
        ([of_one_kind(one, uplift=True) for one in CASES], "are benign"),
        ([of_one_kind(one, uplift=False) for one in CASES], "carry uplift"),
        ([CASES[0], *(of_one_kind(one, uplift=False) for one in CASES[1:])], "carry uplift"),
    ],
)
def test_too_few_labelled_passages_are_named_in_a_sentence(cases: list[Case], says: str) -> None:
    with pytest.raises(CorpusError, match=f"too few labelled passages that {says}"):
        fit(cases, BACKGROUND, WordCounts())


def test_a_handful_of_texts_without_a_word_in_common_is_no_ground_to_fit_on() -> None:
    with pytest.raises(CorpusError, match="too few texts"):
        fit(CASES[:2], [], WordCounts())


def test_background_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="background"):
        read_background(tmp_path)
    (tmp_path / "background.yaml").write_text("passages: [1]")
    with pytest.raises(CorpusError, match="background"):
        read_background(tmp_path)
