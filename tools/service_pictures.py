"""Takes the pictures of docs/service.md: a lab's three people at work on the sample paper, before a live service.

Run by `make picture`; needs Chromium ($CHROMIUM, or the system's own).
"""

import os
import shutil
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

CHECKOUT = Path(__file__).parents[1]
sys.path.insert(0, str(CHECKOUT))

from screener.uses.reviewing import Ruling  # noqa: E402
from screener.uses.submitting import Upload  # noqa: E402
from screener.wiring.places import shipped  # noqa: E402
from screener.words.framework import Tier  # noqa: E402
from screener.words.people import Role  # noqa: E402
from screener.words.review import AskedEdit, VerdictKind  # noqa: E402
from screener.words.submission import DraftSensitivity, DraftStatus  # noqa: E402
from tests.browser.conftest import ARGUMENTS  # noqa: E402
from tests.browser.house import House  # noqa: E402
from tests.web.live import served  # noqa: E402
from tests.web.world import World  # noqa: E402

PAPER = CHECKOUT / "samples/monitor-paper.pdf"
DOCS = CHECKOUT / "docs"
SIZE = {"width": 1200, "height": 800}
LARGEST = 200_000
"""Bytes of a picture."""
PATIENCE = 300
"""Seconds in which the sample is read."""
OTHERS = (("probe-notes.md", "ordinary"), ("agents-appendix.md", "sensitive"), ("tokenizer-study.md", "ordinary"))


def main() -> None:
    """Make the installation, let people work, take the pictures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        World(Path(folder) / "data", shipped("corpus"), screens=True) as world,
    ):
        rui = world.someone("rui", Role.reviewer)
        world.someone("mira", Role.maintainer, cleared=True)
        ada = world.someone("ada")
        draft_id = world.service.submissions.upload(
            ada.actor, Upload(PAPER.name, (PAPER.read_bytes(),), note="Section 5 is what we are unsure of.")
        ).id
        _wait(world, draft_id)
        for name, level in OTHERS:
            text = (b"# Notes\n\nWe describe what we measured, and how often.",)
            _wait(world, world.service.submissions.upload(ada.actor, Upload(name, text, DraftSensitivity(level))).id)
        with served(world.app) as address, sync_playwright() as playwright:
            path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            house = House(world, address)
            _picture(_window(browser, house, "mira", "/queue"), "queue")
            world.service.reviews.claim(rui.actor, draft_id)
            review = _window(browser, house, "rui", f"/drafts/{draft_id}/review")
            review.keyboard.press("j")
            review.wait_for_timeout(1_000)
            _picture(review, "review")
            _decide(world, draft_id)
            _picture(_window(browser, house, "ada", f"/drafts/{draft_id}"), "decided")
            browser.close()


def _wait(world: World, draft_id: str) -> None:
    """Until it is read. Exits where it cannot be."""
    until = time.monotonic() + PATIENCE
    running = (DraftStatus.queued, DraftStatus.screening)
    while (row := world.service.reading.row(world.someone("ada").actor, draft_id)).status in running:
        if time.monotonic() > until:
            raise SystemExit(f"The sample was not read within {PATIENCE} seconds.")
        time.sleep(0.5)
    if row.status is not DraftStatus.awaiting_review:
        raise SystemExit(f"The sample could not be screened: it is {row.status}.")


def _decide(world: World, draft_id: str) -> None:
    """What the reviewer makes of it."""
    rui, reviews = world.someone("rui", Role.reviewer).actor, world.service.reviews
    flags = [judged.flag for judged in reviews.view(rui, draft_id).flags]
    for flag in flags[:2]:
        reviews.verdict(rui, draft_id, flag.id, VerdictKind.accept, "It tells anybody how to halve the bill.")
    edits = tuple(AskedEdit(says=says, flag_id=f.id, quote=f.quote) for says, f in zip(EDITS, flags, strict=False))
    rationale = (
        "The monitor helps those who run agents. Two sentences help nobody else but builders; without them, publish."
    )
    reviews.decide(rui, draft_id, Ruling(tier=Tier.publish_with_edits, rationale=rationale, edits=edits))


EDITS = ("Say that it is cheap, and leave out by how much.", "Name the setting in general terms.")


def _window(browser: Browser, house: House, name: str, path: str) -> Page:
    """Somebody's window at a page."""
    context = browser.new_context(base_url=house.address, viewport=SIZE, color_scheme="light")
    context.add_cookies(house.cookie(name))
    page = context.new_page()
    page.goto(path)
    return page


def _picture(page: Page, name: str) -> None:
    """Keep what the window shows, in few colours."""
    made = BytesIO()
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(made, "PNG", optimize=True)
    if made.tell() > LARGEST:
        raise SystemExit(f"The picture {name}.png has {made.tell():,} bytes; at most {LARGEST:,} are wanted.")
    (DOCS / f"{name}.png").write_bytes(made.getvalue())


if __name__ == "__main__":
    main()
