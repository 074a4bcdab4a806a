"""The labelled drafts: that every label stands on words of its draft, that ids resolve, and that the mixture is as promised."""

import re
from collections import Counter

import pytest
import yaml

from evals.datasets_build.final import read_added, read_resolved
from evals.datasets_build.places import DATASETS
from screener.uses.labelled import ReadDraft
from screener.words.case import Label
from screener.words.framework import Severity, Tier
from tests.evals.datasets_read import (
    FRAMEWORK,
    cases,
    drafts,
    first_pass,
    label_files,
    plain,
    second_pass,
    source,
    twins,
)

TRAITS = {
    "appendix_only",
    "footnote_only",
    "table_only",
    "caption_only",
    "combination_only",
    "safety_framing",
    "long",
    "clean",
    "old_public_knowledge",
    "quotes_to_criticise",
    "defenders_advantage",
    "attack_with_mitigation",
    "hard_negative",
    "attack_without_mitigation",
    "soft_positive",
}
LONG = 6000
MOST_IN_LONG = 0.03
"""The share of a long draft's words that all its gold passages together may have: finding them is the task."""
MARKUP = re.compile(r"[*`$|\\]|\[\^|\]\(|~~|(?<!\w)_|_(?!\w)|^#|<[/!a-z]")
"""Marks of Markdown or HTML, which a draft that is set as PDF or Word no longer has."""
SPLITS: dict[str, list[str]] = yaml.safe_load((DATASETS / "splits.yaml").read_text(encoding="utf-8"))


def every() -> list[ReadDraft]:
    return [*first_pass(), *second_pass(), *drafts(), *twins()]


def words(text: str) -> int:
    return len(text.split())


def length(draft: ReadDraft) -> int:
    return words((DATASETS / "drafts" / f"{draft.labels.id}.md").read_text(encoding="utf-8"))


def grave(draft: ReadDraft) -> bool:
    """Whether the draft holds anything that a reviewer has to act upon."""
    marked = [p.severity for p in draft.labels.passages] + [c.severity for c in draft.labels.combinations]
    return any(severity.rank >= Severity.medium.rank for severity in marked)


def test_every_draft_has_labels_and_every_label_file_a_draft() -> None:
    texts = {file.stem for file in (DATASETS / "drafts").glob("*.md")}
    assert texts == {file.stem for file in (*label_files("first"), *label_files("twins"))}
    for folder in ("second", "final"):
        assert {file.stem for file in label_files(folder)} <= {file.stem for file in label_files("first")}


def test_a_label_file_is_named_after_its_id() -> None:
    for folder in ("first", "second", "final", "twins"):
        opening = {f.stem: f.read_text(encoding="utf-8").splitlines()[0] for f in label_files(folder)}
        assert opening == {stem: f"id: {stem}" for stem in opening}, folder


def test_every_quote_stands_exactly_once_in_its_draft() -> None:
    wrong = [
        (draft.labels.id, quote)
        for draft in every()
        for quote in quotes(draft)
        if source(draft.labels.id).count(plain(quote)) != 1
    ]
    assert wrong == []


def test_every_quote_stands_in_the_file_of_its_draft_to_the_letter() -> None:
    """Of the file only the bars between the cells of a table are taken away."""
    for draft in every():
        text = (DATASETS / "drafts" / f"{draft.labels.id}.md").read_text(encoding="utf-8").replace("|", " ")
        folded = " ".join(text.split())
        assert [q for q in quotes(draft) if " ".join(q.split()) not in folded] == [], draft.labels.id


def test_no_quote_holds_marks_of_markup() -> None:
    quoted = [(draft.labels.id, quote) for draft in every() for quote in quotes(draft)]
    quoted += [(added.draft, added.quote) for added in read_added(DATASETS)]
    quoted += [(resolved.draft, resolved.what) for resolved in read_resolved(DATASETS)]
    assert [(name, quote) for name, quote in quoted if MARKUP.search(quote)] == []


@pytest.mark.parametrize(
    "quote", ["the *best* of them", "a `name`", "for $n$ tasks", "said.[^2]", "see [here](x)", "a | b", "an _old_ one"]
)
def test_a_quote_with_marks_of_markup_would_be_noticed(quote: str) -> None:
    assert MARKUP.search(quote)


def quotes(draft: ReadDraft) -> list[str]:
    combined = [quote for combination in draft.labels.combinations for quote in combination.quotes]
    return [*(p.quote for p in draft.labels.passages), *combined]


def test_concerns_factors_and_precedents_exist() -> None:
    known = {case.id for case in cases()}
    for draft in every():
        concerns = {p.concern for p in draft.labels.passages if p.concern}
        assert concerns <= set(FRAMEWORK.concern_ids()), draft.labels.id
        assert set(draft.labels.factors) == set(FRAMEWORK.factor_ids()), draft.labels.id
        assert set(draft.labels.precedents) <= known, draft.labels.id
    assert all(2 <= len(draft.labels.precedents) <= 5 for draft in drafts())


def test_uplift_has_a_severity_and_a_concern_and_benign_has_no_severity() -> None:
    for draft in every():
        for passage in draft.labels.passages:
            assert (passage.label is Label.uplift) == (passage.severity is not Severity.none), draft.labels.id
            assert passage.label is Label.benign or passage.concern, draft.labels.id


def test_splits_hold_every_draft_once_and_no_twin() -> None:
    assert sorted([*SPLITS["dev"], *SPLITS["test"]]) == sorted(draft.labels.id for draft in drafts())
    assert set(SPLITS) == {"dev", "test"}


def test_there_are_enough_drafts_and_enough_long_ones() -> None:
    assert len(drafts()) >= 72
    assert sum(length(draft) >= LONG for draft in drafts()) >= 12


def test_the_trait_long_says_what_is_long() -> None:
    assert {d.labels.id for d in drafts() if "long" in d.labels.traits} == {
        d.labels.id for d in drafts() if length(d) >= LONG
    }


def test_in_a_long_draft_all_that_is_labelled_is_at_most_three_per_cent() -> None:
    for draft in (d for d in (*first_pass(), *drafts(), *twins()) if length(d) >= LONG):
        assert 0 < labelled_words(draft) / length(draft) <= MOST_IN_LONG, draft.labels.id


def test_every_long_draft_holds_uplift() -> None:
    for draft in (d for d in drafts() if length(d) >= LONG):
        assert any(p.label is Label.uplift for p in draft.labels.passages), draft.labels.id


def labelled_words(draft: ReadDraft) -> int:
    """Words of the gold passages, and of those quotes of combinations that no passage has."""
    alone = " ".join(passage.quote for passage in draft.labels.passages)
    return words(alone) + sum(words(quote) for quote in set(quotes(draft)) if quote not in alone)


def test_about_a_third_of_the_drafts_hold_nothing_grave() -> None:
    assert 0.25 <= sum(not grave(draft) for draft in drafts()) / len(drafts()) <= 0.40


def test_a_draft_without_anything_grave_is_not_closed_and_one_that_is_published_holds_nothing_grave() -> None:
    for draft in drafts():
        if not grave(draft):
            assert draft.labels.tier.rank <= Tier.publish_with_edits.rank, draft.labels.id
        if draft.labels.tier is Tier.publish:
            assert not grave(draft), draft.labels.id


def test_every_trait_and_every_tier_is_there() -> None:
    traits = Counter(trait for draft in drafts() for trait in draft.labels.traits)
    assert set(traits) == TRAITS
    assert min(traits.values()) >= 4
    assert min(Counter(draft.labels.tier for draft in drafts()).values()) >= 10


def test_both_splits_hold_every_tier_several_times() -> None:
    for ids in SPLITS.values():
        tiers = Counter(draft.labels.tier for draft in drafts() if draft.labels.id in ids)
        assert min(tiers[tier] for tier in Tier) >= 4
