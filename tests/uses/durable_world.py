"""A small installation whose drafts are screened durably: real tables, a real engine, models behind the scripted server."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import SecretStr

from screener.doors.model import AnswerCache, Budget, Egress, Endpoint, Model
from screener.doors.prompts import Prompts
from screener.stages.argument import LlmAdvocate, PrecedentAdvocate
from screener.stages.confidence import ConfidenceGauge
from screener.stages.precedents import Retrieved
from screener.stages.reading.llm import LlmReader
from screener.storage.audit import Audit
from screener.storage.database import Database
from screener.storage.drafts import Drafts
from screener.storage.master_key import MasterKey
from screener.storage.people import People
from screener.storage.vault import Vault
from screener.uses.durable import DurableScreening, Shelves
from screener.uses.pipeline import Pipeline
from screener.words.case import Precedent
from screener.words.draft import Passage
from screener.words.people import Role
from screener.words.screening import Screening
from screener.words.submission import DraftSensitivity, DraftStatus, ScreeningProgress
from tests.stages.making import WordCounts, case

PROMPTS = Prompts(Path(__file__).parents[2] / "prompts")
CASES = [case("one"), case("two")]
SECRET_WORD = "zwiebelkuchen"
"""Stands in every passage and in the file's name; must be found nowhere on the disk."""
SENTENCE = f"The {SECRET_WORD} of pond {{number}} was weighed on day {{day}} and found to be much as before."


def draft_text(passages: int, changed: Sequence[int] = ()) -> str:
    """A Markdown draft of so many passages, one per section; those in `changed` say something else."""
    parts = ["# On ponds\n"]
    for number in range(passages):
        days = [SENTENCE.format(number=number, day=day) for day in range(30)]
        if number in changed:
            days[15] = "This pond was weighed anew, and the scales were better this time."
        parts.append(f"\n## Pond {number}\n\n{' '.join(days)}\n")
    return "".join(parts)


class NoPrecedents:
    """A finder that finds nothing: precedents have tests of their own."""

    def find(self, passages: Sequence[Passage], **how: Any) -> Retrieved:
        return Retrieved({}, ())

    def find_texts(self, texts: Sequence[tuple[str, int | None]]) -> list[tuple[Precedent, ...]]:
        return [() for _ in texts]


@dataclass
class ScriptedPipelines:
    """Pipelines whose reader and advocate are behind a scripted server."""

    api_base: str
    concurrency: int = 4
    confidence: bool = False

    @contextmanager
    def for_run(self, sensitivity: DraftSensitivity, answers: AnswerCache) -> Iterator[Pipeline]:
        endpoint = Endpoint(role="reader", model="openai/scripted", api_base=self.api_base, api_key=SecretStr("k"))
        model = Model([endpoint], Egress(), Budget(), answers, concurrency=self.concurrency)
        embedder = WordCounts()
        yield Pipeline(
            prompts=PROMPTS,
            cases=CASES,
            corpus_sha256="0" * 64,
            embedder_id=embedder.model_id,
            open_search=lambda: nullcontext(None),  # type: ignore[arg-type, return-value]
            finder=lambda search: NoPrecedents(),  # type: ignore[arg-type, return-value]
            reader=LlmReader(model, PROMPTS),
            advocate=LlmAdvocate(model, PROMPTS),
            fallback_advocate=PrecedentAdvocate(CASES, PROMPTS.framework, embedder),
            gauge=ConfidenceGauge(model, PROMPTS, "probability") if self.confidence else None,
            models=[model],
        )


@dataclass
class World:
    """The stores of one installation, and what a test does with them."""

    folder: Path
    url: str
    engine_url: str
    master: MasterKey
    owner: str = ""
    shelves: Shelves = field(init=False)

    def __post_init__(self) -> None:
        vault = Vault(self.master)
        self.shelves = Shelves(Database(self.url), vault, Drafts(vault), Audit(vault))

    @classmethod
    def new(cls, folder: Path, url: str | None = None) -> "World":
        """A fresh one, on SQLite in its folder or on the Postgres of `url`."""
        own = url or f"sqlite:///{folder}/service.sqlite"
        world = cls(folder, own, url or f"sqlite:///{folder}/engine.sqlite", MasterKey.new())
        world.shelves.database.migrate()
        with world.shelves.database.writing() as session:
            world.owner = People().add(session, email=f"{uuid4().hex}@example.org", name="A", role=Role.author).id
        return world

    def hand_in(self, text: str | bytes, *, name: str = f"{SECRET_WORD}.md", work_id: str | None = None) -> str:
        """A draft, queued; its id."""
        content = text.encode() if isinstance(text, str) else text
        with self.shelves.database.writing() as session:
            drafts = self.shelves.drafts
            draft = drafts.add(
                session,
                owner_id=self.owner,
                name=name,
                sensitivity=DraftSensitivity.ordinary,
                size=len(content),
                work_id=work_id,
            )
            drafts.put_bytes(session, draft.id, "original", "file", content)
        return draft.id

    def progress(self, draft_id: str) -> ScreeningProgress:
        with self.shelves.database.reading() as session:
            return self.shelves.drafts.progress(session, draft_id)

    def report(self, draft_id: str) -> Screening:
        with self.shelves.database.reading() as session:
            return self.shelves.drafts.screening(session, draft_id)

    def names(self, draft_id: str, kind: str) -> list[str]:
        with self.shelves.database.reading() as session:
            return self.shelves.drafts.names(session, draft_id, kind)

    def move(self, draft_id: str, to: DraftStatus) -> None:
        with self.shelves.database.writing() as session:
            self.shelves.drafts.move(session, draft_id, to)

    def wait_for(self, draft_id: str, *statuses: DraftStatus, seconds: float = 40.0) -> ScreeningProgress:
        """Until the draft stands so."""
        until(lambda: self.progress(draft_id).status in statuses, seconds, f"{draft_id} never was {statuses}")
        return self.progress(draft_id)

    @contextmanager
    def screening(self, pipelines: Any, **how: Any) -> Iterator[DurableScreening]:
        """A worker within this process."""
        screening = DurableScreening(self.shelves, pipelines, self.engine_url, **how)
        screening.start()
        try:
            yield screening
        finally:
            screening.close()


def until(what: Callable[[], bool], seconds: float, complaint: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, complaint
        time.sleep(0.05)


def told_apart(report: Screening) -> dict[str, Any]:
    """A report without what differs between two runs that found the same."""
    kept = report.model_dump(mode="json", exclude={"id": True, "provenance": {"started_at", "finished_at", "seconds"}})
    for reading in kept["readings"]:
        del reading["cached"]  # an answer may come back from the draft's answers where its process died in between
    for what in ("requests", "answers_from_cache", "interruptions", "tokens_in", "tokens_out", "cost"):
        del kept["provenance"][what]
    return kept
