"""Problems as answers: for programs as JSON, for people as a page where there is one."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from screener.web.security.problems import MEDIA_TYPE, Problem, problem

API = "/api/"
ErrorPage = Callable[[Request, Problem], Response]


def request_id_of(scope: Scope) -> str:
    """The name of this request in the log."""
    return str(scope.get("state", {}).get("request_id", "unnamed"))


def answer_with(request: Request, told: Problem, headers: dict[str, str]) -> Response:
    """The answer that carries a problem."""
    page: ErrorPage | None = getattr(request.app.state, "error_page", None) if "app" in request.scope else None
    wants_page = not request.url.path.startswith(API) and "text/html" in request.headers.get("accept", "")
    if page is not None and wants_page:
        response = page(request, told)
        response.status_code = told.status
    else:
        response = Response(told.model_dump_json(), told.status, media_type=MEDIA_TYPE)
    for name, value in headers.items():
        response.headers[name] = value
    return response


async def send_problem(scope: Scope, receive: Receive, send: Send, status: int, detail: str | None = None) -> None:
    """Answer a request with a problem, outside of any route."""
    request = Request(scope, receive)
    response = answer_with(request, problem(status, request_id_of(scope), detail), {})
    await response(scope, receive, send)
