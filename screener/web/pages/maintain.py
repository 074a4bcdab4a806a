"""The maintainers' rooms: people, how the screen does, and the audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from screener.web.pages.charts import Bars, bars
from screener.web.pages.rendering import page, status_of
from screener.web.security.visiting import CsrfChecked, Here, Visiting, needs
from screener.words.errors import Conflict, Invalid
from screener.words.people import Role
from screener.words.views import Invitation

router = APIRouter(prefix="/maintain", dependencies=[needs(Role.maintainer)])

MONTHS = 12
DRAWN_MONTHS = 6
AUDIT_ROWS = 50
Field = Annotated[str, Form()]
Blank = Annotated[str, Query()]
Before = Annotated[int | None, Query(ge=1, le=2**53)]
PersonId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True)
class Typed:
    """What was typed into the form for a new person, and what is wrong with which field."""

    email: str = ""
    name: str = ""
    role: Role = Role.author
    cleared: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)


@router.get("")
def overview(service: Here, request: Request, visit: Visiting) -> Response:
    """How screen and reviewers agree, what was left unread, which models ran, what is due."""
    told, actor = service.oversight, visit.actor
    agreement, readings = told.agreement(actor, MONTHS), told.readings(actor, MONTHS)
    return page(
        request,
        "maintain.html",
        visit,
        agreement=agreement,
        readings=readings,
        agreed=_share("Decisions for the suggested tier", [(f"{a.begins:%b %Y}", a.agreement) for a in agreement]),
        upheld=_share("Flags that reviewers did not dismiss", [(f"{a.begins:%b %Y}", a.precision) for a in agreement]),
        unread=_share("Passages left unread", [(f"{r.begins:%b %Y}", r.unread_rate) for r in readings]),
        refused=_share("Passages refused by a model", [(f"{r.begins:%b %Y}", r.refusal_rate) for r in readings]),
        concerns=told.concerns(actor),
        overrides=told.overrides(actor),
        models=told.models_in_use(actor, MONTHS),
        looks=told.due_looks(actor, 30),
    )


@router.get("/people")
def people(service: Here, request: Request, visit: Visiting) -> Response:
    """Everybody with an account."""
    return _people(service, request, visit)


@router.post("/people")
def add_person(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    email: Field = "",
    name: Field = "",
    role: Annotated[Role, Form()] = Role.author,
    cleared: Annotated[bool, Form()] = False,
) -> Response:
    """Add somebody, and show the one-time link this once."""
    try:
        made = service.accounts.add_person(actor, email=email, name=name, role=role, cleared=cleared)
    except (Invalid, Conflict) as fault:
        typed = Typed(email, name, role, cleared, dict(fault.fields) if isinstance(fault, Invalid) else {})
        return _people(service, request, visit, status=status_of(fault), fault=str(fault), typed=typed)
    return _people(service, request, visit, made=made)


@router.post("/people/{person_id}")
def change_person(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    person_id: PersonId,
    role: Annotated[Role, Form()],
    cleared: Annotated[bool, Form()] = False,
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Change somebody's role, clearance, or whether the account is open."""
    try:
        service.accounts.change_person(actor, person_id, role=role, cleared=cleared, active=active)
    except (Invalid, Conflict) as fault:
        return _people(service, request, visit, status=status_of(fault), row_fault=str(fault))
    return RedirectResponse("/maintain/people?said=saved", 303)


@router.post("/people/{person_id}/invite")
def invite(service: Here, request: Request, visit: Visiting, actor: CsrfChecked, person_id: PersonId) -> Response:
    """A new one-time link, for a forgotten password."""
    return _people(service, request, visit, made=service.accounts.invite_again(actor, person_id))


@router.get("/audit")
def audit(
    service: Here, request: Request, visit: Visiting, about: Blank = "", by: Blank = "", before: Before = None
) -> Response:
    """Who did what to which draft, the latest first."""
    actor = visit.actor
    rows = service.oversight.audit(actor, before=before, about=about or None, by=by or None, most=AUDIT_ROWS)
    names = {p.id: p.name for p in service.accounts.people(actor)}
    further = rows[-1].number if len(rows) == AUDIT_ROWS else None
    return page(request, "audit.html", visit, rows=rows, names=names, about=about, by=by, further=further, check=None)


@router.post("/audit/check")
def check_audit(service: Here, request: Request, visit: Visiting, actor: CsrfChecked) -> Response:
    """Walk the chain of hashes from its first line to its last."""
    names = {p.id: p.name for p in service.accounts.people(actor)}
    check = service.oversight.verify_audit(actor)
    rows = service.oversight.audit(actor, most=AUDIT_ROWS)
    return page(request, "audit.html", visit, rows=rows, names=names, about="", by="", further=None, check=check)


def _people(
    service: Here,
    request: Request,
    visit: Visiting,
    *,
    status: int = 200,
    made: Invitation | None = None,
    fault: str = "",
    row_fault: str = "",
    typed: Typed = Typed(),
) -> Response:
    return page(
        request,
        "people.html",
        visit,
        status=status,
        people=service.accounts.people(visit.actor),
        roles=list(Role),
        made=made,
        address=service.address,
        fault=fault,
        row_fault=row_fault,
        typed=typed,
    )


def _share(title: str, values: list[tuple[str, float | None]]) -> Bars | None:
    drawn = values[-DRAWN_MONTHS:]
    return bars(title, drawn) if any(value is not None for _, value in drawn) else None
