"""The reviewer's room: what it shows, and what its forms do without any script."""

import re
from html.parser import HTMLParser

import pytest

from screener.words.framework import Severity
from screener.words.review import VerdictKind
from screener.words.submission import DraftStatus
from tests.report.example import example_screening
from tests.report.example_text import TEXT, span
from tests.web.world import World

S = DraftStatus
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def draft_id(world: World) -> str:
    return world.draft(S.in_review)


def get(world: World, path: str) -> str:
    answer = world.client.get(path, headers=world.reviewer.reading)
    assert answer.status_code == 200
    return answer.text


class TextOf(HTMLParser):
    """The text inside the draft's element, without what is laid over it."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.depth, self.laid = "", 0, 0
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("img", "input", "br"):
            return
        if values.get("id") == "draft-text":
            self.depth = 1
        elif self.depth:
            apparatus = "apparatus" in (values.get("class") or "").split()
            self.open.append(apparatus)
            self.laid += apparatus
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if not self.depth:
            return
        self.depth -= 1
        if self.depth:
            self.laid -= self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.depth and not self.laid:
            self.text += data


def test_the_text_on_the_page_is_the_drafts_text_character_for_character(world: World, draft_id: str) -> None:
    shown = TextOf()
    shown.feed(get(world, f"/drafts/{draft_id}/review"))
    assert shown.text == TEXT


def test_each_flag_stands_after_the_paragraph_of_its_words(world: World, draft_id: str) -> None:
    html = get(world, f"/drafts/{draft_id}/review")
    for flag in example_screening().flags:
        number = flag.id.removeprefix("f")
        card = html.index(f'id="flag-{number}"')
        assert flag.mechanism[:40] in html[card : card + 6000]
        if flag.grounded:
            assert html.index(f'id="text-{number}"') < card


def test_the_head_says_who_read_what_is_missing_and_what_is_to_do(world: World, draft_id: str) -> None:
    html = get(world, f"/drafts/{draft_id}/review")
    reader = example_screening().provenance.readers[0]
    for said in ("1 of 8 passages was not read", "Raised attention", reader.meaning[:30], "3 alerts about the file"):
        assert said in html
    assert re.search(r'id="tally"[^>]*><strong[^>]*>6</strong> of 6 flags unjudged', html)
    assert "Passage 4 was not read" in html and 'class="unread' in html


def test_no_style_or_script_stands_in_the_page(world: World, draft_id: str) -> None:
    for path in ("review", "decide", "flags/new"):
        html = get(world, f"/drafts/{draft_id}/{path}")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
        assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []


def test_a_verdict_is_saved_without_a_script_and_with_one(world: World) -> None:
    draft_id, who = world.draft(S.in_review), world.reviewer
    fields = {"kind": "accept", "reason": "It hands over the size."}
    plain = world.client.post(f"/drafts/{draft_id}/flags/f2/verdict", headers=who.changing, data=fields)
    assert (plain.status_code, plain.headers["location"]) == (303, f"/drafts/{draft_id}/review?said=saved#flag-2")
    fields = {"kind": "change_severity", "severity": "low", "reason": "Less than it says."}
    part = world.client.post(f"/drafts/{draft_id}/flags/f3/verdict", headers={**who.changing, **HTMX}, data=fields)
    assert part.status_code == 200
    assert part.text.lstrip().startswith("<article") and "changed to low" in part.text and "<html" not in part.text
    assert re.search(r'id="tally"[^>]*hx-swap-oob', part.text) and ">4</strong> of 6" in part.text
    page = get(world, f"/drafts/{draft_id}/review")
    assert "It hands over the size." in page and 'title="Flag 3: low' in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "A reason without a choice."}, "kind-2-fault"),
        ({"kind": "accept", "reason": " "}, "reason-2-fault"),
        ({"kind": "change_severity", "severity": "huge", "reason": "Typed by hand."}, "severity-2-fault"),
        ({"kind": "change_severity", "severity": "high", "reason": "It is high already."}, "severity-2-fault"),
    ],
)
@pytest.mark.parametrize("extra", [{}, HTMX], ids=["page", "part"])
def test_a_verdict_that_lacks_something_keeps_what_was_typed(
    world: World, draft_id: str, fields: dict[str, str], field: str, extra: dict[str, str]
) -> None:
    headers = {**world.reviewer.changing, **extra}
    answer = world.client.post(f"/drafts/{draft_id}/flags/f2/verdict", headers=headers, data=fields)
    assert answer.status_code == 422
    assert f'id="{field}" role="alert"' in answer.text
    assert fields["reason"].strip() in answer.text
    assert ("<html" in answer.text) is not bool(extra)


def test_an_undo_brings_back_what_stood_before_and_both_stay_in_the_record(world: World) -> None:
    draft_id, who = world.draft(S.in_review), world.reviewer
    for kind, reason in ((VerdictKind.accept, "So it is."), (VerdictKind.dismiss, "On second thoughts, no.")):
        world.service.reviews.verdict(who.actor, draft_id, "f2", kind, reason)
    answer = world.client.post(f"/drafts/{draft_id}/flags/f2/undo", headers={**who.changing, **HTMX})
    assert answer.status_code == 200
    history = re.findall(r"<strong>(Accepted|Dismissed|Verdict taken back)</strong>", answer.text)
    assert history == ["Accepted", "Dismissed", "Accepted"]
    nothing = world.client.post(f"/drafts/{draft_id}/flags/f4/undo", headers={**who.changing, **HTMX})
    assert nothing.status_code == 409 and "Nobody has judged this flag yet" in nothing.text


FLAG = {"concern": "scaling", "severity": "medium", "reason": "It was passed over."}


def added(world: World, draft_id: str, **fields: str) -> str:
    """The quote of the flag that these fields add, or the fault beside the words."""
    who = world.reviewer
    answer = world.client.post(f"/drafts/{draft_id}/flags", headers=who.changing, data={**FLAG, **fields})
    if answer.status_code == 303:
        return world.service.reviews.view(who.actor, draft_id).added[-1].quote
    assert answer.status_code == 422
    assert FLAG["reason"] in answer.text
    fault = re.search(r'id="add-words-fault" role="alert">([^<]*)<', answer.text)
    assert fault
    return fault.group(1)


def test_words_are_flagged_by_their_place_or_by_being_found(world: World) -> None:
    draft_id = world.draft(S.in_review)
    start, end = span("All experiments")
    assert "🧪" in TEXT[:start]
    assert added(world, draft_id, words="All experiments", start=str(start), end=str(end)) == "All experiments"
    assert added(world, draft_id, words="All experiments", start=str(start + 2), end=str(end + 2)) == "All experiments"
    assert " ".join(added(world, draft_id, words="All experiments use models of at most").split()).startswith("All exp")
    page = get(world, f"/drafts/{draft_id}/review")
    assert 'id="flag-r1"' in page and 'id="text-r1"' in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Mark some words"),
        ("the", "times; give a few more"),
        ("words that are nowhere", "do not stand in the draft"),
    ],
)
def test_words_that_cannot_be_placed_are_said_to_be_so(world: World, draft_id: str, words: str, says: str) -> None:
    assert says in added(world, draft_id, words=words)


def test_each_field_of_a_new_flag_says_what_is_wrong_with_it(world: World, draft_id: str) -> None:
    headers = {**world.reviewer.changing, **HTMX}
    for field, value in (("concern", "unheard_of"), ("severity", ""), ("reason", "")):
        fields = {**FLAG, "words": "All experiments", field: value}
        answer = world.client.post(f"/drafts/{draft_id}/flags", headers=headers, data=fields)
        assert answer.status_code == 422 and f'id="add-{field}-fault"' in answer.text
        assert "All experiments</textarea>" in answer.text and "<html" not in answer.text


def test_every_fault_of_a_new_flag_is_told_at_once(world: World, draft_id: str) -> None:
    answer = world.client.post(f"/drafts/{draft_id}/flags", headers=world.reviewer.changing, data={"words": ""})
    assert answer.status_code == 422
    for field in ("words", "concern", "severity", "reason"):
        assert f'id="add-{field}-fault"' in answer.text


def test_a_withdrawn_flag_leaves_the_text_and_stays_in_the_record(world: World) -> None:
    draft_id, who = world.draft(S.in_review), world.reviewer
    world.service.reviews.add_flag(
        who.actor, draft_id, start=0, end=6, concern="scaling", severity=Severity.low, reason="A slip of mine."
    )
    answer = world.client.post(f"/drafts/{draft_id}/flags/r1/withdraw", headers=who.changing)
    assert answer.status_code == 303
    page = get(world, f"/drafts/{draft_id}/review")
    assert 'id="flag-r1"' not in page and "A slip of mine." in page


def test_a_maintainer_who_does_not_review_it_reads_without_forms(world: World, draft_id: str) -> None:
    page = world.client.get(f"/drafts/{draft_id}/review", headers=world.maintainer.reading).text
    assert 'class="verdict"' not in page and "have it assigned to you" in page
    assert 'id="adding"' not in page


def test_every_word_of_a_draft_is_inert(world: World) -> None:
    draft_id = world.draft(S.in_review)
    view = world.service.reviews.view(world.reviewer.actor, draft_id)
    hostile = view.flags[0].flag.model_copy(update={"mechanism": "<script>alert(1)</script>\u202e", "concern": "<b>x"})
    from screener.web.pages.laid_out import JudgedCard, Laid

    laid = Laid(view, world.service.framework, "token")
    shown = laid.judged[0]
    from dataclasses import replace

    html = laid.card_html(JudgedCard(replace(shown.card, flag=hostile), shown.judged))
    assert "<script" not in html and "<b>x" not in html and "\u202e" not in html and "⟨U+202E⟩" in html
