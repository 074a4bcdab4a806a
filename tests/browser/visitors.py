"""Browser windows of people, watched: errors on the console, scripts that fail, requests that leave the service."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.house import House

PATIENCE = 30_000
"""Milliseconds until something that should be on a page is missed."""


class Visitors:
    """Makes windows, and keeps what their pages complained about."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.expected: tuple[int, ...] = ()
        """Statuses of refusals that a test means to meet, which Chromium notes on the console."""

    def somebody(self, house: House | str, name: str = "", **options: Any) -> Page:
        """A window of its own: of nobody, or of the person of this name, signed in. Options as Playwright has them."""
        address = house if isinstance(house, str) else house.address
        context = self._browser.new_context(base_url=address, **options)
        context.set_default_timeout(PATIENCE)
        if name:
            assert isinstance(house, House)
            context.add_cookies(house.cookie(name))  # type: ignore[arg-type]
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", lambda request: self._request(request, address))
        self._contexts.append(context)
        return context.new_page()

    def leave(self) -> None:
        """Close all windows. Fails where a page complained."""
        for context in self._contexts:
            context.close()
        assert not self.complaints, "\n".join(self.complaints)

    def _console(self, message: ConsoleMessage) -> None:
        met = any(f"status of {status} " in message.text for status in self.expected)
        if message.type in ("error", "warning") and not met:
            self.complaints.append(f"{message.type}: {message.text} ({message.page.url if message.page else ''})")

    def _request(self, request: Request, address: str) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            self.complaints.append(f"asked for {request.url}")
