"""Who may use which page, in the form of `route_table`: rows for the pages and forms beside the API."""

from tests.report.example_text import TEXT
from tests.web.route_table import (
    ACCEPT,
    ASSIGNED,
    AUTHORS,
    COAUTHOR,
    EVERYBODY,
    FLAG,
    KEEPERS,
    MAINTAINER,
    NOBODY,
    OWNER,
    PEOPLE,
    READERS,
    REVIEWERS,
    Row,
    S,
    a_judged_flag,
    a_person,
    an_added_flag,
    the_reviewer,
)

D = "/drafts/{draft_id}"
Q = "/queue/{draft_id}"
NEW_PERSON = {"email": "new@example.org", "name": "New", "role": "author"}
RULING = {"tier": "hold", "rationale": "Not yet answered.", "next_look": "2031-05-01", "seen": "0"}
NO_ID = "0" * 32
NOT_THERE = dict.fromkeys(REVIEWERS, 404)

ACCOUNT = (
    Row("GET", "/", EVERYBODY),
    Row("GET", "/sign-in", EVERYBODY),
    Row("GET", "/account", PEOPLE),
    Row(
        "POST",
        "/account/password",
        (),
        fields={"old": "x", "new": "y", "again": "z"},
        otherwise=dict.fromkeys(PEOPLE, 422),
    ),
    Row("POST", "/account/tokens", PEOPLE, fields={"name": "t", "days": "1", "scopes": "read"}),
    Row(
        "POST",
        "/account/tokens/{token_id}/revoke",
        (),
        fields={},
        fill={"token_id": NO_ID},
        otherwise=dict.fromkeys(PEOPLE, 404),
    ),
)
HANDING_IN = (
    Row("GET", "/upload", PEOPLE),
    Row("POST", "/upload", PEOPLE, form=True),
    Row("GET", "/upload/sample", PEOPLE),
    Row("GET", "/drafts", PEOPLE),
    Row("GET", D, READERS),
    Row("GET", D + "/standing", READERS),
    Row("POST", D + "/revision", AUTHORS, form=True),
    Row("POST", D + "/letters", READERS, fields={"kind": "reply", "text": "Thank you for this."}),
    Row("POST", D + "/cancel", (OWNER, COAUTHOR, MAINTAINER), fields={}, status=S.queued),
    Row("POST", D + "/resume", (OWNER, COAUTHOR, MAINTAINER), fields={}, status=S.cancelled),
    Row("POST", D + "/rescreen", (MAINTAINER,), fields={}, status=S.awaiting_review),
    Row("POST", D + "/purge", (OWNER, MAINTAINER), fields={"sure": "purge"}, status=S.awaiting_review),
)
REVIEWING = (
    Row("GET", D + "/review", (ASSIGNED, MAINTAINER)),
    Row("POST", D + "/impression", (ASSIGNED,), fields={"tier": "publish", "note": "Harmless, I think."}),
    Row("POST", D + "/flags/{flag_id}/verdict", (ASSIGNED,), fields=ACCEPT, fill={"flag_id": "f1"}),
    Row("POST", D + "/flags/{flag_id}/undo", (ASSIGNED,), fields={}, fill={"flag_id": a_judged_flag}),
    Row("GET", D + "/flags/new", (ASSIGNED, MAINTAINER)),
    Row("GET", D + "/egress", (ASSIGNED, MAINTAINER)),
    Row(
        "POST",
        D + "/flags",
        (ASSIGNED,),
        fields={name: str(value) for name, value in FLAG.items()} | {"words": TEXT[5:60]},
    ),
    Row("POST", D + "/flags/{flag_id}/withdraw", (ASSIGNED,), fields={}, fill={"flag_id": an_added_flag}),
)
DECIDING = (
    Row("GET", D + "/decide", (ASSIGNED, MAINTAINER)),
    Row("POST", D + "/decide", (ASSIGNED,), fields=RULING),
    Row("POST", D + "/reopen", (ASSIGNED, MAINTAINER), fields={"reason": "New facts came."}, status=S.decided),
    Row("POST", D + "/appeal/take", (ASSIGNED, MAINTAINER), fields={}, status=S.appealed),
)
QUEUE = (
    Row("GET", "/queue", REVIEWERS),
    Row("POST", Q + "/claim", REVIEWERS, fields={}, status=S.awaiting_review, guard=(NOBODY, *REVIEWERS)),
    Row("POST", Q + "/release", (ASSIGNED, MAINTAINER), fields={}, guard=(NOBODY, *REVIEWERS)),
    Row("POST", Q + "/assign", KEEPERS, fields={"person_id": the_reviewer}, guard=(NOBODY, *REVIEWERS)),
)
CORPUS = (
    Row("GET", "/corpus", REVIEWERS),
    Row("POST", "/corpus/similar", REVIEWERS, fields={"text": "monitoring of models"}, changes=False),
    Row("GET", "/corpus/cases/{case_id}", REVIEWERS, fill={"case_id": lambda w, _: w.service.rooms.cases[0].id}),
    Row("GET", D + "/case", (ASSIGNED, MAINTAINER), status=S.decided, guard=(NOBODY, *REVIEWERS)),
    Row(
        "POST",
        D + "/case",
        (),
        fields={"yaml": "id: not-a-whole-case"},
        status=S.decided,
        guard=(NOBODY, *REVIEWERS),
        otherwise={ASSIGNED: 422, MAINTAINER: 422},
    ),
    Row("GET", "/corpus/proposals/{proposal_id}", (), fill={"proposal_id": NO_ID}, otherwise=NOT_THERE),
    Row(
        "POST",
        "/corpus/proposals/{proposal_id}/{outcome}",
        (),
        fields={"because": "Not yet."},
        fill={"proposal_id": NO_ID, "outcome": "reject"},
        otherwise={MAINTAINER: 404},
    ),
    Row(
        "POST",
        "/corpus/proposals/{proposal_id}/sensitivity",
        (),
        fields={"sensitivity": "restricted", "because": "It says too much."},
        fill={"proposal_id": NO_ID},
        otherwise={MAINTAINER: 404},
    ),
)
MAINTAIN = (
    Row("GET", "/maintain", KEEPERS),
    Row("GET", "/maintain/people", KEEPERS),
    Row("POST", "/maintain/people", KEEPERS, fields=NEW_PERSON),
    Row(
        "POST",
        "/maintain/people/{person_id}",
        KEEPERS,
        fields={"role": "author", "active": "true"},
        fill={"person_id": a_person},
    ),
    Row("POST", "/maintain/people/{person_id}/invite", KEEPERS, fields={}, fill={"person_id": a_person}),
    Row("GET", "/maintain/audit", KEEPERS),
    Row("POST", "/maintain/audit/check", KEEPERS, fields={}),
)

PAGE_ROWS: tuple[Row, ...] = (*ACCOUNT, *HANDING_IN, *REVIEWING, *DECIDING, *QUEUE, *CORPUS, *MAINTAIN)
PAGES_FOR_NOBODY: dict[tuple[str, str], str] = {
    ("POST", "/sign-in"): "signing in; see test_signing_in",
    ("POST", "/sign-out"): "signing out; see test_signing_in",
    ("GET", "/welcome/{token}"): "the link is what admits; see test_signing_in",
    ("POST", "/welcome/{token}"): "the link is what admits; see test_signing_in",
}
"""Pages that are no matter of roles, such as signing in, and where they are tested."""
