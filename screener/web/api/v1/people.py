"""Accounts, kept by maintainers."""

from fastapi import APIRouter
from pydantic import Field

from screener.web.api.v1.described import SIGNED_IN, Email, Line, PersonId, problems
from screener.web.security.visiting import CsrfChecked, Here, SignedIn
from screener.words.draft import Frozen
from screener.words.people import Person, Role
from screener.words.views import Invitation, Reviewer

router = APIRouter(tags=["people"])


class PersonAdded(Frozen):
    """Somebody who shall have an account."""

    email: Email = Field(examples=["grace@example.org"])
    name: Line = Field(examples=["Grace"])
    role: Role = Field(default=Role.author, examples=["reviewer"])
    cleared: bool = False
    """Whether restricted cases may be shown to them."""


class PersonChanged(Frozen):
    """What is to change about an account; what is left out stays."""

    name: Line | None = Field(default=None, examples=["Grace H."])
    role: Role | None = Field(default=None, examples=["reviewer"])
    cleared: bool | None = None
    active: bool | None = None
    """False ends every session and token of the account."""


@router.get("/people", responses=problems(*SIGNED_IN))
def list_people(service: Here, actor: SignedIn) -> tuple[Person, ...]:
    """Every account (maintainers)."""
    return service.accounts.people(actor)


@router.post("/people", status_code=201, responses=problems(*SIGNED_IN, 409, 413, 415))
def add_person(service: Here, actor: CsrfChecked, body: PersonAdded) -> Invitation:
    """Add somebody (maintainers). Hand them the link: `/welcome/` followed by the token."""
    return service.accounts.add_person(actor, email=body.email, name=body.name, role=body.role, cleared=body.cleared)


@router.patch("/people/{person_id}", responses=problems(*SIGNED_IN, 404, 409, 413, 415))
def change_person(service: Here, actor: CsrfChecked, person_id: PersonId, body: PersonChanged) -> Person:
    """Change somebody's name, role or clearance, or close their account (maintainers)."""
    return service.accounts.change_person(
        actor, person_id, name=body.name, role=body.role, cleared=body.cleared, active=body.active
    )


@router.post("/people/{person_id}/invitation", status_code=201, responses=problems(*SIGNED_IN, 404, 409))
def invite_again(service: Here, actor: CsrfChecked, person_id: PersonId) -> Invitation:
    """A new one-time link for somebody who lost theirs or forgot their password (maintainers)."""
    return service.accounts.invite_again(actor, person_id)


@router.get("/reviewers", responses=problems(*SIGNED_IN))
def list_reviewers(service: Here, actor: SignedIn) -> tuple[Reviewer, ...]:
    """People to whom a draft can be assigned."""
    return service.accounts.reviewers(actor)
