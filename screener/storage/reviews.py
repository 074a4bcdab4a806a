"""What people add to a draft: first impressions, verdicts, flags, decisions, letters. Sealed under the draft's key.

Only ever added. Lists raise Purged once the draft's key is destroyed; its history can still be told, from figures alone.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screener.storage import draft_history
from screener.storage.draft_rows import live_row, now
from screener.storage.sealed_parts import wrapped_key
from screener.storage.tables import AddedFlagRow, DecisionRow, ImpressionRow, LetterRow, VerdictRow
from screener.storage.vault import Vault
from screener.words.errors import Conflict, NotFound
from screener.words.framework import Severity, Tier
from screener.words.review import AddedFlag, Decision, Happened, Impression, Letter, LetterKind, Verdict, VerdictKind


class ReviewRecords:
    """The records of all reviews."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add_impression(self, session: Session, impression: Impression) -> None:
        """Keep a first impression. Raises Conflict where this person gave one before, NotFound, Purged."""
        row, key = live_row(session, impression.draft_id)
        if session.get(ImpressionRow, (impression.draft_id, impression.by)):
            raise Conflict("Your first impression of this draft is already recorded; it cannot be given twice.")
        note = self._vault.seal(key, impression.note.encode(), f"impression:{impression.draft_id}:{impression.by}")
        values = impression.model_dump(include={"draft_id", "by", "at"})
        session.add(ImpressionRow(**values, tier=impression.tier, note_sealed=note))
        row.changed_at = impression.at
        session.flush()

    def impressions(self, session: Session, draft_id: str) -> list[Impression]:
        """First impressions, the oldest first."""
        key = wrapped_key(session, draft_id)
        query = (
            select(ImpressionRow).where(ImpressionRow.draft_id == draft_id).order_by(ImpressionRow.at, ImpressionRow.by)
        )
        return [
            Impression(
                draft_id=draft_id,
                tier=Tier(row.tier),
                note=self._vault.open(key, row.note_sealed, f"impression:{draft_id}:{row.by}").decode(),
                by=row.by,
                at=row.at,
            )
            for row in session.scalars(query)
        ]

    def add_verdict(self, session: Session, verdict: Verdict, *, flagged_severity: Severity, concern: str) -> None:
        """Keep a verdict, with severity and concern as the screen had them. Raises NotFound, Purged."""
        row, key = live_row(session, verdict.draft_id)
        values = verdict.model_dump(exclude={"reason", "kind", "severity"})
        sealed = self._vault.seal(key, verdict.reason.encode(), f"verdict:{verdict.id}")
        session.add(
            VerdictRow(
                **values,
                kind=verdict.kind,
                severity=verdict.severity,
                flagged_severity=flagged_severity,
                concern=concern,
                reason_sealed=sealed,
            )
        )
        row.changed_at = verdict.at
        session.flush()

    def verdicts(self, session: Session, draft_id: str, screening_id: str | None = None) -> list[Verdict]:
        """Verdicts, the oldest first; the last on a flag stands."""
        key = wrapped_key(session, draft_id)
        query = select(VerdictRow).where(VerdictRow.draft_id == draft_id).order_by(VerdictRow.at, VerdictRow.id)
        if screening_id is not None:
            query = query.where(VerdictRow.screening_id == screening_id)
        return [
            Verdict(
                id=row.id,
                draft_id=draft_id,
                screening_id=row.screening_id,
                flag_id=row.flag_id,
                kind=VerdictKind(row.kind),
                severity=Severity(row.severity) if row.severity else None,
                reason=self._vault.open(key, row.reason_sealed, f"verdict:{row.id}").decode(),
                by=row.by,
                at=row.at,
                carried_from=row.carried_from,
            )
            for row in session.scalars(query)
        ]

    def add_flag(self, session: Session, flag: AddedFlag) -> AddedFlag:
        """Keep a flag that a reviewer added, and give it its id ('r1', 'r2', …; what `flag.id` says is replaced).

        Raises NotFound, Purged.
        """
        row, key = live_row(session, flag.draft_id)
        count = session.scalar(select(func.count()).where(AddedFlagRow.draft_id == flag.draft_id)) or 0
        kept = flag.model_copy(update={"id": f"r{count + 1}"})
        words = json.dumps({"quote": flag.quote, "reason": flag.reason}).encode()
        sealed = self._vault.seal(key, words, f"added:{kept.draft_id}:{kept.id}")
        session.add(AddedFlagRow(**kept.model_dump(exclude={"quote", "reason"}), words_sealed=sealed))
        row.changed_at = flag.at
        session.flush()
        return kept

    def withdraw_flag(self, session: Session, draft_id: str, flag_id: str, at: datetime | None = None) -> AddedFlag:
        """Mark an added flag as withdrawn. Raises NotFound, Conflict where it is already, Purged."""
        draft, _ = live_row(session, draft_id)
        row = session.get(AddedFlagRow, (draft_id, flag_id))
        if row is None:
            raise NotFound("There is no such added flag on this draft.")
        if row.withdrawn_at is not None:
            raise Conflict("This flag was already withdrawn; look at the draft again.")
        row.withdrawn_at = draft.changed_at = at or now()
        session.flush()
        return self.added_flag(session, draft_id, flag_id)

    def added_flag(self, session: Session, draft_id: str, flag_id: str) -> AddedFlag:
        """One added flag. Raises NotFound, Purged."""
        found = [flag for flag in self.added_flags(session, draft_id) if flag.id == flag_id]
        if not found:
            raise NotFound("There is no such added flag on this draft.")
        return found[0]

    def added_flags(self, session: Session, draft_id: str) -> list[AddedFlag]:
        """Flags that reviewers added, withdrawn ones too, the oldest first."""
        key = wrapped_key(session, draft_id)
        rows = session.scalars(select(AddedFlagRow).where(AddedFlagRow.draft_id == draft_id)).all()
        return [self._added(key, row) for row in sorted(rows, key=lambda row: int(row.id[1:]))]

    def add_decision(
        self, session: Session, decision: Decision, *, suggested_tier: Tier | None, seen: int | None = None
    ) -> int:
        """Keep a decision; returns its number on this draft, from 1.

        `seen` is the number of decisions that its maker had before them. Raises Conflict where somebody else decided since,
        NotFound, Purged.
        """
        row, key = live_row(session, decision.draft_id)
        stands = session.scalar(select(func.count()).where(DecisionRow.draft_id == decision.draft_id)) or 0
        if seen is not None and seen != stands:
            raise Conflict("Somebody else has decided on this draft since you opened it; look at their decision first.")
        words = decision.model_dump_json(include={"rationale", "conditions", "edits", "overrides_suggestion"}).encode()
        session.add(
            DecisionRow(
                **decision.model_dump(include={"id", "draft_id", "screening_id", "by", "at"}),
                number=stands + 1,
                tier=decision.tier,
                suggested_tier=suggested_tier,
                next_look=_midnight(decision.conditions.next_look),
                words_sealed=self._vault.seal(key, words, f"decision:{decision.id}"),
            )
        )
        row.changed_at = decision.at
        session.flush()
        return stands + 1

    def decisions(self, session: Session, draft_id: str) -> list[Decision]:
        """Decisions, the first first; the last stands."""
        key = wrapped_key(session, draft_id)
        rows = session.scalars(select(DecisionRow).where(DecisionRow.draft_id == draft_id).order_by(DecisionRow.number))
        return [self._decision(key, row) for row in rows]

    def looks_due(self, session: Session, until: datetime) -> list[str]:
        """Ids of drafts whose standing decision names a next look at or before `until`, the earliest first."""
        newest = (
            select(DecisionRow.draft_id, func.max(DecisionRow.number).label("n"))
            .group_by(DecisionRow.draft_id)
            .subquery()
        )
        query = (
            select(DecisionRow.draft_id)
            .join(newest, (newest.c.draft_id == DecisionRow.draft_id) & (newest.c.n == DecisionRow.number))
            .where(DecisionRow.next_look <= until)
            .order_by(DecisionRow.next_look, DecisionRow.draft_id)
        )
        return list(session.scalars(query))

    def add_letter(
        self, session: Session, draft_id: str, kind: LetterKind, text: str, by: str, at: datetime | None = None
    ) -> Letter:
        """Keep a letter. Raises NotFound, Purged."""
        row, key = live_row(session, draft_id)
        letter = Letter(id=uuid4().hex, draft_id=draft_id, kind=kind, text=text, by=by, at=at or now())
        sealed = self._vault.seal(key, text.encode(), f"letter:{letter.id}")
        session.add(LetterRow(id=letter.id, draft_id=draft_id, kind=kind, text_sealed=sealed, by=by, at=letter.at))
        row.changed_at = letter.at
        session.flush()
        return letter

    def letters(self, session: Session, draft_id: str) -> list[Letter]:
        """Letters, the oldest first."""
        key = wrapped_key(session, draft_id)
        query = select(LetterRow).where(LetterRow.draft_id == draft_id).order_by(LetterRow.at, LetterRow.id)
        return [
            Letter(
                id=row.id,
                draft_id=draft_id,
                kind=LetterKind(row.kind),
                text=self._vault.open(key, row.text_sealed, f"letter:{row.id}").decode(),
                by=row.by,
                at=row.at,
            )
            for row in session.scalars(query)
        ]

    def history(self, session: Session, draft_id: str) -> Sequence[Happened]:
        """What happened to a draft, the oldest first; told without a word of its text, and still there after a purge."""
        return draft_history.history(session, draft_id)

    def _added(self, key: bytes, row: AddedFlagRow) -> AddedFlag:
        words: dict[str, Any] = json.loads(self._vault.open(key, row.words_sealed, f"added:{row.draft_id}:{row.id}"))
        return AddedFlag(
            id=row.id,
            draft_id=row.draft_id,
            start=row.start,
            end=row.end,
            quote=words["quote"],
            concern=row.concern,
            severity=Severity(row.severity),
            reason=words["reason"],
            by=row.by,
            at=row.at,
            withdrawn_at=row.withdrawn_at,
        )

    def _decision(self, key: bytes, row: DecisionRow) -> Decision:
        words: dict[str, Any] = json.loads(self._vault.open(key, row.words_sealed, f"decision:{row.id}"))
        kept = {"id": row.id, "draft_id": row.draft_id, "screening_id": row.screening_id, "by": row.by, "at": row.at}
        return Decision.model_validate({**kept, "tier": row.tier, **words})


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
