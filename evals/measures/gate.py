"""May this run take the place of the one before it?"""

from collections.abc import Sequence

from evals.measures.compare import Change, Comparison
from screener.words.draft import Frozen
from screener.words.framework import Tier

GATED = (
    "finding.recall",
    "finding.recall_high",
    "finding.precision",
    "finding.f2",
    "work.wss95",
    "deciding.kappa",
    "deciding.under",
    "arguing.accuracy",
    "arguing.evidence_found",
    "retrieving.citable.recall_at_5",
    "retrieving.citable.ndcg_at_10",
    "retrieving.leave_one_out.tier",
    "resisting.opened",
    "resisting.lost",
    "honesty.ungrounded",
    "honesty.unread",
    "items.auc",
)
"""Figures whose significant worsening closes the gate."""


class Verdict(Frozen):
    """Whether the gate is open, and why not."""

    passed: bool
    reasons: tuple[str, ...]
    """One sentence for each thing that closes it."""
    unsure: tuple[str, ...]
    """One sentence for each gated figure of which it cannot be told whether it changed."""


def gate(comparison: Comparison, gated: Sequence[str] = GATED) -> Verdict:
    """Closed by a gated figure that worsened significantly or can no longer be measured, and by any new miss of a draft
    labelled `hold`: a tier that is newly too open, or a passage that was found and is now read and not found.
    """
    changes = [change for name in gated if (change := comparison.change(name)) is not None]
    reasons = [sentence for change in changes if (sentence := _against(change))]
    reasons += [
        f"{flip.draft} ({flip.format}) is labelled hold; “{flip.after}” is suggested, and was not before."
        for flip in comparison.tiers
        if flip.label is Tier.hold and flip.newly_too_open
    ]
    reasons += [
        f"{flip.draft} ({flip.format}) is labelled hold; a passage of {flip.severity} severity is no longer found."
        for flip in comparison.passages
        if flip.label is Tier.hold and not flip.won and not flip.unread
    ]
    unsure = [
        f"{change.title}: too few drafts to tell whether it changed."
        for change in changes
        if change.difference is not None and change.low is None
    ]
    return Verdict(passed=not reasons, reasons=tuple(reasons), unsure=tuple(unsure))


def _against(change: Change) -> str:
    if change.before is not None and change.after is None:
        return f"{change.title} was {change.before:.3f} and can no longer be measured."
    if change.surely_worse:
        return (
            f"{change.title} went from {change.before:.3f} to {change.after:.3f} "
            f"(difference {change.difference:+.3f}, 95 % interval {change.low:+.3f} to {change.high:+.3f}, p = {change.p:.3f})."
        )
    return ""
