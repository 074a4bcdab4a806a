"""What people add to a draft: kept word for word, in order, only ever added; of two decisions at once one is refused."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from screener.words.errors import Conflict, NotFound, Unavailable
from screener.words.framework import Severity, Tier
from screener.words.review import HappenedKind, LetterKind, VerdictKind
from tests.storage.installation import Kept, added_flag, at_once, decision, impression, verdict


def test_a_first_impression_is_given_once(kept: Kept) -> None:
    draft = kept.draft()
    given = impression(draft.id, kept.reviewer.id)
    with kept.database.writing() as session:
        kept.reviews.add_impression(session, given)
        assert kept.reviews.impressions(session, draft.id) == [given]
        with pytest.raises(Conflict, match="already recorded"):
            kept.reviews.add_impression(session, given)


def test_verdicts_come_back_in_their_order(kept: Kept) -> None:
    draft = kept.screened()
    later, first = verdict(draft, kept.reviewer.id, "later", 5), verdict(draft, kept.reviewer.id, "first ✓", 1)
    undone = later.model_copy(
        update={"id": "u" * 32, "kind": VerdictKind.withdraw, "severity": None, "carried_from": first.id}
    )
    with kept.database.writing() as session:
        for one in (later, first, undone):
            kept.reviews.add_verdict(session, one, flagged_severity=Severity.high, concern="scale")
        assert [v.reason for v in kept.reviews.verdicts(session, draft.id)][:1] == ["first ✓"]
        assert set(kept.reviews.verdicts(session, draft.id, draft.screening_id)) == {later, first, undone}
        assert kept.reviews.verdicts(session, draft.id, "another") == []


def test_added_flags_get_ids_and_may_be_withdrawn_once(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        flags = [
            kept.reviews.add_flag(session, added_flag(draft.id, kept.reviewer.id, f"quote {n}")) for n in range(11)
        ]
        assert [flag.id for flag in flags] == [f"r{n}" for n in range(1, 12)]
        assert kept.reviews.added_flags(session, draft.id) == flags
        assert kept.reviews.withdraw_flag(session, draft.id, "r2").withdrawn_at is not None
        with pytest.raises(Conflict, match="already withdrawn"):
            kept.reviews.withdraw_flag(session, draft.id, "r2")
        with pytest.raises(NotFound):
            kept.reviews.withdraw_flag(session, draft.id, "r99")


def test_decisions_are_numbered_and_kept_whole(kept: Kept) -> None:
    draft = kept.screened()
    first, second = decision(draft, kept.reviewer.id), decision(draft, kept.reviewer.id, next_look=date(2026, 9, 1))
    with kept.database.writing() as session:
        assert kept.reviews.add_decision(session, first, suggested_tier=Tier.publish, seen=0) == 1
        assert kept.reviews.add_decision(session, second, suggested_tier=None) == 2
        assert kept.reviews.decisions(session, draft.id) == [first, second]
        assert kept.reviews.looks_due(session, datetime(2026, 9, 1, tzinfo=UTC)) == [draft.id]
        assert kept.reviews.looks_due(session, datetime(2026, 8, 31, tzinfo=UTC)) == []


def test_who_decides_on_what_they_have_not_seen_is_refused(kept: Kept) -> None:
    draft = kept.screened()
    with kept.database.writing() as session:
        kept.reviews.add_decision(session, decision(draft, kept.reviewer.id), suggested_tier=None, seen=0)
    with pytest.raises(Conflict, match="since you opened it"), kept.database.writing() as session:
        kept.reviews.add_decision(session, decision(draft, kept.author.id), suggested_tier=None, seen=0)


def test_of_decisions_at_once_one_stands_and_the_others_are_refused(kept: Kept) -> None:
    draft, outcomes = kept.screened(), []

    def decide() -> None:
        try:
            with kept.database.writing() as session:
                made = decision(draft, kept.reviewer.id)
                outcomes.append(kept.reviews.add_decision(session, made, suggested_tier=None, seen=0))
        except Conflict:
            outcomes.append(0)

    at_once(*[decide] * 4)
    assert sorted(outcomes) == [0, 0, 0, 1]
    with kept.database.reading() as session:
        assert len(kept.reviews.decisions(session, draft.id)) == 1


def test_letters_come_back_in_their_order(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        note = kept.reviews.add_letter(session, draft.id, LetterKind.note, "please\nsoon ✓", kept.author.id)
        reply = kept.reviews.add_letter(session, draft.id, LetterKind.reply, "done", kept.author.id)
        assert kept.reviews.letters(session, draft.id) == [note, reply]


def test_words_moved_to_another_record_do_not_open(kept_in_file: Kept) -> None:
    kept = kept_in_file
    draft = kept.screened()
    kept.judged(draft, "words")
    with kept.database.writing() as session:
        session.execute(text("update impressions set note_sealed = (select text_sealed from letters)"))
    with pytest.raises(Unavailable, match="altered"), kept.database.reading() as session:
        kept.reviews.impressions(session, draft.id)


@pytest.mark.parametrize(
    "change",
    [
        "update {table} set at = at",
        "update {table} set {column} = '{other}'",
        "delete from {table}",
    ],
)
@pytest.mark.parametrize(("table", "column"), [("decisions", "tier"), ("verdicts", "kind"), ("letters", "kind")])
def test_what_is_only_ever_added_to_cannot_be_changed_even_by_sql(
    kept: Kept, change: str, table: str, column: str
) -> None:
    kept.judged(kept.screened(), "words")
    with pytest.raises(Conflict), kept.database.writing() as session:
        session.execute(text(change.format(table=table, column=column, other="publish")))


def test_sealed_words_may_be_emptied_and_never_be_replaced(kept: Kept) -> None:
    kept.judged(kept.screened(), "words")
    with pytest.raises(Conflict), kept.database.writing() as session:
        session.execute(text("update letters set text_sealed = :other"), {"other": b"other words"})
    with kept.database.writing() as session:
        session.execute(text("update letters set text_sealed = :none"), {"none": b""})


def test_a_draft_changes_visibly_with_everything_that_is_added(kept: Kept) -> None:
    draft = kept.screened()
    seen = set()
    with kept.database.writing() as session:
        for add in (
            lambda: kept.reviews.add_letter(session, draft.id, LetterKind.reply, "x", kept.author.id),
            lambda: kept.drafts.assign(session, draft.id, kept.reviewer.id, by=kept.reviewer.id),
            lambda: kept.reviews.add_impression(session, impression(draft.id, kept.reviewer.id)),
        ):
            add()
            seen.add(kept.drafts.get(session, draft.id).changed_at)
    assert len(seen - {draft.changed_at}) == 3


def test_the_history_tells_who_did_what_without_a_word_of_the_draft(kept: Kept) -> None:
    draft = kept.screened("Secret title.pdf")
    kept.judged(draft, "distinctive words")
    with kept.database.reading() as session:
        told = kept.reviews.history(session, draft.id)
    assert {happened.kind for happened in told} == set(HappenedKind) - {HappenedKind.claimed, HappenedKind.status}
    assert [happened.at for happened in told] == sorted(happened.at for happened in told)
    assert not any("distinctive" in happened.says or "Secret" in happened.says for happened in told)
    assert "Decided: share select; the screen had suggested publish." in {happened.says for happened in told}
