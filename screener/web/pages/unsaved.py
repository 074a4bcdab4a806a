"""What somebody typed, given back where nothing could be kept: their own words alone, with nothing of the draft beside."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from screener.storage.outages import note_inside, openly
from screener.web.pages.rendering import page
from screener.web.security.visiting import Visit
from screener.words.errors import Unavailable
from screener.words.framework import Framework

WRITTEN = {
    "rationale": "Rationale",
    "reason": "Reason",
    "text": "Letter",
    "note": "Note",
    "words": "Words of the draft",
    "edit_says": "Edit",
    "audience": "Who may read it",
    "commitment": "What these readers commit to",
}
"""Fields that hold what somebody wrote, and what they are called."""
_NOT_AGAIN = ("csrf_token", "do")


def unsaved_page(
    request: Request, visit: Visit, fault: Unavailable, framework: Framework, typed: Mapping[str, Sequence[str]]
) -> Response:
    """The form once more, status 503: it sends the same fields to the same address. `typed` has the values of each."""
    note_inside(fault)
    fields = [(name, value) for name, values in typed.items() if name not in _NOT_AGAIN for value in values]
    chosen = {str(tier.id): tier.name for tier in framework.tiers}
    answer = page(
        request,
        "unsaved.html",
        visit,
        status=503,
        fault=openly(fault),
        written=[(name, WRITTEN[name], value) for name, value in fields if name in WRITTEN],
        others=[(name, value) for name, value in fields if name not in WRITTEN],
        tier=next((chosen[value] for name, value in fields if name == "tier" and value in chosen), ""),
        address=request.url.path,
    )
    answer.headers["Retry-After"] = "5"
    return answer
