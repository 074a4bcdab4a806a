"""A case made ready from a decided draft: what is known is filled in, what a person must write is marked ⟨…⟩."""

import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from screener.uses.verbatim import DraftWords
from screener.words.case import Case, Label, Sensitivity, Sort, Verification
from screener.words.errors import Invalid
from screener.words.framework import Framework, Severity, Stance, Tier
from screener.words.review import AddedFlag, Decision
from screener.words.screening import Screening
from screener.words.submission import DraftSensitivity, SubmittedDraft
from screener.words.views import JudgedFlag

MOST_PASSAGES = 6
LARGEST = 200_000
"""Characters of a case that are read."""
DEEPEST = 8
"""Lists and mappings within one another."""
LONGEST_ID = 120
_SLOW = re.compile(r"[-+0-9:_.,]{1000,}")
"""A number of so many digits, which takes seconds to be worked out."""
_UNWRITTEN = re.compile(r"⟨[^⟩]*⟩")


def needs_restriction(draft: SubmittedDraft, final: Tier) -> bool:
    """Whether a case from this draft must be restricted: its being known at all would say too much."""
    return draft.sensitivity is DraftSensitivity.secret or final is Tier.hold


def prefilled(
    draft: SubmittedDraft,
    screening: Screening,
    flags: Sequence[JudgedFlag],
    added: Sequence[AddedFlag],
    decisions: Sequence[Decision],
    framework: Framework,
) -> str:
    """The YAML of a case for a person to complete. It holds no words of the draft.

    A flag whose concern the framework does not know (a model may name one of its own) is left out.
    """
    first, final = decisions[0], decisions[-1]
    known = set(framework.concern_ids())
    held = [f for f in flags if f.standing and f.severity not in (None, Severity.none) and f.flag.concern in known]
    concerns = dict.fromkeys([*(f.flag.concern for f in held), *(a.concern for a in added if not a.withdrawn_at)])
    open_enough = final.tier in (Tier.publish, Tier.publish_with_edits) and not needs_restriction(draft, final.tier)
    values: dict[str, Any] = {
        "id": f"here-{final.at:%Y}-{secrets.token_hex(4)}",
        "kind": "real",
        "title": "⟨a title that does not give the work away⟩",
        "year": final.at.year,
        "domain": "ai",
        "field": "⟨the field, in a few words⟩",
        "summary": "⟨what the work shows, in one or two sentences, at the level of an abstract⟩",
        "at_stake": "⟨who could do what with it that they cannot do today⟩",
        "decided_by": "⟨who decided: a role or a group, such as a review board⟩",
        "decision": {
            "first": str(first.tier),
            "final": str(final.tier),
            **({"why_changed": "⟨why the decision changed⟩"} if first.tier is not final.tier else {}),
        },
        "rationale": "⟨why it was decided so, without words of the draft⟩",
        **_conditions(final),
        "outcome": "⟨what came of it, as far as is known⟩",
        "factors": _factors(screening) or {"immediacy": {"stance": "not_shown", "because": "⟨why, in a sentence⟩"}},
        "concerns": list(concerns),
        "distinguish": "⟨what would make a similar draft a different case⟩",
        "sensitivity": str(Sensitivity.open if open_enough else Sensitivity.restricted),
        "sources": [f"decided here on {final.at:%Y-%m-%d}"],
        "verification": str(Verification.seen_in_tools),
        "passages": list(_passages(held, added)) or [_unflagged()],
    }
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100)


def checked(untrusted_yaml: str, framework: Framework) -> Case:
    """The case that a person wrote. Raises Invalid saying which field is wrong."""
    if len(untrusted_yaml) > LARGEST:
        raise Invalid(f"A case has at most {LARGEST:,} characters; shorten this one.", {"yaml": "It is too long."})
    try:
        _check_shape(untrusted_yaml)
        case = Case.model_validate(yaml.load(untrusted_yaml, Loader=_LOADER))  # noqa: S506  (the C form of the safe loader)
    except yaml.YAMLError as error:
        says = f"This is not valid YAML: {' '.join(str(getattr(error, 'problem', None) or 'it cannot be read').split())[:200]}."
        raise Invalid(says, {"yaml": says}) from error
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        fields = {".".join(map(str, e["loc"])) or "yaml": e["msg"].removeprefix("Value error, ") for e in found}
        name, says = next(iter(fields.items()))
        raise Invalid(f"The case is not complete: {name}: {says}.", fields) from error
    except ValueError as error:
        says = f"This is not valid YAML: {error}."
        raise Invalid(says, {"yaml": says}) from error
    if len(case.id) > LONGEST_ID:
        says = f"An id has at most {LONGEST_ID} characters; give the case a shorter one."
        raise Invalid(says, {"id": says})
    if fields := {name: "Replace what stands in ⟨…⟩." for name, text in texts_of(case) if _UNWRITTEN.search(text)}:
        raise Invalid("Some of the case is still to be written; replace everything that stands in ⟨…⟩.", fields)
    if fields := dict(_unknown(case, framework)):
        raise Invalid("The case names a concern or factor that the framework does not have.", fields)
    return case


def with_sensitivity(case_yaml: str, sensitivity: Sensitivity) -> str:
    """The YAML of a case that was checked before, under another sensitivity."""
    values = yaml.load(case_yaml, Loader=_LOADER) | {"sensitivity": str(sensitivity)}  # noqa: S506  (as above)
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100)


def check_travel(case: Case, draft: SubmittedDraft, draft_text: str, final: Tier) -> None:
    """Raises Invalid where an open case says more than it may of its draft."""
    if case.sensitivity is Sensitivity.restricted:
        return
    if needs_restriction(draft, final):
        says = "A case from a secret or held draft must be restricted."
        raise Invalid(f"{says} Set its sensitivity to 'restricted'.", {"sensitivity": says})
    words = DraftWords(draft_text)
    quoted = {name: words.longest_quotation(text) for name, text in texts_of(case)}
    fields = {
        name: f"These words stand in the draft: “{_short(said)}”. Say it in other words."
        for name, said in quoted.items()
        if said
    }
    if fields:
        raise Invalid(
            "An open case may not quote its draft; say it in other words, or make the case restricted.", fields
        )


def texts_of(case: Case) -> Iterator[tuple[str, str]]:
    """Every text of a case, with the name of its field."""
    for name in (
        "title",
        "domain",
        "field",
        "summary",
        "at_stake",
        "decided_by",
        "rationale",
        "outcome",
        "distinguish",
    ):
        yield name, getattr(case, name)
    yield "decision.why_changed", case.decision.why_changed or ""
    for name, argued in case.factors.items():
        yield f"factors.{name}.because", argued.because
    for name, text in (case.conditions.model_dump() if case.conditions else {}).items():
        yield f"conditions.{name}", text or ""
    yield from ((f"sources.{n}", source) for n, source in enumerate(case.sources))
    for n, passage in enumerate(case.passages):
        yield f"passages.{n}.text", passage.text
        yield f"passages.{n}.because", passage.because


def _check_shape(untrusted_yaml: str) -> None:
    """Raises Invalid for YAML that is nested more deeply than a case, or refers to itself: it could exhaust whoever builds
    values from it. Its events come one by one, so that this ends where the depth is reached."""
    depth = 0
    for event in yaml.parse(untrusted_yaml, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.ScalarEvent) and _SLOW.fullmatch(event.value):
            says = "A case holds no number of more than a thousand digits."
            raise Invalid(says, {"yaml": says})
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            says = "A case is plain YAML: it is not nested deeply, and refers to nothing by '*'."
            raise Invalid(says, {"yaml": says})


def _unknown(case: Case, framework: Framework) -> Iterator[tuple[str, str]]:
    known, factors = set(framework.concern_ids()), set(framework.factor_ids())
    yield from (("concerns", f"There is no concern '{c}'.") for c in case.concerns if c not in known)
    yield from ((f"factors.{f}", f"There is no factor '{f}'.") for f in case.factors if f not in factors)
    for n, passage in enumerate(case.passages):
        if passage.concern is not None and passage.concern not in known:
            yield f"passages.{n}.concern", f"There is no concern '{passage.concern}'."


def _conditions(final: Decision) -> dict[str, Any]:
    tied = final.conditions
    said = {
        "audience": "; ".join(filter(None, [tied.audience, tied.commitment and f"who commit to: {tied.commitment}"])),
        "embargo": f"until {tied.embargo_until}" if tied.embargo_until else None,
        "next_look": str(tied.next_look) if tied.next_look else None,
    }
    kept = {name: text for name, text in said.items() if text}
    return {"conditions": kept} if kept else {}


def _factors(screening: Screening) -> dict[str, dict[str, str]]:
    """The stances of the argument; the reasons are for a person to write, since the argument quotes the draft."""
    return {
        f.factor: {"stance": str(f.stance), "because": "⟨why, in a sentence⟩"}
        for f in screening.argument.factors
        if f.stance is not Stance.not_shown
    }


def _passages(held: Sequence[JudgedFlag], added: Sequence[AddedFlag]) -> Iterator[dict[str, str]]:
    grave = sorted(held, key=lambda f: -(f.severity or Severity.none).rank)
    for f in grave[:MOST_PASSAGES]:
        yield _passage(f.flag.concern, f.severity or f.flag.severity)
    for a in [a for a in added if a.withdrawn_at is None and a.severity is not Severity.none][:MOST_PASSAGES]:
        yield _passage(a.concern, a.severity)


def _passage(concern: str, severity: Severity) -> dict[str, str]:
    return {
        "text": "⟨what the passage gives its reader, in your own words, two or three sentences⟩",
        "label": str(Label.uplift),
        "concern": concern,
        "severity": str(severity),
        "sort": str(Sort.plain),
        "because": "⟨why it carries uplift⟩",
    }


def _unflagged() -> dict[str, str]:
    return {
        "text": "⟨a passage that looks as if it mattered and does not, in your own words, two or three sentences⟩",
        "label": str(Label.benign),
        "severity": str(Severity.none),
        "sort": str(Sort.hard_negative),
        "because": "⟨why it is harmless⟩",
    }


def _short(words: str) -> str:
    return words if len(words) <= 160 else f"{words[:157].rsplit(' ', 1)[0]} …"


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
