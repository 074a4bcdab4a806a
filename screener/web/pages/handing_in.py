"""Handing drafts in: the form for new ones, and the next version of one that is there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse
from starlette.responses import Response

from screener.uses.submitting import Upload, file_name
from screener.web.api.v1.described import DraftId
from screener.web.api.v1.uploads import upload_of
from screener.web.pages.drafts import draft_page
from screener.web.pages.rendering import page, status_of
from screener.web.security.bodies import MOST_FILES
from screener.web.security.receiving import receive
from screener.web.security.visiting import Here, SignedIn, Visit, Visiting
from screener.wiring.places import shipped
from screener.wiring.who_reads import who_reads
from screener.words.errors import Invalid, ServiceFault, TooLarge, TooMany
from screener.words.submission import DraftSensitivity
from screener.words.views import QueueRow

router = APIRouter()

SAMPLE = "samples/monitor-paper.pdf"


@router.get("/upload")
def upload_form(service: Here, request: Request, visit: Visiting) -> Response:
    """The form to hand drafts in."""
    return _upload_form(service, request, visit)


@dataclass
class Attempt:
    """What came of a form with files: its fields, to be shown again, and what was handed in before one was refused."""

    hand_in: Callable[[Upload], QueueRow]
    fields: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    """Of the files that came; the last is the refused one."""

    def take(self, fields: Mapping[str, str], name: str, chunks: Iterator[bytes]) -> QueueRow:
        """Hand one file in."""
        self.fields = dict(fields)
        self.names.append(name)
        return self.hand_in(upload_of(fields, name, chunks))

    def says(self, fault: ServiceFault) -> str:
        """What was wrong, with which file, and what became of those before it."""
        before = self.names[:-1]
        if not before:
            return str(fault)
        kept = "The file before it was" if len(before) == 1 else f"The {len(before)} files before it were"
        return f"{file_name(self.names[-1])}: {fault} {kept} taken; hand in the others again."


@router.post("/upload")
async def upload(service: Here, request: Request, visit: Visiting) -> Response:
    """Hand in one or several drafts, with the same sensitivity, note and co-authors."""
    attempt = Attempt(lambda given: service.submissions.upload(visit.actor, given))
    try:
        made = await receive(request, visit, attempt.take, most_files=MOST_FILES)
    except (Invalid, TooLarge, TooMany) as fault:
        faults = dict(fault.fields) if isinstance(fault, Invalid) else {}
        status, said = status_of(fault), attempt.says(fault)
        return _upload_form(service, request, visit, status=status, fault=said, faults=faults, typed=attempt.fields)
    return RedirectResponse(f"/drafts/{made[0].id}" if len(made) == 1 else "/drafts?said=handed-in", 303)


@router.get("/upload/sample")
def sample(actor: SignedIn) -> Response:
    """The sample draft, to try the service with."""
    file = shipped(SAMPLE)
    return FileResponse(file, media_type="application/pdf", filename=file.name)


@router.post("/drafts/{draft_id}/revision")
async def revise(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """Hand in the next version."""
    attempt = Attempt(lambda given: service.submissions.revise(visit.actor, draft_id, given))
    try:
        made = await receive(request, visit, attempt.take)
    except (Invalid, TooLarge, TooMany) as fault:
        status = status_of(fault)
        said = {"revise_fault": str(fault), "revise_note": attempt.fields.get("note", "")}

        def again() -> Response:
            view = service.reading.get(visit.actor, draft_id)
            return draft_page(service, request, visit, view, status=status, **said)

        return await to_thread.run_sync(again)
    return RedirectResponse(f"/drafts/{made[0].id}", 303)


def _upload_form(
    service: Here,
    request: Request,
    visit: Visit,
    *,
    status: int = 200,
    fault: str = "",
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    return page(
        request,
        "upload.html",
        visit,
        status=status,
        fault=fault,
        faults=faults or {},
        typed=dict.fromkeys(("sensitivity", "note", "coauthors"), "") | dict(typed or {}),
        sensitivities=list(DraftSensitivity),
        who_reads=who_reads(service.settings),
        most_mb=service.settings.service.upload_mb,
        most_files=MOST_FILES,
    )
