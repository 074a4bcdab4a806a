"""Drafts: added, moved by legal steps alone, assigned, screened; told as words, never as rows."""

import itertools

import pytest
from sqlalchemy import update

from screener.storage.tables import DraftRow
from screener.words.errors import Conflict, NotFound, Purged
from screener.words.framework import Attention, Tier
from screener.words.submission import LEGAL, DraftSensitivity, DraftStatus, ScreeningProgress
from tests.storage.installation import NOON, Kept, at_once, decision, screening

S = DraftStatus


def test_a_new_draft_is_queued_and_told_as_given(kept: Kept) -> None:
    draft = kept.draft("naïve ✓.pdf", sensitivity=DraftSensitivity.secret)
    with kept.database.reading() as session:
        again = kept.drafts.get(session, draft.id)
    assert again == draft
    assert (again.name, again.sensitivity, again.status) == ("naïve ✓.pdf", DraftSensitivity.secret, S.queued)
    assert (again.version, again.work_id, again.created_at, again.size) == (1, draft.id, NOON, 10)


def test_versions_of_a_work_are_counted(kept: Kept) -> None:
    first = kept.draft()
    second = kept.draft(work_id=first.work_id, hours=1)
    with kept.database.reading() as session:
        assert [(d.id, d.version) for d in kept.drafts.versions(session, first.work_id)] == [
            (first.id, 1),
            (second.id, 2),
        ]
        assert kept.drafts.versions(session, "none") == []


def test_an_unknown_id_is_not_found(kept: Kept) -> None:
    with kept.database.reading() as session:
        for ask in (kept.drafts.get, kept.drafts.standing, kept.drafts.progress):
            with pytest.raises(NotFound):
                ask(session, "none")


def test_every_step_is_taken_or_refused_as_the_table_of_legal_steps_says(kept_in_file: Kept) -> None:
    kept = kept_in_file
    draft = kept.draft()
    with kept.database.writing() as session:
        for before, after in itertools.product(S, set(S) - {S.purged}):
            session.execute(update(DraftRow).values(status=before))
            if (before, after) in LEGAL:
                assert kept.drafts.move(session, draft.id, after).status is after
            else:
                with pytest.raises(Conflict, match=before.value.replace("_", " ")):
                    kept.drafts.move(session, draft.id, after)


def test_a_step_carries_its_sentence_and_the_next_one_forgets_it(kept: Kept) -> None:
    draft = kept.draft()
    kept.move(draft.id, S.screening, S.failed, detail="The disk was full.")
    with kept.database.reading() as session:
        assert kept.drafts.get(session, draft.id).status_detail == "The disk was full."
    kept.move(draft.id, S.queued)
    with kept.database.reading() as session:
        assert kept.drafts.get(session, draft.id).status_detail == ""


def test_to_purge_is_not_a_plain_step(kept: Kept) -> None:
    draft = kept.draft()
    with pytest.raises(Conflict), kept.database.writing() as session:
        kept.drafts.move(session, draft.id, S.purged)


def test_people_are_assigned_once_and_remembered_when_it_ends(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        for _ in range(2):
            kept.drafts.assign(session, draft.id, kept.reviewer.id, by=kept.reviewer.id)
        kept.drafts.assign(session, draft.id, kept.reviewer.id, by=kept.author.id, kind="author")
        assert kept.drafts.get(session, draft.id).reviewers == (kept.reviewer.id,)
        assert kept.drafts.authors(session, draft.id) == (kept.reviewer.id,)
        assert kept.drafts.unassign(session, draft.id, kept.reviewer.id)
        assert not kept.drafts.unassign(session, draft.id, kept.reviewer.id)
        assert kept.drafts.assigned(session, draft.id) == ()
        assert kept.drafts.authors(session, draft.id) == (kept.reviewer.id,)
        told = [happened.says for happened in kept.reviews.history(session, draft.id)]
        assert told[1:] == ["Claimed it for review.", "No longer reviews it."]


def test_progress_is_told_with_the_status(kept: Kept) -> None:
    draft = kept.draft()
    told = ScreeningProgress(
        draft_id=draft.id, status=S.screening, stage="reading", done=3, total=9, flagged=1, unread=2
    )
    with kept.database.writing() as session:
        assert kept.drafts.progress(session, draft.id).total == 0
        kept.drafts.set_progress(session, told)
        kept.drafts.set_progress(session, told.model_copy(update={"done": 4}))
        assert kept.drafts.progress(session, draft.id) == told.model_copy(update={"done": 4, "status": S.queued})


def test_runs_are_counted_and_a_new_run_forgets_an_asked_stop(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        assert kept.drafts.standing(session, draft.id) == (S.queued, 0)
        assert kept.drafts.begin_run(session, draft.id) == 1
        kept.drafts.ask_stop(session, draft.id)
        assert kept.drafts.stop_asked(session, draft.id)
        assert kept.drafts.begin_run(session, draft.id) == 2
        assert not kept.drafts.stop_asked(session, draft.id)
        assert kept.drafts.queued(session) == [(draft.id, 2)]
        assert kept.drafts.stop_asked(session, "gone")


def test_a_report_is_kept_whole_and_told_in_figures(kept: Kept) -> None:
    draft, report = kept.draft(), screening()
    with kept.database.writing() as session:
        assert kept.drafts.record_screening(session, draft.id, report, 1) == report.id
        assert kept.drafts.screening(session, draft.id) == report
        told = kept.drafts.get(session, draft.id)
    assert (told.screening_id, told.suggested_tier) == (report.id, report.suggestion.tier)
    assert (told.attention, told.unsure) == (report.suggestion.attention, report.suggestion.unsure)
    assert (told.flags, told.alerts, told.passages) == (len(report.flags), len(report.alerts), report.coverage.passages)
    assert told.unread == len(report.coverage.unread) > 0
    assert told.incomplete


def test_a_second_report_of_the_same_run_is_left_aside(kept: Kept) -> None:
    draft, first, second = kept.draft(), screening(), screening()
    with kept.database.writing() as session:
        kept.drafts.record_screening(session, draft.id, first, 1)
        assert kept.drafts.record_screening(session, draft.id, second, 1) == first.id
        assert kept.drafts.record_screening(session, draft.id, second, 2) == second.id
        assert kept.drafts.screening(session, draft.id).id == second.id
        assert kept.drafts.screening(session, draft.id, first.id).id == first.id
        with pytest.raises(NotFound):
            kept.drafts.screening(session, draft.id, "none")


def test_the_last_decision_is_told_with_the_draft(kept: Kept) -> None:
    draft = kept.screened()
    with kept.database.writing() as session:
        kept.reviews.add_decision(session, decision(draft, kept.reviewer.id), suggested_tier=None)
        assert kept.drafts.get(session, draft.id).decided_tier is Tier.share_select
        assert kept.drafts.get(session, draft.id).attention in Attention


def test_of_two_revisions_at_once_each_gets_a_version_of_its_own_or_is_refused(kept: Kept) -> None:
    first = kept.draft()
    outcomes: list[object] = []

    def revise() -> None:
        try:
            outcomes.append(kept.draft(work_id=first.work_id).version)
        except Conflict:
            outcomes.append("refused")

    at_once(revise, revise, revise)
    versions = [outcome for outcome in outcomes if outcome != "refused"]
    assert len(outcomes) == 3
    assert sorted(versions, key=str) == list(range(2, 2 + len(versions)))


def test_nothing_more_is_said_about_a_purged_draft(kept: Kept) -> None:
    draft = kept.screened()
    with kept.database.writing() as session:
        kept.drafts.purge(session, draft.id)
    for attempt in (
        lambda s: kept.drafts.move(s, draft.id, S.queued),
        lambda s: kept.drafts.put_bytes(s, draft.id, "step", "x", b""),
        lambda s: kept.drafts.get_bytes(s, draft.id, "original", "file"),
        lambda s: kept.drafts.record_screening(s, draft.id, screening(), 2),
        lambda s: kept.drafts.screening(s, draft.id),
        lambda s: kept.drafts.begin_run(s, draft.id),
        lambda s: kept.drafts.assign(s, draft.id, kept.author.id, by=kept.author.id),
        lambda s: kept.drafts.purge(s, draft.id),
        lambda s: kept.reviews.decisions(s, draft.id),
    ):
        with pytest.raises(Purged), kept.database.writing() as session:
            attempt(session)
