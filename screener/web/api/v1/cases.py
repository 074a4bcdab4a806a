"""The reviewed cases: to list, to search, to read."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from screener.uses.casebook import CasePage
from screener.web.api.v1.described import SIGNED_IN, CaseId, problems
from screener.web.security.visiting import CsrfChecked, Here, SignedIn
from screener.words.case import Case
from screener.words.draft import Frozen
from screener.words.framework import Tier
from screener.words.views import CaseSummary

router = APIRouter(prefix="/cases", tags=["cases"])


class Sought(Frozen):
    """What to look for. It comes in the body, since addresses are kept in logs and what is sought may be a draft's."""

    text: str = Field(
        min_length=1, max_length=20_000, pattern=r"^[^\x00]*$", examples=["a model that plans multi-step attacks"]
    )
    most: int = Field(default=10, ge=1, le=50)


@router.post("/search", responses=problems(*SIGNED_IN, 413, 415))
def search_cases(service: Here, actor: CsrfChecked, body: Sought) -> tuple[CaseSummary, ...]:
    """Cases that resemble a text, the nearest first. Restricted cases only for those cleared for them."""
    return service.casebook.search(actor, body.text, body.most)


@router.get("", responses=problems(*SIGNED_IN))
def list_cases(
    service: Here,
    actor: SignedIn,
    tier: Annotated[Tier | None, Query(description="Only cases whose last decision was this.")] = None,
    after: Annotated[str | None, Query(max_length=400, pattern=r"^[\x21-\x7e]+$")] = None,
    most: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CasePage:
    """The corpus, case by case."""
    return service.casebook.list(actor, tier=tier, after=after, most=most)


@router.get("/{case_id}", responses=problems(*SIGNED_IN, 404))
def get_case(service: Here, actor: SignedIn, case_id: CaseId) -> Case:
    """One case whole."""
    return service.casebook.get(actor, case_id)
