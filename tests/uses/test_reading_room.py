"""What each person sees of a draft, and that each reading is written down."""

from pathlib import Path

import pytest
from sqlalchemy import text

from screener.report import from_json
from screener.uses.admission import HouseRules
from screener.uses.deciding import Ruling
from screener.uses.reading_room import Wanted
from screener.uses.submitting import Upload
from screener.words.case import Sensitivity
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound
from screener.words.framework import Attention, Tier
from screener.words.people import Actor, Role, Scope
from screener.words.screening import Screening, Status
from screener.words.submission import DraftSensitivity, DraftStatus, ScreeningProgress
from tests.report.example import example_screening
from tests.uses.house import House, with_scopes
from tests.uses.test_editions import with_a_restricted_precedent

S = DraftStatus
PDF = Path(__file__).parents[2] / "samples" / "monitor-paper.pdf"


def test_every_reading_of_a_draft_is_in_the_audit(house: House) -> None:
    draft_id = house.in_review()
    before = len(house.actions(draft_id))
    house.reading.get(house.ada, draft_id)
    house.reading.report(house.ada, draft_id, "md")
    house.reading.original(house.mia, draft_id)
    house.reading.history(house.ada, draft_id)
    house.reviews.view(house.rosa, draft_id)
    assert house.actions(draft_id)[before:] == [
        "draft.read",
        "draft.report",
        "draft.original",
        "draft.history",
        "draft.review",
    ]


def test_progress_and_tags_are_cheap_and_not_in_the_audit(house: House) -> None:
    draft_id = house.upload()
    before = house.actions(draft_id)
    assert house.reading.progress(house.ada, draft_id).status is S.queued
    house.reading.etag(house.ada, draft_id)
    assert house.actions(draft_id) == before


def test_a_tag_changes_with_the_draft_and_differs_between_readers(house: House) -> None:
    draft_id = house.in_review()
    first = house.reading.etag(house.ada, draft_id)
    assert house.reading.etag(house.ada, draft_id) == first
    assert house.reading.etag(house.mia, draft_id) != first
    house.reviews.reply(house.rosa, draft_id, "A question about figure 2.")
    assert house.reading.etag(house.ada, draft_id) != first


def test_authors_see_their_own_drafts_alone(house: House) -> None:
    own, other = house.waiting(), house.waiting(house.person("Ben"))
    assert [r.id for r in house.reading.listing(house.ada).rows] == [own]
    with pytest.raises(NotFound, match="not shared"):
        house.reading.get(house.ada, other)
    with pytest.raises(NotFound):
        house.reading.get(house.ada, "0" * 32)
    with pytest.raises(Forbidden):
        house.reading.queue(house.ada)


def test_a_reviewer_sees_waiting_drafts_as_rows_without_name_and_secret_ones_not_at_all(house: House) -> None:
    waiting = house.waiting(name="zanzibar.txt")
    secret = house.waiting(sensitivity=DraftSensitivity.secret)
    running = house.upload()
    [row] = house.reading.queue(house.rosa).rows
    assert (row.id, row.name, row.view_withheld) == (waiting, None, True)
    assert (row.suggested_tier, row.attention, row.flags) == (Tier.share_select, Attention.raised, None)
    assert row.may == {"see_row", "claim"}
    with pytest.raises(Forbidden, match="Claim this draft first"):
        house.reading.get(house.rosa, waiting)
    for hidden in (secret, running):
        with pytest.raises(NotFound):
            house.reading.row(house.rosa, hidden)
    assert {r.id for r in house.reading.queue(house.mia).rows} == {waiting, secret}


def test_what_needs_a_person_first_comes_first(house: House) -> None:
    calm = example_screening().suggestion.model_copy(update={"attention": Attention.routine, "unsure": False})
    urgent = calm.model_copy(update={"attention": Attention.urgent})
    routine = house.waiting(screening=example_screening().model_copy(update={"suggestion": calm}))
    raised_old, raised_new = house.waiting(), house.waiting()
    first = house.waiting(screening=example_screening().model_copy(update={"suggestion": urgent}))
    assert [r.id for r in house.reading.queue(house.mia).rows] == [first, raised_old, raised_new, routine]


def test_lists_are_filtered_and_paged(house: House) -> None:
    house.clock.pass_by(days=-10)
    old = house.waiting()
    house.clock.pass_by(days=10)
    mine = house.in_review()
    house.upload()
    assert [r.id for r in house.reading.listing(house.mia, Wanted(older_than_days=5)).rows] == [old]
    assert [r.id for r in house.reading.listing(house.rosa, Wanted(assigned_to_me=True)).rows] == [mine]
    assert house.reading.listing(house.mia, Wanted(statuses=frozenset({S.queued}))).total == 1
    assert house.reading.queue(house.mia, Wanted(unassigned=True)).total == 1
    pages, cursor = [], None
    for _ in range(3):
        page = house.reading.listing(house.mia, Wanted(most=1, after=cursor))
        pages += [r.id for r in page.rows]
        cursor = page.following
    assert len(set(pages)) == 3 and cursor is None


def test_a_draft_without_a_report_says_so(house: House) -> None:
    with pytest.raises(NotFound, match="no report yet"):
        house.reading.report(house.ada, house.upload())


@pytest.fixture
def restricted(tmp_path: Path) -> House:
    return House(tmp_path, HouseRules(restricted_precedents=True))


def test_authors_and_those_not_cleared_never_see_a_restricted_precedent(restricted: House) -> None:
    house = restricted
    plain, cleared = house.person("Pat", Role.reviewer), house.person("Cleo", Role.reviewer, cleared=True)
    owner = house.person("Olga", Role.maintainer, cleared=True)
    draft_id = house.waiting(owner, screening=with_a_restricted_precedent())
    house.reviews.assign(house.mia, draft_id, plain.id)
    house.reviews.assign(house.mia, draft_id, cleared.id)
    for reader in (owner, plain):
        for form in ("json", "html", "md"):
            assert "quokka" not in house.reading.report(reader, draft_id, form).casefold()
    assert "quokka" in house.reading.report(cleared, draft_id, "json").casefold()
    assert "quokka" not in house.reviews.view(plain, draft_id).model_dump_json().casefold()
    seen = house.reviews.view(cleared, draft_id)
    assert seen.with_restricted and "quokka" in seen.model_dump_json().casefold()
    house.close()


def test_lists_do_not_tell_authors_a_suggestion_that_restricted_cases_may_have_shaped(restricted: House) -> None:
    draft_id = restricted.waiting()
    [row] = restricted.reading.listing(restricted.ada, Wanted(tiers=frozenset({Tier.hold}))).rows
    assert (row.id, row.suggested_tier, row.attention, row.view_withheld) == (draft_id, None, None, True)
    assert row.flags == 6
    restricted.close()


@pytest.fixture
def blind(tmp_path: Path) -> House:
    return House(tmp_path, HouseRules(blind_first=True))


def test_a_blind_reviewer_sees_the_text_and_nothing_of_the_screens_view(blind: House) -> None:
    house = blind
    draft_id = house.waiting()
    [row] = house.reading.queue(house.rosa).rows
    assert row.suggested_tier is None and row.flags is None and row.attention is None
    row = house.reviews.claim(house.rosa, draft_id)
    assert row.suggested_tier is None and row.view_withheld and row.name == "paper.txt"
    view = house.reviews.view(house.rosa, draft_id)
    assert view.blind and view.screening is None and view.flags == () and view.history == ()
    assert view.text.text == example_screening().draft.text
    with pytest.raises(Conflict, match="first impression"):
        house.reading.report(house.rosa, draft_id)
    assert not house.reading.get(house.rosa, draft_id).has_report
    assert [h.kind for h in house.reading.history(house.rosa, draft_id)] == ["uploaded", "claimed"]
    house.reviews.impression(house.rosa, draft_id, Tier.publish, "Looks harmless.")
    assert len(house.reviews.view(house.rosa, draft_id).flags) == 6
    assert from_json(house.reading.report(house.rosa, draft_id, "json")).flags
    with pytest.raises(Conflict, match="already recorded"):
        house.reviews.impression(house.rosa, draft_id, Tier.hold, "On second thoughts.")
    house.close()


def test_blindness_of_one_reviewer_does_not_blind_the_author_or_maintainer(blind: House) -> None:
    draft_id = blind.in_review()
    assert blind.reading.get(blind.ada, draft_id).row.suggested_tier is Tier.share_select
    assert blind.reading.report(blind.mia, draft_id, "md")
    blind.close()


def test_authors_do_not_read_what_reviewers_made_of_flags(house: House) -> None:
    draft_id = house.in_review()
    house.reviews.impression(house.rosa, draft_id, Tier.hold, "Hm.")
    kinds = {h.kind for h in house.reading.history(house.ada, draft_id)}
    assert kinds == {"uploaded", "screened"}
    assert "impression" in {h.kind for h in house.reading.history(house.rosa, draft_id)}
    with pytest.raises(Forbidden):
        house.reviews.view(house.ada, draft_id)


def test_a_page_of_a_pdf_is_drawn_once_and_kept_sealed(house: House) -> None:
    draft_id = house.upload(name="paper.pdf", content=PDF.read_bytes())
    drawn = house.reading.page_image(house.ada, draft_id, 1)
    assert drawn.startswith(b"\x89PNG")
    with house.database.reading() as session:
        assert house.stores.drafts.names(session, draft_id, "page") == ["1"]
    assert house.reading.page_image(house.mia, draft_id, 1) == drawn
    assert house.actions(draft_id)[-2:] == ["draft.page", "draft.page"]
    for page in (0, 99, -1):
        with pytest.raises(NotFound, match="no picture"):
            house.reading.page_image(house.ada, draft_id, page)
    with pytest.raises(NotFound):
        house.reading.page_image(house.person("Ben"), draft_id, 1)


def test_other_formats_have_no_pictures(house: House) -> None:
    with pytest.raises(NotFound, match="only pages of PDF"):
        house.reading.page_image(house.ada, house.upload(), 1)


def test_the_stored_suggestion_is_shown_to_cleared_reviewers_alone(restricted: House) -> None:
    house = restricted
    plain, cleared = house.person("Pat", Role.reviewer), house.person("Cleo", Role.reviewer, cleared=True)
    keeper, waiting = house.person("Max", Role.maintainer), house.waiting()
    row = house.reading.row(plain, waiting)
    assert (row.suggested_tier, row.attention, row.unsure) == (None, None, False)
    for reviewer in (plain, cleared):
        house.reviews.assign(house.mia, waiting, reviewer.id)
    for reader in (plain, keeper, house.ada):
        row = house.reading.row(reader, waiting)
        assert (row.suggested_tier, row.attention, row.view_withheld, row.flags) == (None, None, True, 6)
    for reader in (cleared, house.mia):
        assert house.reading.row(reader, waiting).suggested_tier is Tier.share_select
    house.close()


def test_a_decision_tells_cleared_reviewers_alone_that_it_overrides_the_screen(restricted: House) -> None:
    house, ruling = restricted, Ruling(tier=Tier.publish, rationale="Fine so.")
    draft_id = house.in_review(reviewer=house.person("Pat", Role.reviewer))
    pat = house.person("Pat")
    assert house.reviews.decide(pat, draft_id, ruling).decision.overrides_suggestion is None
    for reader in (house.ada, pat):
        assert house.reading.get(reader, draft_id).decisions[0].decision.overrides_suggestion is None
    assert house.reading.get(house.mia, draft_id).decisions[0].decision.overrides_suggestion
    house.close()


def with_heed(heed: Attention, tier: Tier = Tier.share_select, *, unsure: bool = False) -> Screening:
    made = example_screening()
    found = made.suggestion.model_copy(update={"attention": heed, "tier": tier, "unsure": unsure})
    return made.model_copy(update={"suggestion": found, "status": Status.complete})


def test_filters_and_order_tell_nobody_what_their_rows_keep_back(restricted: House) -> None:
    house = restricted
    author = house.person("Olga", Role.maintainer, cleared=True)
    own = [house.waiting(author, screening=with_heed(h)) for h in (Attention.routine, Attention.urgent)]
    asked = Wanted(tiers=frozenset({Tier.hold}), attention=frozenset({Attention.raised}), mine=True)
    assert [r.id for r in house.reading.queue(author, asked).rows] == own
    assert house.reading.queue(house.mia, Wanted(attention=frozenset({Attention.raised}))).rows == ()
    assert [r.id for r in house.reading.queue(house.mia).rows] == own[::-1]
    plain = house.person("Pat", Role.reviewer)
    assert [r.id for r in house.reading.queue(plain).rows] == own
    assert house.reading.queue(plain, Wanted(attention=frozenset({Attention.raised}))).total == 2
    house.close()


def test_a_maintainer_who_owes_an_impression_does_not_learn_the_tier_by_asking_for_it(blind: House) -> None:
    house = blind
    owed = [house.in_review(reviewer=house.mia, screening=with_heed(Attention.raised, unsure=u)) for u in (False, True)]
    asked = Wanted(tiers=frozenset({Tier.hold}), assigned_to_me=True)
    assert {r.id for r in house.reading.listing(house.mia, asked).rows} == set(owed)
    assert [r.id for r in house.reading.queue(house.mia).rows] == owed
    for draft_id in owed:
        house.reviews.impression(house.mia, draft_id, Tier.hold)
    assert house.reading.listing(house.mia, asked).total == 0
    assert [r.id for r in house.reading.queue(house.mia).rows] == owed[::-1]
    house.close()


def test_a_blind_reviewer_is_not_told_how_much_was_flagged(blind: House) -> None:
    draft_id = blind.in_review()
    with blind.database.writing() as session:
        blind.stores.drafts.set_progress(session, ScreeningProgress(draft_id=draft_id, status=S.screening, flagged=5))
    assert blind.reading.get(blind.rosa, draft_id).progress.flagged == 0
    assert blind.reviews.view(blind.rosa, draft_id).draft.progress.flagged == 0
    assert blind.reading.get(blind.ada, draft_id).progress.flagged == 5
    blind.close()


def test_a_blind_reviewer_is_told_neither_the_suggestion_nor_the_decision_before_theirs(blind: House) -> None:
    house, zoe = blind, blind.person("Zoe", Role.reviewer)
    draft_id = house.in_review()
    house.reviews.assign(house.mia, draft_id, zoe.id)
    house.reviews.impression(house.rosa, draft_id, Tier.hold)
    ruling = Ruling(tier=Tier.publish, rationale="Fine so.")
    house.reviews.decide(house.rosa, draft_id, ruling)
    assert not any("suggested" in h.says for h in house.reading.history(zoe, draft_id))
    assert any("suggested share select" in h.says for h in house.reading.history(house.rosa, draft_id))
    view = house.reading.get(zoe, draft_id)
    assert (view.row.decided_tier, [v.decided_tier for v in view.versions]) == (None, [None])
    with pytest.raises(Conflict) as refused:
        house.reviews.decide(zoe, draft_id, ruling)
    assert "Rosa" not in str(refused.value) and "publish" not in str(refused.value)
    with pytest.raises(Conflict, match="first impression"):
        house.casebook.draft_case(zoe, draft_id)
    house.reviews.impression(zoe, draft_id, Tier.hold)
    assert house.casebook.draft_case(zoe, draft_id)
    assert house.reading.row(zoe, draft_id).decided_tier is Tier.publish
    house.close()


def test_a_purged_version_does_not_shut_its_reviewer_out_of_the_next(blind: House) -> None:
    house, old = blind, blind.in_review()
    house.reviews.impression(house.rosa, old, Tier.hold)
    new = house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."])).id
    house.screened(new)
    house.submissions.purge(house.mia, old)
    assert {r.id for r in house.reading.listing(house.rosa).rows} == {new, old}
    assert house.reviews.view(house.rosa, new).blind
    house.submissions.purge(house.mia, new)
    assert house.reading.get(house.rosa, new).row.status is S.purged
    house.close()


def test_a_reviewer_who_became_an_author_sees_nothing_of_what_they_reviewed(house: House) -> None:
    house.in_review()
    demoted = Actor(person=house.rosa.person.model_copy(update={"role": Role.author}))
    assert house.reading.listing(demoted).rows == ()


def test_what_is_kept_back_goes_by_the_run_and_not_by_the_setting_of_today(house: House) -> None:
    """Restricted cases were in use when it was screened, and are not any more."""
    draft_id = house.in_review(screening=with_a_restricted_precedent())
    olga = house.person("Olga", Role.maintainer)
    for reader in (house.ada, house.rosa, olga):
        row = house.reading.row(reader, draft_id)
        assert (row.suggested_tier, row.attention, row.view_withheld) == (None, None, True)
    assert house.reading.row(house.mia, draft_id).suggested_tier is Tier.share_select
    asked = Wanted(tiers=frozenset({Tier.hold}), attention=frozenset({Attention.routine}))
    for reader, found in ((house.ada, 1), (house.rosa, 1), (olga, 1), (house.mia, 0)):
        assert house.reading.listing(reader, asked).total == found, reader.person.name
    house.reviews.decide(house.rosa, draft_id, Ruling(tier=Tier.publish, rationale="Fine so."))
    assert house.reading.get(house.ada, draft_id).decisions[0].decision.overrides_suggestion is None
    assert (len(house.oversight.overrides(house.mia)), house.oversight.overrides(olga)) == (1, ())


def test_a_run_without_restricted_cases_hides_nothing_once_they_are_in_use(tmp_path: Path) -> None:
    house = House(tmp_path)
    plain = house.in_review()
    object.__setattr__(house.admission.rules, "restricted_precedents", True)
    assert house.reading.row(house.ada, plain).suggested_tier is Tier.share_select
    with house.database.writing() as session:
        session.execute(text("update screenings set restricted_in_use = null"))
    assert house.reading.row(house.ada, plain).suggested_tier is None, "unrecorded: as the setting has it"
    house.close()


@pytest.mark.parametrize("since", ["restricted", "withdrawn"])
def test_an_old_report_forgets_a_case_that_was_closed_for_all_but_the_cleared(house: House, since: str) -> None:
    draft_id = house.in_review()
    case = example_screening().precedents[0]
    assert case.title in house.reading.report(house.ada, draft_id, "json")
    house.cases_now[case.case_id] = Sensitivity.restricted
    if since == "withdrawn":
        del house.cases_now[case.case_id]
    for reader in (house.ada, house.rosa):
        for form in ("json", "html", "md"):
            told = house.reading.report(reader, draft_id, form)  # type: ignore[arg-type]
            assert case.title not in told and case.case_id not in told
    assert f"{case.title} ({since} since)" in house.reading.report(house.mia, draft_id, "json")
    house.reviews.assign(house.mia, draft_id, house.mia.id)
    with pytest.raises(Invalid, match="restricted case"):
        house.reviews.reply(house.mia, draft_id, f"Much as in {case.title.upper()}.")
    with pytest.raises(Invalid, match="restricted case"):
        house.reviews.decide(house.mia, draft_id, Ruling(tier=Tier.publish, rationale=f"As in {case.case_id}."))


def test_a_tag_changes_with_progress_and_with_what_a_token_may_do(house: House) -> None:
    draft_id = house.upload()
    before = house.reading.etag(house.ada, draft_id)
    assert house.reading.etag(with_scopes(house.ada, Scope.read), draft_id) != before
    with house.database.writing() as session:
        told = ScreeningProgress(draft_id=draft_id, status=S.screening, done=3, total=9)
        house.stores.drafts.set_progress(session, told)
    assert house.reading.etag(house.ada, draft_id) != before


def test_a_maintainer_who_has_read_the_report_has_no_first_impression_to_give(blind: House) -> None:
    house = blind
    read, unread = house.waiting(), house.waiting()
    house.reading.report(house.mia, read, "md")
    for draft_id in (read, unread):
        house.reviews.assign(house.mia, draft_id, house.mia.id)
    assert not house.reviews.view(house.mia, read).blind
    with pytest.raises(Conflict, match="no first impression"):
        house.reviews.impression(house.mia, read, Tier.hold)
    assert house.reviews.view(house.mia, unread).blind
    house.reviews.impression(house.mia, unread, Tier.hold)
    assert not house.reviews.view(house.mia, unread).blind
    house.close()
