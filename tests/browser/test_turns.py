"""What may happen on the way: a refused file, a screening that is stopped, two tabs that decide at once, a purge."""

import re

from playwright.sync_api import expect

from screener.words.people import Role
from screener.words.submission import DraftStatus
from tests.browser import acts
from tests.browser.house import House
from tests.browser.visitors import Visitors

WAITS = "The screen has read it; a reviewer will take it up"
POND = "In pond {n} the water stood at {n} hand's breadths, as in the year before."
LONG = "# Ponds\n\n" + "\n\n".join(POND.format(n=n) for n in range(400))


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_and_another_can_be_handed_in(
    screening_house: House, visitors: Visitors
) -> None:
    page = visitors.somebody(screening_house, "owner")
    page.goto("/upload")
    acts.hand_in(page, {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nno more than this"})
    acts.stands(page, "The file cannot be screened as it is")
    expect(page.locator("#standing .notice")).to_have_text(re.compile(r"\.\s*Hand in another file\.$"))
    page.get_by_role("link", name="Hand in another file").click()
    page.get_by_label("The file", exact=True).set_input_files(acts.text_file("paper.md", "# Ponds\n\nThey hold water."))
    page.get_by_role("button", name="Hand in the new version").click()
    acts.stands(page, WAITS)
    expect(page.locator("h1")).to_have_text("paper.md version 2")


def test_an_empty_file_is_told_before_it_is_sent(house: House, visitors: Visitors) -> None:
    page = visitors.somebody(house, "owner")
    page.goto("/upload")
    page.get_by_label("Note to the reviewer").fill("Kept.")
    page.locator("#file").set_input_files(acts.text_file("empty.md", ""))
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("#chosen")).to_have_text("empty.md, 0 bytes Remove")
    expect(page.locator("#too-much")).to_have_text("empty.md is empty; choose a file with content.")
    expect(page.get_by_label("Note to the reviewer")).to_have_value("Kept.")


def test_a_chosen_file_is_taken_out_again_by_keyboard_and_the_others_are_handed_in(
    house: House, visitors: Visitors
) -> None:
    page = visitors.somebody(house, "owner")
    page.goto("/upload")
    files = [
        acts.text_file(f"{name}.md", text) for name, text in (("heron", "Words."), ("empty", ""), ("ibis", "Words."))
    ]
    page.locator("#file").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator("#too-much")).to_have_text("empty.md is empty; choose a file with content.")
    expect(page.locator("#chosen li")).to_have_count(3)
    page.get_by_role("button", name="Remove empty.md").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chosen li")).to_have_count(2)
    expect(page.locator("#chosen-says")).to_have_text("empty.md is removed. 2 files are chosen.")
    expect(page.get_by_role("button", name="Remove ibis.md")).to_be_focused()
    expect(page.locator("#too-much")).to_be_hidden()
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url("**/drafts?said=handed-in")
    for name in ("heron.md", "ibis.md"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_role("link", name="empty.md")).to_have_count(0)


def test_when_the_last_chosen_file_is_taken_out_the_keyboard_is_at_the_field_again(
    house: House, visitors: Visitors
) -> None:
    page = visitors.somebody(house, "owner")
    page.goto("/upload")
    page.locator("#file").set_input_files(acts.text_file("heron.md", "Words."))  # type: ignore[arg-type]
    page.get_by_role("button", name="Remove heron.md").click()
    expect(page.locator("#file")).to_be_focused()
    expect(page.locator("#chosen-says")).to_have_text("heron.md is removed. No files are chosen.")
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page).to_have_url(re.compile("/upload$"))


def test_a_screening_is_stopped_and_goes_on(screening_house: House, visitors: Visitors) -> None:
    page = visitors.somebody(screening_house, "owner")
    page.goto("/upload")
    acts.hand_in(page, acts.text_file("ponds.md", LONG))
    page.get_by_role("button", name="Stop the screening").click()
    acts.stands(page, "The screening was stopped")
    page.get_by_role("button", name="Go on with the screening").click()
    acts.stands(page, WAITS)
    expect(page.locator("#history-lines")).to_contain_text("Asked for the screening again.")


def test_of_two_tabs_that_decide_at_once_one_is_told_and_keeps_what_was_written(
    house: House, visitors: Visitors
) -> None:
    visitors.expected = (409,)
    draft = f"/drafts/{house.world.draft(DraftStatus.in_review)}/decide"
    first = visitors.somebody(house, "assigned")
    second = first.context.new_page()
    for page in (first, second):
        page.goto(draft)
    acts.decide(first, "hold", "The vendors have not answered.", next_look="2031-05-01")
    expect(first.locator("#standing-decision")).to_contain_text("The vendors have not answered.")
    acts.decide(second, "publish", "It looks harmless to me.")
    expect(second.locator("#fault")).to_contain_text("What you wrote is kept below")
    expect(second.locator("#rationale")).to_have_value("It looks harmless to me.")
    expect(second.locator("#standing-decision")).to_contain_text("The vendors have not answered.")


def test_a_draft_is_destroyed_once_the_word_is_typed(house: House, visitors: Visitors) -> None:
    visitors.expected = (422, 410)
    page = visitors.somebody(house, "owner")
    page.goto(f"/drafts/{house.world.draft(DraftStatus.awaiting_review)}")
    page.get_by_text("Destroy this draft").click()
    page.get_by_role("button", name="Destroy it").click()
    expect(page.locator("#sure-fault")).to_be_visible()
    page.get_by_label(re.compile("Type the word")).fill("purge")
    page.get_by_role("button", name="Destroy it").click()
    expect(page.locator("#stands")).to_have_text("It was destroyed")
    expect(page.locator("h1")).to_have_text("Destroyed draft")
    expect(page.get_by_role("link", name="Save the file")).to_have_count(0)


def test_a_session_that_ended_leads_back_to_where_one_was(house: House, visitors: Visitors) -> None:
    visitors.expected = (401,)
    accounts = house.world.service.accounts
    invited = accounts.add_person(house.world.maintainer.actor, email="late@example.org", name="Late", role=Role.author)
    accounts.set_password(invited.token, acts.PASSWORD)
    page = visitors.somebody(house)
    page.goto("/upload")
    expect(page.get_by_role("alert")).to_have_text("Sign in to go on.")
    acts.sign_in(page, "late@example.org")
    expect(page).to_have_url(re.compile("/upload$"))
