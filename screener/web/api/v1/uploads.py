"""Drafts handed in: streamed to sealed storage while they arrive, never held whole in memory or readable on disk."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from screener.uses.submitting import Upload
from screener.web.api.v1.described import ABOUT_A_DRAFT, CHANGES, SIGNED_IN, DraftId, problems
from screener.web.security.receiving import receive
from screener.web.security.visiting import Here, Visiting
from screener.words.errors import Invalid
from screener.words.submission import DraftSensitivity
from screener.words.views import QueueRow

router = APIRouter(prefix="/drafts", tags=["drafts"])

FIELDS = frozenset({"sensitivity", "note", "coauthors"})
LONGEST_NOTE = 4_000
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client: the same upload sent twice with the same key is taken once.",
        examples=["5f0c1c1e-7f7b-4a53-9d7e-2b6f6a1f9a10"],
    ),
]
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "sensitivity": {
                            "type": "string",
                            "enum": list(DraftSensitivity),
                            "default": "ordinary",
                            "description": "Which models may see it is a matter of the settings.",
                        },
                        "note": {
                            "type": "string",
                            "maxLength": LONGEST_NOTE,
                            "description": "To the reviewer.",
                        },
                        "coauthors": {
                            "type": "string",
                            "description": "E-mail addresses of people with an account here, parted by commas.",
                        },
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "The draft: PDF, DOCX, LaTeX or an archive of it, Markdown, HTML, text. "
                            "It stands after all other fields.",
                        },
                    },
                },
                "example": {"sensitivity": "sensitive", "note": "Please look at section 4.", "file": "draft.pdf"},
            }
        },
    }
}


def upload_of(fields: Mapping[str, str], name: str, chunks: Iterator[bytes]) -> Upload:
    """An upload from the fields of a form. Raises Invalid, field by field."""
    wrong = dict.fromkeys(sorted(fields.keys() - FIELDS), "There is no such field.")
    sensitivity = fields.get("sensitivity") or DraftSensitivity.ordinary
    if sensitivity not in list(DraftSensitivity):
        wrong["sensitivity"] = "Choose 'ordinary', 'sensitive' or 'secret'."
    if len(fields.get("note", "")) > LONGEST_NOTE:
        wrong["note"] = f"Shorten the note to {LONGEST_NOTE} characters."
    if wrong:
        raise Invalid("The form cannot be taken as it is; correct the fields named.", wrong)
    return Upload(
        name=name,
        chunks=chunks,
        sensitivity=DraftSensitivity(sensitivity),
        note=fields.get("note", "").replace("\x00", "").strip(),
        coauthors=tuple(filter(None, (part.strip() for part in fields.get("coauthors", "").split(",")))),
    )


@router.post("", status_code=201, openapi_extra=_FORM, responses=problems(*SIGNED_IN, *CHANGES))
async def upload_draft(
    service: Here, visit: Visiting, request: Request, response: Response, key: Key = None
) -> QueueRow:
    """Hand in a draft. It is screened as soon as a worker is free; follow its events."""

    def take(fields: Mapping[str, str], name: str, chunks: Iterator[bytes]) -> QueueRow:
        return service.submissions.upload(visit.actor, upload_of(fields, name, chunks), key)

    (row,) = await receive(request, visit, take)
    response.headers["Location"] = f"/api/v1/drafts/{row.id}"
    return row


@router.post(
    "/{draft_id}/revisions",
    status_code=201,
    openapi_extra=_FORM,
    responses=problems(*ABOUT_A_DRAFT, *CHANGES),
)
async def revise_draft(
    service: Here, visit: Visiting, request: Request, response: Response, draft_id: DraftId, key: Key = None
) -> QueueRow:
    """Hand in a new version of a draft. Only passages that changed are read again."""

    def take(fields: Mapping[str, str], name: str, chunks: Iterator[bytes]) -> QueueRow:
        return service.submissions.revise(visit.actor, draft_id, upload_of(fields, name, chunks), key)

    (row,) = await receive(request, visit, take)
    response.headers["Location"] = f"/api/v1/drafts/{row.id}"
    return row
