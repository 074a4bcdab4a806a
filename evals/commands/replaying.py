"""`screener eval replay`."""

from collections.abc import Sequence
from pathlib import Path

from evals.replay import Outcome, Replay, Replayed, replayed
from screener.words.errors import ConfigurationError
from screener.words.framework import Thresholds, Tier


def thresholds_of(given: Sequence[str]) -> dict[str, float]:
    """The thresholds named as name=value. Raises ConfigurationError for one that the framework does not have."""
    found = {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in Thresholds.model_fields:
            known = ", ".join(Thresholds.model_fields)
            raise ConfigurationError(f"The framework has no threshold '{name}'; it has {known}.")
        try:
            found[name] = float(value)
        except ValueError as error:
            raise ConfigurationError(f"'{text}' is no threshold; write it as {name}=0.5.") from error
    return found


def replay_command(order: Replay, out: Path | None) -> None:
    """Screen everything twice and print what flipped."""
    if order.now == order.changed:
        raise ConfigurationError(
            "Nothing is changed; name what is to be tried with --model, --prompts, --corpus or --threshold."
        )
    if order.split == "test" and not order.datasets:
        raise ConfigurationError(
            "The shipped 'test' drafts are for 'eval run' alone: whoever tries changes on them has no test set any more. "
            "Replay 'dev', or drafts of your own with --datasets."
        )
    found = replayed(order)
    _print(found)
    if out:
        try:
            out.write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(f"{out} cannot be written: {error.strerror}; choose another file.") from error
        print(out)


def _print(found: Replayed) -> None:
    for sort in ("case", "draft"):
        own = [o for o in found.outcomes if o.sort == sort]
        flips = [o for o in own if o.flipped]
        print(
            f"{len(flips)} of {len(own)} {sort}s come out otherwise; {sum(o.more_open for o in flips)} of them more open."
        )
        for outcome in flips:
            print(f"  {_line(outcome)}")
    unread = sum(o.unread_after > o.unread_before for o in found.outcomes)
    if unread:
        print(f"In {unread} of them more is unread than before.")


def _line(o: Outcome) -> str:
    way = f"{_said(o.before)} → {_said(o.after)}"
    return f"{o.work}: {way} (decided {o.decided}; flags {o.flags_before} → {o.flags_after})"


def _said(tier: Tier | None) -> str:
    return str(tier) if tier else "no suggestion"
