"""How screen and reviewers agree, what was left unread, which models ran: for maintainers."""

from typing import Annotated

from fastapi import APIRouter, Query

from screener.web.api.v1.described import SIGNED_IN, problems
from screener.web.security.visiting import Here, SignedIn
from screener.words.figures import AgreementFigures, ConcernFigures, DueLook, ModelInUse, Override, ReadingFigures

router = APIRouter(prefix="/oversight", tags=["oversight"])

Months = Annotated[int, Query(ge=1, le=120, description="How many months back.")]


@router.get("/agreement", responses=problems(*SIGNED_IN))
def agreement(service: Here, actor: SignedIn, months: Months = 12) -> tuple[AgreementFigures, ...]:
    """Agreement between screen and reviewers, month by month, oldest first."""
    return service.oversight.agreement(actor, months)


@router.get("/concerns", responses=problems(*SIGNED_IN))
def concerns(service: Here, actor: SignedIn) -> tuple[ConcernFigures, ...]:
    """What reviewers made of the flags of each concern."""
    return service.oversight.concerns(actor)


@router.get("/overrides", responses=problems(*SIGNED_IN))
def overrides(service: Here, actor: SignedIn, most: Annotated[int, Query(ge=1, le=500)] = 50) -> tuple[Override, ...]:
    """Decisions that did not take the suggestion, the latest first."""
    return service.oversight.overrides(actor, most)


@router.get("/readings", responses=problems(*SIGNED_IN))
def readings(service: Here, actor: SignedIn, months: Months = 12) -> tuple[ReadingFigures, ...]:
    """How much was left unread and refused, month by month."""
    return service.oversight.readings(actor, months)


@router.get("/models", responses=problems(*SIGNED_IN))
def models(service: Here, actor: SignedIn) -> tuple[ModelInUse, ...]:
    """Which models made screenings, and at what expense."""
    return service.oversight.models_in_use(actor)


@router.get("/due-looks", responses=problems(*SIGNED_IN))
def due_looks(
    service: Here, actor: SignedIn, within_days: Annotated[int, Query(ge=0, le=3_650)] = 30
) -> tuple[DueLook, ...]:
    """Held drafts whose next look has come or is near."""
    return service.oversight.due_looks(actor, within_days)
