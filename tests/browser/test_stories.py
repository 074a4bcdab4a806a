"""The users' whole stories, from the printed link to a case that is retrieved for the next draft."""

import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.visitors import Visitors
from tests.cli.installation import CHECKOUT, copied

PAPER = CHECKOUT / "samples/monitor-paper.pdf"
WAITS = "The screen has read it; a reviewer will take it up"
CASE = "here-2026-abort"
GIVES = (
    "We show that training runs of an agent can be cut short after the first words of its plan, from a cheap reading of "
    "its inner state, so that the same skill costs less than half of the computing."
)
"""What the case says of the paper, in words of its own; the next draft speaks of much the same."""


@dataclass
class Served:
    """The service as a lab starts it: a process of its own, and what it printed."""

    address: str
    link: str


@pytest.fixture(scope="module")
def served(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`screener serve` on an installation without any account, where restricted cases are compared with as well."""
    lab = copied(ready, tmp_path_factory.mktemp("lab") / "home")
    process = lab.start("serve", "--port", "0", SCREENER_RESTRICTED_PRECEDENTS="true")
    try:
        yield _greeted(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def _greeted(process: "subprocess.Popen[str]") -> Served:
    assert process.stdout
    said = ""
    while "Stop:" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    link = re.search(r"(http\S+)(/welcome/\S+)", said)
    assert link
    return Served(link.group(1), link.group(2))


@dataclass
class Lab:
    """Three people, each in a browser of their own."""

    author: Page
    reviewer: Page
    maintainer: Page


def _staffed(served: Served, visitors: Visitors) -> Lab:
    """A maintainer starts from the printed link and adds an author and a reviewer, who start from theirs."""
    maintainer, author, reviewer = (visitors.somebody(served.address) for _ in range(3))
    acts.set_password(maintainer, served.link)
    acts.sign_in(maintainer, "maintainer@localhost")
    expect(maintainer).to_have_url(re.compile("/queue$"))
    for page, name, role in ((author, "Ada Author", "author"), (reviewer, "Rui Reviewer", "reviewer")):
        email = f"{role}@example.org"
        acts.set_password(page, acts.add_person(maintainer, name, email, role))
        acts.sign_in(page, email)
    return Lab(author, reviewer, maintainer)


def test_a_paper_goes_from_upload_to_a_case_that_the_next_draft_meets(
    served: Served, visitors: Visitors, tmp_path: Path
) -> None:
    lab = _staffed(served, visitors)
    draft = _the_author_hands_in_and_reads_the_report(lab)
    _the_reviewer_claims_judges_and_decides(lab)
    revision = _the_author_answers_and_revises(lab, draft, tmp_path)
    _the_reviewer_finds_the_verdicts_again_and_decides(lab, revision)
    _the_decision_becomes_a_case(lab, visitors)
    _the_next_draft_meets_the_case(lab)


def _the_author_hands_in_and_reads_the_report(lab: Lab) -> str:
    draft = acts.hand_in(lab.author, PAPER, "Please look at section 5.")
    lab.author.evaluate("window.sameDocument = true")
    expect(lab.author.locator("#progress-says")).to_contain_text(re.compile(r"\d+ of \d+ passages"), timeout=acts.READ)
    acts.stands(lab.author, WAITS)
    assert lab.author.evaluate("window.sameDocument"), "the page was loaded anew"
    expect(lab.author.locator("#history-lines")).to_contain_text("The screen read all of it")
    lab.author.get_by_role("link", name="Read the report").click()
    expect(lab.author.locator("h1")).to_contain_text("Reading the Plan")
    lab.author.goto(draft)
    return draft


def _the_reviewer_claims_judges_and_decides(lab: Lab) -> None:
    page = lab.reviewer
    page.goto("/queue")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).not_to_contain_text("monitor-paper.pdf")  # its name is told to its reviewers alone
    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_text("Please look at section 5.")).to_be_visible()
    acts.judge(page, "a", "It tells anybody how to halve the bill.")
    acts.judge(page, "d", "Known for years.")
    acts.judge(page, "s", "Less than it looks.", severity="low")
    acts.add_flag(page, "simulated workplaces", "oversight_evasion", "It says where to look.")
    page.get_by_role("link", name="Decide").click()
    expect(page.get_by_label(re.compile("^Edit 1"))).to_be_visible()
    page.get_by_label(re.compile("^Edit 1")).fill("Leave out by how much the bill falls.")
    acts.decide(page, "publish_with_edits", "The monitor helps defenders; one sentence helps nobody else but builders.")
    expect(page.locator("#standing-decision")).to_contain_text("Rui Reviewer")


def _the_author_answers_and_revises(lab: Lab, draft: str, folder: Path) -> str:
    page = lab.author
    page.goto(draft)
    expect(page.locator("#stands")).to_have_text("Decided: publish with edits")
    expect(page.locator(".edits")).to_contain_text("Leave out by how much the bill falls.")
    expect(page.locator(".edits blockquote").first).not_to_be_empty()
    page.get_by_label("To the reviewers").fill("Thank you; the last page goes as well.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Thank you; the last page goes as well.")).to_be_visible()
    page.get_by_label("What changed").fill("The last page is gone.")
    page.get_by_label("The file", exact=True).set_input_files(_shortened(folder))
    page.get_by_role("button", name="Hand in the new version").click()
    expect(page.locator("h1")).to_contain_text("version 2")
    return page.url


def _shortened(folder: Path) -> Path:
    """The paper without its last page."""
    with pypdfium2.PdfDocument(PAPER) as paper:
        paper.del_page(len(paper) - 1)
        paper.save(folder / "monitor-paper-v2.pdf")
    return folder / "monitor-paper-v2.pdf"


def _the_reviewer_finds_the_verdicts_again_and_decides(lab: Lab, revision: str) -> None:
    page = lab.reviewer
    acts.stands(lab.author, "Rui Reviewer is reviewing it")
    page.goto("/queue")
    page.get_by_role("link", name="monitor-paper-v2.pdf").click()
    assert page.url.startswith(revision)
    expect(page.locator(".verdicts .carried").first).to_have_text("carried over from the version before")
    expect(page.locator("#flag-1")).to_have_class(re.compile("settled"))
    page.get_by_role("link", name="Decide").click()
    page.get_by_label(re.compile("^Edit 1")).fill("Say it in half as many words.")
    acts.decide(page, "publish_with_edits", "The edit is made, and one more is small.")
    expect(page.locator("#standing-decision")).to_contain_text("The edit is made")
    page.get_by_role("link", name="Propose this decision as a precedent").click()


def _the_decision_becomes_a_case(lab: Lab, visitors: Visitors) -> None:
    visitors.expected = (422, 403, 404)
    page, maintainer = lab.reviewer, lab.maintainer
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("alert")).to_contain_text("replace everything that stands in ⟨…⟩")
    acts.propose(page, {"id": CASE, "title": "Runs that are cut short", "sensitivity": "restricted"}, GIVES)
    expect(page.get_by_role("status")).to_contain_text("A maintainer settles it")
    maintainer.goto("/corpus")
    maintainer.get_by_role("link", name=CASE).click()
    maintainer.get_by_role("button", name=re.compile("^Approve")).click()
    expect(maintainer.get_by_role("status")).to_have_text("Saved.")
    maintainer.goto("/corpus")
    maintainer.get_by_label("Find cases like this").fill(GIVES)
    maintainer.get_by_role("button", name="Find").click()
    expect(maintainer.locator("main article").first).to_contain_text("Runs that are cut short")
    for uncleared, says in ((lab.reviewer, "There is no such case"), (lab.author, "with the role reviewer")):
        uncleared.goto(f"/corpus/cases/{CASE}")
        expect(uncleared.locator("main")).to_contain_text(says)


def _the_next_draft_meets_the_case(lab: Lab) -> None:
    body = f"# Cheaper training of agents\n\n{GIVES}\n\nWe measured this on three models and give the settings.\n"
    draft = acts.hand_in(lab.author, acts.text_file("cheaper.md", body))
    acts.stands(lab.author, WAITS)
    report = lab.author.request.get(f"/api/v1/drafts/{draft.rsplit('/', 1)[-1]}/report.html")
    assert report.ok
    assert "Runs that are cut short" not in report.text()
    lab.maintainer.goto(f"{draft}/review")
    expect(lab.maintainer.get_by_role("link", name="Runs that are cut short").first).to_be_visible()
