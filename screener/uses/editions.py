"""Editions of a screening: the same run, without what its reader may not see.

Where an installation lets restricted cases be retrieved, everything that a model wrote may echo one of them. So the open
edition of such a screening keeps what is the draft's own (text, quotes, places, severities, alerts, coverage) and drops
every sentence that was written with precedents in view. Its shape depends on the installation's setting alone, never on
whether a restricted case was found: otherwise the gap would tell.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from screener.stages import routing
from screener.words.case import Precedent, Sensitivity
from screener.words.flag import ClaimedFlag, Flag
from screener.words.framework import Framework, Thresholds
from screener.words.screening import Argument, Provenance, Reading, Screening

LEFT_OUT = "Left to the reviewers: this edition holds nothing that was written beside earlier cases."


@dataclass(frozen=True)
class Editor:
    """Makes editions for this installation."""

    framework: Framework
    open_cases: Callable[[], int]
    """How many cases anybody may see."""

    def edition(self, screening: Screening, *, with_restricted: bool) -> Screening:
        """The screening as somebody may see it who may, or may not, see restricted cases."""
        return edition(
            screening,
            with_restricted=with_restricted,
            thresholds=self.framework.thresholds,
            open_cases=self.open_cases(),
        )


def restricted_in_use(screening: Screening) -> bool:
    """Whether the run could retrieve restricted cases."""
    said = screening.provenance.settings.get("restricted_precedents", "")
    return said.casefold() == "true" or any(p.sensitivity is Sensitivity.restricted for p in screening.precedents)


def edition(screening: Screening, *, with_restricted: bool, thresholds: Thresholds, open_cases: int) -> Screening:
    """The screening as its reader may see it; `open_cases` is the number of cases that anybody may see.

    Without restricted cases, the suggestion is made anew from what remains, so that nothing in it points to what does
    not.
    """
    if with_restricted:
        return screening
    provenance = screening.provenance.model_copy(update={"corpus_cases": open_cases, "corpus_sha256": ""})
    if not restricted_in_use(screening):
        return screening.model_copy(update={"provenance": provenance})
    kept = tuple(p for p in screening.precedents if p.sensitivity is not Sensitivity.restricted)
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
    sent = nothing | {"tokens_in_cached": 0, "bytes_out": 0, "seconds": 0.0}
    requests = tuple(r.model_copy(update=sent) for r in provenance.requests)
    return provenance.model_copy(update=nothing | {"requests": requests, "seconds": {}})


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
