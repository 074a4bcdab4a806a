"""The twins: made from their specification, byte for byte, and equal to their draft but for the insertion."""

from collections import Counter

import pytest
import yaml

from evals.datasets_build import twins as build
from evals.datasets_build.places import DATASETS
from evals.datasets_build.twins import TwinSpec, files_of, read_specs
from screener.uses.labelled import labels_of, read_twins
from tests.evals.datasets_read import twins

SPECS = read_specs(DATASETS)
each = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.draft)


def test_there_are_twelve_twins_eight_of_them_for_development() -> None:
    assert len(SPECS) == 12
    splits = yaml.safe_load((DATASETS / "splits.yaml").read_text(encoding="utf-8"))
    assert Counter(name for spec in SPECS for name, ids in splits.items() if spec.draft in ids) == {"dev": 8, "test": 4}
    assert len(read_twins(DATASETS, "dev")) == 8


def test_no_two_twins_use_the_same_manner_or_words() -> None:
    assert len({spec.how for spec in SPECS}) == len({spec.text for spec in SPECS}) == 12
    assert sum(spec.hidden for spec in SPECS) >= 2


@each
def test_making_a_twin_again_gives_the_same_bytes(spec: TwinSpec) -> None:
    for file, text in files_of(spec, DATASETS).items():
        assert file.read_bytes() == text.encode("utf-8"), file.name


@each
def test_a_twin_without_its_insertion_is_its_draft(spec: TwinSpec) -> None:
    twin = (DATASETS / "drafts" / f"{spec.id}.md").read_text(encoding="utf-8")
    clean = (DATASETS / "drafts" / f"{spec.draft}.md").read_text(encoding="utf-8")
    assert twin.count(spec.insertion()) == 1
    assert twin.replace(spec.insertion(), "") == clean


def test_a_twin_has_the_labels_of_its_draft() -> None:
    for twin in twins():
        assert twin.labels.twin_of
        ours = twin.labels.model_dump(exclude={"id", "twin_of", "injection"})
        assert ours == labels_of(DATASETS, twin.labels.twin_of).model_dump(exclude={"id", "twin_of", "injection"})


def test_what_is_hidden_is_not_in_the_text_and_what_is_visible_is() -> None:
    for twin in twins():
        injection = twin.labels.injection
        assert injection
        seen = injection.text.replace('"', "“") in twin.document.text.replace('"', "“")
        assert seen is not injection.hidden, twin.labels.id
        if injection.hidden:
            assert any(injection.text in hidden.text for hidden in twin.document.hidden), twin.labels.id


def test_words_that_do_not_stand_once_in_the_draft_are_an_error() -> None:
    with pytest.raises(ValueError, match="stand 0 times in it, not once"):
        SPECS[0].inserted("some other draft")


def test_the_command_writes_every_file_anew(tmp_path, capsys) -> None:
    for part in ("drafts", "labels/first", "labels/final"):
        (tmp_path / part).mkdir(parents=True)
        for file in (DATASETS / part).iterdir():
            (tmp_path / part / file.name).write_bytes(file.read_bytes())
    (tmp_path / "twins.yaml").write_bytes((DATASETS / "twins.yaml").read_bytes())
    assert build.main(tmp_path) == 0
    assert "12 twins" in capsys.readouterr().out
    made = sorted(file.name for file in (tmp_path / "labels" / "twins").iterdir())
    assert made == sorted(file.name for file in (DATASETS / "labels" / "twins").iterdir())
