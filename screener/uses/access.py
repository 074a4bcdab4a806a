"""Who may do what to which draft: one table, and the questions that are put to it."""

from dataclasses import dataclass
from enum import StrEnum

from screener.words.errors import Conflict, Forbidden, NotFound, Purged
from screener.words.people import Actor, Person, Role, Scope
from screener.words.submission import DraftSensitivity, DraftStatus, SubmittedDraft


class Deed(StrEnum):
    """Everything that can be done in the service."""

    # to a draft: reading
    see_row = "see_row"
    """See in a list that it exists, how old it is and what the screen suggests, without its name."""
    read_status = "read_status"
    """See its name, status and progress."""
    read_report = "read_report"
    """Read the screening, in the edition that the reader may see."""
    read_text = "read_text"
    """Read the draft itself: the original file, its text, images of its pages."""
    read_decision = "read_decision"
    """Read decisions and letters."""
    read_history = "read_history"
    read_review = "read_review"
    """Read what reviewers made of it: impressions, verdicts, added flags."""
    # to a draft: its author's side
    revise = "revise"
    cancel = "cancel"
    resume = "resume"
    rescreen = "rescreen"
    purge = "purge"
    reply = "reply"
    appeal = "appeal"
    # to a draft: its reviewers' side
    claim = "claim"
    assign = "assign"
    release = "release"
    record_impression = "record_impression"
    judge_flag = "judge_flag"
    add_flag = "add_flag"
    decide = "decide"
    reopen = "reopen"
    take_appeal = "take_appeal"
    propose_case = "propose_case"
    # to no draft
    upload = "upload"
    list_drafts = "list_drafts"
    search_cases = "search_cases"
    see_proposals = "see_proposals"
    settle_case = "settle_case"
    keep_account = "keep_account"
    """Change one's own password, make and revoke one's own tokens."""
    see_people = "see_people"
    """Names of reviewers, to assign."""
    keep_people = "keep_people"
    oversee = "oversee"
    read_audit = "read_audit"


class Standing(StrEnum):
    """How a person stands to one draft."""

    owner = "owner"
    coauthor = "coauthor"
    assigned = "assigned"
    """A reviewer of it."""
    may_claim = "may_claim"
    """A reviewer who sees its row in the queue: nobody has it, it is undecided, not secret, and not their own."""
    stranger = "stranger"


class Answer(StrEnum):
    """What the table says to a question."""

    yes = "yes"
    unseen = "unseen"
    """The person may not know that it exists."""
    forbidden = "forbidden"
    out_of_scope = "out_of_scope"
    """The person may, the token they came with may not."""
    not_now = "not_now"
    """Not in the status that the draft has."""
    gone = "gone"
    """It is purged."""


Who = frozenset[tuple[Role, Standing]]
When = frozenset[DraftStatus]


@dataclass(frozen=True)
class Rule:
    """Who may do a deed, while the draft has which status, through a token of which scope."""

    who: Who
    when: When
    scope: Scope


S, P = DraftStatus, Standing
ALWAYS: When = frozenset(S)
HELD: When = ALWAYS - {S.purged}
"""Whatever the status, as long as there is something to read."""
SCREENED: When = frozenset({S.awaiting_review, S.in_review, S.decided, S.appealed})
"""With reviewers, before or after."""
UNDECIDED: When = frozenset({S.queued, S.screening, S.awaiting_review, S.in_review, S.appealed})
_REVIEWING = (Role.reviewer, Role.maintainer)


def _who(*standings: Standing, roles: tuple[Role, ...] = tuple(Role), maintainers: bool = False) -> Who:
    """Any of the roles with any of the standings; with `maintainers`, a maintainer of any standing too."""
    named = {(role, standing) for role in roles for standing in standings}
    return frozenset(named | ({(Role.maintainer, standing) for standing in Standing} if maintainers else set()))


_AUTHORS = _who(P.owner, P.coauthor)
_REVIEWERS = _who(P.assigned, roles=_REVIEWING)
_READERS = _AUTHORS | _REVIEWERS | _who(maintainers=True)
_NOT_AUTHORS = frozenset({(Role.maintainer, s) for s in (P.assigned, P.may_claim, P.stranger)})
_QUEUE = _who(P.may_claim, roles=_REVIEWING)

POLICY: dict[Deed, Rule] = {
    Deed.see_row: Rule(_READERS | _QUEUE, ALWAYS, Scope.read),
    Deed.read_status: Rule(_READERS, ALWAYS, Scope.read),
    Deed.read_report: Rule(_READERS, HELD, Scope.read),
    Deed.read_text: Rule(_READERS, HELD, Scope.read),
    Deed.read_decision: Rule(_READERS, HELD, Scope.read),
    Deed.read_history: Rule(_READERS, ALWAYS, Scope.read),
    Deed.read_review: Rule(_REVIEWERS | _NOT_AUTHORS, HELD, Scope.review),
    Deed.revise: Rule(_AUTHORS, HELD - {S.superseded}, Scope.submit),
    Deed.cancel: Rule(_AUTHORS | _who(maintainers=True), frozenset({S.queued, S.screening}), Scope.submit),
    Deed.resume: Rule(_AUTHORS | _who(maintainers=True), frozenset({S.cancelled, S.failed}), Scope.submit),
    Deed.rescreen: Rule(_REVIEWERS | _NOT_AUTHORS, frozenset({S.awaiting_review}), Scope.review),
    Deed.purge: Rule(_who(P.owner) | _who(maintainers=True), HELD, Scope.submit),
    Deed.reply: Rule(_AUTHORS | _REVIEWERS | _NOT_AUTHORS, SCREENED, Scope.submit),
    Deed.appeal: Rule(_AUTHORS, frozenset({S.decided}), Scope.submit),
    Deed.claim: Rule(_QUEUE | _REVIEWERS | _NOT_AUTHORS, frozenset({S.awaiting_review}), Scope.review),
    Deed.assign: Rule(_NOT_AUTHORS, SCREENED, Scope.maintain),
    Deed.release: Rule(_REVIEWERS | _NOT_AUTHORS, frozenset({S.in_review}), Scope.review),
    Deed.record_impression: Rule(_REVIEWERS, SCREENED - {S.awaiting_review}, Scope.review),
    Deed.judge_flag: Rule(_REVIEWERS, frozenset({S.in_review}), Scope.review),
    Deed.add_flag: Rule(_REVIEWERS, frozenset({S.in_review}), Scope.review),
    Deed.decide: Rule(_REVIEWERS, frozenset({S.in_review}), Scope.review),
    Deed.reopen: Rule(_REVIEWERS | _NOT_AUTHORS, frozenset({S.decided}), Scope.review),
    Deed.take_appeal: Rule(_REVIEWERS | _NOT_AUTHORS, frozenset({S.appealed}), Scope.review),
    Deed.propose_case: Rule(_REVIEWERS | _NOT_AUTHORS, frozenset({S.decided}), Scope.review),
    Deed.upload: Rule(_who(*Standing), ALWAYS, Scope.submit),
    Deed.list_drafts: Rule(_who(*Standing), ALWAYS, Scope.read),
    Deed.search_cases: Rule(_who(*Standing), ALWAYS, Scope.read),
    Deed.see_proposals: Rule(_who(*Standing, roles=_REVIEWING), ALWAYS, Scope.review),
    Deed.settle_case: Rule(_who(maintainers=True), ALWAYS, Scope.maintain),
    Deed.keep_account: Rule(_who(*Standing), ALWAYS, Scope.maintain),
    Deed.see_people: Rule(_who(*Standing, roles=_REVIEWING), ALWAYS, Scope.review),
    Deed.keep_people: Rule(_who(maintainers=True), ALWAYS, Scope.maintain),
    Deed.oversee: Rule(_who(maintainers=True), ALWAYS, Scope.maintain),
    Deed.read_audit: Rule(_who(maintainers=True), ALWAYS, Scope.maintain),
}
"""The whole policy: deed × role × standing × status × scope. What is not here may not be done."""

ABOUT_NO_DRAFT = frozenset(Deed) - frozenset(list(Deed)[: list(Deed).index(Deed.upload)])
"""Deeds that concern no single draft: standing and status play no part in them."""

OWNER_MAY_PURGE: When = HELD - {S.in_review, S.decided, S.appealed, S.superseded}
"""An owner takes back what nobody has reviewed yet; what was reviewed is a record, which a maintainer may purge who is
no author of it."""
_KEEPING = frozenset({Deed.cancel, Deed.resume, Deed.purge})
"""Ordinary deeds of authors that a maintainer may do to anybody's draft."""
_AUTHORING = frozenset({P.owner, P.coauthor})
del S, P


def standing(person: Person, draft: SubmittedDraft, coauthors: frozenset[str] = frozenset()) -> Standing:
    """How a person stands to a draft; authorship outweighs everything else, so nobody reviews their own draft."""
    if person.id == draft.owner_id:
        return Standing.owner
    if person.id in coauthors:
        return Standing.coauthor
    if person.id in draft.reviewers:
        return Standing.assigned
    waiting = draft.status is DraftStatus.awaiting_review and not draft.reviewers
    if waiting and person.role is not Role.author and draft.sensitivity is not DraftSensitivity.secret:
        return Standing.may_claim
    return Standing.stranger


def scope(deed: Deed, stands: Standing) -> Scope:
    """What a token must allow: to stop or destroy other people's drafts, more than handing in one's own."""
    return Scope.maintain if deed in _KEEPING and stands not in _AUTHORING else POLICY[deed].scope


def answer(actor: Actor, deed: Deed, stands: Standing, status: DraftStatus) -> Answer:
    """What the table says. `stands` and `status` do not matter to the deeds in ABOUT_NO_DRAFT."""
    rule, who = POLICY[deed], (actor.role, stands)
    if deed not in ABOUT_NO_DRAFT and who not in POLICY[Deed.see_row].who:
        return Answer.unseen
    if who not in rule.who or not actor.person.active:
        return Answer.forbidden
    if actor.scopes is not None and scope(deed, stands) not in actor.scopes:
        return Answer.out_of_scope
    own = actor.role is not Role.maintainer or stands in _AUTHORING
    on_record = deed is Deed.purge and own and status not in OWNER_MAY_PURGE
    if status in rule.when and not on_record:
        return Answer.yes
    return Answer.gone if status is DraftStatus.purged else Answer.not_now


def may(
    actor: Actor, deed: Deed, stands: Standing = Standing.stranger, status: DraftStatus = DraftStatus.queued
) -> bool:
    """Whether the actor may do it now."""
    return answer(actor, deed, stands, status) is Answer.yes


def deeds(actor: Actor, stands: Standing, status: DraftStatus) -> frozenset[Deed]:
    """Everything that the actor may do to a draft now; what a page shows as buttons."""
    return frozenset(d for d in Deed if d not in ABOUT_NO_DRAFT and may(actor, d, stands, status))


def require(
    actor: Actor,
    deed: Deed,
    stands: Standing = Standing.stranger,
    status: DraftStatus = DraftStatus.queued,
) -> None:
    """Nothing where the actor may do it; else NotFound, Forbidden, Conflict or Purged, each with its sentence."""
    said = answer(actor, deed, stands, status)
    if said is Answer.yes:
        return
    what = str(deed).replace("_", " ")
    if said is Answer.unseen:
        raise NotFound("There is no such draft, or it is not shared with you.")
    if said is Answer.out_of_scope:
        raise Forbidden(f"This token lacks the scope '{scope(deed, stands)}', which '{what}' needs; use another token.")
    if said is Answer.gone:
        raise Purged("This draft was purged: its file, text and reports are destroyed, and only its history remains.")
    if said is Answer.not_now:
        raise Conflict(_not_now(what, deed, status))
    if stands is Standing.may_claim:
        raise Forbidden("Claim this draft first: only its reviewers may open it.")
    if stands in (Standing.owner, Standing.coauthor) and deed not in ABOUT_NO_DRAFT:
        raise Forbidden(f"Nobody reviews their own draft, so '{what}' is left to others.")
    raise Forbidden(f"Your account may not do '{what}'; ask a maintainer if you should be able to.")


def _not_now(what: str, deed: Deed, status: DraftStatus) -> str:
    spoken = str(status).replace("_", " ")
    if status is DraftStatus.superseded:
        return (
            f"A later version stands in this draft's place, so '{what}' is not possible here; open the latest version."
        )
    if deed is Deed.purge:
        return (
            f"This draft is {spoken}, so it is part of the record; ask a maintainer who is no author of it to purge it."
        )
    if status is DraftStatus.decided:
        return f"This draft is decided, so '{what}' is not possible; reopen or appeal it first."
    return f"This draft is {spoken} now, so '{what}' is not possible; look at its status and try again later."


def cleared(person: Person) -> bool:
    """Whether restricted cases may be shown to this person: cleared, and no mere author."""
    return person.cleared and person.active and person.role is not Role.author


def sees_restricted(person: Person, stands: Standing) -> bool:
    """Whether restricted precedents may be shown to this person beside this draft: never to its authors."""
    return cleared(person) and stands not in (Standing.owner, Standing.coauthor)
