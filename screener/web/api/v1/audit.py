"""The audit: who did what to which draft."""

from typing import Annotated

from fastapi import APIRouter, Query

from screener.web.api.v1.described import SIGNED_IN, problems
from screener.web.security.visiting import Here, SignedIn
from screener.words.audit import AuditRow
from screener.words.figures import ChainCheck

router = APIRouter(prefix="/audit", tags=["audit"])


@router.get("", responses=problems(*SIGNED_IN))
def list_audit(
    service: Here,
    actor: SignedIn,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="Only lines of a lower number.")] = None,
    about: Annotated[
        str | None,
        Query(max_length=120, pattern=r"^[\x21-\x7e]+$", examples=["draft:3f2c9b6e0d5a4c1e8b7f6a5d4c3b2a19"]),
    ] = None,
    by: Annotated[
        str | None, Query(max_length=32, pattern=r"^[0-9a-z]+$", description="A person's id, or 'system'.")
    ] = None,
    most: Annotated[int, Query(ge=1, le=500)] = 100,
) -> tuple[AuditRow, ...]:
    """Lines of the audit, the latest first (maintainers)."""
    return service.oversight.audit(actor, before=before, about=about, by=by, most=most)


@router.get("/check", responses=problems(*SIGNED_IN))
def check_audit(service: Here, actor: SignedIn) -> ChainCheck:
    """Whether each line still follows from the one before, and none is missing at the end (maintainers)."""
    return service.oversight.verify_audit(actor)
