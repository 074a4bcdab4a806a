"""The pages. Each room of the house has one router; `routers` lists them in the order of the navigation."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from screener.web.pages import account, corpus, deciding, drafts, handing_in, maintain, manifest, queue, reviewing
from screener.web.pages.rendering import page
from screener.web.security.problems import Problem
from screener.web.security.visiting import maybe_signed_in, service_of
from screener.words.errors import Unavailable

routers: list[APIRouter] = [
    account.router,
    handing_in.router,
    drafts.router,
    queue.router,
    reviewing.router,
    deciding.router,
    manifest.router,
    corpus.router,
    maintain.router,
]


def error_page(request: Request, problem: Problem) -> Response:
    """A problem as a page for a person."""
    try:
        visit = maybe_signed_in(request, service_of(request))
    except Unavailable:  # the database is what is gone
        visit = None
    if problem.status == 401 and request.method == "GET":
        refused = request.url.path.startswith("/sign-in/")  # back from an identity provider, and unknown here
        to, fault = ("", problem.detail) if refused else (request.url.path, "Sign in to go on.")
        return account.sign_in_page(request, to=to, fault=fault, status=401)
    return page(request, "error.html", visit, status=problem.status, problem=problem)
