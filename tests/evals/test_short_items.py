"""The short items: balanced in label, split and sort, each of the length of an abstract."""

from collections import Counter

import pytest
from pydantic import ValidationError

from evals.short_items import ShortItem, Split, read_short
from screener.words.case import Label, Sort
from screener.words.framework import Severity
from tests.evals.datasets_read import FRAMEWORK

ITEMS = read_short()


def test_there_are_a_hundred_and_fifty_with_ids_of_their_own() -> None:
    assert len(ITEMS) == len({item.id for item in ITEMS}) >= 150


def test_half_are_uplift_in_each_split_and_the_splits_are_alike_in_size() -> None:
    for split in Split:
        labels = Counter(item.label for item in read_short(split=split))
        assert abs(labels[Label.uplift] - labels[Label.benign]) <= 4
        assert abs(sum(labels.values()) - len(ITEMS) / 2) <= 4


def test_half_of_the_benign_ones_sound_like_what_they_are_not() -> None:
    benign = [item for item in ITEMS if item.label is Label.benign]
    assert sum(item.sort is Sort.hard_negative for item in benign) / len(benign) >= 0.5
    assert sum(item.sort is Sort.soft_positive for item in ITEMS) >= 25


def test_each_is_as_long_as_an_abstract() -> None:
    assert [item.id for item in ITEMS if not 60 <= len(item.text.split()) <= 180] == []


def test_a_pair_has_one_of_each_label_and_one_split() -> None:
    for pair in {item.pair for item in ITEMS}:
        both = [item for item in ITEMS if item.pair == pair]
        assert {item.label for item in both} == set(Label)
        assert len({item.split for item in both}) == 1
        assert len({item.concern for item in both}) == 1


def test_every_concern_and_every_severity_is_in_both_splits() -> None:
    for split in Split:
        items = read_short(split=split)
        assert {item.concern for item in items} == set(FRAMEWORK.concern_ids())
        assert {item.severity for item in items} == set(Severity)


def test_uplift_without_a_severity_is_refused() -> None:
    wrong = ITEMS[0].model_dump() | {"severity": "none"}
    with pytest.raises(ValidationError, match="uplift needs a severity"):
        ShortItem.model_validate(wrong)
