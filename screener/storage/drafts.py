"""Drafts: where each stands, who works on it, how far its screening is, and the bytes kept about it.

Methods take an open Session and leave it open; where a time is stamped, `at` may be given and is this moment otherwise.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from screener.storage import assignments, draft_search, purging, screening_rows
from screener.storage.draft_rows import live_row, now, opened, row_of, submitted
from screener.storage.draft_search import DraftPage, DraftSearch
from screener.storage.sealed_parts import SealedParts
from screener.storage.tables import DraftRow, ProgressRow
from screener.storage.vault import Vault
from screener.words.errors import Conflict, NotFound
from screener.words.screening import Screening
from screener.words.submission import LEGAL, DraftSensitivity, DraftStatus, ScreeningProgress, SubmittedDraft


class Drafts:
    """The drafts of an installation."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._parts = SealedParts(vault)

    def add(
        self,
        session: Session,
        *,
        owner_id: str,
        name: str,
        sensitivity: DraftSensitivity,
        size: int,
        work_id: str | None = None,
        draft_id: str | None = None,
        at: datetime | None = None,
    ) -> SubmittedDraft:
        """A new draft, queued: the first of a work, or with `work_id` its next version. `size` in bytes.

        Raises Conflict where another version of the work was added at the same moment.
        """
        new, at, key = draft_id or uuid4().hex, at or now(), self._vault.new_key()
        before = session.scalar(select(func.max(DraftRow.version)).where(DraftRow.work_id == work_id)) if work_id else 0
        row = DraftRow(
            id=new,
            work_id=work_id or new,
            version=(before or 0) + 1,
            owner_id=owner_id,
            sensitivity=sensitivity,
            status=DraftStatus.queued,
            name_sealed=self._vault.seal(key, name.encode(), f"draft:{new}:name"),
            wrapped_key=key,
            size=size,
            created_at=at,
            changed_at=at,
            runs=0,
            stop_asked=False,
        )
        session.add(row)
        session.flush()
        return self.get(session, new)

    def get(self, session: Session, draft_id: str, *, lock: bool = False) -> SubmittedDraft:
        """One draft; a purged one has an empty name. With `lock`, nobody else changes it until the transaction ends.

        Raises NotFound.
        """
        return submitted(session, self._vault, [row_of(session, draft_id, lock=lock)])[0]

    def find(self, session: Session, asked: DraftSearch) -> DraftPage:
        """One page of drafts. Raises Invalid for a cursor that is not one of ours."""
        return draft_search.find(session, self._vault, asked)

    def with_status(self, session: Session, *statuses: DraftStatus) -> list[str]:
        """Ids of all drafts in these statuses, oldest first."""
        query = select(DraftRow.id).where(DraftRow.status.in_(statuses)).order_by(DraftRow.created_at, DraftRow.id)
        return list(session.scalars(query))

    def queued(self, session: Session, limit: int = 200) -> list[tuple[str, int]]:
        """Id and number of the latest run of the drafts that wait to be screened, oldest first."""
        query = select(DraftRow.id, DraftRow.runs).where(DraftRow.status == DraftStatus.queued)
        found = session.execute(query.order_by(DraftRow.created_at, DraftRow.id).limit(limit))
        return [(row.id, row.runs) for row in found]

    def standing(self, session: Session, draft_id: str) -> tuple[DraftStatus, int]:
        """Status and number of the latest run, in one query. Raises NotFound."""
        query = select(DraftRow.status, DraftRow.runs).where(DraftRow.id == draft_id)
        found = session.execute(query).one_or_none()
        if found is None:
            raise NotFound("There is no such draft.")
        return DraftStatus(found.status), found.runs

    def versions(self, session: Session, work_id: str) -> list[SubmittedDraft]:
        """All versions of a work, the first first; empty where there is no such work."""
        rows = session.scalars(select(DraftRow).where(DraftRow.work_id == work_id).order_by(DraftRow.version)).all()
        return submitted(session, self._vault, rows)

    def move(
        self, session: Session, draft_id: str, to: DraftStatus, detail: str = "", at: datetime | None = None
    ) -> SubmittedDraft:
        """Take a legal step; `detail` is one sentence for people. To purge, call `purge`.

        Raises NotFound, Purged, or Conflict saying where the draft stands.
        """
        row, key = live_row(session, draft_id)
        if to is DraftStatus.purged or (DraftStatus(row.status), to) not in LEGAL:
            raise Conflict(f"This draft is {_spoken(row.status)} and cannot become {_spoken(to)}; look at it again.")
        sealed = self._vault.seal(key, detail.encode(), f"draft:{draft_id}:detail") if detail else None
        row.status, row.status_detail_sealed, row.changed_at = to.value, sealed, at or now()
        session.flush()
        return self.get(session, draft_id)

    def purge(self, session: Session, draft_id: str, at: datetime | None = None) -> None:
        """Destroy the draft's key and all that is sealed about it; its row, figures and audit remain.

        Raises NotFound, Purged.
        """
        live_row(session, draft_id)
        purging.purge(session, draft_id, at or now())

    def assign(
        self,
        session: Session,
        draft_id: str,
        person_id: str,
        *,
        by: str,
        kind: str = "reviewer",
        at: datetime | None = None,
    ) -> None:
        """Assign a draft to a 'reviewer', or name an 'author' beside the owner; nothing happens where it is so already."""
        assignments.assign(session, draft_id, person_id, by=by, kind=kind, at=at or now())

    def unassign(
        self, session: Session, draft_id: str, person_id: str, *, kind: str = "reviewer", at: datetime | None = None
    ) -> bool:
        """End an assignment; False where there is none."""
        return assignments.unassign(session, draft_id, person_id, kind=kind, at=at or now())

    def assigned(self, session: Session, draft_id: str, kind: str = "reviewer") -> tuple[str, ...]:
        """Ids of the people a draft is assigned to now, the longest first."""
        return assignments.assigned(session, draft_id, kind)

    def authors(self, session: Session, draft_id: str) -> tuple[str, ...]:
        """Ids of those who write beside the owner."""
        return assignments.assigned(session, draft_id, "author")

    def written_by(self, session: Session, person_id: str) -> frozenset[str]:
        """Ids of all drafts that a person owns, or writes beside the owner."""
        return frozenset(session.scalars(select(DraftRow.id).where(draft_search.written_by(person_id))))

    def progress(self, session: Session, draft_id: str) -> ScreeningProgress:
        """How far the screening is, in one query. Raises NotFound."""
        query = select(DraftRow, ProgressRow).outerjoin(ProgressRow, ProgressRow.draft_id == DraftRow.id)
        found = session.execute(query.where(DraftRow.id == draft_id)).one_or_none()
        row, at = found if found else (row_of(session, draft_id), None)
        status = DraftStatus(row.status)
        detail = opened(self._vault, row.wrapped_key, row.status_detail_sealed, f"draft:{draft_id}:detail")
        if at is None:
            return ScreeningProgress(draft_id=draft_id, status=status, detail=detail)
        figures = {"stage": at.stage, "done": at.done, "total": at.total, "flagged": at.flagged, "unread": at.unread}
        return ScreeningProgress.model_validate({"draft_id": draft_id, "status": status, "detail": detail, **figures})

    def set_progress(self, session: Session, told: ScreeningProgress, at: datetime | None = None) -> None:
        """Keep how far a screening is; status and detail of `told` are not kept."""
        figures = told.model_dump(include={"draft_id", "stage", "done", "total", "flagged", "unread"})
        session.merge(ProgressRow(**figures, changed_at=at or now()))
        session.flush()

    def begin_run(self, session: Session, draft_id: str, at: datetime | None = None) -> int:
        """Count a new run of the screening and forget that a stop was asked for; returns its number, from 1.

        Raises NotFound, Purged.
        """
        row, _ = live_row(session, draft_id)
        row.runs, row.stop_asked, row.changed_at = row.runs + 1, False, at or now()
        session.flush()
        return row.runs

    def ask_stop(self, session: Session, draft_id: str) -> None:
        """Ask the run that is under way to stop; the worker looks."""
        session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(stop_asked=True))

    def stop_asked(self, session: Session, draft_id: str) -> bool:
        """Whether the run is to stop: it was asked to, or the draft is gone."""
        asked = session.execute(
            select(DraftRow.stop_asked, DraftRow.purged_at).where(DraftRow.id == draft_id)
        ).one_or_none()
        return asked is None or asked.stop_asked or asked.purged_at is not None

    def record_screening(
        self, session: Session, draft_id: str, screening: Screening, run: int, at: datetime | None = None
    ) -> str:
        """Keep the report of a run, once: a second report of the same run is left aside. Returns the id that stands.

        Raises NotFound, Purged.
        """
        live_row(session, draft_id)
        return screening_rows.record(session, self._parts, draft_id, screening, run=run, at=at or now())

    def screening(self, session: Session, draft_id: str, screening_id: str | None = None) -> Screening:
        """A report, the latest by default. Raises NotFound, Purged."""
        return screening_rows.read(session, self._parts, draft_id, screening_id)

    def put_bytes(self, session: Session, draft_id: str, kind: str, name: str, chunks: bytes | Iterable[bytes]) -> int:
        """Keep bytes under (kind, name) in place of what was there; returns how many. Raises NotFound, Purged.

        The transaction is open while `chunks` are taken: for what comes from outside, see `arrivals`.
        """
        return self._parts.put(session, draft_id, kind, name, chunks)

    def parts(self, session: Session, draft_id: str, kind: str, name: str) -> Iterator[bytes]:
        """What was kept, in parts of 1 MiB; to be used up inside the transaction. Raises NotFound, Purged, Unavailable."""
        return self._parts.parts(session, draft_id, kind, name)

    def get_bytes(self, session: Session, draft_id: str, kind: str, name: str) -> bytes:
        """What was kept, whole. Raises NotFound, Purged, Unavailable (damaged)."""
        return b"".join(self._parts.parts(session, draft_id, kind, name))

    def all_bytes(self, session: Session, draft_id: str, kind: str) -> dict[str, bytes]:
        """All that was kept under a kind, by name, in one query; for small things. Raises NotFound, Purged, Unavailable."""
        return self._parts.all(session, draft_id, kind)

    def names(self, session: Session, draft_id: str, kind: str) -> list[str]:
        """The names kept under a kind, sorted."""
        return self._parts.names(session, draft_id, kind)

    def delete_kind(self, session: Session, draft_id: str, kind: str) -> None:
        """Destroy all that is kept under a kind."""
        self._parts.delete(session, draft_id, kind)


def _spoken(status: str) -> str:
    return status.replace("_", " ")
