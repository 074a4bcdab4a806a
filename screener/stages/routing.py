"""From findings to a suggested tier, by plain rules. Thresholds are in `prompts/framework.yaml`.

The rules, in the order in which their reasons are listed:

1. What was flagged sets a tier: two confident high flags, or one that touches a dangerous domain, suggest `hold`; a high
   flag, several medium ones or a high combination `share_select`; anything else flagged `publish_with_edits`; nothing
   `publish`. A flag whose confidence is low counts as one severity less. Ungrounded claims set no tier.
2. The argument moves it one step: up where many factors favour offence, down from `share_select` where many favour
   defence and nothing high was flagged.
3. What is missing takes certainty away: an incomplete screening, hidden orders or an ungrounded claim never go
   with `publish`; text hidden from readers, an ungrounded claim, no precedent, closed precedents
   beside an open suggestion, or readers that disagree raise attention.

So another grounded flag never makes the tier more open or the attention lower, and less confidence never makes the tier
more closed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.words.case import Precedent
from screener.words.counting import counted
from screener.words.flag import Flag, ReaderKind
from screener.words.framework import Attention, Severity, Stance, Thresholds, Tier
from screener.words.screening import (
    AlertKind,
    Argument,
    Coverage,
    Disagreement,
    IntegrityAlert,
    Reason,
    Suggestion,
)

DANGEROUS_DOMAIN = "domain_uplift"
_OPEN = (Tier.publish, Tier.publish_with_edits)


@dataclass(frozen=True)
class Findings:
    """All that routing looks at."""

    flags: Sequence[Flag]
    coverage: Coverage
    incomplete_because: Sequence[str]
    alerts: Sequence[IntegrityAlert]
    argument: Argument
    precedents: Sequence[Precedent]
    """Cases near the draft as a whole."""
    no_precedent: Sequence[int]
    disagreements: Sequence[Disagreement]
    readers: Sequence[ReaderKind]
    """Who read every passage (the second opinion not counted)."""


def suggest(found: Findings, limits: Thresholds) -> Suggestion:
    """The suggestion and every rule that led to it."""
    flagged = _tier_by_flags(found, limits)
    argued = _tier_by_argument(found, limits, flagged)
    tier: Tier | None = (argued or flagged).tier
    reasons = [flagged, *([argued] if argued else []), *_missing(found, limits), *_file(found)]
    reasons += [*_precedents(found, limits, tier), *_readers(found, limits)]
    if tier is Tier.publish and any(reason.rule in _NEVER_PUBLISH for reason in reasons):
        tier = None
    attention = max((r.attention for r in reasons if r.attention), key=lambda a: a.rank, default=Attention.routine)
    return Suggestion(
        tier=tier,
        attention=attention,
        unsure=tier is None or any(r.rule in _UNSURE for r in reasons),
        reasons=tuple(reasons),
    )


_NEVER_PUBLISH = frozenset({"incomplete", "only_ungrounded", "some_ungrounded", "hidden_instruction", "perhaps_obeyed"})
_UNSURE = frozenset(
    {
        "incomplete",
        "only_ungrounded",
        "hidden_instruction",
        "hidden_text",
        "perhaps_obeyed",
        "unsure_flags",
        "readers_disagree",
        "embedded_only",
        "precedents_differ",
        "argument_missing",
    }
)


def effective(flag: Flag, limits: Thresholds) -> Severity:
    """The severity a flag counts with: one lower where its confidence is below `unsure`, none where ungrounded."""
    if not flag.grounded:
        return Severity.none
    if flag.confidence is not None and flag.confidence < limits.unsure:
        return list(Severity)[max(0, flag.severity.rank - 1)]
    return flag.severity


def _tier_by_flags(found: Findings, limits: Thresholds) -> Reason:
    weighed = [(effective(flag, limits), flag) for flag in found.flags]
    high = [flag for severity, flag in weighed if severity is Severity.high]
    sure_high = [flag for flag in high if flag.confidence is None or flag.confidence >= limits.confident]
    medium = [flag for severity, flag in weighed if severity is Severity.medium]
    low = [flag for severity, flag in weighed if severity is Severity.low]
    together = [
        c.severity
        for c in found.argument.combinations
        if c.severity.rank >= Severity.medium.rank and any(e.start is not None for e in c.evidence)
    ]
    says = _weighed(found, limits, (len(high), len(medium), len(low)))
    if together:
        verb = "is" if len(together) == 1 else "are"
        says += f" {counted(len(together), 'combination')} of passages {verb} said to give more together than apart."
    if len(sure_high) >= limits.hold_high_flags or any(f.concern == DANGEROUS_DOMAIN for f in sure_high):
        return Reason(rule="flags_hold", says=says, tier=Tier.hold, attention=Attention.urgent)
    if high or len(medium) >= limits.share_medium_flags or Severity.high in together:
        urgent = Attention.urgent if high else Attention.raised
        return Reason(rule="flags_share", says=says, tier=Tier.share_select, attention=urgent)
    if medium or len(low) >= limits.edits_low_flags or together:
        attention = Attention.raised if medium or together else Attention.routine
        return Reason(rule="flags_edit", says=says, tier=Tier.publish_with_edits, attention=attention)
    return Reason(rule="nothing_flagged", says="Nothing that counts was flagged.", tier=Tier.publish)


def _weighed(found: Findings, limits: Thresholds, counts: tuple[int, int, int]) -> str:
    says = "The flags whose words stand in the draft count as {} high, {} medium and {} low".format(*counts)
    lowered = sum(effective(flag, limits) is not flag.severity for flag in found.flags if flag.grounded)
    if lowered:
        verb = "counts" if lowered == 1 else "count"
        says += f": {lowered} with a confidence below {limits.unsure:.2f} {verb} one severity less than marked"
    return f"{says}."


def _tier_by_argument(found: Findings, limits: Thresholds, flagged: Reason) -> Reason | None:
    stances = [factor.stance for factor in found.argument.factors]
    offence, defence = stances.count(Stance.favours_offence), stances.count(Stance.favours_defence)
    assert flagged.tier is not None, "flags always name a tier"
    if flagged.tier in (Tier.publish_with_edits, Tier.share_select) and offence >= limits.offence_factors > defence:
        return Reason(
            rule="argument_up",
            tier=list(Tier)[flagged.tier.rank + 1],
            attention=Attention.raised,
            says=f"{offence} factors favour offence and {defence} defence: one step more closed.",
        )
    high = any(effective(flag, limits) is Severity.high for flag in found.flags)
    if flagged.tier is Tier.share_select and defence >= limits.defence_factors and offence < defence and not high:
        return Reason(
            rule="argument_down",
            tier=Tier.publish_with_edits,
            says=f"{defence} factors favour defence and {offence} offence, and nothing high was flagged: one step more open.",
        )
    return None


def _missing(found: Findings, limits: Thresholds) -> Iterator[Reason]:
    if found.incomplete_because:
        unread = 1 - found.coverage.characters_read / max(1, found.coverage.characters)
        urgent = unread >= limits.unread_share_urgent
        yield Reason(
            rule="incomplete",
            attention=Attention.urgent if urgent else Attention.raised,
            says="The screening is incomplete, and what is unread is not clean: "
            + "; ".join(found.incomplete_because)
            + ".",
        )
    if found.argument.fallen_back_because:
        yield Reason(rule="argument_missing", attention=Attention.raised, says=found.argument.fallen_back_because)
    lost = sum(not flag.grounded for flag in found.flags)
    if lost:
        alone = all(effective(flag, limits) is Severity.none for flag in found.flags)
        yield Reason(
            rule="only_ungrounded" if alone else "some_ungrounded",
            attention=Attention.raised,
            says=f"No words in the draft bear out {counted(lost, 'claim')} of a reader; that counts for nothing, and a person "
            "must look.",
        )


def _file(found: Findings) -> Iterator[Reason]:
    kinds = [alert.kind for alert in found.alerts if alert.raises_attention]
    if AlertKind.hidden_instruction in kinds:
        yield Reason(
            rule="hidden_instruction",
            attention=Attention.urgent,
            says="Hidden text tries to instruct a reviewer or a model; somebody should ask how it got there.",
        )
    if AlertKind.instruction_to_reader in kinds:
        yield Reason(
            rule="visible_instruction",
            attention=Attention.raised,
            says="Words in the text read like orders to its reviewer.",
        )
        if _differing(found):
            yield Reason(
                rule="perhaps_obeyed",
                attention=Attention.urgent,
                says="The embedded reader, which no words can instruct, flags passages that the model does not: the model may "
                "have done as it was told.",
            )
    if AlertKind.hidden_text in kinds:
        yield Reason(rule="hidden_text", attention=Attention.raised, says="Some text is hidden from human readers.")


def _differing(found: Findings) -> int:
    """Passages that the model read, and on which the second opinion sees what it does not."""
    unread = {gap.passage_index for gap in found.coverage.unread}
    return sum(d.passage_index not in unread for d in found.disagreements)


def _precedents(found: Findings, limits: Thresholds, tier: Tier | None) -> Iterator[Reason]:
    lonely = _without_precedent(found, limits)
    if lonely:
        yield Reason(
            rule="no_precedent",
            attention=Attention.raised,
            says=f"For {counted(lonely, 'flagged passage')} no similar case was reviewed before: look harder.",
        )
    near = [p.final for p in found.precedents if p.similarity >= limits.precedent_similarity][:5]
    if tier in _OPEN and len(near) >= 3:
        closed = sum(other not in _OPEN for other in near)
        if closed > len(near) / 2:
            yield Reason(
                rule="precedents_differ",
                attention=Attention.raised,
                says=f"{closed} of the {len(near)} nearest cases were not published openly.",
            )


def _without_precedent(found: Findings, limits: Thresholds) -> int:
    """Passages with a flag that counts and no similar case."""
    counting = {flag.passage_index for flag in found.flags if effective(flag, limits) is not Severity.none}
    return len(counting & set(found.no_precedent))


def _readers(found: Findings, limits: Thresholds) -> Iterator[Reason]:
    wavering = [
        flag
        for flag in found.flags
        if flag.grounded and flag.confidence is not None and limits.unsure <= flag.confidence < limits.confident
    ]
    if wavering:
        yield Reason(
            rule="unsure_flags",
            says=f"Neither sure nor dismissed: {counted(len(wavering), 'flag')}.",
        )
    differing = _differing(found)
    if differing:
        yield Reason(
            rule="readers_disagree",
            attention=Attention.raised,
            says=f"The readers disagree on {counted(differing, 'passage')}.",
        )
    if ReaderKind.llm not in found.readers:
        yield Reason(
            rule="embedded_only",
            says="No language model read the draft: the embedded reader finds what resembles earlier cases and misses "
            "what does not.",
        )
