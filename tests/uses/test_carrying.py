"""Settled verdicts carry over to what did not change, and nothing else does."""

from screener.storage.figures import added
from screener.uses.carrying import carry_over
from screener.uses.submitting import Upload
from screener.words.draft import Passage
from screener.words.framework import Severity, Tier
from screener.words.people import Role
from screener.words.review import VerdictKind
from screener.words.screening import Screening
from tests.report.example import example_screening
from tests.uses.house import House

V = VerdictKind
WHY = "Known since 2019."


def revised(screening: Screening, changed: int) -> Screening:
    """The same report with a sentence before everything, other flag ids, and one passage in other words."""
    opening = "A new first sentence. "
    shift = len(opening)

    def moved(p: Passage) -> Passage:
        text = p.text.replace("e", "E") if p.index == changed else p.text
        place = {"start": p.start + shift if p.index else 0, "end": p.end + shift}
        return p.model_copy(update={**place, "text": opening + text if p.index == 0 else text})

    passages = tuple(moved(p) for p in screening.passages)
    flags = tuple(
        f.model_copy(
            update={
                "id": f"f{n + 10}",
                "start": (f.start or 0) + shift,
                "end": (f.end or 1) + shift,
                "severity": Severity.low,
            }
        )
        for n, f in enumerate(screening.flags)
    )
    text = "".join(p.text for p in passages)
    draft = screening.draft.model_copy(update={"text": text, "pages": (), "sections": (), "joins": ()})
    return screening.model_copy(update={"passages": passages, "flags": flags, "draft": draft})


def revision(house: House, old: str, changed: int) -> str:
    new = house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."])).id
    house.screened(new, revised(example_screening(), changed))
    return new


def test_verdicts_on_unchanged_passages_are_carried_and_marked(house: House) -> None:
    old, flags = house.in_review(), example_screening().flags
    for flag in flags:
        house.reviews.verdict(house.rosa, old, flag.id, V.dismiss, WHY)
    changed = flags[4].passage_index
    new = revision(house, old, changed)
    stays = [f for f in flags if f.passage_index not in (0, changed)]
    assert carry_over(house.stores, new, house.clock) == len(stays)
    assert carry_over(house.stores, new, house.clock) == 0, "it does no harm twice"
    view = house.reviews.view(house.rosa, new)
    assert sorted(f.flag.quote for f in view.flags if f.carried) == sorted(f.quote for f in stays)
    for flag in (f for f in view.flags if f.standing):
        assert flag.standing and flag.standing.reason == WHY and flag.standing.by == house.rosa.id
        assert flag.standing.carried_from
    assert any("Carried over" in h.says for h in view.history)


def test_a_verdict_that_was_taken_back_is_not_carried(house: House) -> None:
    old = house.in_review()
    house.reviews.verdict(house.rosa, old, "f2", V.accept, WHY)
    house.reviews.undo_verdict(house.rosa, old, "f2")
    assert carry_over(house.stores, revision(house, old, 0), house.clock) == 0


def test_added_flags_move_with_their_words(house: House) -> None:
    old = house.in_review()
    passage = example_screening().passages[3]
    place = {"start": passage.start, "end": passage.start + 12}
    house.reviews.add_flag(house.rosa, old, **place, concern="scaling", severity=Severity.low, reason=WHY)
    new = revision(house, old, 1)
    carry_over(house.stores, new, house.clock)
    view = house.reviews.view(house.rosa, new)
    [copy] = view.added
    assert view.text.text[copy.start : copy.end] == copy.quote == passage.text[:12]
    [first] = house.reviews.view(house.mia, old).added
    assert copy.at == first.at < view.draft.row.created_at < view.draft.row.changed_at
    told = [h.says for h in view.history]
    assert told.index("Added the flag r1. Carried over from an earlier version.") > told.index("Uploaded version 2.")


def test_a_flag_that_was_carried_over_counts_once(house: House) -> None:
    old = house.in_review()
    house.reviews.add_flag(house.rosa, old, start=0, end=8, concern="scaling", severity=Severity.low, reason=WHY)
    passage = example_screening().passages[3]
    place = {"start": passage.start, "end": passage.start + 12}
    house.reviews.add_flag(house.rosa, old, **place, concern="scaling", severity=Severity.low, reason=WHY)
    new = revision(house, old, 1)
    carry_over(house.stores, new, house.clock)
    assert len(house.reviews.view(house.rosa, new).added) == 2, "one in a passage with a new sentence before its words"
    with house.database.reading() as session:
        assert len(added(session)) == 2


def test_an_added_flag_whose_words_are_gone_is_told_and_not_lost(house: House) -> None:
    old, passage = house.in_review(), example_screening().passages[3]
    place = {"start": passage.start, "end": passage.start + 40}
    house.reviews.add_flag(house.rosa, old, **place, concern="scaling", severity=Severity.low, reason=WHY)
    new = revision(house, old, 3)
    carry_over(house.stores, new, house.clock)
    view = house.reviews.view(house.rosa, new)
    assert view.added == ()
    assert [f.quote for f in view.left_behind] == [passage.text[:40]]
    assert house.reviews.view(house.rosa, old).left_behind == ()


def test_where_reviewers_differ_both_verdicts_are_told_and_carried(house: House) -> None:
    old, flags, ravi = house.in_review(), example_screening().flags, house.person("Ravi", Role.reviewer)
    house.reviews.assign(house.mia, old, ravi.id)
    house.reviews.verdict(house.rosa, old, flags[2].id, V.accept, WHY)
    house.reviews.verdict(ravi, old, flags[2].id, V.dismiss, "It is old.")
    house.reviews.verdict(house.rosa, old, flags[3].id, V.accept, WHY)
    house.reviews.verdict(ravi, old, flags[3].id, V.accept, "So it is.")
    view = house.reviews.view(house.rosa, old)
    assert (view.differing, [v.by for v in view.flags[2].differing]) == (1, [house.rosa.id])
    assert view.flags[2].severity is None, "the latest verdict counts"
    new = revision(house, old, 0)
    assert carry_over(house.stores, new, house.clock) == 4
    view = house.reviews.view(ravi, new)
    [copy] = [f for f in view.flags if f.differing]
    assert copy.standing and copy.standing.kind is V.dismiss
    assert [(v.by, v.kind) for v in copy.differing] == [(house.rosa.id, V.accept)]


def test_what_was_dismissed_as_a_lesser_flag_is_judged_anew(house: House) -> None:
    old, flags = house.in_review(), example_screening().flags
    lesser = [f for f in flags if f.severity is not Severity.high]
    for flag, kind in zip(lesser, (V.dismiss, V.accept), strict=False):
        house.reviews.verdict(house.rosa, old, flag.id, kind, WHY)
    new = house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."])).id
    graver = tuple(f.model_copy(update={"severity": Severity.high}) for f in flags)
    house.screened(new, example_screening().model_copy(update={"flags": graver}))
    assert carry_over(house.stores, new, house.clock) == 1
    carried = [f for f in house.reviews.view(house.rosa, new).flags if f.carried]
    assert [(f.flag.id, f.standing and f.standing.kind) for f in carried] == [(lesser[1].id, V.accept)]


def test_verdicts_survive_a_new_screening_of_the_same_version(house: House) -> None:
    draft_id = house.in_review()
    house.reviews.verdict(house.rosa, draft_id, "f2", V.accept, WHY)
    house.reviews.release(house.rosa, draft_id)
    house.submissions.rescreen(house.mia, draft_id)
    house.screened(draft_id)
    assert carry_over(house.stores, draft_id, house.clock) == 1
    house.reviews.claim(house.rosa, draft_id)
    assert house.reviews.view(house.rosa, draft_id).unjudged == 5


def test_nothing_is_carried_from_a_purged_version_to_none_or_to_a_gone_draft(house: House) -> None:
    assert carry_over(house.stores, "0" * 32) == 0
    first = house.waiting()
    assert carry_over(house.stores, first) == 0
    old = house.in_review()
    house.reviews.verdict(house.rosa, old, "f2", V.accept, WHY)
    new = revision(house, old, 0)
    house.submissions.purge(house.mia, old)
    assert carry_over(house.stores, new) == 0
    house.submissions.purge(house.mia, new)
    assert carry_over(house.stores, new) == 0


def test_decisions_on_earlier_versions_are_shown_with_the_latest(house: House) -> None:
    from screener.uses.reviewing import Ruling
    from screener.words.review import AskedEdit

    old = house.in_review()
    edits = (AskedEdit(says="Leave it out.", flag_id="f2"),)
    house.reviews.decide(house.rosa, old, Ruling(tier=Tier.publish_with_edits, rationale="Good.", edits=edits))
    new = revision(house, old, 0)
    view = house.reading.get(house.ada, new)
    assert [d.decision.draft_id for d in view.decisions] == [old]
