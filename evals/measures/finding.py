"""Does the screen find what a careful reviewer marked, and how much else does it point at?

Recall counts gold passages, precision counts flags: several flags on one passage are each right, and one flag may find
several passages. A passage that nobody read is never a negative: flags in it are no false alarms, its text is in no
denominator of the false alarm rates, and a gold passage in it is counted as *not found, unread*, apart from *missed*.
Overall recall counts both as not found.
"""

import numpy as np

from evals.measures.bootstrap import Floats, ratio, sums
from evals.measures.figure import Better, Share, Tally, Works
from evals.measures.rows import Rows
from screener.words.framework import Severity

BETA = 2.0
"""F-measure that weighs recall four times as much as precision (van Rijsbergen 1979): a miss costs more than a look."""

_GRADES = (Severity.high, Severity.medium, Severity.low)


def finding(rows: Rows, works: Works) -> list[Tally]:
    """All figures about finding."""
    return [
        *_recalls(rows, works),
        _f("finding.f2", "F2, any overlap", rows, works, by_cover=False),
        *_precisions(rows, works),
        _f("finding.f2_iou", "F2, IoU ≥ 0.5", rows, works, by_cover=True),
        *_false_alarms(rows, works),
        *_what_was_said(rows, works),
    ]


def headline(rows: Rows, works: Works) -> list[Tally]:
    """The few figures shown for each slice."""
    wanted = ("finding.recall", "finding.recall_read", "finding.precision", "finding.f2")
    return [tally for tally in finding(rows, works) if tally.name in wanted]


def _recalls(rows: Rows, works: Works) -> list[Tally]:
    gold = "labelled passages"
    recall = Share("finding.recall", "Recall, any overlap", gold)
    read = Share("finding.recall_read", "Recall among what was read", gold)
    cover = Share("finding.recall_iou", "Recall, IoU ≥ 0.5", gold)
    missed = Share("finding.missed", "Missed: read and not found", gold, Better.down)
    unread = Share("finding.unread", "Not found: unread", gold, Better.down)
    made = [
        recall.tally(works, rows.uplift, lambda g: g.found),
        read.tally(works, rows.uplift, lambda g: g.found, lambda g: g.found or g.missed),
        cover.tally(works, rows.uplift, lambda g: g.found_iou),
        missed.tally(works, rows.uplift, lambda g: g.missed),
        unread.tally(works, rows.uplift, lambda g: g.unread),
    ]
    for grade in _GRADES:
        some = [row for row in rows.uplift if row.mark.severity is grade]
        share = Share(f"finding.recall_{grade}", f"Recall, {grade} severity", gold)
        made.append(share.tally(works, some, lambda g: g.found))
    return made


def _precisions(rows: Rows, works: Works) -> list[Tally]:
    counted = [flag for flag in rows.flags if not flag.set_aside]
    any_overlap = Share("finding.precision", "Precision, any overlap", "flags")
    cover = Share("finding.precision_iou", "Precision, IoU ≥ 0.5", "flags")
    return [
        any_overlap.tally(works, counted, lambda f: f.right),
        cover.tally(works, counted, lambda f: f.right_iou),
    ]


def _false_alarms(rows: Rows, works: Works) -> list[Tally]:
    plain = [p for p in rows.passages if not p.uplift and not p.set_aside]
    heard = [g for g in rows.benign if not g.in_unread]
    passages = Share("finding.false_alarms", "Plain passages flagged", "passages without uplift", Better.down)
    benign = Share("finding.benign_flagged", "Passages called benign, flagged", "benign labels", Better.down)
    return [
        passages.tally(works, plain, lambda p: p.flagged),
        benign.tally(works, heard, lambda g: g.found),
    ]


def _what_was_said(rows: Rows, works: Works) -> list[Tally]:
    found = [row for row in rows.uplift if row.found]
    concern = Share("finding.concern", "Concern named rightly", "found passages")
    lower = Share("finding.severity_low", "Severity put too low", "found passages", Better.down)
    same = Share("finding.severity_same", "Severity as labelled", "found passages")
    return [
        concern.tally(works, found, lambda g: g.same_concern),
        same.tally(works, found, lambda g: g.said_severity is g.mark.severity),
        lower.tally(works, found, lambda g: g.said_severity.rank < g.mark.severity.rank),
    ]


def _f(name: str, title: str, rows: Rows, works: Works, *, by_cover: bool) -> Tally:
    """F-beta of recall over gold passages and precision over flags."""
    gold = works.table(rows.uplift, lambda g: (g.found_iou if by_cover else g.found, 1.0), 2)
    counted = [flag for flag in rows.flags if not flag.set_aside]
    flags = works.table(counted, lambda f: (f.right_iou if by_cover else f.right, 1.0), 2)
    table = np.hstack([gold, flags])
    return Tally(
        name=name,
        title=title,
        statistic=sums(table, _f_beta),
        columns=len(works),
        works=int((table[:, 1] > 0).sum()),
        units=len(rows.uplift),
        of="labelled passages",
    )


def _f_beta(s: Floats) -> Floats:
    """From found, gold, right, flags. No flag at all: precision is undefined and F is 0 where there was something to find."""
    recall, precision = ratio(s[:, 0], s[:, 1]), ratio(s[:, 2], s[:, 3])
    precision[(s[:, 3] == 0) & (s[:, 1] > 0)] = 0.0
    both = BETA**2 * precision + recall
    f = ratio((1 + BETA**2) * precision * recall, both)
    f[both == 0] = 0.0
    return f
