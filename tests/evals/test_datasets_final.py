"""The final labels: made from the first pass, the resolved disagreements and the additions, and from nothing else."""

import re
from functools import cache

import pytest
import yaml

from evals.agreement import Pair, disagreements, kappas, main, read_pairs
from evals.datasets_build import final
from evals.datasets_build.final import files_of, read_added, read_resolved
from evals.datasets_build.places import DATASETS
from screener.uses.labelled import labels_in, labels_of
from tests.evals.datasets_read import drafts, label_files


@cache
def pairs() -> tuple[Pair, ...]:
    return read_pairs()


def test_making_the_final_labels_again_gives_the_same_files() -> None:
    made = files_of(DATASETS)
    assert sorted(made) == label_files("final")
    assert [file.name for file, text in made.items() if file.read_bytes() != text.encode("utf-8")] == []


def test_every_disagreement_is_resolved_with_a_reason_and_nothing_else_is() -> None:
    resolved = {(r.draft, r.what, r.first, r.second) for r in read_resolved(DATASETS)}
    assert resolved == {(d.draft, d.what, d.first, d.second) for d in disagreements(pairs())}


def test_a_resolution_is_one_of_the_two_judgements_or_between_them_or_milder() -> None:
    tiers = ["publish", "publish_with_edits", "share_select", "hold"]
    for entry in (r for r in read_resolved(DATASETS) if r.what == "tier"):
        low, high = sorted((tiers.index(entry.first), tiers.index(entry.second)))
        assert low <= tiers.index(entry.final) <= high, entry.draft


def test_the_tier_that_is_read_is_the_resolved_one() -> None:
    by_id = {draft.labels.id: draft.labels for draft in drafts()}
    for entry in (r for r in read_resolved(DATASETS) if r.what == "tier"):
        assert by_id[entry.draft].tier == entry.final


def test_added_passages_are_benign_and_touch_no_passage_of_either_pass() -> None:
    added = {(a.draft, a.quote) for a in read_added(DATASETS)}
    for draft in drafts():
        mine = [s for s in draft.spans if (draft.labels.id, s.gold.quote) in added]
        others = [s for s in draft.spans if s not in mine]
        assert [s.gold.quote for s in mine for o in others if s.start < o.end and o.start < s.end] == []
        assert all(s.gold.label == "benign" for s in mine)


def test_a_draft_without_changes_keeps_its_first_labels() -> None:
    changed = {file.stem for file in label_files("final")}
    for file in label_files("first"):
        assert (labels_of(DATASETS, file.stem) == labels_in(file)) == (file.stem not in changed)


def test_every_draft_was_labelled_twice_and_the_passes_agree_well_beyond_chance() -> None:
    measured = kappas(pairs())
    assert measured.drafts == len(drafts())
    assert measured.passages > 0.6
    assert measured.severity > 0.6
    assert measured.tier > 0.6
    assert measured.factors > 0.4
    assert measured.within_one_tier > 0.85


def test_a_pass_agrees_with_itself() -> None:
    same = kappas([Pair(pair.first, pair.first) for pair in pairs()])
    assert (same.passages, same.severity, same.tier, same.factors, same.same_tier) == (1, 1, 1, 1, 1)
    assert list(disagreements([Pair(pair.first, pair.first) for pair in pairs()])) == []


def test_the_command_prints_a_row_for_each_split(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("dev", "test", "both", "draft: "))


def test_the_final_labels_are_written_anew(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    for part in ("labels/first", "labels/second", "labels/final"):
        (tmp_path / part).mkdir(parents=True)
        for file in (DATASETS / part).iterdir():
            (tmp_path / part / file.name).write_bytes(file.read_bytes())
    for name in ("disagreements.yaml", "added.yaml"):
        (tmp_path / name).write_bytes((DATASETS / name).read_bytes())
    (tmp_path / "labels" / "final" / "old.yaml").write_text("id: old\n")
    assert final.main(tmp_path) == 0
    assert not (tmp_path / "labels" / "final" / "old.yaml").exists()
    assert str(len(label_files("final"))) in capsys.readouterr().out


def test_the_datasheet_tells_the_kappas_that_are_measured() -> None:
    told_rows = (DATASETS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (dev|test|both) \| (.+) \|$", told_rows, re.M)
    splits = yaml.safe_load((DATASETS / "splits.yaml").read_text(encoding="utf-8"))
    splits["both"] = [*splits["dev"], *splits["test"]]
    assert [name for name, _ in rows] == ["dev", "test", "both"]
    for name, told in rows:
        k = kappas([pair for pair in pairs() if pair.first.labels.id in splits[name]])
        figures = " | ".join(f"{value:.2f}" for value in (k.passages, k.severity, k.tier, k.factors))
        assert told == f"{k.drafts} | {figures} | {k.same_tier:.0%}"
