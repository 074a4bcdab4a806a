"""Where a screening stands, in words: the first line of every form of the report, and the suggestion."""

from screener.report.spoken import ATTENTIONS, UNREAD_BRIEFLY, Terms
from screener.words.counting import counted, listed
from screener.words.screening import Coverage, Screening, Status, UnreadBecause


def is_complete(screening: Screening) -> bool:
    """Whether everything was read. Needs the status and the ledger to agree: unread is never clean."""
    coverage = screening.coverage
    return screening.status is Status.complete and coverage.complete and coverage.passages > 0


def headline(screening: Screening) -> str:
    """The first line: complete or not, and where not, what is missing."""
    coverage = screening.coverage
    if is_complete(screening):
        every = "the only passage was" if coverage.passages == 1 else f"all {coverage.passages:,} passages were"
        return f"Complete: {every} read"
    if gaps := _gaps(coverage):
        return f"Incomplete: {listed(gaps)}"
    reason = next(iter(screening.incomplete_because), "the run did not finish what it promised")
    return f"Incomplete: {reason.rstrip('.')}"


def suggestion(screening: Screening, terms: Terms) -> str:
    """The suggested tier in words, or that there is none."""
    suggested = screening.suggestion
    if suggested.tier is None:
        return "No suggestion: a person must read it first"
    return terms.tier(suggested.tier) + (" (the screen is unsure)" if suggested.unsure else "")


def attention(screening: Screening) -> str:
    """How soon and closely a person should look."""
    return ATTENTIONS[screening.suggestion.attention]


def _gaps(coverage: Coverage) -> list[str]:
    gaps = []
    if coverage.passages == 0:
        gaps.append("the draft holds no text that could be read")
    if coverage.unread:
        verb = "was" if len(coverage.unread) == 1 else "were"
        reasons = ", ".join(f"{n:,} {UNREAD_BRIEFLY[UnreadBecause(r)]}" for r, n in coverage.reasons().items())
        gaps.append(f"{len(coverage.unread):,} of {counted(coverage.passages, 'passage')} {verb} not read ({reasons})")
    if coverage.scanned_pages:
        hold = "holds" if len(coverage.scanned_pages) == 1 else "hold"
        gaps.append(f"{counted(len(coverage.scanned_pages), 'scanned page')} {hold} no readable text")
    if coverage.missing_parts:
        missing = len(coverage.missing_parts)
        gaps.append(f"{counted(missing, 'part')} of the draft {'was' if missing == 1 else 'were'} not handed in")
    return gaps
