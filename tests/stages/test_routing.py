"""From findings to a suggestion: every rule by itself, and what must hold whatever is found."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.doors.prompts import Prompts
from screener.stages.routing import Findings, effective, suggest
from screener.words.case import Kind, Precedent, Sensitivity, Verification
from screener.words.flag import Flag, Grounding, ReaderKind
from screener.words.framework import Attention, Severity, Stance, Thresholds, Tier
from screener.words.screening import (
    AlertKind,
    Combination,
    Disagreement,
    Evidence,
    FactorArgument,
    IntegrityAlert,
    Suggestion,
)
from tests.stages.making import argument, covered, flag

LIMITS = Thresholds(
    confident=0.6,
    unsure=0.35,
    hold_high_flags=2,
    share_medium_flags=3,
    edits_low_flags=1,
    offence_factors=5,
    defence_factors=7,
    precedent_similarity=0.5,
    unread_share_urgent=0.2,
)
SHIPPED = Prompts(Path(__file__).parents[2] / "prompts").framework.thresholds
HIGH, MEDIUM, LOW = Severity.high, Severity.medium, Severity.low
LOST = Grounding.ungrounded


def findings(*flags: Flag, **settings: Any) -> Findings:
    chosen: dict[str, Any] = {
        "flags": flags,
        "coverage": covered(),
        "incomplete_because": (),
        "alerts": (),
        "argument": argument(),
        "precedents": (),
        "no_precedent": (),
        "disagreements": (),
        "readers": [ReaderKind.llm],
    } | settings
    return Findings(**chosen)


def stances(offence: int = 0, defence: int = 0, **settings: Any) -> Any:
    leanings = [Stance.favours_offence] * offence + [Stance.favours_defence] * defence
    factors = tuple(
        FactorArgument(factor=f"f{i}", for_defence="d", for_offence="o", stance=stance, would_change="w")
        for i, stance in enumerate(leanings)
    )
    return argument(factors=factors, **settings)


def together(severity: Severity, *, found: bool = True) -> Combination:
    evidence = Evidence(quote="q", grounding=Grounding.exact if found else LOST, start=0 if found else None)
    return Combination(passages=(0, 1), enables="e", severity=severity, evidence=(evidence,))


def alert(kind: AlertKind, *, raises: bool = True) -> IntegrityAlert:
    return IntegrityAlert(kind=kind, says="s", where="w", how="h", text="t", raises_attention=raises)


def near(*tiers: Tier, similarity: float = 0.7) -> tuple[Precedent, ...]:
    return tuple(
        Precedent(
            case_id=f"c{i}",
            title="t",
            year=2020,
            kind=Kind.illustrative,
            verification=Verification.illustrative,
            sensitivity=Sensitivity.open,
            first=tier,
            final=tier,
            similarity=similarity,
            matched_text="m",
            matches="m",
            distinguishes="d",
            rationale="r",
        )
        for i, tier in enumerate(tiers)
    )


def rules(suggestion: Suggestion) -> set[str]:
    return {reason.rule for reason in suggestion.reasons}


ROWS = [
    ("nothing", findings(), Tier.publish, Attention.routine, "nothing_flagged"),
    ("two sure high", findings(flag(HIGH), flag(HIGH)), Tier.hold, Attention.urgent, "flags_hold"),
    (
        "one high in a dangerous domain",
        findings(flag(HIGH, concern="domain_uplift")),
        Tier.hold,
        Attention.urgent,
        "flags_hold",
    ),
    ("one high", findings(flag(HIGH)), Tier.share_select, Attention.urgent, "flags_share"),
    (
        "two unsure high",
        findings(flag(HIGH, confidence=0.5), flag(HIGH, confidence=0.5)),
        Tier.share_select,
        Attention.urgent,
        "flags_share",
    ),
    (
        "unlikely high in a dangerous domain",
        findings(flag(HIGH, concern="domain_uplift", confidence=0.1)),
        Tier.publish_with_edits,
        Attention.raised,
        "flags_edit",
    ),
    ("three medium", findings(flag(), flag(), flag()), Tier.share_select, Attention.raised, "flags_share"),
    ("two medium", findings(flag(), flag()), Tier.publish_with_edits, Attention.raised, "flags_edit"),
    ("one low", findings(flag(LOW)), Tier.publish_with_edits, Attention.routine, "flags_edit"),
    ("one unlikely low", findings(flag(LOW, confidence=0.1)), Tier.publish, Attention.routine, "nothing_flagged"),
    (
        "a high combination",
        findings(argument=argument(combinations=(together(HIGH),))),
        Tier.share_select,
        Attention.raised,
        "flags_share",
    ),
    (
        "a medium combination",
        findings(argument=argument(combinations=(together(MEDIUM),))),
        Tier.publish_with_edits,
        Attention.raised,
        "flags_edit",
    ),
    (
        "a combination without its words",
        findings(argument=argument(combinations=(together(HIGH, found=False),))),
        Tier.publish,
        Attention.routine,
        "nothing_flagged",
    ),
    (
        "offence lifts edits",
        findings(flag(LOW), argument=stances(5)),
        Tier.share_select,
        Attention.raised,
        "argument_up",
    ),
    ("offence lifts sharing", findings(flag(HIGH), argument=stances(6, 2)), Tier.hold, Attention.urgent, "argument_up"),
    ("offence alone flags nothing", findings(argument=stances(9)), Tier.publish, Attention.routine, "nothing_flagged"),
    (
        "offence against more defence",
        findings(flag(LOW), argument=stances(5, 6)),
        Tier.publish_with_edits,
        Attention.routine,
        "flags_edit",
    ),
    (
        "defence lowers sharing",
        findings(flag(), flag(), flag(), argument=stances(1, 7)),
        Tier.publish_with_edits,
        Attention.raised,
        "argument_down",
    ),
    (
        "defence does not lower a high flag",
        findings(flag(HIGH), argument=stances(1, 9)),
        Tier.share_select,
        Attention.urgent,
        "flags_share",
    ),
    ("incomplete", findings(incomplete_because=("a page is unread",)), None, Attention.raised, "incomplete"),
    (
        "much unread",
        findings(incomplete_because=("x",), coverage=covered(characters_read=70)),
        None,
        Attention.urgent,
        "incomplete",
    ),
    (
        "no argument by the model",
        findings(argument=argument(fallen_back_because="It refused.")),
        Tier.publish,
        Attention.raised,
        "argument_missing",
    ),
    ("only lost words", findings(flag(HIGH, grounding=LOST)), None, Attention.raised, "only_ungrounded"),
    (
        "some lost words",
        findings(flag(HIGH, grounding=LOST), flag(LOW)),
        Tier.publish_with_edits,
        Attention.raised,
        "some_ungrounded",
    ),
    (
        "hidden orders",
        findings(alerts=(alert(AlertKind.hidden_instruction),)),
        None,
        Attention.urgent,
        "hidden_instruction",
    ),
    (
        "open orders",
        findings(alerts=(alert(AlertKind.instruction_to_reader),)),
        Tier.publish,
        Attention.raised,
        "visible_instruction",
    ),
    ("hidden text", findings(alerts=(alert(AlertKind.hidden_text),)), Tier.publish, Attention.raised, "hidden_text"),
    (
        "discussed orders",
        findings(alerts=(alert(AlertKind.instruction_to_reader, raises=False),)),
        Tier.publish,
        Attention.routine,
        "nothing_flagged",
    ),
    ("no precedent", findings(flag(LOW), no_precedent=(0,)), Tier.publish_with_edits, Attention.raised, "no_precedent"),
    (
        "closed precedents",
        findings(precedents=near(Tier.hold, Tier.share_select, Tier.publish)),
        Tier.publish,
        Attention.raised,
        "precedents_differ",
    ),
    (
        "readers disagree",
        findings(disagreements=(Disagreement(passage_index=0, score=0.9, says="s"),)),
        Tier.publish,
        Attention.raised,
        "readers_disagree",
    ),
    (
        "an order, and a model that may have obeyed it",
        findings(
            alerts=(alert(AlertKind.instruction_to_reader),),
            disagreements=(Disagreement(passage_index=0, score=0.9, says="s"),),
        ),
        None,
        Attention.urgent,
        "perhaps_obeyed",
    ),
    ("wavering", findings(flag(LOW, confidence=0.5)), Tier.publish_with_edits, Attention.routine, "unsure_flags"),
    (
        "embedded reader alone",
        findings(readers=[ReaderKind.embedded]),
        Tier.publish,
        Attention.routine,
        "embedded_only",
    ),
]


@pytest.mark.parametrize(
    ("found", "tier", "attention", "rule"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_each_rule_gives_its_tier_and_attention(
    found: Findings, tier: Tier | None, attention: Attention, rule: str
) -> None:
    suggestion = suggest(found, LIMITS)
    assert (suggestion.tier, suggestion.attention) == (tier, attention)
    assert rule in rules(suggestion)


@pytest.mark.parametrize("tiers", [(Tier.hold, Tier.hold), (Tier.hold, Tier.publish, Tier.publish), ()])
def test_few_or_divided_precedents_say_nothing_against_an_open_suggestion(tiers: tuple[Tier, ...]) -> None:
    assert "precedents_differ" not in rules(suggest(findings(precedents=near(*tiers)), LIMITS))


def test_distant_precedents_say_nothing() -> None:
    found = findings(precedents=near(Tier.hold, Tier.hold, Tier.hold, similarity=0.4))
    assert "precedents_differ" not in rules(suggest(found, LIMITS))


@pytest.mark.parametrize(
    "rule", ["unsure_flags", "embedded_only", "incomplete", "hidden_instruction", "argument_missing"]
)
def test_what_takes_certainty_away_marks_the_suggestion_unsure(rule: str) -> None:
    found = next(row[1] for row in ROWS if rule in rules(suggest(row[1], LIMITS)))
    assert suggest(found, LIMITS).unsure
    assert not suggest(findings(flag(LOW)), LIMITS).unsure


def test_a_combination_is_told_in_the_reason_it_gave() -> None:
    reason = suggest(findings(argument=argument(combinations=(together(HIGH),))), LIMITS).reasons[0]
    assert "1 combination" in reason.says


@pytest.mark.parametrize(("confidence", "severity"), [(None, HIGH), (0.6, HIGH), (0.35, HIGH), (0.34, MEDIUM)])
def test_a_flag_of_low_confidence_counts_one_severity_less(confidence: float | None, severity: Severity) -> None:
    assert effective(flag(HIGH, confidence=confidence), LIMITS) is severity


# What must hold whatever is found

FLAGS = st.builds(
    flag,
    st.sampled_from([LOW, MEDIUM, HIGH]),
    confidence=st.none() | st.floats(0, 1),
    concern=st.sampled_from(["scaling", "domain_uplift"]),
    grounding=st.sampled_from(list(Grounding)),
)
FINDINGS = st.builds(
    findings,
    flags=st.lists(FLAGS, max_size=6),
    coverage=st.integers(0, 100).map(lambda n: covered(characters_read=n)),
    incomplete_because=st.sampled_from([(), ("x",)]),
    alerts=st.lists(st.builds(alert, st.sampled_from(list(AlertKind)), raises=st.booleans()), max_size=3),
    argument=st.builds(
        stances,
        st.integers(0, 9),
        st.integers(0, 9),
        fallen_back_because=st.sampled_from(["", "It failed."]),
        combinations=st.lists(
            st.builds(together, st.sampled_from([LOW, MEDIUM, HIGH]), found=st.booleans()), max_size=2
        ).map(tuple),
    ),
    precedents=st.lists(st.sampled_from(list(Tier)), max_size=6).map(lambda tiers: near(*tiers)),
    no_precedent=st.sampled_from([(), (0,)]),
    disagreements=st.sampled_from([(), (Disagreement(passage_index=0, score=0.9, says="s"),)]),
    readers=st.sampled_from([[ReaderKind.llm], [ReaderKind.embedded]]),
)
BOTH_LIMITS = st.sampled_from([LIMITS, SHIPPED])


def openness(tier: Tier | None) -> float:
    """No suggestion lies between `publish` and everything else: a person must read before it can be published."""
    return 0.5 if tier is None else float(tier.rank)


@given(FINDINGS, FLAGS.filter(lambda f: f.grounded), BOTH_LIMITS)
def test_one_more_grounded_flag_never_opens_the_tier_or_lowers_attention(
    found: Findings, more: Flag, limits: Thresholds
) -> None:
    before, after = suggest(found, limits), suggest(replace(found, flags=[*found.flags, more]), limits)
    assert openness(after.tier) >= openness(before.tier)
    assert after.attention.rank >= before.attention.rank


@given(FINDINGS, st.lists(FLAGS.map(lambda f: flag(f.severity, grounding=LOST)), min_size=1), BOTH_LIMITS)
def test_claims_without_words_never_set_a_tier(found: Findings, lost: list[Flag], limits: Thresholds) -> None:
    without = replace(found, flags=[f for f in found.flags if f.grounded])
    before, after = suggest(without, limits), suggest(replace(without, flags=[*without.flags, *lost]), limits)
    assert after.tier in (before.tier, None)
    assert after.tier is not Tier.publish
    assert after.attention.rank >= Attention.raised.rank


@given(FINDINGS, BOTH_LIMITS)
def test_an_incomplete_screening_never_suggests_publishing(found: Findings, limits: Thresholds) -> None:
    suggestion = suggest(replace(found, incomplete_because=("a passage is unread",)), limits)
    assert suggestion.tier is not Tier.publish
    assert suggestion.unsure
    assert suggestion.attention is not Attention.routine


@given(FINDINGS, BOTH_LIMITS)
def test_a_hidden_order_is_always_urgent_and_never_published(found: Findings, limits: Thresholds) -> None:
    suggestion = suggest(replace(found, alerts=[*found.alerts, alert(AlertKind.hidden_instruction)]), limits)
    assert suggestion.attention is Attention.urgent
    assert suggestion.tier is not Tier.publish


@given(FINDINGS, st.floats(0, 1), st.data(), BOTH_LIMITS)
def test_less_confidence_never_closes_the_tier(
    found: Findings, share: float, data: st.DataObject, limits: Thresholds
) -> None:
    if not found.flags:
        return
    at = data.draw(st.integers(0, len(found.flags) - 1))
    one = found.flags[at]
    lowered = one.model_copy(update={"confidence": share * (1.0 if one.confidence is None else one.confidence)})
    changed = [lowered if i == at else f for i, f in enumerate(found.flags)]
    assert openness(suggest(replace(found, flags=changed), limits).tier) <= max(
        openness(suggest(found, limits).tier),
        openness(None) if any(not f.grounded for f in changed) else 0,
    )


@given(FINDINGS, BOTH_LIMITS)
def test_every_suggestion_gives_its_reasons_and_attention_is_that_of_the_gravest(
    found: Findings, limits: Thresholds
) -> None:
    suggestion = suggest(found, limits)
    assert suggestion.reasons
    given_by = [r.attention.rank for r in suggestion.reasons if r.attention]
    assert suggestion.attention.rank == max(given_by, default=0)
