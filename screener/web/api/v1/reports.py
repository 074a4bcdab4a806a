"""What can be read of a draft: the report in three forms, the original, pictures of its pages."""

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, Path, Response

from screener.report.html import policy
from screener.web.api.v1.described import ABOUT_A_DRAFT, DraftId, problems
from screener.web.security.problems import Told
from screener.web.security.visiting import Here, SignedIn

router = APIRouter(prefix="/drafts/{draft_id}", tags=["reports"])


class Form(StrEnum):
    """The forms of a report."""

    json = "json"
    html = "html"
    md = "md"


class EgressForm(StrEnum):
    """The forms of an egress manifest."""

    json = "json"
    csv = "csv"


EGRESS_TYPES = {EgressForm.json: "application/json", EgressForm.csv: "text/csv; charset=utf-8"}
MEDIA_TYPES = {Form.json: "application/json", Form.html: "text/html", Form.md: "text/markdown"}
REPORT_POLICY = f"{policy()}; frame-ancestors 'none'; sandbox allow-scripts allow-downloads"
"""The report's own style and script and nothing else, in a place of its own without our cookies."""
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

_FORMS: dict[int, dict[str, Any]] = {
    200: {
        "description": "The report, in the edition that the reader may see",
        "content": {
            "application/json": {"schema": {"type": "object", "description": "See `screener schema`."}},
            "text/html": {"schema": {"type": "string"}},
            "text/markdown": {"schema": {"type": "string"}},
        },
    }
}
_MANIFEST: dict[int, dict[str, Any]] = {
    200: {
        "description": "Every request that left for a model",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_FILE = {200: {"description": "The file, byte for byte", "content": {"application/octet-stream": _BYTES}}}
_PICTURE = {200: {"description": "A picture of the page", "content": {"image/png": _BYTES}}}


def preferred(accept: str) -> Form:
    """The form that a header Accept likes best; JSON where it does not care. Raises Told (406)."""
    liked: dict[Form, tuple[float, int]] = {}
    for place, part in enumerate(accept.split(",")):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        for form, media_type in MEDIA_TYPES.items():
            if weight > 0 and kind in (media_type, "*/*", media_type.split("/")[0] + "/*", ""):
                exact = (weight if kind == media_type else weight - 1e-6, -place)
                liked[form] = max(liked.get(form, exact), exact)
    if not liked:
        raise Told(406, "The report comes as application/json, text/html or text/markdown; ask for one of them.")
    return max(liked, key=lambda form: liked[form])


@router.get("/report", response_class=Response, responses=problems(*ABOUT_A_DRAFT, 406, 409, also=_FORMS))
def report(
    service: Here,
    actor: SignedIn,
    draft_id: DraftId,
    accept: Annotated[str, Header(max_length=1_000, examples=["text/html"])] = "*/*",
) -> Response:
    """The latest report in the form that the header Accept asks for."""
    return _answer(preferred(accept), service.reading.report(actor, draft_id, preferred(accept).value))


@router.get("/report.{form}", response_class=Response, responses=problems(*ABOUT_A_DRAFT, 409, also=_FORMS))
def report_as(service: Here, actor: SignedIn, draft_id: DraftId, form: Form) -> Response:
    """The latest report in the form that the address names."""
    return _answer(form, service.reading.report(actor, draft_id, form.value))


@router.get("/egress.{form}", response_class=Response, responses=problems(*ABOUT_A_DRAFT, 409, also=_MANIFEST))
def egress(service: Here, actor: SignedIn, draft_id: DraftId, form: EgressForm) -> Response:
    """What left for models in the latest screening, request by request, in the edition that the reader may see."""
    told = service.reading.report(actor, draft_id, "egress.json" if form is EgressForm.json else "egress.csv")
    name = f'attachment; filename="egress-{draft_id}.{form}"'
    headers = {"Content-Security-Policy": FILE_POLICY, "Content-Disposition": name}
    return Response(told, media_type=EGRESS_TYPES[form], headers=headers)


@router.get(
    "/original",
    response_class=Response,
    responses=problems(
        *ABOUT_A_DRAFT,
        409,
        also=_FILE,
    ),
)
def original(service: Here, actor: SignedIn, draft_id: DraftId) -> Response:
    """The uploaded file, to be saved and never opened by the browser. Noted in the audit."""
    found = service.reading.original(actor, draft_id)
    return Response(
        found.content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename=\"draft\"; filename*=UTF-8''{quote(found.name, safe='')}",
            "Content-Security-Policy": FILE_POLICY,
        },
    )


@router.get(
    "/pages/{page}",
    response_class=Response,
    responses=problems(*ABOUT_A_DRAFT, 409, also=_PICTURE),
)
def page_image(
    service: Here,
    actor: SignedIn,
    draft_id: DraftId,
    page: Annotated[int, Path(ge=1, le=100_000, description="1-based.")],
) -> Response:
    """A page of the original as pixels, rendered here in a sandbox. Only formats with pages have them."""
    return Response(service.reading.page_image(actor, draft_id, page), media_type="image/png")


def _weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _answer(form: Form, text: str) -> Response:
    own = REPORT_POLICY if form is Form.html else FILE_POLICY
    return Response(text, media_type=MEDIA_TYPES[form], headers={"Content-Security-Policy": own, "Vary": "Accept"})
