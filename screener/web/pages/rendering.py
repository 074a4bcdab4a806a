"""How a page is made: one environment of templates, escaped, strict about missing names, without inline style or script."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from screener import __version__
from screener.report.inert import plain
from screener.report.templating import inert_environment
from screener.web.security.problems import problem_of
from screener.web.security.visiting import Visit
from screener.words.counting import counted
from screener.words.errors import ServiceFault
from screener.words.people import Role

NAVIGATION: tuple[tuple[str, str, Role], ...] = (
    ("/drafts", "My drafts", Role.author),
    ("/upload", "Upload", Role.author),
    ("/queue", "Queue", Role.reviewer),
    ("/corpus", "Corpus", Role.reviewer),
    ("/maintain", "Maintain", Role.maintainer),
)
"""Address, name, and the role from which on it is shown."""


def page(request: Request, template: str, visit: Visit | None, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page for a person (None for nobody), or a part of one where its template is a part."""
    ranks = list(Role)
    role = visit.actor.role if visit else None
    room = _room(request.url.path)
    shown = [
        {"href": href, "name": name, "here": room == href}
        for href, name, least in NAVIGATION
        if role is not None and ranks.index(role) >= ranks.index(least)
    ]
    frame = {
        "person": visit.actor.person if visit else None,
        "csrf": visit.csrf if visit else None,
        "navigation": shown,
        "notice": request.query_params.get("said", ""),
        "version": __version__,
    }
    return HTMLResponse(environment().get_template(template).render(frame | context), status)


def status_of(fault: ServiceFault) -> int:
    """The status of a page that tells a fault beside its form."""
    return problem_of(fault, "")[0].status


@cache
def environment() -> Environment:
    """The templates' environment; those of the report are at hand under `report/`."""
    made = inert_environment(
        ChoiceLoader([PackageLoader("screener.web"), PrefixLoader({"report": PackageLoader("screener.report")})])
    )
    made.filters |= {"moment": moment, "day": day, "spoken": spoken, "ago": ago, "size": size}
    made.filters |= {"clock": clock, "numbers": numbers}
    made.filters |= {"typed": escape, "whole": whole, "about": about}
    made.globals |= {"notices": NOTICES, "counted": counted}
    return made


def _room(path: str) -> str:
    """The address in the navigation to which a page belongs; what reviewers do to a draft belongs to the queue."""
    if REVIEWERS_PAGE.fullmatch(path):
        return "/queue"
    return next((href for href, _, _ in NAVIGATION if path == href or path.startswith(f"{href}/")), "")


REVIEWERS_PAGE = re.compile(r"/drafts/[0-9a-f]{32}/(review|decide|case|egress|impression|flags.*)")

NOTICES = {
    "saved": "Saved.",
    "purged": "Destroyed: its key, file, text, report and letters are gone.",
    "handed-in": "Handed in. Each is read in its turn; this page follows them.",
    "sent": "Sent.",
    "released": "Given back; it waits in the queue again.",
    "assigned": "Assigned.",
    "decided": "Decided. The authors are shown the tier, the rationale, the conditions and the edits.",
    "reopened": "Taken up again.",
    "proposed": "Proposed. A maintainer settles it.",
    "withdrawn": "Taken out of the corpus. No draft is compared with it any more, and reports that named it leave it out.",
    "restricted": "Restricted. Those who are cleared see it, and you are not among them.",
    "signed-out": "You are signed out.",
    "password-set": "Your password is set. Sign in with it.",
}
"""What a page may say after a change: the address carries the key alone, so that nobody can put words on a page."""


def moment(at: datetime | None) -> Markup:
    """A time as an element that a machine can read too; always UTC."""
    if at is None:
        return Markup("–")
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), f"{at:%Y-%m-%d %H:%M} UTC")


def clock(at: datetime) -> Markup:
    """A time to the second, as an element that a machine can read too; always UTC."""
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), f"{at:%Y-%m-%d %H:%M:%S}")


def numbers(indexes: Sequence[int]) -> str:
    """Passages as reports number them, from 1, neighbours joined: '1–3, 7'."""
    runs: list[list[int]] = []
    for number in sorted(index + 1 for index in indexes):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs) or "–"


def day(on: date | None) -> str:
    """A date, or a dash."""
    return f"{on:%Y-%m-%d}" if on else "–"


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in the largest fitting unit: '3 days ago'."""
    seconds = max(0, int((now - at).total_seconds()))
    for length, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if (count := seconds // length) >= 1:
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def size(count: int) -> str:
    """Bytes as a person reads them."""
    if count < 1024:
        return counted(count, "byte")
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{round(count / 1024)} kB"


def about(subject: str) -> str:
    """What a line of the audit is about, with ids cut to their first eight characters: 'draft:3f2c9b6e…'."""
    return re.sub(r"\b([0-9a-f]{8})[0-9a-f]{24}\b", r"\1…", subject)


def spoken(word: object) -> str:
    """An id of the vocabulary as words: 'publish_with_edits' becomes 'publish with edits'."""
    return str(word).replace("_", " ")


def whole(untrusted_text: str) -> Markup:
    """All of a text, however long, made plain: for what a person must see all of before they settle it."""
    return escape(plain(untrusted_text))
