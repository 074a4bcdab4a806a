"""A real Chromium before a live service. Whatever a page complains about fails the test that opened it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.house import House, opened
from tests.browser.visitors import Visitors

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that $CHROMIUM names, or the system's own."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).is_file():
        pytest.fail(f"There is no Chromium at {path}: install it, or name one with CHROMIUM=/path/to/chromium.")
    with sync_playwright() as playwright:
        opened_browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened_browser
        opened_browser.close()


@pytest.fixture(scope="module")
def house(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A live service that screens nothing by itself; one for each file of tests."""
    with opened(tmp_path_factory.mktemp("house"), ready / "corpus") as made:
        yield made


@pytest.fixture(scope="module")
def screening_house(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A live service that screens with the embedded reader, over a small corpus whose index is made."""
    folder = tmp_path_factory.mktemp("screening-house") / "data"
    shutil.copytree(ready / ".local/share/screener", folder)
    with opened(folder, ready / "corpus", screens=True) as made:
        yield made


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Visitors]:
    """Opens browser windows for people; at the end none of their pages may have complained."""
    made = Visitors(browser)
    yield made
    made.leave()
