"""Cases that came from decided drafts: proposed, then approved into the corpus or turned down.

Sealed under the installation's own key, so that a case outlives its purged draft.
"""

import json
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from screener.storage.draft_rows import now
from screener.storage.tables import CaseRow
from screener.storage.vault import Vault
from screener.words.case import Case, Sensitivity
from screener.words.draft import Frozen
from screener.words.errors import Conflict, NotFound

CaseState = Literal["proposed", "approved", "rejected", "withdrawn"]


class CaseRecord(Frozen):
    """A case that came from here."""

    id: str
    """Of the proposal."""
    case: Case
    yaml: str
    """As its proposer wrote it, with the sensitivity that it has now."""
    draft_id: str | None
    state: CaseState
    by: str
    at: datetime
    settled_by: str | None = None
    settled_at: datetime | None = None
    settled_because: str = ""


class CaseRecords:
    """The cases of an installation that came from its drafts."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def propose(
        self,
        session: Session,
        case: Case,
        yaml: str,
        *,
        by: str,
        draft_id: str | None = None,
        at: datetime | None = None,
    ) -> CaseRecord:
        """Keep a proposal. Raises Conflict where a case of that id is proposed or approved already."""
        taken = Conflict(f"There is already a case '{case.id}' here; give this one another id.")
        standing = select(CaseRow.id).where(CaseRow.case_id == case.id, CaseRow.state.in_(("proposed", "approved")))
        if session.scalar(standing):
            raise taken
        new = uuid4().hex
        words = json.dumps({"yaml": yaml, "case": case.model_dump(mode="json")}).encode()
        session.add(
            CaseRow(
                id=new,
                case_id=case.id,
                draft_id=draft_id,
                state="proposed",
                sensitivity=case.sensitivity,
                yaml_sealed=self._vault.seal_own(words, f"case:{new}"),
                by=by,
                at=at or now(),
            )
        )
        try:
            session.flush()
        except IntegrityError as error:  # somebody else proposed it at the same moment; the index lets one stand
            if any(sign in str(error.orig) for sign in ("cases_standing", "cases.case_id")):
                raise taken from error
            raise
        return self.get(session, new)

    def settle(
        self,
        session: Session,
        record_id: str,
        state: CaseState,
        *,
        by: str,
        because: str = "",
        at: datetime | None = None,
    ) -> CaseRecord:
        """Approve, reject or withdraw; an approved case can be withdrawn from the corpus. Raises NotFound, Conflict."""
        row = session.scalar(select(CaseRow).where(CaseRow.id == record_id).with_for_update())
        if row is None:
            raise NotFound("There is no such proposed case.")
        if (row.state, state) not in _STEPS:
            raise Conflict(f"This case is {row.state} and cannot become {state}; look at it again.")
        sealed = self._vault.seal_own(because.encode(), f"settled:{record_id}")
        row.state, row.settled_by, row.settled_at, row.settled_because_sealed = state, by, at or now(), sealed
        session.flush()
        return self.get(session, record_id)

    def set_sensitivity(
        self,
        session: Session,
        record_id: str,
        case: Case,
        yaml: str,
        *,
        by: str,
        because: str,
        at: datetime | None = None,
    ) -> CaseRecord:
        """Keep an approved case, otherwise unchanged, under another sensitivity. Raises NotFound, Conflict."""
        row = session.scalar(select(CaseRow).where(CaseRow.id == record_id).with_for_update())
        if row is None:
            raise NotFound("There is no such proposed case.")
        if row.state != "approved" or row.sensitivity == case.sensitivity:
            stands = f"{row.state} and {row.sensitivity}" if row.state == "approved" else row.state
            raise Conflict(f"This case is {stands}, so its sensitivity was not changed; look at it again.")
        words = json.dumps({"yaml": yaml, "case": case.model_dump(mode="json")}).encode()
        row.sensitivity, row.yaml_sealed = case.sensitivity, self._vault.seal_own(words, f"case:{record_id}")
        row.settled_by, row.settled_at = by, at or now()
        row.settled_because_sealed = self._vault.seal_own(because.encode(), f"settled:{record_id}")
        session.flush()
        return self.get(session, record_id)

    def get(self, session: Session, record_id: str) -> CaseRecord:
        """One of them. Raises NotFound."""
        row = session.get(CaseRow, record_id, populate_existing=True)
        if row is None:
            raise NotFound("There is no such proposed case.")
        return self._record(row)

    def list(
        self, session: Session, state: CaseState | None = None, *, restricted: bool = False, draft_id: str | None = None
    ) -> tuple[CaseRecord, ...]:
        """The newest first; restricted ones only where asked for."""
        query = select(CaseRow).order_by(CaseRow.at.desc(), CaseRow.id)
        if state is not None:
            query = query.where(CaseRow.state == state)
        if not restricted:
            query = query.where(CaseRow.sensitivity == Sensitivity.open)
        if draft_id is not None:
            query = query.where(CaseRow.draft_id == draft_id)
        return tuple(self._record(row) for row in session.scalars(query))

    def approved(self, session: Session) -> tuple[Case, ...]:
        """Every approved case, restricted ones too, by id: what the corpus takes in."""
        rows = session.scalars(select(CaseRow).where(CaseRow.state == "approved").order_by(CaseRow.case_id))
        return tuple(self._record(row).case for row in rows)

    def reseal(self, session: Session, under: Vault) -> None:
        """Seal every case anew with another master key."""
        for row in session.scalars(select(CaseRow)):
            words = self._vault.open_own(row.yaml_sealed, f"case:{row.id}")
            row.yaml_sealed = under.seal_own(words, f"case:{row.id}")
            if row.settled_because_sealed:
                because = self._vault.open_own(row.settled_because_sealed, f"settled:{row.id}")
                row.settled_because_sealed = under.seal_own(because, f"settled:{row.id}")
        session.flush()

    def _record(self, row: CaseRow) -> CaseRecord:
        words: dict[str, Any] = json.loads(self._vault.open_own(row.yaml_sealed, f"case:{row.id}"))
        because = row.settled_because_sealed
        kept = {n: getattr(row, n) for n in ("id", "draft_id", "state", "by", "at", "settled_by", "settled_at")}
        said = self._vault.open_own(because, f"settled:{row.id}").decode() if because else ""
        return CaseRecord.model_validate({**kept, **words, "settled_because": said})


_STEPS = {
    ("proposed", "approved"),
    ("proposed", "rejected"),
    ("proposed", "withdrawn"),
    ("approved", "withdrawn"),
}
