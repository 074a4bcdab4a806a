"""No text stands twice: not in the corpus, not in corpus and drafts, not across the splits, and not in the public facts."""

import yaml

from evals.datasets_build.facts import RUN, TARGET, fingerprints, main, read_fingerprints
from evals.datasets_build.places import CORPUS, DATASETS
from evals.overlap import fingerprint, likeness, runs, shared_runs
from evals.short_items import Split, read_short
from tests.evals.datasets_read import cases, drafts

SPLITS: dict[str, list[str]] = yaml.safe_load((DATASETS / "splits.yaml").read_text(encoding="utf-8"))
A_SENTENCE = 4
"""Shared runs of eight words from which texts share a whole sentence (eleven words) and not a turn of phrase."""


def passages() -> dict[str, str]:
    return {f"{case.id} {i}": passage.text for case in cases() for i, passage in enumerate(case.passages)}


def bodies(ids: list[str] | None = None) -> dict[str, str]:
    """The drafts' texts up to the references: a group cites the same work in several papers."""
    return {
        d.labels.id: d.document.text.rsplit("\nReferences", 1)[0] for d in drafts() if ids is None or d.labels.id in ids
    }


def items(split: Split | None = None) -> dict[str, str]:
    return {item.id: item.text for item in read_short(split=split)}


def test_no_two_passages_of_the_corpus_are_nearly_alike() -> None:
    assert [pair for pair in likeness(passages()) if pair[0] > 0.10] == []


def test_no_two_short_items_are_nearly_alike_even_in_a_pair() -> None:
    assert [pair for pair in likeness(items()) if pair[0] > 0.30] == []


def test_corpus_and_drafts_and_short_items_share_no_sentence() -> None:
    groups = [passages(), bodies(), items()]
    home = {name: number for number, group in enumerate(groups) for name in group}
    together = {name: text for group in groups for name, text in group.items()}
    shared = shared_runs(together, 8)
    assert {pair: n for pair, n in shared.items() if n >= A_SENTENCE and home[pair[0]] != home[pair[1]]} == {}


def test_the_splits_share_no_sentence() -> None:
    for dev, test in ((bodies(SPLITS["dev"]), bodies(SPLITS["test"])), (items(Split.dev), items(Split.test))):
        shared = shared_runs(dev | test, 8)
        assert {pair: n for pair, n in shared.items() if n >= A_SENTENCE and (pair[0] in dev) != (pair[1] in dev)} == {}


def test_no_run_of_eight_words_is_that_of_the_public_facts() -> None:
    known = read_fingerprints()
    texts = {file.stem: file.read_text(encoding="utf-8") for file in (CORPUS / "cases").glob("*.yaml")}
    texts |= bodies() | items() | {"background": (CORPUS / "background.yaml").read_text(encoding="utf-8")}
    copied = {name: run for name, text in texts.items() for run in runs(text, RUN) if fingerprint(run) in known}
    assert len(known) > 500
    assert copied == {}


def test_a_copied_sentence_would_be_found(tmp_path) -> None:
    sheet = tmp_path / "sheet.jsonl"
    sheet.write_text('{"id": "x", "text": "The first eight words of this are enough, it seems."}\n', encoding="utf-8")
    made = fingerprints([sheet])
    assert {fingerprint(run) for run in runs("They say the first eight words of this are enough.", RUN)} & set(made)
    assert not {fingerprint(run) for run in runs("The first eight words of that are enough.", RUN)} & set(made)


def test_the_fingerprints_are_hashes_and_no_words() -> None:
    assert all(len(line) == 12 and int(line, 16) >= 0 for line in TARGET.read_text(encoding="ascii").split())


def test_making_fingerprints_needs_a_sheet(capsys) -> None:
    assert main([]) == 2
    assert "Name the sheets" in capsys.readouterr().err


def test_likeness_is_the_share_of_common_runs() -> None:
    found = list(
        likeness({"a": "one two three four five", "b": "One, two three four! Six", "c": "nothing of that at all"})
    )
    assert found == [(1 / 3, "a", "b")]
