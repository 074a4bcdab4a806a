"""Handing drafts in, and taking them back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.uses.admission import HouseRules
from screener.uses.submitting import TRIES_PER_UPLOAD, Upload, file_name
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound, Purged, TooLarge, TooMany
from screener.words.people import Role
from screener.words.review import LetterKind
from screener.words.submission import DraftSensitivity, DraftStatus
from tests.storage.installation import at_once
from tests.uses.house import House

S = DraftStatus


def test_an_upload_is_queued_kept_sealed_and_submitted(house: House) -> None:
    draft_id = house.upload(content=[b"Some words ", b"of a paper."], note="Please look at section 2.")
    assert house.status(draft_id) is S.queued
    assert house.engine.submitted == [draft_id]
    assert house.reading.original(house.ada, draft_id).content == b"Some words of a paper."
    [letter] = house.reading.get(house.ada, draft_id).letters
    assert (letter.letter.kind, letter.letter.text, letter.from_author) == (
        LetterKind.note,
        "Please look at section 2.",
        True,
    )
    assert house.actions(draft_id)[0] == "draft.upload"


def test_nothing_of_an_upload_lies_readable_on_the_disk(house: House) -> None:
    house.upload(name="zanzibar-memo.txt", content=b"The quokka flies at midnight. " * 50, note="Ask the wombat first.")
    house.close()
    written = b"".join(file.read_bytes() for file in house.folder.rglob("*") if file.is_file())
    for words in (b"quokka flies", b"zanzibar", b"wombat"):
        assert words not in written


def test_an_empty_file_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="empty") as refused:
        house.upload(content=b"")
    assert refused.value.fields.keys() == {"file"}


def test_too_large_a_file_is_refused_while_it_comes(tmp_path: Path) -> None:
    house = House(tmp_path, HouseRules(largest_bytes=1_000))
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield bytes(300)

    with pytest.raises(TooLarge, match="larger"):
        house.upload(content=endless())
    assert len(taken) == 4
    assert house.reading.listing(house.mia).total == 0
    house.close()


def test_an_upload_that_breaks_off_leaves_nothing_behind(house: House) -> None:
    def broken() -> Iterator[bytes]:
        yield b"The beginning"
        raise Invalid("The upload broke off.")

    with pytest.raises(Invalid, match="broke off"):
        house.upload(content=broken(), key="k")
    assert house.reading.listing(house.mia).total == 0
    assert house.engine.submitted == []
    assert list((house.folder / "arriving").iterdir()) == []


def test_the_same_request_with_the_same_key_is_done_once(house: House) -> None:
    first = house.upload(key="monday")
    assert house.upload(key="monday") == first
    assert house.reading.listing(house.ada).total == 1
    with pytest.raises(Conflict, match="another request"):
        house.upload(content=b"Other words.", key="monday")
    assert house.upload(house.person("Ben"), key="monday") != first


def test_the_same_request_at_the_same_moment_makes_one_draft(either_house: House) -> None:
    house = either_house
    assert house.ada
    refused: list[Conflict] = []

    def send() -> None:
        try:
            house.upload(key="monday")
        except Conflict as conflict:
            refused.append(conflict)

    at_once(send, send)
    assert house.reading.listing(house.ada).total == 1
    assert len(set(house.engine.submitted)) == 1


def test_uploads_are_limited_by_the_hour(tmp_path: Path) -> None:
    house = House(tmp_path, HouseRules(uploads_per_hour=2))
    house.upload(), house.upload()
    with pytest.raises(TooMany) as refused:
        house.upload()
    assert 0 < refused.value.after <= 3_600
    assert str(refused.value).startswith("You handed in 2 drafts within the hour")
    house.upload(house.person("Ben"))
    house.clock.pass_by(hours=1)
    house.upload()
    house.close()


def test_files_that_are_refused_are_no_uploads_and_are_limited_too(tmp_path: Path) -> None:
    house = House(tmp_path, HouseRules(uploads_per_hour=2))
    for _ in range(2 * TRIES_PER_UPLOAD - 1):
        with pytest.raises(Invalid):
            house.upload(content=b"")
    house.upload()
    with pytest.raises(TooMany, match="Too many attempts"):
        house.upload(content=b"")
    house.close()


def test_a_coauthor_needs_an_account_and_then_stands_beside_the_owner(house: House) -> None:
    ben = house.person("Ben")
    with pytest.raises(Invalid, match=r"nobody@example\.org"):
        house.upload(coauthors=("nobody@example.org",))
    draft_id = house.upload(coauthors=(" BEN@example.org ", "ada@example.org"))
    view = house.reading.get(ben, draft_id)
    assert view.as_author and view.coauthors == ("Ben",) and view.row.mine
    with pytest.raises(Conflict):
        house.submissions.resume(ben, draft_id)
    with pytest.raises(Forbidden):
        house.submissions.purge(ben, draft_id)


@pytest.mark.parametrize(
    ("untrusted", "name"),
    [
        ("paper.pdf", "paper.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\draft final.docx", "draft final.docx"),
        ("a\0b\n\u202efdp.exe", "abfdp.exe"),
        ("  ..  ", "draft"),
        ("", "draft"),
        ("x" * 400 + ".pdf", "x" * 168 + ".pdf"),
        ("résumé\u0301.tex", "résumé\u0301.tex"),
    ],
)
def test_a_nasty_file_name_is_made_harmless(untrusted: str, name: str) -> None:
    assert file_name(untrusted) == name


def test_a_revision_takes_the_old_versions_place_with_its_people(house: House) -> None:
    old = house.in_review(coauthors=(house.person("Ben").person.email,), sensitivity=DraftSensitivity.sensitive)
    row = house.submissions.revise(house.person("Ben"), old, Upload("second.txt", [b"Better words."]))
    assert (row.version, row.status, row.sensitivity) == (2, S.queued, DraftSensitivity.sensitive)
    assert house.status(old) is S.superseded
    view = house.reading.get(house.ada, row.id)
    assert view.row.reviewers == ("Rosa",) and view.coauthors == ("Ben",) and view.owner_name == "Ada"
    assert [v.version for v in view.versions] == [1, 2]
    with pytest.raises(Conflict, match="later version"):
        house.submissions.revise(house.ada, old, Upload("third.txt", [b"Late words."]))
    assert [r.id for r in house.reading.listing(house.ada).rows] == [row.id]


def test_a_revision_sent_twice_with_one_key_makes_one_version(house: House) -> None:
    old = house.upload()
    first = house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."]), "key")
    again = house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."]), "key")
    assert first.id == again.id


def test_a_revision_while_it_is_screened_stops_the_screening(house: House) -> None:
    old = house.upload()
    house.stand(old, S.screening)
    house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."]))
    assert house.engine.cancelled == [old]


def test_a_cancelled_draft_can_be_asked_for_again(house: House) -> None:
    draft_id = house.upload()
    assert house.submissions.cancel(house.ada, draft_id).status is S.cancelled
    assert house.engine.cancelled == [draft_id]
    assert "Ada" in house.reading.get(house.ada, draft_id).status_detail
    assert house.submissions.resume(house.ada, draft_id).status is S.queued
    assert house.engine.submitted == [draft_id, draft_id]
    assert house.actions(draft_id)[:2] == ["draft.upload", "draft.cancel"]


def test_an_owner_takes_back_what_nobody_reviewed_and_a_maintainer_purges_anything(house: House) -> None:
    waiting, reviewed = house.waiting(), house.in_review()
    assert house.submissions.purge(house.ada, waiting).status is S.purged
    with pytest.raises(Conflict, match="record"):
        house.submissions.purge(house.ada, reviewed)
    assert house.submissions.purge(house.mia, reviewed).status is S.purged


def test_a_purged_draft_keeps_its_row_history_and_audit_and_nothing_else(house: House) -> None:
    draft_id = house.waiting(name="zanzibar.txt", content=b"The quokka flies at midnight. " * 50)
    house.submissions.purge(house.mia, draft_id)
    view = house.reading.get(house.ada, draft_id)
    assert view.row.name == "" and view.letters == () and not view.has_report
    assert house.reading.history(house.ada, draft_id)[-1].says.startswith("Purged")
    assert "draft.purge" in house.actions(draft_id)
    for reading in (house.reading.original, house.reading.report, house.reviews.view):
        with pytest.raises(Purged):
            reading(house.mia, draft_id)
    with pytest.raises(Purged):
        house.submissions.purge(house.mia, draft_id)
    assert house.reading.listing(house.ada).rows[0].status is S.purged


def test_purging_a_running_draft_stops_it(house: House) -> None:
    draft_id = house.upload()
    house.submissions.purge(house.ada, draft_id)
    assert house.engine.cancelled == [draft_id]


def test_a_maintainer_has_a_draft_screened_anew_and_its_author_does_not(house: House) -> None:
    draft_id = house.waiting()
    with pytest.raises(Forbidden, match="own draft"):
        house.submissions.rescreen(house.ada, draft_id)
    with pytest.raises(NotFound):
        house.submissions.rescreen(house.person("Ben"), draft_id)
    assert house.submissions.rescreen(house.mia, draft_id).status is S.queued


def test_a_reviewer_may_hand_in_a_draft_of_their_own(house: House) -> None:
    draft_id = house.waiting(house.rosa)
    row = next(r for r in house.reading.queue(house.rosa).rows if r.id == draft_id)
    assert row.mine and "claim" not in row.may
    assert house.person("Zoe", Role.reviewer).id not in row.reviewers


def test_a_revision_does_not_make_its_reviewer_a_coauthor(house: House) -> None:
    old = house.in_review()
    with pytest.raises(Invalid, match="Rosa reviews this draft") as refused:
        house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."], coauthors=("rosa@example.org",)))
    assert refused.value.fields.keys() == {"coauthors"}
    assert house.status(old) is S.in_review
    assert house.reading.listing(house.ada).total == 1


def test_an_author_who_is_still_assigned_does_not_review_the_next_version(house: House) -> None:
    by = house.mia.id
    old = house.upload(coauthors=(house.rosa.person.email,))
    with house.database.writing() as session:
        house.stores.drafts.assign(session, old, house.rosa.id, by=by)
    assert house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."])).reviewers == ()


def test_naming_every_reviewer_as_coauthor_does_not_keep_a_draft_from_being_reviewed(house: House) -> None:
    everybody = tuple(p.person.email for p in (house.rosa, house.mia))
    with pytest.raises(Invalid, match="nobody is left to review") as refused:
        house.upload(coauthors=everybody)
    assert refused.value.fields.keys() == {"coauthors"}
    assert house.reading.listing(house.mia).total == 0
    house.upload(coauthors=everybody[:1])


def test_a_maintainer_strikes_a_coauthor_who_was_named_to_keep_them_from_reviewing(house: House) -> None:
    zoe = house.person("Zoe", Role.reviewer)
    draft_id = house.waiting(coauthors=(house.rosa.person.email,)) if zoe and house.mia else ""
    [line] = house.oversight.audit(house.mia, action="draft.upload")
    assert line.detail["reviewers_named"] == "1"
    with pytest.raises(Forbidden, match="own draft"):
        house.reviews.unassign(house.rosa, draft_id, house.rosa.id)
    with pytest.raises(Invalid, match="is an author"):
        house.reviews.assign(house.mia, draft_id, house.rosa.id)
    house.reviews.unassign(house.mia, draft_id, house.rosa.id)
    assert house.reading.get(house.ada, draft_id).coauthors == ()
    assert "draft.strike_coauthor" in house.actions(draft_id)
    assert house.reviews.assign(house.mia, draft_id, house.rosa.id).reviewers == ("Rosa",)
    with pytest.raises(NotFound):
        house.reviews.unassign(house.mia, draft_id, house.ada.id)


def test_whoever_reviewed_the_version_before_has_the_next_one_at_once(house: House) -> None:
    old = house.in_review()
    new = house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."])).id
    house.screened(new)
    row = house.reading.get(house.rosa, new).row
    assert (row.status, row.reviewers, row.assigned_to_me) == (S.in_review, ("Rosa",), True)
    assert house.reviews.view(house.rosa, new).flags
    assert [r.id for r in house.reading.queue(house.person("Zoe", Role.reviewer)).rows] == []


def test_a_reviewer_whose_account_was_closed_does_not_keep_the_next_version(house: House) -> None:
    old = house.in_review()
    house.accounts.change_person(house.mia, house.rosa.id, active=False)
    new = house.submissions.revise(house.ada, old, Upload("b.txt", [b"Better."])).id
    house.screened(new)
    assert (house.status(new), house.reading.row(house.mia, new).reviewers) == (S.awaiting_review, ())
