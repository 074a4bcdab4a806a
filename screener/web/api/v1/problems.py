"""What the types of problems mean, at the addresses that they name."""

from fastapi import APIRouter

from screener.web.api.v1 import described
from screener.web.security.problems import KINDS, SENTENCES
from screener.words.draft import Frozen
from screener.words.errors import NotFound

router = APIRouter(prefix="/problems", tags=["problems"])


class ProblemKind(Frozen):
    """A kind of problem."""

    name: str
    status: int
    title: str
    usually: str
    """What its detail says where nothing more particular is known."""


_KINDS = tuple(
    ProblemKind(name=name, status=status, title=title, usually=SENTENCES.get(status, f"{title}."))
    for status, (name, title) in sorted(KINDS.items())
)


@router.get("", responses=described.problems())
def list_problems() -> tuple[ProblemKind, ...]:
    """Every kind of problem that this API answers with (RFC 9457)."""
    return _KINDS


@router.get("/{name}", responses=described.problems(404))
def get_problem(name: str) -> ProblemKind:
    """One kind of problem."""
    for kind in _KINDS:
        if kind.name == name:
            return kind
    raise NotFound("There is no such kind of problem; see /api/v1/problems for all of them.")
