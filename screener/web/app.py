"""The web application: the API, the pages beside it, and what stands before both."""

import asyncio
import importlib
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from screener import __version__
from screener.web.api import elsewhere, health, v1
from screener.web.api.metrics import RequestCounts
from screener.web.api.openapi import described
from screener.web.security.answering import answer_with, request_id_of
from screener.web.security.bodies import BodyLimits
from screener.web.security.headers import AnswerHeaders
from screener.web.security.hosts import HostCheck, names_of
from screener.web.security.last_resort import LastResort
from screener.web.security.oidc import Provider
from screener.web.security.problems import problem_of
from screener.web.security.visiting import by_maintainer
from screener.wiring.service import Service
from screener.words.errors import ScreenerError

PAGES = "screener.web.pages"
STATIC = Path(__file__).parent / "static"
NO_TELEMETRY: Any = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(service: Service) -> FastAPI:
    """The application over a service, which is started and closed with it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.stopping = asyncio.Event()
        await asyncio.to_thread(service.prepare)
        service.start_beside()
        yield
        app.state.stopping.set()
        await asyncio.to_thread(service.close)

    app = FastAPI(
        title="Draft screener",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,  # made by `described`, which documents the one error body
        docs_url=None,  # its page would fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        telemetry=NO_TELEMETRY,
    )
    app.state.service = service
    app.state.stopping = asyncio.Event()
    app.state.requests = RequestCounts()
    app.state.provider = _provider(service)
    app.include_router(health.router)
    app.include_router(v1.router)
    app.include_router(elsewhere.router)
    _mount_pages(app)
    described(app)
    for kind in (ScreenerError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _as_problem)
    _guard(app, service)
    return app


def _guard(app: FastAPI, service: Service) -> None:
    """What each request passes before it reaches a route; the last one added is the outermost."""
    settings = service.settings.service
    app.add_middleware(BodyLimits, upload_bytes=settings.upload_mb * 2**20)
    app.add_middleware(HostCheck, names=names_of(settings))
    app.add_middleware(AnswerHeaders, encrypted=settings.encrypted)
    app.add_middleware(LastResort, observe=app.state.requests.observe)


def _mount_pages(app: FastAPI) -> None:
    """The pages, which bring their routers and how an error looks to a person."""
    app.state.error_page = None
    if importlib.util.find_spec(PAGES) is not None:
        pages = importlib.import_module(PAGES)
        for router in pages.routers:
            app.include_router(router, include_in_schema=False)
        app.state.error_page = pages.error_page
    if STATIC.is_dir():
        app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _provider(service: Service) -> Provider | None:
    settings = service.settings.service
    if settings.oidc is None:
        return None
    public = settings.public_url or f"http://{settings.host}:{settings.port}"
    return Provider(settings.oidc, f"{public}/sign-in/elsewhere/back", service.may_reach)


async def _as_problem(request: Request, error: Exception) -> Response:
    told, headers = problem_of(error, request_id_of(request.scope), inside=by_maintainer(request))
    return answer_with(request, told, headers)


def _operation_id(route: APIRoute) -> str:
    return route.name
