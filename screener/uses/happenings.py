"""The history of a draft as one reader may know it: what people did, with the steps it took, from records and audit."""

from collections.abc import Iterable

from screener.words.audit import AuditRow
from screener.words.review import Happened, HappenedKind

STEPS = {
    "draft.cancel": "Cancelled the screening.",
    "draft.resume": "Asked for the screening again.",
    "draft.rescreen": "Asked for a new screening.",
    "draft.supersede": "Uploaded a later version, which stands in its place.",
    "draft.release": "Gave it back to the queue.",
    "draft.reopen": "Reopened it.",
    "draft.take_appeal": "Took up the appeal.",
}
"""Lines of the audit that are steps of a draft and stand in no other record."""
_FOR_AUTHORS = frozenset(
    {
        HappenedKind.uploaded,
        HappenedKind.screened,
        HappenedKind.decided,
        HappenedKind.letter,
        HappenedKind.status,
    }
)
_BLIND = frozenset({HappenedKind.screened, HappenedKind.impression, HappenedKind.verdict, HappenedKind.flag_added})
"""What would tell a reviewer the screen's view, or another's, before they have their own."""


def told_to(
    happened: Iterable[Happened],
    lines: Iterable[AuditRow],
    *,
    as_author: bool,
    blind: bool,
    suggestion_hidden: bool,
) -> tuple[Happened, ...]:
    """Everything that a reader may know, oldest first."""
    steps = [
        Happened(at=line.at, kind=HappenedKind.status, by=line.actor, says=STEPS[line.action])
        for line in lines
        if line.action in STEPS
    ]
    told = [h for h in (*happened, *steps) if not (as_author and h.kind not in _FOR_AUTHORS)]
    told = [h for h in told if not (blind and h.kind in _BLIND)]
    if suggestion_hidden:
        told = [_without_suggestion(h) for h in told]
    return tuple(sorted(told, key=lambda h: h.at))


def _without_suggestion(happened: Happened) -> Happened:
    if happened.kind is not HappenedKind.decided:
        return happened
    return happened.model_copy(update={"says": happened.says.split(";")[0].rstrip(".") + "."})
