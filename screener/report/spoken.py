"""The words for the enumerations and numbers of a screening, the same in every form of the report."""

from datetime import UTC, datetime

from screener.words import counting
from screener.words.draft import HiddenHow
from screener.words.flag import ConfidenceFrom, Grounding, ReaderKind
from screener.words.framework import Attention, Framework, Stance, Tier
from screener.words.screening import AlertKind, UnreadBecause

counted = counting.counted  # for the templates, which know this module alone

UNREAD_BRIEFLY = {
    UnreadBecause.refused: "refused",
    UnreadBecause.timed_out: "timed out",
    UnreadBecause.rate_limited: "held back by a rate limit",
    UnreadBecause.unreachable: "model not reachable",
    UnreadBecause.truncated: "answer cut off",
    UnreadBecause.invalid_answer: "answer not usable",
    UnreadBecause.too_long: "too long for the model",
    UnreadBecause.not_allowed: "not allowed to leave",
    UnreadBecause.over_budget: "budget spent",
    UnreadBecause.rejected: "request not accepted",
    UnreadBecause.other_language: "not in English",
    UnreadBecause.stopped: "run stopped",
}
UNREAD = {
    UnreadBecause.refused: "the model declined to answer",
    UnreadBecause.timed_out: "no answer came in time",
    UnreadBecause.rate_limited: "the provider kept asking us to wait",
    UnreadBecause.unreachable: "the model could not be reached",
    UnreadBecause.truncated: "the answer was cut off",
    UnreadBecause.invalid_answer: "the answer did not have the form that was asked for",
    UnreadBecause.too_long: "it is too long for the model",
    UnreadBecause.not_allowed: "the rules here do not let it leave for that model",
    UnreadBecause.over_budget: "the run's budget was spent",
    UnreadBecause.rejected: "the provider did not accept the request",
    UnreadBecause.other_language: "it is not in English, and the embedded reader knows no other language",
    UnreadBecause.stopped: "the run was stopped",
}
HIDDEN = {
    HiddenHow.low_contrast: "in a colour close to its background",
    HiddenHow.tiny: "in letters too small to read",
    HiddenHow.off_page: "outside the page",
    HiddenHow.invisible_mode: "drawn in an invisible mode",
    HiddenHow.covered: "behind something drawn over it",
    HiddenHow.clipped: "clipped away",
    HiddenHow.hidden_layer: "on a hidden layer",
    HiddenHow.annotation: "in an annotation",
    HiddenHow.metadata: "in the file's metadata",
    HiddenHow.attribute: "in an attribute",
    HiddenHow.style: "hidden by a style",
    HiddenHow.comment: "in a comment",
    HiddenHow.tracked_deletion: "deleted, but kept by change tracking",
    HiddenHow.vanish: "formatted as hidden",
    HiddenHow.conditional: "in a branch that is not printed",
    HiddenHow.phantom: "set as blank space",
    HiddenHow.unicode_tags: "in invisible tag characters",
    HiddenHow.zero_width: "in zero-width characters",
    HiddenHow.bidi: "behind direction overrides",
    HiddenHow.attachment: "in an attached file",
    HiddenHow.unused_file: "in a file that the document does not use",
    HiddenHow.false_letters: "drawn as other letters than the file says",
    HiddenHow.other: "in another way",
}
ALERTS = {
    AlertKind.instruction_to_reader: "Words that read like orders to a reader",
    AlertKind.hidden_instruction: "Hidden words that read like orders to a reader",
    AlertKind.hidden_text: "Hidden text",
    AlertKind.odd_characters: "Odd characters",
}
GROUNDING = {
    Grounding.exact: "found word for word",
    Grounding.normalised: "found once spacing, hyphens and quotation marks are made alike",
    Grounding.fuzzy: "found nearly word for word: compare it with the text",
    Grounding.ungrounded: "not found in the draft",
}
CONFIDENCE_FROM = {
    ConfidenceFrom.token_probability: "from the model's token probabilities",
    ConfidenceFrom.agreement: "from how often repeated readings agree",
    ConfidenceFrom.calibrated_score: "from a calibrated score",
    ConfidenceFrom.none: "of unstated origin",
}
STANCES = {
    Stance.favours_defence: "favours defence",
    Stance.balanced: "balanced",
    Stance.favours_offence: "favours offence",
    Stance.not_shown: "not shown by the draft",
}
ATTENTIONS = {
    Attention.routine: "routine attention",
    Attention.raised: "raised attention: look soon, and closely",
    Attention.urgent: "urgent attention: look before anything leaves",
}
READERS = {ReaderKind.llm: "language model", ReaderKind.embedded: "embedded reader (no language model)"}


def numbers(values: tuple[int, ...]) -> str:
    """Sorted whole numbers with runs drawn together: '2, 5–7, 9'."""
    runs: list[list[int]] = []
    for value in sorted(set(values)):
        if runs and runs[-1][-1] == value - 1:
            runs[-1][1:] = [value]
        else:
            runs.append([value])
    return ", ".join("–".join(map(str, run)) for run in runs)


def moment(at: datetime) -> str:
    """'22 November 2025, 09:05 UTC'; a time without zone is shown as it stands."""
    at = at.astimezone(UTC) if at.tzinfo else at
    return f"{at.day} {at:%B %Y, %H:%M}{' UTC' if at.tzinfo else ''}"


def duration(seconds: float) -> str:
    """'0.4 s', '48 s', '3 min 12 s'."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def money(dollars: float | None) -> str:
    """US dollars to the hundredth of a cent, or that the price is unknown."""
    return "price unknown" if dollars is None else f"US$ {dollars:.4f}".rstrip("0").rstrip(".")


def share(part: int, whole: int) -> str:
    """A percentage that says 0 % and 100 % only where they are exact."""
    if whole == 0:
        return "none"
    if part in (0, whole):
        return f"{100 * part // whole} %"
    return f"{min(99.9, max(0.1, 100 * part / whole)):.1f} %"


class Terms:
    """The framework's words by id. An id that the framework does not hold is shown as it is."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._concerns = {c.id: c for c in framework.concerns}
        self._factors = {f.id: f for f in framework.factors}
        self._tiers = {t.id: t for t in framework.tiers}

    def concern(self, concern_id: str) -> str:
        """The concern's name."""
        found = self._concerns.get(concern_id)
        return found.name if found else concern_id

    def concern_means(self, concern_id: str) -> str:
        """What the concern means, or nothing where the framework does not hold it."""
        found = self._concerns.get(concern_id)
        return found.means if found else ""

    def factor(self, factor_id: str) -> str:
        """The factor's name."""
        found = self._factors.get(factor_id)
        return found.name if found else factor_id

    def question(self, factor_id: str) -> str:
        """The factor's question, or nothing where the framework does not hold it."""
        found = self._factors.get(factor_id)
        return found.question if found else ""

    def tier(self, tier: Tier) -> str:
        """The tier's name."""
        found = self._tiers.get(tier)
        return found.name if found else tier.replace("_", " ")

    def tier_means(self, tier: Tier) -> str:
        """What the tier means."""
        found = self._tiers.get(tier)
        return found.means if found else ""

    def decision(self, first: Tier, final: Tier) -> str:
        """A past decision in words, and whether it was changed later."""
        if first is final:
            return f"{self.tier(final)}, kept"
        way = "opened later" if final.rank < first.rank else "closed later"
        return f"{self.tier(first)} → {self.tier(final)} ({way})"

    def confidence(self, value: float | None, source: ConfidenceFrom) -> str:
        """A confidence in words with its number and origin, against the framework's own thresholds."""
        if value is None or source is ConfidenceFrom.none:
            return "no confidence that can be checked"
        limits = self.framework.thresholds
        word = "confident" if value >= limits.confident else "doubtful" if value < limits.unsure else "unsure"
        return f"{word} ({value:.2f}), {CONFIDENCE_FROM[source]}"
