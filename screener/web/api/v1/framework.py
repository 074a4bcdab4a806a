"""The words by which drafts are judged."""

from fastapi import APIRouter

from screener.web.api.v1.described import SIGNED_IN, problems
from screener.web.security.visiting import Here, SignedIn
from screener.words.framework import Framework

router = APIRouter(tags=["cases"])


@router.get("/framework", responses=problems(*SIGNED_IN))
def framework(service: Here, actor: SignedIn) -> Framework:
    """Tiers, severities, concerns and factors, with what each means."""
    return service.framework
