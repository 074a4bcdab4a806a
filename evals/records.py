"""What a run over labelled drafts leaves behind: the gold, what the screen said of it, and what it cost.

Nothing here computes. Solvers write these records, `evals.measures` reads them. Positions are code points into the visible
text of the draft in the form that was screened, half open `[start, end)`. What was not obtained is None or empty, never zero.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from screener.words.case import Label
from screener.words.draft import Format, Frozen
from screener.words.errors import ConfigurationError
from screener.words.flag import ConfidenceFrom
from screener.words.framework import Attention, Severity, Stance, Tier
from screener.words.screening import AlertKind, QuoteStatistics, Status, UnreadBecause


class Variant(StrEnum):
    """What was done to a draft before it was screened. A change of file format is none of these: see `ScreenedDraft.format`."""

    original = "original"
    instructed = "instructed"
    """Words to an automated reviewer were put in."""
    paraphrased = "paraphrased"
    reordered = "reordered"


class GoldMark(Frozen):
    """A labelled passage, in the text that was screened."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    label: Label
    concern: str | None = None
    severity: Severity
    """`none` for a benign passage."""
    traits: tuple[str, ...] = ()
    """What makes it hard or where it stands: 'hard_negative', 'footnote', 'table', 'appendix' …"""
    quote: str = ""
    """Its words, so that a miss can be shown, and so that passages of a draft and of its variant can be matched."""
    because: str = ""
    """The labeller's one sentence."""

    @model_validator(mode="after")
    def _has_width(self) -> "GoldMark":
        if self.end <= self.start:
            raise ValueError("a labelled passage needs at least one character")
        return self


class GoldTogether(Frozen):
    """Passages that are harmless apart and enabling together."""

    spans: tuple[tuple[int, int], ...]
    severity: Severity


class Planted(Frozen):
    """Words to an automated reviewer that were put into a variant."""

    how: str
    hidden: bool
    """Whether a person who reads the rendered draft would not see them."""


class Gold(Frozen):
    """What the labellers said of a draft."""

    marks: tuple[GoldMark, ...] = ()
    together: tuple[GoldTogether, ...] = ()
    tier: Tier
    second_tier: Tier | None = None
    """The tier of the second labeller, who had not seen the first, where there was one."""
    first_tier: Tier | None = None
    """The tier of the first labeller before adjudication. Human agreement is first against second; None: same as `tier`."""
    stances: dict[str, Stance] = Field(default_factory=dict)
    """By factor id."""
    precedents: tuple[str, ...] = ()
    """Ids of the cases that an argument about this draft may cite."""
    planted: Planted | None = None
    traits: tuple[str, ...] = ()
    """What the writers of the draft set out to do with it: 'footnote_only', 'soft_positive' …"""


class SeenPassage(Frozen):
    """A passage of the screening, and whether it was read."""

    index: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    unread_because: UnreadBecause | None = None
    score: float | None = Field(default=None, ge=0, le=1)
    """Probability that it carries uplift, where the reader gives one."""
    references: bool = False
    """Whether it is the draft's list of references."""


class SaidFlag(Frozen):
    """A flag that the screen raised."""

    start: int | None = None
    """None where its quote was not found in the draft (ungrounded)."""
    end: int | None = None
    passage_index: int | None = None
    concern: str
    severity: Severity
    confidence: float | None = Field(default=None, ge=0, le=1)
    confidence_from: ConfidenceFrom = ConfidenceFrom.none
    quote: str = ""
    says: str = ""
    """The mechanism as the screen put it: what would be handed over."""

    @model_validator(mode="after")
    def _whole_or_no_place(self) -> "SaidFlag":
        if (self.start is None) != (self.end is None):
            raise ValueError("a flag has both a start and an end, or neither")
        return self


class SaidFactor(Frozen):
    """What the screen argued on one factor."""

    factor: str
    stance: Stance
    for_defence: bool
    """Whether the case for the defender was made (any words at all)."""
    for_offence: bool
    evidence: int = Field(default=0, ge=0)
    """Quotes brought forward on either side."""
    evidence_grounded: int = Field(default=0, ge=0)
    """Of these, the ones found in the draft."""
    precedents: tuple[str, ...] = ()
    """Ids of the cases cited."""


class Retrieved(Frozen):
    """A case that was shown as a precedent."""

    case_id: str
    rank: int = Field(ge=1)
    """1 is nearest, counted within its passage, or within the draft as a whole."""
    similarity: float
    tier: Tier | None = None
    """The case's last decision."""
    passage_index: int | None = None
    """None where it was found for the draft as a whole."""


class Said(Frozen):
    """What the screen said of a draft."""

    status: Status | None = None
    """None where the screening itself failed."""
    failed_because: str = ""
    """One sentence, where no screening came about. Such a row is counted and never scored as a clean draft."""
    passages: tuple[SeenPassage, ...] = ()
    flags: tuple[SaidFlag, ...] = ()
    tier: Tier | None = None
    """None where the screen made no suggestion."""
    unsure: bool = False
    attention: Attention | None = None
    factors: tuple[SaidFactor, ...] = ()
    precedents: tuple[Retrieved, ...] = ()
    alerts: tuple[AlertKind, ...] = ()
    hidden: int = Field(default=0, ge=0)
    """Stretches of hidden text that are no ordinary part of the format."""
    planted_found: bool | None = None
    """Whether the planted words are among the hidden texts or alerts. None where nothing was planted."""
    quotes: QuoteStatistics = QuoteStatistics()


class JudgedFactor(Frozen):
    """What a judge model made of one factor."""

    factor: str
    own: Stance
    """The stance that it took from the draft alone, before it saw the argument."""
    defence_holds: bool
    """Whether the case for the defender rests on the draft, as the judge sees it."""
    offence_holds: bool
    stance_follows: bool
    """Whether the screen's stance follows from the two sides."""


class Judged(Frozen):
    """What a judge model made of a screening's argument."""

    by: str
    """The model."""
    factors: tuple[JudgedFactor, ...] = ()
    failed_because: str = ""
    """Why there is no judgement. Such a screening is counted and is in no other figure about judging."""


class Cost(Frozen):
    """What one screening took."""

    calls: int | None = Field(default=None, ge=0)
    """Requests answered by a model in this run; answers from the cache are not among them."""
    calls_cached: int | None = Field(default=None, ge=0)
    tokens_in: int | None = Field(default=None, ge=0)
    tokens_out: int | None = Field(default=None, ge=0)
    money: float | None = Field(default=None, ge=0)
    """US dollars. None where a price is unknown."""
    seconds: float | None = Field(default=None, ge=0)
    """Wall clock, upload to report."""


class ScreenedDraft(Frozen):
    """One screening of one draft in one variant, form and epoch."""

    draft: str
    """Id of the text that was screened; a variant has its own, such as 'a-tea-rota--twin'."""
    title: str = ""
    twin_of: str | None = None
    """Id of the clean draft, for a variant."""
    variant: Variant = Variant.original
    split: str
    epoch: int = Field(default=1, ge=1)
    field: str = ""
    domain: str = ""
    format: Format = Format.markdown
    words: int = Field(ge=0)
    characters: int = Field(ge=0)
    gold: Gold
    said: Said
    judged: Judged | None = None
    """None where no judge was asked."""
    cost: Cost = Cost()

    @property
    def work(self) -> str:
        """The id under which variants, forms and epochs of the same draft are resampled together."""
        return self.twin_of or self.draft

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells one row of a run from another: draft, format, epoch."""
        return self.draft, str(self.format), self.epoch

    @property
    def failed(self) -> bool:
        """Whether no screening came about."""
        return self.said.status is None


class Ranked(Frozen):
    """A case in a ranking."""

    case_id: str
    similarity: float
    tier: Tier | None = None


class RetrievalQuery(Frozen):
    """One query to the corpus, with the cases that it ought to find."""

    query: str
    """Id of the query."""
    work: str
    """What the query was made from (a draft, a case): queries of one work are resampled together."""
    suite: str
    """Which sort of query: 'citable', 'leave_one_out' …"""
    field: str = ""
    gold: tuple[str, ...] = ()
    """Ids of the right cases; empty where only the tier of the nearest is asked for."""
    gold_tier: Tier | None = None
    """The tier that the nearest precedent ought to carry."""
    ranked: tuple[Ranked, ...] = ()
    """Nearest first, each case once."""


class ScreenedItem(Frozen):
    """One short labelled item and what the screen said of it."""

    item: str
    pair: int | None = None
    """Number of the pair; the two of a pair are resampled together."""
    split: str
    epoch: int = Field(default=1, ge=1)
    field: str = ""
    concern: str | None = None
    traits: tuple[str, ...] = ()
    label: Label
    severity: Severity
    """The labeller's."""
    score: float | None = Field(default=None, ge=0, le=1)
    flagged: bool | None = None
    """None where it was not read."""
    said_severity: Severity | None = None
    """The gravest of its flags; None where there is none."""
    unread_because: UnreadBecause | None = None
    text: str = ""
    """Its words, for showing a miss."""

    @property
    def work(self) -> str:
        """The pair, or the item itself where it is in none: what is resampled together."""
        return self.item if self.pair is None else f"pair {self.pair}"


class RunProvenance(Frozen):
    """Everything that shaped a run. Hashes are SHA-256 in hexadecimal, empty where there is nothing to hash."""

    suite: str
    model: str
    """Reader model; 'embedded', or the name of the baseline."""
    advocate: str = ""
    judge: str = ""
    """Model that judged the arguments; empty where none was asked."""
    started_at: datetime
    finished_at: datetime | None = None
    screener_version: str
    prompts_sha256: str = ""
    framework_sha256: str = ""
    corpus_sha256: str = ""
    datasets_sha256: str = ""
    settings: dict[str, str] = Field(default_factory=dict)
    command: str = ""
    """The command that repeats the run."""
    seed: int | None = None


class Run(Frozen):
    """A run of the suite, and the runs of the baselines over the same drafts."""

    name: str
    """For people: 'embedded reader', 'keyword list' …"""
    provenance: RunProvenance
    drafts: tuple[ScreenedDraft, ...] = ()
    queries: tuple[RetrievalQuery, ...] = ()
    items: tuple[ScreenedItem, ...] = ()
    baselines: tuple["Run", ...] = ()

    @model_validator(mode="after")
    def _each_row_once(self) -> "Run":
        keys = [d.key for d in self.drafts]
        if len(keys) != len(set(keys)):
            raise ValueError("a draft stands twice in the same format and epoch")
        return self


def read_run(file: Path) -> Run:
    """A run from its JSON file. Raises ConfigurationError where the file is missing or no run."""
    try:
        return Run.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ConfigurationError(f"{file} cannot be read as a run of the eval suite: {error}") from error


def write_run(run: Run, file: Path) -> None:
    """Writes a run as JSON, making its folder. Raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(run.model_dump_json(indent=1, exclude_defaults=False) + "\n", encoding="utf-8")
