"""A small draft as an advocate is given it, and a way to look quotes up in it."""

from typing import Any

from screener.stages.argument import Material
from screener.stages.grounding import QuoteGate
from screener.words.case import Precedent
from screener.words.draft import PassageRole
from screener.words.screening import Evidence
from tests.stages.making import case, consecutive, flag, passage, reading

PARTS = (
    "Evaluators can act on the result today to find and stop a failure, but using it for capability needs more work. ",
    "The recipe raises performance as it stands and its use for safety is only a promise that nobody has kept so far. ",
    "Evaluators can act on the result today to find and stop a failure, but using it for capability needs more work. ",
)
PASSAGES = (
    *consecutive(*PARTS),
    passage(
        "[1] A. Smith. Evaluators can act on the result today to find a failure. 2019.",
        3,
        sum(map(len, PARTS)),
        role=PassageRole.references,
    ),
)
TEXT = "".join(p.text for p in PASSAGES)


def stances(**by_factor: str) -> dict[str, dict[str, str]]:
    return {name: {"stance": stance, "because": f"Because of {name}, {stance}."} for name, stance in by_factor.items()}


OPEN = case(
    "open-case",
    factors=stances(immediacy="favours_defence", breadth="favours_defence", exposure="balanced"),
    decision={"first": "publish", "final": "publish"},
)
SHUT = case("shut-case", factors=stances(immediacy="favours_defence", breadth="favours_offence"))


def precedent(name: str, similarity: float = 0.7) -> Precedent:
    made = OPEN if name == OPEN.id else SHUT
    return Precedent(
        case_id=name,
        title=made.title,
        year=made.year,
        kind=made.kind,
        verification=made.verification,
        sensitivity=made.sensitivity,
        first=made.decision.first,
        final=made.decision.final,
        similarity=similarity,
        matched_text="m",
        matches="m",
        distinguishes="d",
        rationale=made.rationale,
    )


def material(**settings: Any) -> Material:
    given = {
        "title": "A title",
        "opening": "An opening",
        "passages": PASSAGES,
        "readings": tuple(reading(i) for i in range(4)),
        "flags": (flag(quote=PARTS[1][:60], start=len(PARTS[0]), end=len(PARTS[0]) + 60, passage_index=1),),
        "precedents": (precedent("open-case"), precedent("shut-case", 0.6)),
    }
    return Material.model_validate(given | settings)


def quote(text: str, index: int | None) -> Evidence:
    within = (PASSAGES[index].start, PASSAGES[index].end) if index is not None else None
    found = QuoteGate(TEXT).find(text, within)
    return Evidence(quote=text, grounding=found.how, start=found.start, end=found.end)
