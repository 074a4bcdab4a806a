"""Version 1 of the API: thin routes over the uses, nothing decided here."""

from fastapi import APIRouter

from screener.web.api.v1 import (
    audit,
    cases,
    drafts,
    events,
    framework,
    letters,
    oversight,
    people,
    problems,
    proposals,
    reports,
    reviews,
    rulings,
    session,
    tokens,
    uploads,
)

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for part in (
    session,
    tokens,
    uploads,
    drafts,
    events,
    reports,
    reviews,
    rulings,
    letters,
    cases,
    proposals,
    people,
    oversight,
    audit,
    framework,
    problems,
):
    router.include_router(part.router)
