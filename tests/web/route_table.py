"""Who may use which route: written by hand from what the service promises, not derived from its policy.

A row names the route, what to send, and the people for whom it is to succeed. For everybody else it says how they are
refused: 403 for people who may know of the draft, 404 for those who may not (`SEEN_BY`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from screener.words.submission import DraftStatus
from tests.web.forms import CONTENT_TYPE, form
from tests.web.world import World

S = DraftStatus

NOBODY, STRANGER, OWNER, COAUTHOR = "nobody", "stranger", "owner", "coauthor"
REVIEWER, ASSIGNED, MAINTAINER = "reviewer", "assigned", "maintainer"
EVERYBODY = (NOBODY, STRANGER, OWNER, COAUTHOR, REVIEWER, ASSIGNED, MAINTAINER)
PEOPLE = EVERYBODY[1:]
REVIEWERS = (REVIEWER, ASSIGNED, MAINTAINER)
AUTHORS = (OWNER, COAUTHOR)
READERS = (OWNER, COAUTHOR, ASSIGNED, MAINTAINER)
KEEPERS = (MAINTAINER,)


@dataclass(frozen=True)
class Row:
    """One route."""

    method: str
    path: str
    may: tuple[str, ...]
    json: Any = None
    status: DraftStatus = S.in_review
    """Where the draft stands, for routes about a draft."""
    fill: dict[str, str | Callable[[World, str], str]] = field(default_factory=dict)
    """What fills the other places of the path: text, or made from the world and the draft's id."""
    form: bool = False
    fields: dict[str, Any] | None = None
    """What an ordinary form carries."""
    guard: tuple[str, ...] = EVERYBODY
    """For whom the whole room is; others are refused whatever the draft is to them."""
    otherwise: dict[str, int] = field(default_factory=dict)
    """Where the right person gets another refusal for another reason: nothing there, or not filled in."""
    changes: bool | None = None
    """Whether it leaves the draft in another state; by the method unless said."""

    @property
    def about_a_draft(self) -> bool:
        return "{draft_id}" in self.path

    @property
    def unsafe(self) -> bool:
        return self.method not in ("GET", "HEAD")

    def content(self, world: World) -> dict[str, Any]:
        """What the request carries, as the test client takes it."""
        if self.form:
            return {"content": form("paper.txt", b"Some words of a paper."), "headers": CONTENT_TYPE}
        if self.fields is not None:
            return {"data": {name: v if isinstance(v, str) else v(world, "") for name, v in self.fields.items()}}
        return {"json": self.json} if self.json is not None else {}


def a_person(world: World, _: str) -> str:
    from uuid import uuid4

    return world.someone(f"p{uuid4().hex[:8]}").actor.id


def the_reviewer(world: World, _: str) -> str:
    return world.reviewer.actor.id


def an_added_flag(world: World, draft_id: str) -> str:
    from screener.words.framework import Severity

    concern = world.service.framework.concern_ids()[0]
    return world.service.reviews.add_flag(
        world.reviewer.actor, draft_id, start=5, end=60, concern=concern, severity=Severity.low, reason="It was missed."
    ).id


def a_judged_flag(world: World, draft_id: str) -> str:
    from screener.words.review import VerdictKind

    flag = world.service.reviews.view(world.reviewer.actor, draft_id).flags[0].flag.id
    world.service.reviews.verdict(world.reviewer.actor, draft_id, flag, VerdictKind.accept, "So it is.")
    return flag


A = "/api/v1"
D = A + "/drafts/{draft_id}"
HOLD = {"tier": "hold", "rationale": "Not yet answered.", "conditions": {"next_look": "2031-05-01"}}
FLAG = {"start": 5, "end": 60, "concern": "training_efficiency", "severity": "low", "reason": "It was missed."}
ACCEPT = {"kind": "accept", "reason": "So it is."}
NEW_PERSON = {"email": "new@example.org", "name": "New", "role": "author"}

ROWS: tuple[Row, ...] = (
    # anybody
    Row("GET", "/healthz", EVERYBODY),
    Row("GET", "/readyz", EVERYBODY),
    Row("GET", A + "/openapi.json", EVERYBODY),
    Row("GET", A + "/problems", EVERYBODY),
    Row("GET", A + "/problems/{name}", EVERYBODY, fill={"name": "conflict"}),
    # one's own account
    Row("GET", A + "/session", PEOPLE),
    Row("PUT", A + "/session/password", (), {"old": "x", "new": ""}),
    Row("GET", A + "/tokens", PEOPLE),
    Row("POST", A + "/tokens", PEOPLE, {"name": "t", "scopes": ["read"]}),
    Row("DELETE", A + "/tokens/{token_id}", (), fill={"token_id": "0" * 32}),
    # drafts
    Row("POST", A + "/drafts", PEOPLE, form=True),
    Row("GET", A + "/drafts", PEOPLE),
    Row("GET", A + "/queue", REVIEWERS),
    Row("GET", D, READERS),
    Row("GET", D + "/events", READERS),
    Row("GET", D + "/history", READERS),
    Row("GET", D + "/report", READERS),
    Row("GET", D + "/report.{form}", READERS, fill={"form": "md"}),
    Row("GET", D + "/egress.{form}", READERS, fill={"form": "csv"}),
    Row("GET", D + "/original", READERS),
    Row("GET", D + "/pages/{page}", (), fill={"page": "1"}),
    Row("POST", D + "/revisions", AUTHORS, form=True),
    Row("POST", D + "/cancel", (OWNER, COAUTHOR, MAINTAINER), status=S.queued),
    Row("POST", D + "/resume", (OWNER, COAUTHOR, MAINTAINER), status=S.cancelled),
    Row("POST", D + "/rescreen", (MAINTAINER,), status=S.awaiting_review),
    Row("DELETE", D, (OWNER, MAINTAINER), status=S.awaiting_review),
    # reviewing
    Row("GET", D + "/review", (ASSIGNED, MAINTAINER)),
    Row("POST", D + "/claim", (REVIEWER, ASSIGNED, MAINTAINER), status=S.awaiting_review),
    Row("POST", D + "/release", (ASSIGNED, MAINTAINER)),
    Row("PUT", D + "/reviewers/{person_id}", KEEPERS, fill={"person_id": the_reviewer}, status=S.awaiting_review),
    Row("DELETE", D + "/reviewers/{person_id}", KEEPERS, fill={"person_id": the_reviewer}),
    Row("PUT", D + "/impression", (ASSIGNED,), {"tier": "publish", "note": "Harmless, I think."}),
    Row("POST", D + "/flags/{flag_id}/verdicts", (ASSIGNED,), ACCEPT, fill={"flag_id": "f1"}),
    Row("DELETE", D + "/flags/{flag_id}/verdict", (ASSIGNED,), fill={"flag_id": a_judged_flag}),
    Row("POST", D + "/added-flags", (ASSIGNED,), FLAG),
    Row("DELETE", D + "/added-flags/{flag_id}", (ASSIGNED,), fill={"flag_id": an_added_flag}),
    Row("POST", D + "/decisions", (ASSIGNED,), HOLD),
    Row("POST", D + "/reopen", (ASSIGNED, MAINTAINER), {"reason": "New facts came."}, status=S.decided),
    Row("POST", D + "/appeal/take", (ASSIGNED, MAINTAINER), status=S.appealed),
    Row("POST", D + "/replies", READERS, {"text": "Thank you for this."}),
    Row("POST", D + "/appeals", AUTHORS, {"text": "The table is needed."}, status=S.decided),
    # cases
    Row("POST", A + "/cases/search", PEOPLE, {"text": "monitoring of models"}, changes=False),
    Row("GET", A + "/cases", PEOPLE),
    Row("GET", A + "/cases/{case_id}", PEOPLE, fill={"case_id": lambda w, _: w.service.rooms.cases[0].id}),
    Row("GET", D + "/case", (ASSIGNED, MAINTAINER), status=S.decided),
    Row("POST", D + "/case", (), {"yaml": "id: not-a-whole-case"}, status=S.decided),
    Row("GET", A + "/proposals", REVIEWERS),
    Row("POST", A + "/proposals/{proposal_id}/approve", (), fill={"proposal_id": "0" * 32}),
    Row("POST", A + "/proposals/{proposal_id}/reject", (), {"because": "Not yet."}, fill={"proposal_id": "0" * 32}),
    Row(
        "POST",
        A + "/proposals/{proposal_id}/withdraw",
        (),
        {"because": "It says too much."},
        fill={"proposal_id": "0" * 32},
    ),
    Row(
        "POST",
        A + "/proposals/{proposal_id}/sensitivity",
        (),
        {"sensitivity": "restricted", "because": "It says too much."},
        fill={"proposal_id": "0" * 32},
    ),
    Row("GET", A + "/framework", PEOPLE),
    # people and oversight
    Row("GET", A + "/reviewers", REVIEWERS),
    Row("GET", A + "/people", KEEPERS),
    Row("POST", A + "/people", KEEPERS, NEW_PERSON),
    Row("PATCH", A + "/people/{person_id}", KEEPERS, {"name": "Anew"}, fill={"person_id": a_person}),
    Row("POST", A + "/people/{person_id}/invitation", KEEPERS, fill={"person_id": a_person}),
    *(
        Row("GET", f"{A}/oversight/{name}", KEEPERS)
        for name in ("agreement", "concerns", "overrides", "readings", "models", "due-looks")
    ),
    Row("GET", A + "/audit", KEEPERS),
    Row("GET", A + "/audit/check", KEEPERS),
    Row("GET", "/metrics", KEEPERS),
)

FOR_NOBODY: dict[tuple[str, str], str] = {
    ("POST", A + "/session"): "signing in; see test_signing_in",
    ("DELETE", A + "/session"): "signing out; see test_signing_in",
    ("POST", A + "/invitations/redeem"): "the link is what admits; see test_signing_in",
    ("GET", "/sign-in/elsewhere"): "see test_signing_in_elsewhere",
    ("GET", "/sign-in/elsewhere/back"): "see test_signing_in_elsewhere",
}
"""Routes that are no matter of roles, and where they are tested."""

REFUSED_OTHERWISE: dict[tuple[str, str], dict[str, int]] = {
    ("PUT", A + "/session/password"): dict.fromkeys(PEOPLE, 422),
    ("DELETE", A + "/tokens/{token_id}"): dict.fromkeys(PEOPLE, 404),
    ("GET", D + "/pages/{page}"): dict.fromkeys(READERS, 404),
    ("POST", D + "/case"): {ASSIGNED: 422, MAINTAINER: 422},
    ("POST", A + "/proposals/{proposal_id}/approve"): {MAINTAINER: 404},
    ("POST", A + "/proposals/{proposal_id}/reject"): {MAINTAINER: 404},
    ("POST", A + "/proposals/{proposal_id}/withdraw"): {MAINTAINER: 404},
    ("POST", A + "/proposals/{proposal_id}/sensitivity"): {MAINTAINER: 404},
    ("GET", "/readyz"): {},
}
"""Where the right person gets another refusal for another reason: nothing there, or not filled in."""


def refusal(row: Row, who: str) -> int:
    """The status with which somebody is refused."""
    key = (row.method, row.path)
    otherwise = REFUSED_OTHERWISE.get(key, {}) | row.otherwise
    if who in otherwise:
        return otherwise[who]
    if who == NOBODY:
        return 401
    if not row.about_a_draft or who not in row.guard:
        return 403
    seen = {*READERS} if row.status in ASSIGNED_BY_THEN else {*AUTHORS, MAINTAINER}
    if row.status is S.awaiting_review:
        seen |= {REVIEWER, ASSIGNED}
    return 403 if who in seen else 404


ASSIGNED_BY_THEN = frozenset({S.in_review, S.decided, S.appealed})
