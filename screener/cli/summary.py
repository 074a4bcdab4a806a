"""What the terminal shows at the end: status, coverage, alerts, suggestion, and each flag in one or two lines."""

import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from screener.cli.terminal import plain
from screener.report import egress
from screener.report.alerts import told
from screener.words.counting import counted
from screener.words.flag import Flag
from screener.words.framework import Framework, Severity
from screener.words.screening import Screening, Status

SHOWN_FLAGS = 40
SHOWN_ALERTS = 8
_COLOUR = {Severity.high: "bold red", Severity.medium: "yellow", Severity.low: "cyan", Severity.none: "dim"}


def print_summary(
    screening: Screening, framework: Framework, folder: Path | None, console: Console | None = None
) -> None:
    """Print the summary of a screening. Words of the draft are shown as plain text, control characters removed."""
    out = console or _console()
    _status(out, screening)
    _coverage(out, screening)
    _alerts(out, screening)
    _suggestion(out, screening, framework)
    _flags(out, screening, framework)
    if folder is not None:
        for name in ("report.html", "report.json", "report.md"):
            out.print(f"  {folder / name}", markup=False, soft_wrap=True)


def _console() -> Console:
    """As wide as the terminal; a pipe gets 120 columns."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=120)


def _status(out: Console, screening: Screening) -> None:
    if screening.status is Status.complete:
        out.print(f"[bold green]Complete[/]: {escape(plain(screening.draft.title, 100))}")
        return
    out.print(f"[bold red]Incomplete[/]: {escape(plain(screening.draft.title, 100))}")
    for reason in screening.incomplete_because:
        out.print(f"  {escape(reason)}. What is unread is not clean.")


def _coverage(out: Console, screening: Screening) -> None:
    covered = screening.coverage
    read = ", ".join(f"{r.model} ({r.role})" for r in screening.provenance.readers)
    share = covered.characters_read / max(1, covered.characters)
    out.print(
        f"Coverage: {covered.read} of {counted(covered.passages, 'passage')}, {share:.0%} of the text, read by {escape(read)}."
    )
    sent = screening.provenance
    out.print(escape(plain(" ".join(s for s in (egress.told(sent), egress.kept_back(sent)) if s), 800)))
    if covered.images:
        pages = f" (page {', '.join(map(str, covered.image_pages[:8]))})" if covered.image_pages else ""
        unseen = counted(covered.images, "figure or image", "figures and images")
        out.print(f"  Not looked at: {unseen}{pages}; captions were read.")


def _alerts(out: Console, screening: Screening) -> None:
    shown = [a for a in screening.alerts if a.raises_attention]
    if not screening.alerts:
        out.print("Integrity: nothing hidden, nobody addressed.")
        return
    out.print(f"Integrity: {counted(len(screening.alerts), 'alert')}, for attention: {len(shown)}.")
    first = told(shown)[:SHOWN_ALERTS]
    for one in first:
        also = f" (and in {counted(len(one.also), 'more place')})" if one.also else ""
        out.print(Padding(Text(f"{one.alert.says}{also} “{plain(one.alert.text, 110)}”", style="red"), (0, 0, 0, 2)))
    if left := len(shown) - sum(1 + len(one.also) for one in first):
        out.print(f"  … and {left} more in the report.")


def _suggestion(out: Console, screening: Screening, framework: Framework) -> None:
    suggestion = screening.suggestion
    names = {tier.id: tier.name for tier in framework.tiers}
    tier = names[suggestion.tier] if suggestion.tier else "none: a person must read first"
    unsure = ", unsure" if suggestion.unsure and suggestion.tier else ""
    out.print(f"Suggested tier: [bold]{escape(tier)}[/]{unsure}; attention: {suggestion.attention}. A person decides.")
    for reason in suggestion.reasons:
        out.print(Padding(Text(reason.says, style="dim"), (0, 0, 0, 2)))


def _flags(out: Console, screening: Screening, framework: Framework) -> None:
    grounded = [f for f in screening.flags if f.grounded]
    names = {concern.id: concern.name for concern in framework.concerns}
    ranked = sorted(grounded, key=lambda f: -f.weight)[:SHOWN_FLAGS]
    out.print(
        f"Flags: {len(grounded)}" + (f", the gravest {len(ranked)} shown" if len(ranked) < len(grounded) else "") + "."
    )
    for flag in ranked:
        line = _flag_line(flag, names.get(flag.concern, flag.concern))
        out.print(line, no_wrap=True, overflow="ellipsis" if out.is_terminal else "ignore", crop=out.is_terminal)
        out.print(Padding(Text(plain(flag.mechanism, 400), style="dim"), (0, 0, 0, 4)))
    missing = len(screening.flags) - len(grounded)
    if missing:
        out.print(f"  Quoting words that are not in the draft: {counted(missing, 'claim')}; see the report.")


def _flag_line(flag: Flag, concern: str) -> Text:
    where = f"p. {flag.page}" if flag.page else (plain(flag.section[-1], 30) if flag.section else "text")
    sure = f" {flag.confidence:.2f}" if flag.confidence is not None else ""
    return Text.assemble(
        ("  " + flag.severity.upper() + sure, _COLOUR[flag.severity]),
        f"  {where}  {concern}: ",
        f"“{plain(flag.quote, 400)}”",
    )
