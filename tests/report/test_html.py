import base64
import hashlib
import re
import time
from itertools import pairwise

import pytest

from screener.report import to_html
from screener.report.html import policy
from screener.words.flag import Grounding, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import Coverage, Screening, Status
from tests.report.example import example_framework, example_screening
from tests.report.hostile import PAYLOADS, hostile_screening
from tests.report.large import large_screening
from tests.report.opened import Opened, draft_words

FRAMEWORK = example_framework()


@pytest.fixture(scope="module")
def html() -> str:
    return to_html(example_screening(), FRAMEWORK)


@pytest.fixture(scope="module")
def page(html: str) -> Opened:
    return Opened(html)


def test_the_first_words_of_the_page_say_that_the_screening_is_incomplete_and_why(page: Opened) -> None:
    said = "Incomplete: 1 of 8 passages was not read (1 refused) and 1 scanned page holds no readable text."
    assert page.text("#status") == said
    assert page.one("header.top").text(strip=True).startswith(said)
    assert page.text("head > title").startswith("Incomplete")


def test_the_suggestion_stands_at_the_top_with_its_reasons_and_leaves_the_decision_to_a_person(page: Opened) -> None:
    verdict = page.text(".verdict")
    assert "Share with a select circle (the screen is unsure)" in verdict
    assert "Raised attention" in verdict and "A person decides" in verdict
    assert "One confident flag of high severity" in verdict


def test_every_reader_is_named_at_the_top_with_what_its_reading_is_worth(page: Opened) -> None:
    readers = page.text(".readers")
    assert "example/reader-large" in readers and "it can be wrong or refuse" in readers
    assert "recall 0.83; text share 0.31" in page.text("#provenance")


def test_the_parts_follow_in_the_order_in_which_a_reviewer_needs_them(page: Opened) -> None:
    parts = [str(node.attributes["id"]) for node in page.all("main > section")]
    assert parts == [
        "summary",
        "integrity",
        "map",
        "flags",
        "unfound",
        "together",
        "argument",
        "gaps",
        "draft",
        "precedents",
        "provenance",
    ]


def test_every_link_leads_to_a_place_in_the_same_page(page: Opened) -> None:
    assert len(page.targets()) > 60
    assert page.broken_links() == set()
    assert [i for i, times in page.ids().items() if times > 1] == []


def test_each_flag_links_to_its_words_and_its_words_link_back(page: Opened) -> None:
    for number in range(1, 6):
        assert page.all(f"#flag-{number} blockquote a[href='#text-{number}']")
        assert page.all(f"#draft-text sup a[href='#flag-{number}']")


def test_the_text_of_the_draft_is_in_the_page_to_the_last_character(html: str) -> None:
    assert draft_words(html) == example_screening().draft.text


def test_claims_whose_words_were_not_found_stand_apart_and_nowhere_else(page: Opened) -> None:
    assert page.all("#unfound #flag-6") and not page.all("#flags #flag-6")
    assert not page.all("#flag-6 blockquote a") and not page.all("#draft-text a[href='#flag-6']")


def test_an_instruction_aimed_at_a_reader_comes_before_other_alerts(page: Opened) -> None:
    assert "orders to a reader" in page.all("#integrity .alert h3")[0].text()
    assert not any("open" in node.attributes for node in page.all("#integrity .alert.aimed details"))


def test_a_precedent_beside_a_flag_gives_decision_trust_and_both_likeness_and_difference(page: Opened) -> None:
    beside = page.text("#flag-2 .precedent:nth-of-type(1)")
    for words in (
        "Steering that raised scores by accident 2022",
        "Hold → Publish with edits (opened later)",
        "Invented example",
        "similarity 0.74",
        "Alike: Both report",
        "Apart: There the gain",
    ):
        assert words in beside
    assert "No reviewed case is near enough to be a precedent: look harder." in page.text("#flag-5 .precedents")


def test_confidence_says_its_origin_and_the_models_own_number_is_named_as_such(page: Opened) -> None:
    assert "Unsure (0.50), from the model's token probabilities. The model's own number, unchecked: 0.90." in page.text(
        "#flag-3 .claim"
    )
    assert "No confidence that can be checked." in page.text("#flag-6 .claim")


def test_each_factor_has_two_sides_with_quotes_that_lead_to_the_text(page: Opened) -> None:
    assert len(page.all(".factor")) == len(FRAMEWORK.factors)
    assert all(len(factor.css(".side")) == 2 for factor in page.all(".factor"))
    assert page.all(".factor .evidence a[href^='#said-']")


def test_an_argument_without_a_model_says_that_it_is_only_what_precedents_suggest() -> None:
    screening = example_screening()
    for change in ({"fallen_back_because": "The advocate declined."}, {"by": ReaderKind.embedded}):
        argued = screening.argument.model_copy(update=change)
        said = Opened(to_html(screening.model_copy(update={"argument": argued}), FRAMEWORK)).text("#argument .notice")
        assert "what precedents suggest" in said
        assert str(change.get("fallen_back_because", "")) in said


def test_no_flag_in_an_incomplete_screening_is_not_called_clean() -> None:
    screening = example_screening().model_copy(update={"flags": ()})
    assert "What was not read is not clean" in Opened(to_html(screening, FRAMEWORK)).text("#flags")


def test_headings_never_skip_a_level(page: Opened) -> None:
    levels = [int(str(node.tag)[1]) for node in page.all("body :is(h1, h2, h3, h4, h5, h6)") if node.tag != "header"]
    in_order = [int(m) for m in re.findall(r"<h([1-6])\b", page.tree.html or "")]
    assert sorted(levels) == sorted(in_order) and in_order[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(in_order))


def test_the_policy_admits_the_style_and_script_of_the_page_by_hash_and_nothing_else(page: Opened) -> None:
    given = str(page.one("meta[http-equiv='Content-Security-Policy']").attributes["content"])
    assert given == policy()
    assert given.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        text = page.one(tag).text(deep=True)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in given
    assert not page.all("[style]")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_in_any_field_stay_words(payload: str) -> None:
    html = to_html(hostile_screening(payload), FRAMEWORK)
    page = Opened(html)
    assert len(page.all("script")) == 1 and len(page.all("style")) == 1
    assert not page.all("img, iframe, object, embed, link, base, audio, video, form:not([method=dialog])")
    names = {name.lower() for node in page.all("*") for name in node.attributes}
    assert not {name for name in names if name.startswith("on") or name == "src"}
    assert page.broken_links() == set()
    assert [i for i, times in page.ids().items() if times > 1] == []
    assert draft_words(html) == example_screening().draft.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", html)


def test_an_endless_string_is_cut_where_it_is_shown_and_says_so() -> None:
    screening = example_screening()
    flag = screening.flags[0].model_copy(update={"mechanism": "endless " * 100_000})
    html = to_html(screening.model_copy(update={"flags": (flag,)}), FRAMEWORK)
    assert len(html) < 200_000
    assert "more characters are in the JSON report" in Opened(html).text("#flag-1 .claim")


def test_four_hundred_pages_with_three_hundred_flags_render_in_under_five_seconds() -> None:
    screening = large_screening(pages=400, flags=300)
    began = time.perf_counter()
    html = to_html(screening, FRAMEWORK)
    assert time.perf_counter() - began < 5
    assert len(screening.draft.text) > 1_000_000 and draft_words(html) == screening.draft.text


def test_a_complete_screening_without_findings_reads_calmly_and_has_no_broken_link() -> None:
    page = Opened(to_html(_clean(), FRAMEWORK))
    assert page.text("#status") == "Complete: all 8 passages were read."
    assert "No passage was flagged." in page.text("#flags")
    assert not page.all("#unfound") and not page.all("#draft-text mark")
    assert page.broken_links() == set()


def test_a_draft_without_any_text_is_incomplete_and_still_renders() -> None:
    screening = _clean()
    draft = screening.draft.model_copy(update={"text": "", "pages": (), "sections": (), "joins": ()})
    nothing = Coverage(passages=0, read=0, characters=0, characters_read=0)
    empty = screening.model_copy(
        update={"draft": draft, "passages": (), "coverage": nothing, "hidden": example_screening().hidden}
    )
    page = Opened(to_html(empty, FRAMEWORK))
    assert page.text("#status") == "Incomplete: the draft holds no text that could be read."
    assert not page.all("#map") and page.broken_links() == set()


def test_parts_that_were_not_handed_in_are_named_and_cannot_speak_for_themselves() -> None:
    clean = _clean()
    missing = clean.coverage.model_copy(update={"missing_parts": ("<b>results</b> (main.tex, line 4)",)})
    html = to_html(clean.model_copy(update={"coverage": missing, "status": Status.incomplete}), FRAMEWORK)
    assert "1 part of the draft was not handed in" in Opened(html).text("#status")
    assert "<b>results</b> (main.tex, line 4)" in Opened(html).text("#gaps")


def _clean() -> Screening:
    screening = example_screening()
    coverage = screening.coverage.model_copy(update={"read": 8, "unread": (), "scanned_pages": ()})
    argument = screening.argument.model_copy(update={"combinations": ()})
    assert {f.grounding for f in screening.flags} == set(Grounding) and Severity.high in {
        f.severity for f in screening.flags
    }
    return screening.model_copy(
        update={
            "status": Status.complete,
            "incomplete_because": (),
            "coverage": coverage,
            "flags": (),
            "hidden": (),
            "alerts": (),
            "disagreements": (),
            "argument": argument,
            "precedents": (),
        }
    )
