"""Case files: read whole, refused with a sentence that says what is wrong, and hashed by content."""

from pathlib import Path

import pytest
import yaml

from screener.doors.corpus import case_files, read_case, read_cases, snapshot_sha256, validate
from screener.doors.prompts import Prompts
from screener.words.case import Case
from screener.words.errors import CorpusError
from tests.stages.making import case

ROOT = Path(__file__).parents[3]
FRAMEWORK = Prompts(ROOT / "prompts").framework


def write(folder: Path, *cases: Case) -> Path:
    (folder / "cases").mkdir(exist_ok=True)
    for one in cases:
        file = folder / "cases" / f"{one.id}.yaml"
        file.write_text(yaml.safe_dump(one.model_dump(mode="json", exclude_none=True)), encoding="utf-8")
    return folder


def test_cases_are_read_in_the_order_of_their_ids(tmp_path: Path) -> None:
    assert read_cases(write(tmp_path, case("b"), case("a"))) == (case("a"), case("b"))


def test_a_folder_without_cases_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No case files"):
        case_files(tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: [", "not valid YAML"),
        (b"", "the file"),
        (b"id: \xff", "not valid YAML"),
        (b"- 1", "the file"),
        (b"id: one", "more"),
        (b"id: one\nunknown: 2", "more"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "one.yaml"
    file.write_bytes(content)
    with pytest.raises(CorpusError, match=f"one.yaml.*{says}"):
        read_case(file)


def test_a_file_is_named_after_the_id_it_holds(tmp_path: Path) -> None:
    file = write(tmp_path, case("one")) / "cases" / "one.yaml"
    with pytest.raises(CorpusError, match="named after its id"):
        read_case(file.rename(file.with_name("two.yaml")))


def test_every_fault_is_found_at_once(tmp_path: Path) -> None:
    text = "The very same words stand in two cases here."
    write(
        tmp_path,
        case("a", text),
        case("b", text),
        case("c", concerns=["no_such_concern"]),
        case("d", factors={"no_such_factor": {"stance": "balanced", "because": "No reason at all."}}),
    )
    (tmp_path / "cases" / "e.yaml").write_text("id: [")
    good, faults = validate(tmp_path, FRAMEWORK)
    assert [c.id for c in good] == ["a", "b", "c", "d"]
    assert [fault.file.stem for fault in faults] == ["b", "c", "d", "e"]
    assert "stands already in a" in faults[0].says


def test_the_shipped_cases_are_without_fault() -> None:
    cases, faults = validate(ROOT / "corpus", FRAMEWORK)
    assert [fault.says for fault in faults] == []
    assert len(cases) > 100


def test_the_hash_follows_the_content_and_not_the_order() -> None:
    assert snapshot_sha256([case("a"), case("b")]) == snapshot_sha256([case("b"), case("a")])
    assert snapshot_sha256([case("a")]) != snapshot_sha256([case("a", title="Another")])
