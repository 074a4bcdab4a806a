"""What reviewers made of flags: which verdict stands, what carries over to a new version."""

import re
from collections.abc import Iterable, Sequence

from screener.words.flag import Flag
from screener.words.framework import Severity
from screener.words.review import AddedFlag, Verdict, VerdictKind
from screener.words.screening import Screening
from screener.words.views import JudgedFlag


def standing(verdicts: Iterable[Verdict], flag_id: str) -> Verdict | None:
    """The verdict on a flag that stands, of verdicts in the order they were given; None where it was taken back."""
    last = None
    for verdict in verdicts:
        if verdict.flag_id == flag_id:
            last = verdict
    return None if last is None or last.kind is VerdictKind.withdraw else last


def judged(flag: Flag, verdicts: Sequence[Verdict]) -> JudgedFlag:
    """A flag with its verdicts (of this screening, oldest first) and the severity that counts."""
    own = tuple(v for v in verdicts if v.flag_id == flag.id)
    stands = standing(own, flag.id)
    return JudgedFlag(
        flag=flag,
        standing=stands,
        history=own,
        severity=_severity(flag, stands),
        carried=stands is not None and stands.carried_from is not None,
        differing=tuple(v for v in standing_of_each(own) if stands and _outcome(v) != _outcome(stands)),
    )


def standing_of_each(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The last verdict of each person on one flag, in the order they were given; nothing of those who took theirs back."""
    last: dict[str, Verdict] = {}
    for verdict in verdicts:
        last.pop(verdict.by, None)
        last[verdict.by] = verdict
    return [v for v in last.values() if v.kind is not VerdictKind.withdraw]


def _outcome(verdict: Verdict) -> tuple[VerdictKind, Severity | None]:
    return verdict.kind, verdict.severity


def _severity(flag: Flag, stands: Verdict | None) -> Severity | None:
    if stands is None:
        return flag.severity
    return {VerdictKind.dismiss: None, VerdictKind.change_severity: stands.severity}.get(stands.kind, flag.severity)


def before_last(verdicts: Sequence[Verdict], flag_id: str) -> Verdict | None:
    """What stood before the latest verdict on a flag: what an undo brings back. None where the flag was unjudged."""
    own = [v for v in verdicts if v.flag_id == flag_id][:-1]
    return standing(own, flag_id)


def carried_verdicts(
    before: Screening,
    verdicts: Sequence[Verdict],
    after: Screening,
    done: frozenset[str] = frozenset(),
) -> list[tuple[Flag, Verdict]]:
    """Settled verdicts that hold for a later screening: same concern and quote, in a passage whose words did not change.
    What was dismissed as a lesser flag than it is now is to be judged anew.

    `done` are ids of flags of `after` that have verdicts already. Each flag of `before` speaks for one flag at most.
    """
    unchanged = _unchanged(before, after)
    settled: dict[tuple[str, str, str], list[tuple[Flag, list[Verdict]]]] = {}
    for flag in before.flags:
        own = [v for v in verdicts if v.flag_id == flag.id]
        if standing(own, flag.id) is not None:
            settled.setdefault(_likeness(flag, before), []).append((flag, standing_of_each(own)))
    out = []
    for flag in after.flags:
        waiting = settled.get(_likeness(flag, after), [])
        if not waiting or flag.passage_index not in unchanged or flag.id in done:
            continue
        judged_flag, given = waiting.pop(0)
        graver = flag.severity.rank > judged_flag.severity.rank
        if not (graver and given[-1].kind is VerdictKind.dismiss):
            out += [(flag, verdict) for verdict in given]
    return out


def carried_additions(
    before: Screening,
    added: Sequence[AddedFlag],
    after: Screening,
) -> list[AddedFlag]:
    """Flags that reviewers added and whose words still stand, with their new places; a passage that did not change comes
    first, and words that only run over other lines are the same words."""
    unchanged = _unchanged(before, after)
    out = []
    for flag in (f for f in added if f.withdrawn_at is None):
        home = next((p for p in before.passages if p.start <= flag.start and flag.end <= p.end), None)
        key = _folded(home.text) if home else ""
        same = [p for p in after.passages if home and p.index in unchanged and _folded(p.text) == key]
        words = re.compile(r"\s+".join(map(re.escape, flag.quote.split())))
        places = ((p.start, words.search(p.text)) for p in same)
        found = next(((at, m) for at, m in places if m), (0, words.search(after.draft.text)))
        if match := found[1]:
            start, end = found[0] + match.start(), found[0] + match.end()
            out.append(flag.model_copy(update={"start": start, "end": end, "quote": after.draft.text[start:end]}))
    return out


def left_behind(earlier: Iterable[AddedFlag], now: Iterable[AddedFlag]) -> tuple[AddedFlag, ...]:
    """Flags that reviewers added to an earlier version and that are not on the later one, as their words are gone."""
    held = {(_folded(f.quote), f.concern, f.by) for f in now}
    return tuple(f for f in earlier if f.withdrawn_at is None and (_folded(f.quote), f.concern, f.by) not in held)


def _unchanged(before: Screening, after: Screening) -> frozenset[int]:
    """Indices of the passages of `after` whose words stood as a passage in `before`."""
    known = {_folded(p.text) for p in before.passages}
    return frozenset(p.index for p in after.passages if _folded(p.text) in known)


def _likeness(flag: Flag, screening: Screening) -> tuple[str, str, str]:
    passage = screening.passages[flag.passage_index].text if flag.passage_index < len(screening.passages) else ""
    return flag.concern, _folded(flag.quote), _folded(passage)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
