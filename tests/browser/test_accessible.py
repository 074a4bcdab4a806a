"""Every page for everybody: nothing that axe calls serious, by keyboard alone, on a narrow screen, without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from screener.uses.reviewing import Ruling
from screener.words.framework import Tier
from screener.words.people import Role
from screener.words.submission import DraftStatus
from tests.browser import acts
from tests.browser.house import House, crowd
from tests.browser.visitors import Visitors
from tests.web.page_routes import PAGE_ROWS, PAGES_FOR_NOBODY
from tests.web.world import World

S = DraftStatus
GIVES = "It tells which of the runs hold effort back, from a cheap reading of their inner state, on public models."
GRAVE = ("serious", "critical")
PARTS = {"/upload/sample": "a file", "/drafts/{draft_id}/standing": "a part, which stands on the draft's page"}
"""What is got from an address among the pages and is no page itself."""
SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 360, "height": 760}}


@pytest.fixture(scope="module")
def pages(house: House) -> list[tuple[str, str]]:
    """Whose page, and its address: every page there is, in the states in which it looks different."""
    world = house.world
    of = dict(
        zip(("waiting", "other", "reviewed", "decided", "appealed", "queued", "failed"), crowd(world, 7), strict=True)
    )
    gone = world.draft(S.awaiting_review)
    world.service.submissions.purge(world.maintainer.actor, gone)
    invited = world.service.accounts.add_person(
        world.maintainer.actor, email="new@example.org", name="New", role=Role.author
    )
    case = world.service.rooms.cases[0].id
    proposed, turned_down = (_proposed(world, of["decided"], f"here-{name}") for name in ("one", "other"))
    world.service.casebook.reject(world.maintainer.actor, turned_down, "It says too little of what was decided.")
    kept = _approved(world)
    return [
        ("", "/"),
        ("", "/sign-in"),
        ("", f"/welcome/{invited.token}"),
        ("", "/welcome/old"),
        ("", "/drafts"),
        ("owner", "/account"),
        ("owner", "/upload"),
        ("owner", "/drafts"),
        ("coauthor", "/drafts"),
        *(("owner", f"/drafts/{of[name]}") for name in ("waiting", "decided", "appealed", "queued", "failed")),
        ("owner", f"/drafts/{gone}"),
        ("owner", "/queue"),
        ("reviewer", "/queue"),
        ("reviewer", "/queue?whose=mine"),
        ("maintainer", f"/queue?whose={world.reviewer.actor.id}"),
        ("maintainer", "/queue"),
        ("assigned", f"/drafts/{of['reviewed']}/review"),
        ("assigned", f"/drafts/{of['reviewed']}/decide"),
        ("assigned", f"/drafts/{of['reviewed']}/egress"),
        ("assigned", f"/drafts/{of['reviewed']}/flags/new"),
        ("assigned", f"/api/v1/drafts/{of['reviewed']}/report.html"),
        ("assigned", f"/drafts/{of['decided']}/case"),
        ("reviewer", "/corpus"),
        ("reviewer", f"/corpus/cases/{case}"),
        ("assigned", f"/corpus/proposals/{proposed}"),
        ("maintainer", f"/corpus/proposals/{proposed}"),
        ("maintainer", f"/corpus/proposals/{turned_down}"),
        ("maintainer", f"/corpus/proposals/{kept}"),
        ("maintainer", "/maintain"),
        ("maintainer", "/maintain/people"),
        ("maintainer", "/maintain/audit"),
    ]


def _proposed(world: World, draft_id: str, case_id: str, sensitivity: str = "restricted") -> str:
    """A case proposed from a decided draft, complete; the proposal's id."""
    book, reviewer = world.service.casebook, world.reviewer.actor
    text = acts.completed(book.draft_case(reviewer, draft_id), {"id": case_id, "sensitivity": sensitivity}, GIVES)
    return book.propose(reviewer, draft_id, text).id


def _approved(world: World) -> str:
    """A case that stands in the corpus; its proposal's id."""
    made = _proposed(world, world.draft(S.decided), "here-kept")
    return world.service.casebook.approve(world.maintainer.actor, made).id


def test_every_page_that_can_be_got_is_among_those_that_are_looked_at(pages: list[tuple[str, str]]) -> None:
    rows = {row.path for row in PAGE_ROWS if row.method == "GET"}
    rows |= {path for method, path in PAGES_FOR_NOBODY if method == "GET"}
    looked_at = [path.partition("?")[0] for _, path in pages]
    left_out = [
        row
        for row in rows - PARTS.keys()
        if not any(re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", row), p) for p in looked_at)
    ]
    assert not left_out
    assert any(path.endswith("/report.html") for path in looked_at)


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_barrier_or_scrolls_sideways(
    house: House, visitors: Visitors, pages: list[tuple[str, str]], size: str, scheme: str
) -> None:
    visitors.expected = (401, 403, 404, 410)
    windows: dict[str, Page] = {}
    wrong = []
    for name, path in pages:
        if name not in windows:
            windows[name] = visitors.somebody(house, name, viewport=SIZES[size], color_scheme=scheme)
        page = windows[name]
        page.goto(path)
        wrong += [f"{path}: {says}" for says in _barriers(page)]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{path}: scrolls sideways by {over} px"] if over > 0 else []
    assert not wrong, "\n".join(wrong)


def _barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in GRAVE]


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of this name has the focus; it must be visible there."""
    said = "(e => (e.labels?.[0] ?? e).innerText || e.getAttribute('aria-label') || '')(document.activeElement)"
    for _ in range(150):
        page.keyboard.press("Tab")
        if re.sub(r"\s+", " ", page.evaluate(said)).strip().startswith(name):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    pytest.fail(f"'{name}' is not reached by the Tab key.")


def test_a_draft_is_handed_in_by_keyboard_alone(house: House, visitors: Visitors) -> None:
    page = visitors.somebody(house, "owner")
    page.goto("/drafts")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    _tab_to(page, "Upload")
    page.keyboard.press("Enter")
    page.wait_for_url("**/upload")
    _tab_to(page, "Note to the reviewer")
    page.keyboard.type("By keyboard.")
    _tab_to(page, "Choose files")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(acts.text_file("paper.md", "# Ponds\n\nThey hold water."))  # type: ignore[arg-type]
    _tab_to(page, "Hand in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/*")
    expect(page.locator("h1")).to_have_text("paper.md")


def test_a_case_is_restricted_and_taken_out_of_the_corpus_by_keyboard_alone(house: House, visitors: Visitors) -> None:
    book, world = house.world.service.casebook, house.world
    draft_id = world.draft(S.in_review)
    world.service.reviews.decide(world.reviewer.actor, draft_id, Ruling(tier=Tier.publish, rationale="It is known."))
    made = _proposed(world, draft_id, "here-open", sensitivity="open")
    book.approve(world.maintainer.actor, made)
    page = visitors.somebody(house, "maintainer")
    page.goto("/corpus/cases/here-open")
    _tab_to(page, "Decided here")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{made}")
    _tab_to(page, "Reason")
    page.keyboard.type("The vendors asked for it.")
    _tab_to(page, "Restrict it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_text("Made restricted by maintainer")).to_contain_text("The vendors asked for it.")
    _tab_to(page, "Reason")
    _tab_to(page, "Reason")
    page.keyboard.type("It gives too much away.")
    _tab_to(page, "Take it out of the corpus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Taken out of the corpus.")
    page.goto("/corpus?words=here-open")
    expect(page.get_by_text("No case fits.")).to_be_visible()


def test_a_draft_is_claimed_assigned_and_given_back_by_keyboard_alone(house: House, visitors: Visitors) -> None:
    draft_id = house.world.draft(S.awaiting_review)
    page = visitors.somebody(house, "reviewer")
    page.goto("/queue")
    _tab_to(page, f"Claim Draft {draft_id[:8]}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{draft_id}/review")
    page.goto("/queue?whose=mine")
    _tab_to(page, "Give back")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("waits in the queue again")
    keeper = visitors.somebody(house, "maintainer")
    keeper.goto("/queue?whose=nobody")
    _tab_to(keeper, "Assign paper.txt")
    keeper.keyboard.press("Enter")
    _tab_to(keeper, "To")
    keeper.keyboard.press("ArrowDown")
    _tab_to(keeper, "Assign")
    keeper.keyboard.press("Enter")
    expect(keeper.get_by_role("status")).to_have_text("Assigned.")


def test_without_scripts_a_draft_is_handed_in_claimed_judged_and_decided(house: House, visitors: Visitors) -> None:
    author = visitors.somebody(house, "owner", java_script_enabled=False)
    author.goto("/upload")
    acts.hand_in(author, acts.text_file("plain.md", "# Ponds\n\nThey hold water."), "Without scripts.")
    expect(author.get_by_text("Reload the page to see how far it is.")).to_be_visible()
    draft_id = house.world.draft(S.awaiting_review)
    page = visitors.somebody(house, "reviewer", java_script_enabled=False)
    page.goto("/queue?whose=nobody")
    page.get_by_role("button", name=f"Claim Draft {draft_id[:8]}").click()
    card = page.locator("#flag-1")
    card.locator("summary").first.click()
    card.get_by_label("Accept", exact=True).check()
    card.get_by_label("Reason").fill("So it is.")
    card.get_by_role("button", name="Save").click()
    expect(page.locator("#tally")).to_have_text("5 of 6 flags unjudged")
    page.get_by_role("link", name="Decide").click()
    acts.decide(page, "hold", "The vendors have not answered.", next_look="2031-05-01")
    expect(page.locator("#standing-decision")).to_contain_text("The vendors have not answered.")
