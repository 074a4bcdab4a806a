"""What people do in the pages, one act each, as they would: by the words that stand on buttons and fields."""

from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, expect

PASSWORD = "plover kettle ninety sable"
READ = 120_000
"""Milliseconds in which the embedded reader has read a paper, on a slow machine."""


def set_password(page: Page, link: str) -> None:
    """Follow a one-time link, set the password."""
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Once more").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is set")


def sign_in(page: Page, email: str) -> None:
    """Fill in the form that is on the page."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("navigation", name="Rooms")).to_be_visible()


def add_person(page: Page, name: str, email: str, role: str) -> str:
    """Add somebody as a maintainer; gives the one-time link."""
    page.get_by_role("link", name="Maintain", exact=True).click()
    page.get_by_role("link", name="People").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("Role", exact=True).select_option(role)
    page.get_by_role("button", name="Add, and show the link").click()
    return page.locator("#link").inner_text()


def hand_in(page: Page, file: Path | dict[str, Any], note: str = "") -> str:
    """Hand a draft in; gives the address of its page."""
    page.get_by_role("link", name="Upload").click()
    page.get_by_label("Note to the reviewer").fill(note)
    page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/drafts/*")
    return page.url


def text_file(name: str, text: str) -> dict[str, Any]:
    """A file as a browser's dialog gives it."""
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}


def stands(page: Page, says: str, within: float = READ) -> None:
    """Wait until the draft's page says where it stands; the page is not loaded anew."""
    expect(page.locator("#stands")).to_have_text(says, timeout=within)


def judge(page: Page, key: str, reason: str, *, severity: str = "") -> None:
    """Give the next flag a verdict by keys: j goes on, the key chooses, Ctrl+Enter saves."""
    expect(page.locator("#walk")).to_be_visible()  # the page's scripts have begun to listen
    page.keyboard.press("j")
    card = page.locator("article.flag.now")
    expect(card).to_be_focused()
    page.keyboard.press(key)
    if severity:
        card.get_by_label("New severity").select_option(severity)
        card.get_by_label("Reason").focus()
    page.keyboard.type(reason)
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.flag.now.settled")).to_be_visible()


def select_words(page: Page, words: str) -> None:
    """Mark words of the draft that stand in one piece of its text."""
    page.evaluate(
        """(words) => {
          const text = document.getElementById("draft-text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const at = node.data.indexOf(words);
            if (at < 0 || node.parentElement.closest(".apparatus")) continue;
            node.parentElement.scrollIntoView();
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
          }
          throw new Error("the words are not in the text");
        }""",
        words,
    )


def add_flag(page: Page, words: str, concern: str, reason: str) -> None:
    """Add a flag that the screen missed, by selecting text."""
    select_words(page, words)
    page.locator("#flag-selection").click()
    expect(page.locator("#add-words")).to_have_value(words)
    page.locator("#add-concern").select_option(concern)
    page.locator("#adding input[value=low]").check()
    page.locator("#add-reason").fill(reason)
    page.get_by_role("button", name="Add the flag").click()
    expect(page.locator("#flag-r1")).to_be_visible()


def decide(page: Page, tier: str, rationale: str, **more: str) -> None:
    """Fill in the decision, with further fields by their ids, and take it."""
    page.locator(f"input[name=tier][value={tier}]").check()
    page.locator("#rationale").fill(rationale)
    for field, value in more.items():
        page.locator(f"#{field}").fill(value)
    page.locator("#ruling .row > button", has_text="Decide").click()


def propose(page: Page, words: dict[str, Any], passage: str) -> None:
    """Complete the prefilled case: the given fields, own words for each passage, nothing left in ⟨…⟩."""
    box = page.locator("#yaml")
    box.fill(completed(box.input_value(), words, passage))
    page.get_by_role("button", name="Propose it").click()


def completed(prefilled: str, words: dict[str, Any], passage: str) -> str:
    """A prefilled case as a person completes it."""
    case = yaml.safe_load(prefilled)
    for labelled in case["passages"]:
        labelled |= {"text": passage, "because": "It says which part of the work a builder would take."}
    case |= words
    return yaml.safe_dump(_written(case), allow_unicode=True)


def _written(value: Any) -> Any:
    """The same, with a sentence where a person was to write one."""
    if isinstance(value, dict):
        return {key: _written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_written(inner) for inner in value]
    return "A sentence of the reviewer's own." if isinstance(value, str) and "⟨" in value else value
