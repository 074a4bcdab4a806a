"""What a cleared reviewer writes is read by reviewers who are not: it names no restricted case."""

from screener.uses.access import cleared
from screener.words.case import Sensitivity
from screener.words.errors import Invalid
from screener.words.people import Actor
from screener.words.screening import Screening

SAYS = "This names a restricted case, and reviewers who are not cleared for it will read it; say it without the case."


def names_no_restricted(actor: Actor, screening: Screening, text: str, field: str) -> None:
    """Raises Invalid where somebody who sees restricted cases beside a draft names one, by its id or title, in `text`."""
    if not cleared(actor.person):
        return
    held = [p for p in screening.precedents if p.sensitivity is Sensitivity.restricted]
    said = " ".join(text.casefold().split())
    if any(" ".join(name.casefold().split()) in said for p in held for name in (p.case_id, p.title)):
        raise Invalid(SAYS, {field: SAYS})
