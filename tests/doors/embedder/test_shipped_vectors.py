"""The file of vectors is written whole or not at all."""

from pathlib import Path

import numpy as np
import pytest

from screener.doors.embedder import ShippedVectors, write_vectors
from tests.stages.making import WordCounts


def test_vectors_that_were_written_are_looked_up(tmp_path: Path) -> None:
    file, made = tmp_path / "vectors.npz", WordCounts()
    write_vectors(made, ["one two", "three"], file)
    seen = WordCounts()
    found = ShippedVectors(seen, file).embed(["three", "one two"])
    assert seen.seen == [] and np.allclose(found, made.embed(["three", "one two"]), atol=1e-3)
    assert [f.name for f in tmp_path.iterdir()] == ["vectors.npz"]


def test_a_write_that_fails_half_way_leaves_the_vectors_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "vectors.npz"
    write_vectors(WordCounts(), ["one two"], file)
    before = file.read_bytes()

    def full(out: object, **arrays: object) -> None:
        out.write(b"half of it")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(OSError, match="No space"):
        write_vectors(WordCounts(), ["three"], file)
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == ["vectors.npz"]
