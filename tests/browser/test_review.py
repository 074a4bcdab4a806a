"""Reviewing and deciding in a real browser: by keyboard alone, by marking words, on a wide and on a narrow screen."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from screener.words.framework import Severity
from screener.words.review import VerdictKind
from screener.words.submission import DraftStatus
from tests.browser.house import House, opened
from tests.browser.visitors import Visitors
from tests.report.example import example_screening
from tests.report.example_text import TEXT, span

S = DraftStatus
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 800}


def reviewing(house: House, visitors: Visitors, **options: object) -> tuple[Page, str]:
    """The reviewer's window at the review of a fresh draft."""
    draft_id = house.world.draft(S.in_review)
    page = visitors.somebody(house, "assigned", **options)
    page.goto(f"/drafts/{draft_id}/review")
    return page, draft_id


def mark(page: Page, start: int, end: int) -> None:
    """Mark characters of the draft, counted in code points, as a mouse would."""
    page.evaluate(
        """([start, end]) => {
          const walker = document.createTreeWalker(document.getElementById("draft-text"), NodeFilter.SHOW_TEXT);
          const edges = [];
          let before = 0;
          while (walker.nextNode() && edges.length < 2) {
            const node = walker.currentNode;
            if (node.parentElement.closest(".apparatus")) continue;
            const points = [...node.data];
            for (const wanted of [start, end].slice(edges.length)) {
              if (wanted > before + points.length || (wanted === before + points.length && !edges.length)) break;
              edges.push([node, points.slice(0, wanted - before).join("").length]);
            }
            before += points.length;
          }
          getSelection().setBaseAndExtent(...edges[0], ...edges[1]);
        }""",
        [start, end],
    )


def serious(page: Page) -> list[str]:
    """What axe finds serious or worse, in short."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")]


def test_flags_are_walked_and_judged_by_keyboard_alone(house: House, visitors: Visitors) -> None:
    page, draft_id = reviewing(house, visitors, viewport=WIDE)
    expect(page.locator("#tally")).to_have_text("6 of 6 flags unjudged")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#flag-2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#flag-1")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#reason-1")).to_be_focused()
    page.keyboard.type("j k a d / ? are only letters here")
    expect(page.locator("#reason-1")).to_have_value("j k a d / ? are only letters here")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#tally")).to_have_text("5 of 6 flags unjudged")
    expect(page.locator("#flag-1 .card-head .said")).to_have_text("accepted")
    expect(page.locator("#flag-1")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.type("Well known.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#flag-4")).to_have_class("flag none settled dismissed now")
    expect(page.locator("mark.none", has_text="after two hundred steps")).to_be_visible()
    verdicts = house.world.service.reviews.view(house.world.reviewer.actor, draft_id).flags
    assert [str(f.standing.kind) for f in verdicts if f.standing] == ["accept", "dismiss"]


def test_all_words_of_a_flag_over_two_pages_take_its_verdict(house: House, visitors: Visitors) -> None:
    report = example_screening()
    start, end = span("and some of our checks")[0], span("averaged over the answer")[1]
    two_pages = {"start": start, "end": end, "quote": TEXT[start:end], "severity": Severity.high}
    flags = tuple(f.model_copy(update=two_pages) if f.id == "f5" else f for f in report.flags)
    world, draft_id = house.world, house.world.draft()
    world.screened(draft_id, report.model_copy(update={"flags": flags}))
    world.service.reviews.assign(world.maintainer.actor, draft_id, world.reviewer.actor.id)
    page = visitors.somebody(house, "assigned", viewport=WIDE)
    page.goto(f"/drafts/{draft_id}/review")
    marks = page.locator("mark[title^='Flag 5:']")
    pieces = marks.count()
    assert pieces >= 3, "it stands in several paragraphs"
    page.locator("#flag-5 summary").first.click()
    expect(page.locator("mark.now[title^='Flag 5:']")).to_have_count(pieces)
    page.keyboard.press("d")
    page.keyboard.type("Well known.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("mark.none.now[title^='Flag 5:']")).to_have_count(pieces)
    expect(page.locator("mark.now")).to_have_count(pieces)
    expect(page.locator("a.margin.none[href='#flag-5']")).to_have_count(1)


def test_words_of_several_flags_show_the_worst_that_stands(house: House, visitors: Visitors) -> None:
    page, _ = reviewing(house, visitors, viewport=WIDE)
    both = page.locator("mark.several")
    expect(both).to_have_class("high several")
    page.locator("#flag-2 summary").first.click()
    page.keyboard.press("d")
    page.keyboard.type("Well known.")
    page.keyboard.press("Control+Enter")
    expect(both).to_have_class("several medium now")


def test_a_click_on_marked_words_opens_their_flag_and_another_click_the_next_over_them(
    house: House, visitors: Visitors
) -> None:
    page, _ = reviewing(house, visitors, viewport=WIDE)
    page.locator("mark[title^='Flag 4:']").first.click()
    expect(page.locator("article.flag.now")).to_have_id("flag-4")
    expect(page.locator("#flag-4 details").first).to_have_attribute("open", "")
    expect(page.locator("#flag-4")).to_be_in_viewport()
    both = page.locator("mark.several").first
    both.click()
    first = page.locator("article.flag.now").get_attribute("id")
    both.click()
    assert {first, page.locator("article.flag.now").get_attribute("id")} == {"flag-2", "flag-3"}


def test_n_goes_to_the_next_flag_that_nobody_has_judged(house: House, visitors: Visitors) -> None:
    page, draft_id = reviewing(house, visitors, viewport=WIDE)
    for flag in ("f1", "f3"):
        house.world.service.reviews.verdict(house.world.reviewer.actor, draft_id, flag, VerdictKind.accept, "So it is.")
    page.reload()
    for number in (2, 4, 5, 6, 2):
        page.keyboard.press("n")
        expect(page.locator(f"#flag-{number}")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("next flag that nobody has judged")


def test_a_reason_that_is_missing_is_said_in_the_card_and_undo_brings_back(house: House, visitors: Visitors) -> None:
    visitors.expected = (422,)
    page, _ = reviewing(house, visitors, viewport=WIDE)
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#reason-1-fault")).to_be_visible()
    expect(page.locator("#reason-1")).to_be_focused()
    expect(page.locator("#flag-1 input[value=dismiss]")).to_be_checked()
    page.keyboard.type("Well known.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#flag-1 .card-head .said")).to_have_text("dismissed")
    page.get_by_role("button", name="Take the verdict back on flag 1").click()
    expect(page.locator("#flag-1 .card-head .said")).to_have_text("unjudged")
    expect(page.locator("#tally")).to_have_text("6 of 6 flags unjudged")


def test_marked_words_become_a_flag_at_their_place_behind_astral_characters(house: House, visitors: Visitors) -> None:
    page, draft_id = reviewing(house, visitors, viewport=WIDE)
    start, end = span("All experiments")
    assert any(ord(c) > 0xFFFF for c in TEXT[:start])
    mark(page, start, end)
    page.locator("#flag-selection").click()
    expect(page.locator("#add-words")).to_have_value("All experiments")
    expect(page.locator("#add-start")).to_have_value(str(start))
    page.locator("#add-concern").select_option("scaling")
    page.locator("#adding input[value=medium]").check()
    page.locator("#add-reason").fill("It was passed over.")
    page.get_by_role("button", name="Add the flag").click()
    expect(page.locator("#flag-r1")).to_be_focused()
    flag = house.world.service.reviews.view(house.world.reviewer.actor, draft_id).added[0]
    assert (flag.start, flag.end, flag.quote) == (start, end, "All experiments")


def test_marking_across_flags_and_their_cards_takes_the_drafts_words_alone(house: House, visitors: Visitors) -> None:
    page, _ = reviewing(house, visitors, viewport=WIDE)
    start, _ = span("Projecting out")
    end = span("so the probe should not be part")[0]
    mark(page, start, end)
    expect(page.locator("#flag-selection")).to_be_visible()
    page.keyboard.press("f")
    words = page.locator("#add-words").input_value()
    assert words.split() == TEXT[start:end].split()


def test_words_are_flagged_without_a_mouse(house: House, visitors: Visitors) -> None:
    visitors.expected = (422,)
    page, draft_id = reviewing(house, visitors, viewport=WIDE)
    page.keyboard.press("f")
    expect(page.locator("#add-words")).to_be_focused()
    page.keyboard.type("no such words at all")
    page.get_by_role("button", name="Add the flag").press("Enter")
    expect(page.locator("#add-words-fault")).to_be_visible()
    page.locator("#add-words").fill("All experiments")
    page.locator("#add-concern").select_option("scaling")
    page.locator("#adding input[value=low]").check()
    page.locator("#add-reason").fill("It was passed over.")
    page.get_by_role("button", name="Add the flag").press("Enter")
    expect(page.locator("#flag-r1")).to_be_visible()
    assert house.world.service.reviews.view(house.world.reviewer.actor, draft_id).added[0].start == span("All exp")[0]


def test_the_page_for_a_new_flag_tells_every_fault_beside_its_field(house: House, visitors: Visitors) -> None:
    visitors.expected = (422,)
    page, draft_id = reviewing(house, visitors, viewport=NARROW)
    page.goto(f"/drafts/{draft_id}/flags/new")
    page.locator("#add-reason").fill("It was passed over.")
    page.get_by_role("button", name="Add the flag").click()
    for field in ("words", "concern", "severity"):
        expect(page.locator(f"#add-{field}-fault")).to_be_visible()
    expect(page.locator("#add-reason")).to_have_value("It was passed over.")


def test_search_help_and_map_answer_to_keys(house: House, visitors: Visitors) -> None:
    page, _ = reviewing(house, visitors, viewport=WIDE)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("j")
    assert page.locator("article.flag.now").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.type("probe")
    count = sum(TEXT.lower().count(word) for word in ("probe",))
    expect(page.locator("#search-count")).to_have_text(str(count))
    page.keyboard.press("Enter")
    expect(page.locator("#search-count")).to_have_text(f"1 of {count}")
    page.keyboard.press("Escape")
    page.locator(".strip a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("article.flag.now")).to_have_count(1)


def test_a_card_stands_beside_its_words_or_under_its_paragraph(house: House, visitors: Visitors) -> None:
    page, draft_id = reviewing(house, visitors, viewport=WIDE)
    for _ in range(5):
        page.keyboard.press("j")
    page.wait_for_timeout(600)
    words = page.locator("#text-5 ~ mark").first.bounding_box()
    card = page.locator("#flag-5").bounding_box()
    assert words and card
    assert abs(words["y"] - card["y"]) < 20 and card["x"] > words["x"] + words["width"] * 0.5
    tops = page.locator("article.flag").evaluate_all(
        "cards => cards.filter((c) => c.closest('.beside')).map((c) => [c.offsetTop, c.offsetTop + c.offsetHeight])"
    )
    assert all(above[1] <= below[0] for above, below in pairwise(tops))
    narrow = visitors.somebody(house, "assigned", viewport=NARROW)
    narrow.goto(f"/drafts/{draft_id}/review")
    paragraph = narrow.locator(".with-beside > p").first.bounding_box()
    below_it = narrow.locator(".with-beside article.flag").first.bounding_box()
    assert paragraph and below_it
    assert 0 <= below_it["y"] - (paragraph["y"] + paragraph["height"]) < 40
    assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_verdict_is_given_without_any_script(house: House, visitors: Visitors) -> None:
    page, _ = reviewing(house, visitors, viewport=WIDE, java_script_enabled=False)
    page.locator("#flag-1 summary").first.click()
    page.locator("#flag-1 input[value=accept]").check()
    page.locator("#reason-1").fill("So it is.")
    page.get_by_role("button", name="Save the verdict on flag 1").click()
    expect(page.locator("#flag-1 .card-head .said")).to_have_text("accepted")


def test_a_decision_is_taken_by_its_form(house: House, visitors: Visitors) -> None:
    visitors.expected = (422,)
    page, draft_id = reviewing(house, visitors, viewport=WIDE)
    page.goto(f"/drafts/{draft_id}/decide")
    assert page.locator("input[name=tier]:checked").count() == 0
    page.get_by_role("radio", name="Publish with edits").check()
    page.locator("#rationale").fill("One figure carries it.")
    page.get_by_role("button", name="Decide", exact=True).last.click()
    expect(page.locator("#edits-fault")).to_be_visible()
    expect(page.locator("#rationale")).to_have_value("One figure carries it.")
    page.get_by_role("button", name="Add an edit").click()
    expect(page.locator("#edit-0")).to_be_focused()
    page.keyboard.type("Leave out the figure.")
    page.get_by_role("button", name="Add an edit").click()
    expect(page.locator("#edit-1")).to_be_focused()
    page.get_by_role("button", name="Remove edit 2").click()
    expect(page.locator("#add-edit")).to_be_focused()
    page.get_by_role("button", name="Decide", exact=True).last.click()
    expect(page.locator("#standing-decision")).to_contain_text("Leave out the figure.")
    expect(page.get_by_role("link", name="Propose this decision as a precedent")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_serious(house: House, visitors: Visitors, scheme: str, size: dict[str, int]) -> None:
    page, draft_id = reviewing(house, visitors, viewport=size, color_scheme=scheme)
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert serious(page) == []
    for path in ("decide", "flags/new"):
        page.goto(f"/drafts/{draft_id}/{path}")
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def blind_house(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("blind"), ready / "corpus", blind_first=True) as made:
        yield made


def test_a_first_impression_comes_before_the_screens_view(blind_house: House, visitors: Visitors) -> None:
    page, _ = reviewing(blind_house, visitors, viewport=WIDE)
    expect(page.locator("article.flag, mark")).to_have_count(0)
    expect(page.locator("#open-search")).to_be_visible()
    expect(page.locator("#where")).to_be_empty()
    assert serious(page) == []
    page.get_by_role("radio", name="Hold").check()
    page.locator("#note").fill("The second section worries me.")
    page.get_by_role("button", name="Save it and show the screen's view").click()
    expect(page.locator("#flag-1")).to_be_visible()
    expect(page.get_by_text("Your first impression: Hold")).to_be_visible()
