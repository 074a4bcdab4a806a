"""Decided drafts leave the service as files, in clear, for the eval suite to measure with what people decided here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screener.storage.database import Session
from screener.uses.judged import judged
from screener.uses.stores import Stores
from screener.words.case import Label
from screener.words.counting import counted
from screener.words.decided import Decided
from screener.words.framework import Severity
from screener.words.labelled import GoldPassage
from screener.words.review import AddedFlag, Verdict
from screener.words.screening import Screening
from screener.words.submission import DraftSensitivity, DraftStatus, SubmittedDraft

_SETTLED = (DraftStatus.decided, DraftStatus.superseded)
_LONGEST_ID = 60


@dataclass(frozen=True)
class ExportedDraft:
    """One decided draft."""

    decided: Decided
    untrusted_original: bytes
    """The file as it was uploaded; its name is `decided.draft`."""


def to_export(stores: Stores, *, secret: bool) -> list[str]:
    """Ids of every version that somebody decided and that was not destroyed; secret ones only where asked for."""
    with stores.database.reading() as session:
        settled = [stores.drafts.get(session, each) for each in stores.drafts.with_status(session, *_SETTLED)]
        return [
            draft.id
            for draft in settled
            if draft.screening_id
            and (secret or draft.sensitivity is not DraftSensitivity.secret)
            and stores.reviews.decisions(session, draft.id)
        ]


def exported(stores: Stores, draft_id: str) -> ExportedDraft:
    """The draft with its last decision, and with the verdicts on its flags as labels. The audit takes note.

    What nobody judged is no label, and neither is a flag whose words are not in the draft. Raises Unavailable where the
    audit cannot be written: nothing leaves unseen.
    """
    with stores.database.reading() as session:
        draft = stores.drafts.get(session, draft_id)
        made = ExportedDraft(
            _decided(stores, session, draft), stores.drafts.get_bytes(session, draft_id, "original", "file")
        )
    with stores.database.writing() as session:
        stores.audit.append(session, "system", "draft.export", f"draft:{draft_id}", sensitivity=str(draft.sensitivity))
    return made


def _decided(stores: Stores, session: Session, draft: SubmittedDraft) -> Decided:
    screening = stores.drafts.screening(session, draft.id)
    decisions = stores.reviews.decisions(session, draft.id)
    verdicts = stores.reviews.verdicts(session, draft.id, screening.id)
    added = stores.reviews.added_flags(session, draft.id)
    first, last = decisions[0], decisions[-1]
    changed = first.tier is not last.tier
    people = counted(len({d.by for d in decisions}), "named reviewer")
    cases = stores.cases.list(session, "approved", restricted=True, draft_id=draft.id)
    title = screening.draft.title or Path(draft.name).stem
    return Decided(
        id=_named(title, draft),
        title=title,
        field="not said",
        draft=f"draft{Path(draft.name).suffix.lower()[:10]}",
        tier=last.tier,
        first_tier=first.tier if changed else None,
        why_changed=last.rationale if changed else None,
        decided_by=f"{people} of this installation",
        rationale=last.rationale,
        passages=tuple(_labels(screening, verdicts, added)),
        own_cases=tuple(record.case.id for record in cases),
    )


def _labels(screening: Screening, verdicts: list[Verdict], added: list[AddedFlag]) -> Iterator[GoldPassage]:
    for flag in (judged(f, verdicts) for f in screening.flags if f.grounded):
        if flag.standing is None:
            continue
        severity = flag.severity or Severity.none
        uplift = severity is not Severity.none
        yield GoldPassage(
            quote=flag.flag.quote,
            label=Label.uplift if uplift else Label.benign,
            concern=flag.flag.concern if uplift else None,
            severity=severity,
            because=flag.standing.reason,
        )
    for one in (a for a in added if a.withdrawn_at is None):
        quote = _whole_words(screening.draft.text, one.start, one.end)
        yield GoldPassage(
            quote=quote, label=Label.uplift, concern=one.concern, severity=one.severity, because=one.reason
        )


def _whole_words(text: str, start: int, end: int) -> str:
    """What a person marked, up to the ends of the words that they cut into: words are what a quote is found by."""
    while start > 0 and not text[start].isspace() and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end - 1].isspace() and not text[end].isspace():
        end += 1
    return text[start:end].strip()


def _named(title: str, draft: SubmittedDraft) -> str:
    """An id that a person knows again, and that no other draft has."""
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:_LONGEST_ID].strip("-")
    return "-".join(filter(None, (words, draft.id[:8])))
