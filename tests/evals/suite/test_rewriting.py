"""Variants of a draft made by rule: the labels go along, and nothing is lost."""

import re

from evals.records import Variant
from evals.suite.drafts import one_draft
from evals.suite.rewriting import WORDS, paraphrased, reordered, reworded, turned_round

TEXT = "# T\n\nOpening.\n\n## Abstract\n\nA.\n\n## 1. One\n\nB.\n\n## 2. Two\n\nC.\n\n## References\n\nD.\n"


def test_a_reordering_turns_the_middle_sections_round_and_loses_no_word() -> None:
    turned = turned_round(TEXT)
    assert turned is not None
    assert re.findall(r"^## (.*)", turned, re.M) == ["Abstract", "2. Two", "1. One", "References"]
    assert sorted(turned.split()) == sorted(TEXT.split())


def test_a_text_without_sections_to_move_has_no_reordering() -> None:
    assert turned_round("# T\n\nWords.\n") is None
    assert turned_round("# T\n\n## Abstract\n\nA.\n\n## 1. One\n\nB.\n") is None


def test_a_rewording_changes_the_words_of_the_list_alone() -> None:
    assert reworded("Often we cannot, and nearly-new is whole.") == "Frequently we can not, and nearly-new is entire."
    assert all(reworded(word) == other for word, other in WORDS.items())


def test_labels_are_reworded_with_their_draft() -> None:
    clean = one_draft("a-probe-penalty-table", "dev")
    changed = paraphrased(clean)
    assert changed.variant is Variant.paraphrased
    assert changed.twin_of == clean.labels.id
    assert changed.manuscript != clean.manuscript
    assert len(changed.labels.passages) == len(clean.labels.passages)
    turned = reordered(clean)
    assert turned is None or turned.labels.passages == clean.labels.passages
