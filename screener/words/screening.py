"""One run over one draft: readings, coverage, the argument, the suggestion, and where everything came from."""

from collections import Counter
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from screener.words.case import Precedent, Sensitivity
from screener.words.draft import Format, Frozen, HiddenText, Join, Page, Passage, Section
from screener.words.flag import ClaimedFlag, Flag, Grounding, ReaderKind
from screener.words.framework import Attention, Severity, Stance, Tier

REPORT_SCHEMA_VERSION = "1.0"


class UnreadBecause(StrEnum):
    """Why a passage was not read. Unread is never clean."""

    refused = "refused"
    timed_out = "timed_out"
    rate_limited = "rate_limited"
    unreachable = "unreachable"
    truncated = "truncated"
    invalid_answer = "invalid_answer"
    too_long = "too_long"
    not_allowed = "not_allowed"
    over_budget = "over_budget"
    rejected = "rejected"
    """The provider did not accept the request as it was put."""
    other_language = "other_language"
    """The reader knows no language but English."""
    stopped = "stopped"
    """The person at the keyboard stopped the run."""


class Reading(Frozen):
    """What one reader made of one passage: its claims, or why it is unread."""

    passage_index: int
    reader: ReaderKind
    model: str
    claims: tuple[ClaimedFlag, ...] = ()
    summary: str = ""
    """One sentence on what the passage says, for the argument; empty from the embedded reader."""
    score: float | None = Field(default=None, ge=0, le=1)
    """Calibrated probability that the passage carries uplift, where the reader has one."""
    unread_because: UnreadBecause | None = None
    unread_detail: str = ""
    repaired: bool = False
    """True where the model's first answer was invalid and its second was not."""
    cached: bool = False
    fingerprint: str = ""
    """SHA-256 over what shaped the reading but the draft as a whole, where it is kept for later versions; else empty."""
    carried_from: str = ""
    """Id of the screening of an earlier version whose reading of the same words stands here; else empty."""

    @property
    def read(self) -> bool:
        """Whether the passage was read to the end."""
        return self.unread_because is None


class UnreadPassage(Frozen):
    """One line of the ledger."""

    passage_index: int
    because: UnreadBecause
    detail: str
    pages: tuple[int, ...] = ()


class Coverage(Frozen):
    """The ledger over all passages and pages of the draft."""

    passages: int
    read: int
    unread: tuple[UnreadPassage, ...] = ()
    characters: int
    characters_read: int
    scanned_pages: tuple[int, ...] = ()
    """1-based pages with content but no text: nobody read them."""
    image_pages: tuple[int, ...] = ()
    images: int = 0
    """Figures and images nobody looked at."""
    missing_parts: tuple[str, ...] = ()
    """Parts with text of their own that the draft draws in and that were not handed in, each with where it is named."""

    @property
    def complete(self) -> bool:
        """True when every passage was read, no page is without readable text and no part is missing. Images are named, not
        counted."""
        return not self.unread and not self.scanned_pages and not self.missing_parts

    def reasons(self) -> dict[str, int]:
        """How many passages are unread for each reason."""
        return dict(Counter(str(u.because) for u in self.unread))


class AlertKind(StrEnum):
    """What a person must know about the file itself."""

    hidden_text = "hidden_text"
    instruction_to_reader = "instruction_to_reader"
    hidden_instruction = "hidden_instruction"
    odd_characters = "odd_characters"


class IntegrityAlert(Frozen):
    """Something about the file that bears on how far its reading can be trusted."""

    kind: AlertKind
    says: str
    """One sentence."""
    where: str
    how: str
    text: str
    """The words in question, untrusted."""
    page: int | None = None
    start: int | None = None
    end: int | None = None
    raises_attention: bool = True


class Evidence(Frozen):
    """Words of the draft that bear on one side of a factor."""

    quote: str
    grounding: Grounding
    start: int | None = None
    end: int | None = None
    page: int | None = None


class FactorArgument(Frozen):
    """One factor, argued both ways."""

    factor: str
    for_defence: str
    evidence_defence: tuple[Evidence, ...] = ()
    for_offence: str
    evidence_offence: tuple[Evidence, ...] = ()
    stance: Stance
    would_change: str
    precedents: tuple[str, ...] = ()


class Combination(Frozen):
    """Passages that are harmless apart and enabling together."""

    passages: tuple[int, ...]
    enables: str
    severity: Severity
    evidence: tuple[Evidence, ...] = ()


class TierCost(Frozen):
    """What choosing a tier would cost for this draft."""

    tier: Tier
    cost: str


class Argument(Frozen):
    """The defender's-advantage case, both ways."""

    by: ReaderKind
    model: str
    factors: tuple[FactorArgument, ...]
    for_openness: str
    for_restraint: str
    tier_costs: tuple[TierCost, ...] = ()
    questions: tuple[str, ...] = ()
    combinations: tuple[Combination, ...] = ()
    fallen_back_because: str = ""
    """Set where a model should have argued and did not: what stands here comes from precedents alone."""


class Disagreement(Frozen):
    """A passage on which the second opinion and the main reader differ, or which only the second opinion read."""

    passage_index: int
    score: float
    says: str


class Reason(Frozen):
    """One routing rule that applied."""

    rule: str
    says: str
    tier: Tier | None = None
    attention: Attention | None = None


class Suggestion(Frozen):
    """What plain code suggests to the reviewer. Never a decision."""

    tier: Tier | None
    """None where the screen cannot suggest: a person must read first."""
    attention: Attention
    unsure: bool
    reasons: tuple[Reason, ...]


class ModelRequest(Frozen):
    """One request that left for a model."""

    at: datetime
    role: str
    model: str
    host: str
    proxy: str = ""
    """Host and port of the proxy on the way, where the environment names one."""
    passages: tuple[int, ...]
    status: str
    """'ok', or the name of the fault."""
    bytes_out: int
    """Bytes of the request's body as it was sent, with everything around the prompt's text."""
    tokens_in: int = 0
    tokens_in_cached: int = 0
    tokens_out: int = 0
    cost: float | None = None
    """US dollars, None where the price is unknown."""
    seconds: float = 0.0


class ReaderDescription(Frozen):
    """A reader named at the top of the report, and what its reading is worth."""

    kind: ReaderKind
    role: str
    """'reader', 'advocate' or 'second opinion'."""
    model: str
    meaning: str
    in_place_of: str = ""
    """A sentence on who was to read and did not, where that is so; `meaning` ends with it."""
    measured: dict[str, float] = Field(default_factory=dict)
    """Its own measured figures, by name, where it has any."""


class Provenance(Frozen):
    """Everything that shaped this screening."""

    draft_sha256: str
    file_name: str
    size: int
    """Bytes."""
    parser: str
    sandbox: str
    """What the parser's subprocess was limited by."""
    screener_version: str
    framework_sha256: str
    prompts_sha256: dict[str, str]
    embedder: str
    corpus_sha256: str
    corpus_cases: int
    readers: tuple[ReaderDescription, ...]
    settings: dict[str, str]
    requests: tuple[ModelRequest, ...] = ()
    started_at: datetime
    finished_at: datetime
    seconds: dict[str, float]
    """Wall-clock seconds by stage."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    answers_from_cache: int = 0
    minimised: dict[str, int] = Field(default_factory=dict)
    """How many stretches of each kind (names, affiliations, …) were kept from the models; empty where that was not asked."""
    interruptions: int = 0
    """How often the process died meanwhile, in runs before this one that were stopped too. Each time, the requests that were
    under way were lost with it: they are not in `requests`."""
    sizes_shown: bool = True
    """False in an edition that tells no sizes, tokens, costs and times: they stand as 0 or None there, and mean nothing."""


class Status(StrEnum):
    """Whether everything that was promised was done."""

    complete = "complete"
    incomplete = "incomplete"


class QuoteStatistics(Frozen):
    """How the quotes of flags and evidence were found."""

    exact: int = 0
    normalised: int = 0
    fuzzy: int = 0
    ungrounded: int = 0


class DraftText(Frozen):
    """The draft as the report shows it."""

    format: Format
    title: str
    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    joins: tuple[Join, ...]
    notes: tuple[str, ...]


class Screening(Frozen):
    """One run over one draft. Its JSON form is the published report."""

    schema_version: str = REPORT_SCHEMA_VERSION
    id: str
    status: Status
    incomplete_because: tuple[str, ...] = ()
    draft: DraftText
    passages: tuple[Passage, ...]
    readings: tuple[Reading, ...]
    second_opinion: tuple[Reading, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    coverage: Coverage
    flags: tuple[Flag, ...]
    quotes: QuoteStatistics
    precedents: tuple[Precedent, ...]
    no_precedent: tuple[int, ...] = ()
    """Flagged passages for which the corpus holds nothing similar enough."""
    hidden: tuple[HiddenText, ...] = ()
    alerts: tuple[IntegrityAlert, ...] = ()
    argument: Argument
    suggestion: Suggestion
    provenance: Provenance

    @property
    def restricted_in_use(self) -> bool:
        """Whether the run could retrieve restricted cases."""
        said = self.provenance.settings.get("restricted_precedents", "")
        return said.casefold() == "true" or any(p.sensitivity is Sensitivity.restricted for p in self.precedents)
