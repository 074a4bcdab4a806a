"""A session that ends while somebody writes: nothing that was written is lost, and it is sent after signing in again."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from screener.web.security.cookies import PLAIN
from screener.words.submission import DraftStatus
from tests.browser import acts
from tests.browser.house import House
from tests.browser.visitors import Visitors

S = DraftStatus


@pytest.fixture(autouse=True)
def refusals(visitors: Visitors) -> None:
    visitors.expected = (401,)


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def sign_in_again(house: House, page: Page, name: str = "assigned") -> None:
    """What signing in from another window of the same browser does: a new session with a token of its own."""
    secret = f"a session of {name} at {datetime.now(UTC)}"
    with house.world.service.database.writing() as session:
        house.world.service.stores.people.create_session(
            session,
            sha256=hashlib.sha256(secret.encode()).hexdigest(),
            person_id=house.world.someone(name).actor.id,
            csrf=f"{datetime.now(UTC)}",
            expires_at=datetime.now(UTC) + timedelta(hours=1),
        )
    page.context.add_cookies([{"name": PLAIN, "value": secret, "url": house.address}])


def test_a_verdict_is_saved_after_signing_in_in_another_window(house: House, visitors: Visitors) -> None:
    page = visitors.somebody(house, "assigned")
    page.goto(f"/drafts/{house.world.draft(S.in_review)}/review")
    sign_out(page)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.type("So it is.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#flag-1 .from-afar")).to_contain_text("You are signed out")
    sign_in_again(house, page)
    page.locator("#reason-1").press("Control+Enter")
    expect(page.locator("#flag-1 .card-head .said")).to_have_text("accepted")
    expect(page.locator(".from-afar")).to_have_count(0)


def test_a_decision_keeps_its_text_and_is_taken_after_signing_in_again(house: House, visitors: Visitors) -> None:
    page = visitors.somebody(house, "assigned")
    page.goto(f"/drafts/{house.world.draft(S.in_review)}/decide")
    sign_out(page)
    acts.decide(page, "publish", "Nothing in it is new.")
    expect(page.locator("#ruling .from-afar")).to_contain_text("You are signed out")
    expect(page.locator("#rationale")).to_have_value("Nothing in it is new.")
    sign_in_again(house, page)
    page.locator("#ruling .row > button", has_text="Decide").click()
    expect(page.locator("#standing-decision")).to_contain_text("Nothing in it is new.")


def test_nothing_is_sent_in_the_name_of_somebody_else_who_signed_in(house: House, visitors: Visitors) -> None:
    page = visitors.somebody(house, "assigned")
    page.goto(f"/drafts/{house.world.draft(S.in_review)}/decide")
    sign_in_again(house, page, "maintainer")
    acts.decide(page, "publish", "Nothing in it is new.")
    expect(page.locator("#ruling .from-afar")).to_contain_text("maintainer is signed in in this browser now")
    expect(page.locator("#rationale")).to_have_value("Nothing in it is new.")


def test_a_letter_is_sent_after_signing_in_again(house: House, visitors: Visitors) -> None:
    page = visitors.somebody(house, "owner")
    page.goto(f"/drafts/{house.world.draft(S.in_review)}")
    sign_out(page)
    page.get_by_label("To the reviewers").fill("Thank you.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".from-afar")).to_contain_text("You are signed out")
    expect(page.locator(".from-afar a")).to_have_attribute("target", "_blank")
    sign_in_again(house, page, "owner")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("said=sent"))
    expect(page.locator(".card .written")).to_have_text("Thank you.")
