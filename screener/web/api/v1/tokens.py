"""Personal tokens for programs."""

from fastapi import APIRouter
from pydantic import Field

from screener.web.api.v1.described import SIGNED_IN, Line, OtherId, problems
from screener.web.security.visiting import CsrfChecked, Here, SignedIn
from screener.words.draft import Frozen
from screener.words.people import Scope
from screener.words.views import ApiToken, NewToken

router = APIRouter(prefix="/tokens", tags=["tokens"])


class TokenWanted(Frozen):
    """A token to be made."""

    name: Line = Field(max_length=100, examples=["nightly upload"])
    scopes: frozenset[Scope] = Field(min_length=1, examples=[["read", "submit"]])
    """Never more than the account itself may do."""
    days: int | None = Field(default=90, ge=1, le=3_650)
    """After so many days it no longer works; null for a token that does not expire."""


@router.get("", responses=problems(*SIGNED_IN))
def list_tokens(service: Here, actor: SignedIn) -> tuple[ApiToken, ...]:
    """One's own tokens, without their secrets."""
    return service.accounts.tokens(actor)


@router.post("", status_code=201, responses=problems(*SIGNED_IN, 409, 413, 415))
def make_token(service: Here, actor: CsrfChecked, body: TokenWanted) -> NewToken:
    """Make a token. Its secret is shown this once; only its hash is kept."""
    return service.accounts.make_token(actor, body.name, body.scopes, body.days)


@router.delete("/{token_id}", status_code=204, responses=problems(*SIGNED_IN, 404))
def revoke_token(service: Here, actor: CsrfChecked, token_id: OtherId) -> None:
    """Revoke a token at once."""
    service.accounts.revoke_token(actor, token_id)
