"""Texts are looked at once, whoever asks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from screener.doors.embedder import Remembering, remembering


class Counting:
    model_id = "counting"
    dimension = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)


def test_a_text_is_computed_once_and_rows_keep_the_order_asked_for() -> None:
    behind = Counting()
    embedder = Remembering(behind)
    assert embedder.embed(["one", "three", "one"])[:, 0].tolist() == [3, 5, 3]
    assert embedder.embed(["three", "seventeen"])[:, 0].tolist() == [5, 9]
    assert behind.asked == ["one", "three", "seventeen"]
    assert (embedder.model_id, embedder.dimension) == ("counting", 2)


def test_no_text_gives_no_row() -> None:
    assert Remembering(Counting()).embed([]).shape == (0, 2)


def test_what_is_forgotten_is_computed_again() -> None:
    behind = Counting()
    embedder = Remembering(behind)
    embedder.embed(["one"])
    embedder.forget()
    embedder.embed(["one"])
    assert behind.asked == ["one", "one"]


def test_memory_does_not_grow_without_end(monkeypatch) -> None:
    monkeypatch.setattr(remembering, "MOST_REMEMBERED", 3)
    behind = Counting()
    embedder = Remembering(behind)
    embedder.embed(["a", "b", "c", "d"])
    assert embedder.embed(["a"]).tolist() == [[1, 1]]
    assert behind.asked.count("a") == 2
