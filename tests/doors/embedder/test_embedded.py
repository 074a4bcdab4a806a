"""The shipped sentence encoder: what a caller may rely on."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from screener.doors.embedder import EmbeddedModel, Embedder
from screener.doors.embedder.embedded import MODEL_FOLDER
from screener.words.errors import ConfigurationError

SENTENCES = [
    "The ablation shows that training converges in half the steps.",
    "Removing each component in turn, we see that learning needs only half as many updates.",
    "Ferrets were infected by droplets from animals in the neighbouring cage.",
    "Airborne spread between caged animals was observed in the transmission study.",
    "We thank the anonymous reviewers for their careful comments.",
    "The vendor was told ninety days before this article and has shipped a patch.",
    "The flaw was reported to its maker, who fixed it before we published.",
    "Rainfall in the valley was above the ten-year mean.",
]
ALIKE = {(1, 0), (3, 2), (6, 5)}
# Cosines of SENTENCES under the original float32 weights, run with PyTorch: row i holds its pairs with 0 .. i-1.
ORIGINAL_COSINES = [
    [],
    [0.376],
    [-0.027, 0.031],
    [0.001, -0.047, 0.582],
    [-0.008, 0.071, 0.020, -0.049],
    [0.147, 0.206, 0.093, 0.029, 0.155],
    [0.017, 0.168, 0.063, -0.019, 0.268, 0.545],
    [0.077, 0.031, 0.103, 0.154, -0.024, 0.128, -0.003],
]


@pytest.fixture(scope="module")
def model() -> EmbeddedModel:
    return EmbeddedModel()


def test_each_row_is_float32_and_has_length_one(model):
    rows = model.embed(SENTENCES)
    assert rows.shape == (len(SENTENCES), model.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_sentences_that_say_the_same_lie_closer_than_any_that_do_not(model):
    rows = model.embed(SENTENCES)
    cosines = rows @ rows.T
    pairs = [(i, j) for i in range(len(SENTENCES)) for j in range(i)]
    assert min(cosines[p] for p in ALIKE) > max(cosines[p] for p in pairs if p not in ALIKE)


def test_cosines_are_those_of_the_original_weights_within_three_hundredths(model):
    rows = model.embed(SENTENCES)
    for i, expected in enumerate(ORIGINAL_COSINES):
        np.testing.assert_allclose(rows[:i] @ rows[i], expected, atol=0.03)


def test_the_same_texts_give_the_same_bytes_from_another_instance(model):
    assert model.embed(SENTENCES).tobytes() == EmbeddedModel().embed(SENTENCES).tobytes()


def test_a_vector_does_not_depend_on_the_texts_beside_it_or_their_order(model):
    together = model.embed(SENTENCES)
    backwards = model.embed(SENTENCES[::-1])[::-1]
    alone = np.concatenate([model.embed([s]) for s in SENTENCES])
    assert together.tobytes() == backwards.tobytes() == alone.tobytes()


def test_a_vector_does_not_depend_on_the_number_of_threads(model):
    assert EmbeddedModel(threads=1).embed(SENTENCES).tobytes() == model.embed(SENTENCES).tobytes()


@pytest.mark.parametrize("text", ["", "  \n\t", "\x00", "half a pair \ud835", "🙂", "a" * 50_000])
def test_an_odd_text_still_has_a_finite_vector_of_length_one(model, text):
    (row,) = model.embed([text])
    assert np.isfinite(row).all()
    assert np.linalg.norm(row) == pytest.approx(1.0, abs=1e-5)


def test_blank_texts_share_the_vector_of_an_empty_sentence(model):
    empty, blank = model.embed(["", " \n "])
    assert empty.tobytes() == blank.tobytes()


def test_no_texts_give_no_rows_and_open_no_model(tmp_path):
    shutil.copy(MODEL_FOLDER / "provenance.json", tmp_path)
    assert EmbeddedModel(tmp_path).embed([]).shape == (0, 384)


def test_words_beyond_the_limit_are_not_seen_and_words_before_it_are(model):
    full = "word " * 254
    plain, tail, head = model.embed([full, full + "virus " * 400, "virus " + full])
    assert plain.tobytes() == tail.tobytes()
    assert plain.tobytes() != head.tobytes()


def test_provenance_names_the_shipped_bytes_the_source_and_the_licence(model):
    provenance = json.loads((MODEL_FOLDER / "provenance.json").read_text(encoding="utf-8"))
    for name, facts in provenance["files"].items():
        data = (MODEL_FOLDER / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (facts["sha256"], facts["bytes"])
    assert provenance["licence"] == "Apache-2.0"
    assert provenance["source"]["sha256"]["model.safetensors"].startswith("53aa5117")
    assert provenance["model_id"] == model.model_id


def test_the_model_folder_stays_under_twenty_five_megabytes():
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) <= 25_000_000


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_changed_or_missing_file_is_refused_in_one_sentence(tmp_path, name):
    for path in MODEL_FOLDER.iterdir():
        shutil.copy(path, tmp_path)
    damaged = EmbeddedModel(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1] + b"?")
    with pytest.raises(ConfigurationError, match="damaged or changed: reinstall"):
        damaged.embed(["text"])
    (tmp_path / name).unlink()
    with pytest.raises(ConfigurationError, match="cannot be read: reinstall"):
        damaged.embed(["text"])


def test_a_folder_without_a_model_is_refused_when_the_embedder_is_made(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="missing or unreadable"):
        EmbeddedModel(tmp_path)


def test_the_shipped_model_fits_the_protocol_that_the_rest_of_the_program_asks_for():
    shipped: Embedder = EmbeddedModel()
    assert shipped.model_id.startswith("minilm-l6-int7-")
    assert shipped.dimension == 384
