"""The fitted parameters: shipped whole, read with a clear error, and giving probabilities."""

from pathlib import Path

import numpy as np
import pytest

from screener.doors.embedder import EmbeddedModel, Remembering
from screener.stages.reading.fitted import load, nearness
from screener.words.errors import ConfigurationError

FITTED = load()


def test_the_shipped_parameters_belong_to_the_shipped_embedder() -> None:
    assert FITTED.embedder == Remembering(EmbeddedModel()).model_id
    assert len(FITTED.meaning.weights) == EmbeddedModel().dimension
    assert len(FITTED.words.weights) == len(FITTED.idf)
    assert FITTED.remembered.shape == (len(FITTED.neighbours), EmbeddedModel().dimension)


def test_remembered_vectors_have_unit_length() -> None:
    assert np.linalg.norm(FITTED.remembered, axis=1) == pytest.approx(np.ones(len(FITTED.neighbours)), abs=1e-5)


def test_measured_figures_are_shares() -> None:
    assert {"recall", "false_alarms_background", "false_alarms_hard", "auroc"} <= FITTED.measured.keys()
    assert all(0 <= value <= 1 for name, value in FITTED.measured.items() if name != "passages")


def test_probabilities_lie_between_nought_and_one_and_each_text_counts_for_itself() -> None:
    texts = ["We thank the reviewers.", "The recipe cuts training compute by half at every size we tried."]
    vectors = EmbeddedModel().embed(texts)
    together = FITTED.probabilities(texts, vectors)
    assert ((together > 0) & (together < 1)).all()
    alone = [float(FITTED.probabilities([t], v[None])[0]) for t, v in zip(texts, vectors, strict=True)]
    assert together == pytest.approx(alone, abs=1e-5)


def test_a_missing_or_foreign_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"missing.*corpus fit"):
        load(tmp_path / "fitted.json")
    (tmp_path / "fitted.json").write_text("{}")
    with pytest.raises(ConfigurationError, match=r"do not fit.*corpus fit"):
        load(tmp_path / "fitted.json")


def test_nearness_is_positive_beside_uplift_and_negative_beside_benign_passages() -> None:
    similarity = np.array([[0.9, 0.8, 0.1, 0.2], [0.1, 0.2, 0.9, 0.8]], dtype=np.float32)
    near = nearness(similarity, np.array([True, True, False, False]))
    assert near[0] > 0 > near[1]
