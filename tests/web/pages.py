"""Pages as a browser asks for them, and what a person reads on them."""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from httpx import Response

from tests.web.forms import CONTENT_TYPE, END, field, file_head
from tests.web.world import Someone, World

HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@dataclass(frozen=True)
class Browser:
    """Somebody's browser, or nobody's."""

    world: World
    who: Someone | None = None

    def get(self, path: str) -> Response:
        """Open a page."""
        return self.world.client.get(path, headers={**HTML, **(self.who.reading if self.who else {})})

    def post(self, path: str, **fields: str) -> Response:
        """Send a form of the page."""
        token = {"csrf_token": self.who.csrf} if self.who else {}
        headers = {**HTML, **(self.who.reading if self.who else {})}
        return self.world.client.post(path, data={**token, **fields}, headers=headers)

    def send(self, path: str, files: dict[str, bytes], **fields: str) -> Response:
        """Send a form with files."""
        assert self.who
        given = {"csrf_token": self.who.csrf, **fields}
        before = b"".join(field(name, value) for name, value in given.items())
        content = b"".join(file_head(name) + content + b"\r\n" for name, content in files.items())
        headers = {**HTML, **self.who.reading, **CONTENT_TYPE}
        return self.world.client.post(path, content=before + content + END, headers=headers)


def words(answer: Response) -> str:
    """What stands on a page, without its markup."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", answer.text)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


class _Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def forbidden(page: str) -> list[str]:
    """Elements and attributes that no page of ours may hold, whoever wrote what stands on it, as a browser would see them."""
    found = []
    for tag, given in _Elements(page).found:
        own_script = tag == "script" and given.get("src", "").startswith("/static/")
        outside = [v for n, v in given.items() if n in ("src", "href", "action") and not v.startswith(("/", "#"))]
        inline = [n for n in given if n.startswith("on") or n == "style"]
        if (tag in ("script", "style", "iframe", "object", "embed", "base") and not own_script) or outside or inline:
            found.append(f"<{tag} {given}>")
    return found
