"""Decided drafts leave with their decision and with what people made of their flags, and the audit knows."""

from screener.uses.exporting import exported, to_export
from screener.uses.reviewing import Ruling
from screener.words.case import Label
from screener.words.framework import Severity, Tier
from screener.words.review import AskedEdit, VerdictKind
from screener.words.submission import DraftSensitivity
from tests.report.example import example_screening
from tests.uses.house import House

V = VerdictKind
TEXT = example_screening().draft.text


def decided(house: House, **more: object) -> str:
    """A draft with one flag accepted, one dismissed, one changed, one added, the others unjudged; held, then published."""
    draft_id = house.in_review(content=TEXT.encode(), name="Our paper.txt", **more)  # type: ignore[arg-type]
    flags = [f for f in example_screening().flags if f.grounded]
    house.reviews.verdict(house.rosa, draft_id, flags[0].id, V.accept, "It hands it over.")
    house.reviews.verdict(house.rosa, draft_id, flags[1].id, V.dismiss, "It is old.")
    to = next(s for s in (Severity.high, Severity.low) if s is not flags[2].severity)
    house.reviews.verdict(house.rosa, draft_id, flags[2].id, V.change_severity, "Otherwise.", to)
    house.reviews.add_flag(
        house.rosa, draft_id, start=0, end=20, concern="scaling", severity=Severity.low, reason="Passed over."
    )
    edits = (AskedEdit(says="Leave it out.", flag_id=flags[0].id),)
    house.reviews.decide(
        house.rosa, draft_id, Ruling(tier=Tier.publish_with_edits, rationale="One figure.", edits=edits)
    )
    return draft_id


def test_verdicts_become_labels_and_what_nobody_judged_does_not(house: House) -> None:
    draft_id = decided(house)
    assert to_export(house.stores, secret=False) == [draft_id]
    made = exported(house.stores, draft_id)
    flags = [f for f in example_screening().flags if f.grounded]
    labels = {p.quote: p for p in made.decided.passages}
    assert len(made.decided.passages) == 4
    assert (labels[flags[0].quote].label, labels[flags[0].quote].severity) == (Label.uplift, flags[0].severity)
    assert (labels[flags[1].quote].label, labels[flags[1].quote].concern) == (Label.benign, None)
    assert labels[flags[2].quote].severity is not flags[2].severity
    [added] = [p for p in made.decided.passages if p.because == "Passed over."]
    assert TEXT.startswith(added.quote) and not TEXT[len(added.quote)].isalnum(), "whole words, as a quote is found by"
    assert made.untrusted_original.decode() == TEXT
    assert (made.decided.draft, made.decided.tier, made.decided.first_tier) == (
        "draft.txt",
        Tier.publish_with_edits,
        None,
    )
    assert "Rosa" not in made.decided.model_dump_json()
    with house.database.reading() as session:
        assert [line.about for line in house.stores.audit.page(session, action="draft.export")] == [f"draft:{draft_id}"]


def test_a_decision_that_changed_is_told_with_the_first(house: House) -> None:
    draft_id = decided(house)
    house.reviews.reopen(house.rosa, draft_id, "Somebody wrote.")
    house.reviews.decide(house.rosa, draft_id, Ruling(tier=Tier.publish, rationale="It was printed before."))
    told = exported(house.stores, draft_id).decided
    assert (told.first_tier, told.tier) == (Tier.publish_with_edits, Tier.publish)
    assert told.why_changed == "It was printed before."


def test_secret_open_and_destroyed_drafts_stay(house: House) -> None:
    secret = decided(house, sensitivity=DraftSensitivity.secret)
    house.in_review()
    house.submissions.purge(house.mia, decided(house))
    assert to_export(house.stores, secret=False) == []
    assert to_export(house.stores, secret=True) == [secret]
