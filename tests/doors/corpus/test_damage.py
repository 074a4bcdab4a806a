"""An index whose files were really damaged: it finds what it found before, or says what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.doors.corpus import open_search
from tests.stages.making import WordCounts, case


def words(i: int) -> str:
    return " ".join(f"{name}{i}" for name in ("ducks", "reeds", "frogs", "moss", "ponds", "rushes", "newts", "algae"))


CASES = [case(f"case-{i}", words(i)) for i in range(510)]
"""Enough entries for Chroma to write its segment to files."""
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a good index; copy from it."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    with open_search(folder, WordCounts()) as search:
        search.sync(CASES)
    return folder


def segment(index: Path) -> Path:
    return next(p for p in (index / "chroma").iterdir() if p.is_dir())


def cut(name: str, share: float) -> Change:
    def change(index: Path) -> None:
        file = segment(index) / name
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])

    return change


def overwritten(name: str) -> Change:
    def change(index: Path) -> None:
        file = segment(index) / name
        held = file.read_bytes()
        third = len(held) // 3
        file.write_bytes(held[:third] + b"\xff" * third + held[2 * third :])

    return change


def database(index: Path) -> Path:
    return index / "chroma/chroma.sqlite3"


def spoilt(file: Path, start: float, end: float) -> None:
    held = file.read_bytes()
    a, b = int(len(held) * start), int(len(held) * end)
    file.write_bytes(held[:a] + b"\xff" * (b - a) + held[b:])


DAMAGE: dict[str, Change] = {
    "vectors gone": lambda index: (segment(index) / "data_level0.bin").unlink(),
    "names of vectors overwritten": overwritten("index_metadata.pickle"),
    "segment gone": lambda index: shutil.rmtree(segment(index)),
    "lengths gone": lambda index: (segment(index) / "length.bin").unlink(),
    "database gone": lambda index: database(index).unlink(),
    "database cut in half": lambda index: spoilt(database(index), 0.5, 1),
    "database without its head": lambda index: spoilt(database(index), 0, 0.01),
    "store gone": lambda index: shutil.rmtree(index / "chroma"),
    "words without their head": lambda index: spoilt(index / "lexical.sqlite", 0, 0.05),
    "words overwritten": lambda index: spoilt(index / "lexical.sqlite", 0.2, 0.8),
}
SILENT: dict[str, Change] = {
    "vectors cut to nothing": cut("data_level0.bin", 0),
    "vectors cut in half": cut("data_level0.bin", 0.5),
    "vectors overwritten": overwritten("data_level0.bin"),
}
"""Chroma answers from these as if nothing were wrong, or takes the whole process down; the seal alone can tell."""


def check(index: Path) -> None:
    """All cases are there, and each is found by its own words (but for the few that an approximate search may miss)."""
    asked = range(len(CASES))
    with open_search(index, WordCounts()) as search:
        search.sync(CASES)
        found = search.candidates([[words(i)] for i in asked], with_restricted=False)
        assert search.count() == len(CASES) * 2
        assert search.shared_words(words(5), words(5))
    right = [row[0].case_id == f"case-{i}" and row[0].similarity > 0.9 for i, row in zip(asked, found, strict=True)]
    assert sum(right) > 0.9 * len(CASES)
    assert {len(row) for row in found} == {12}


def test_a_whole_index_passes_the_check_of_these_tests(whole: Path, caplog: pytest.LogCaptureFixture) -> None:
    check(whole)
    assert not caplog.records


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_found_out_by_its_answers(whole: Path, tmp_path: Path, damage: str) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole, index)
    (index / "chroma.seal").unlink()
    DAMAGE[damage](index)
    check(index)


@pytest.mark.parametrize("damage", [*SILENT, "segment gone", "database gone", "store gone"])
def test_damage_is_found_out_by_the_seal(whole: Path, tmp_path: Path, damage: str) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole, index)
    (DAMAGE | SILENT)[damage](index)
    check(index)
