"""The API's own description (OpenAPI), at /api/v1/openapi.json."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from screener.web.security.cookies import ENCRYPTED, PLAIN
from screener.web.security.csrf import HEADER
from screener.web.security.problems import Problem
from screener.wiring.service_settings import ServiceSettings

ADDRESS = "/api/v1/openapi.json"
SUMMARY = """Upload drafts, follow their screening, review and decide.

Programs send a personal token as `Authorization: Bearer …`. Browsers have a session cookie, and send its CSRF token in the
header `X-CSRF-Token` with every change. Every error is a problem as RFC 9457 has it."""
OPEN = frozenset({"/healthz", "/readyz", "/api/v1/session", "/api/v1/invitations/redeem"})
"""Addresses that need nobody signed in, for at least one method."""


def described(app: FastAPI) -> None:
    """Have the application describe itself."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app, app.state.service.settings.service)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]

    @app.get(ADDRESS, include_in_schema=False)
    def openapi() -> dict[str, Any]:
        """This description."""
        return describe()


def _schema(app: FastAPI, settings: ServiceSettings) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=SUMMARY, routes=app.routes)
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A personal token."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": ENCRYPTED if settings.encrypted else PLAIN,
            "description": f"A browser's session; changes carry its CSRF token in the header {HEADER}.",
        },
    }
    for address, methods in made["paths"].items():
        for operation in methods.values():
            if address not in OPEN and not address.startswith("/api/v1/problems"):
                operation["security"] = [{"token": []}, {"session": []}]
    return made
