"""Editions of a screening: the same run, without what its reader may not see.

Where an installation lets restricted cases be retrieved, everything that a model wrote may echo one of them. So the open
edition of such a screening keeps what is the draft's own (text, quotes, places, severities, alerts, coverage) and drops
every sentence that was written with precedents in view. Its shape depends on the installation's setting alone, never on
whether a restricted case was found: otherwise the gap would tell.

A report grows old while the corpus goes on: a case that it shows may have been restricted or withdrawn since. The open
edition then leaves out that case and what may echo it, as above; those who are cleared see what became of the case.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from screener.stages import routing
from screener.words.case import Precedent, Sensitivity
from screener.words.flag import ClaimedFlag, Flag
from screener.words.framework import Framework, Thresholds
from screener.words.screening import Argument, Provenance, Reading, Screening

CasesNow = Mapping[str, Sensitivity]
"""Who may see each case that the corpus holds, by its id. One that was withdrawn is not among them."""
LEFT_OUT = "Left to the reviewers: this edition holds nothing that was written beside earlier cases."


@dataclass(frozen=True)
class Editor:
    """Makes editions for this installation."""

    framework: Framework
    cases_now: Callable[[], CasesNow]
    """Every case of this moment; it takes a connection to the database."""

    def edition(self, screening: Screening, *, with_restricted: bool) -> Screening:
        """The screening as somebody may see it who may, or may not, see restricted cases."""
        return edition(
            screening,
            with_restricted=with_restricted,
            thresholds=self.framework.thresholds,
            cases=self.cases_now(),
        )


def is_open(precedent: Precedent, cases: CasesNow) -> bool:
    """Whether anybody may see the case: it was open when it was found, and is so now."""
    return Sensitivity.restricted not in (precedent.sensitivity, cases.get(precedent.case_id, Sensitivity.restricted))


def edition(screening: Screening, *, with_restricted: bool, thresholds: Thresholds, cases: CasesNow) -> Screening:
    """The screening as its reader may see it, while the corpus holds `cases`.

    Without restricted cases, the suggestion is made anew from what remains, so that nothing in it points to what does
    not.
    """
    if with_restricted:
        return screening.model_copy(update={"precedents": tuple(_marked(p, cases) for p in screening.precedents)})
    opened = sum(sensitivity is Sensitivity.open for sensitivity in cases.values())
    provenance = screening.provenance.model_copy(update={"corpus_cases": opened, "corpus_sha256": ""})
    kept = tuple(p for p in screening.precedents if is_open(p, cases))
    if not screening.restricted_in_use and len(kept) == len(screening.precedents):
        return screening.model_copy(update={"provenance": provenance})
    shown = {p.case_id for p in kept}
    flags = tuple(_flag(flag, shown) for flag in screening.flags)
    bare = screening.model_copy(
        update={
            "provenance": _unmeasured(provenance),
            "precedents": kept,
            "flags": flags,
            "no_precedent": tuple(sorted({f.passage_index for f in flags if f.grounded and not f.precedents})),
            "readings": _readings(screening.readings),
            "second_opinion": _readings(screening.second_opinion),
            "argument": _argument(screening.argument),
        }
    )
    return bare.model_copy(update={"suggestion": routing.suggest(_findings(bare, kept), thresholds)})


def _unmeasured(provenance: Provenance) -> Provenance:
    """Without sizes, tokens, costs and durations: a prompt with a restricted case in it is longer than one without."""
    nothing: dict[str, object] = {"tokens_in": 0, "tokens_out": 0, "cost": None}
    whole: dict[str, object] = {"sizes_shown": False, "seconds": {}}
    sent = nothing | {"tokens_in_cached": 0, "bytes_out": 0, "seconds": 0.0}
    requests = tuple(r.model_copy(update=sent) for r in provenance.requests)
    return provenance.model_copy(update=nothing | whole | {"requests": requests})


def _marked(precedent: Precedent, cases: CasesNow) -> Precedent:
    """For those who are cleared: a case that was open when it was found says what became of it."""
    now = cases.get(precedent.case_id)
    if now is Sensitivity.open or now is precedent.sensitivity:
        return precedent
    since = "withdrawn since" if now is None else "restricted since"
    return precedent.model_copy(update={"title": f"{precedent.title} ({since})", "sensitivity": Sensitivity.restricted})


def _flag(flag: Flag, shown: set[str]) -> Flag:
    return flag.model_copy(
        update={
            "precedents": tuple(case_id for case_id in flag.precedents if case_id in shown),
            "mechanism": LEFT_OUT,
            "already_public": "",
            "smallest_edit": "",
        }
    )


def _readings(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(r.model_copy(update={"summary": "", "claims": tuple(map(_claim, r.claims))}) for r in readings)


def _claim(claim: ClaimedFlag) -> ClaimedFlag:
    return claim.model_copy(update={"mechanism": LEFT_OUT, "already_public": "", "smallest_edit": ""})


def _argument(argument: Argument) -> Argument:
    return Argument(by=argument.by, model=argument.model, factors=(), for_openness=LEFT_OUT, for_restraint=LEFT_OUT)


def _findings(screening: Screening, near: tuple[Precedent, ...]) -> routing.Findings:
    return routing.Findings(
        flags=screening.flags,
        coverage=screening.coverage,
        incomplete_because=screening.incomplete_because,
        alerts=screening.alerts,
        argument=screening.argument,
        precedents=tuple(p for p in near if p.passage_index is None),
        no_precedent=screening.no_precedent,
        disagreements=screening.disagreements,
        readers=[r.kind for r in screening.provenance.readers if r.role == "reader"],
    )
