"""Builds and joins everything. Only this room reads settings."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

from screener.doors.corpus import CaseSearch, Synced, open_search, read_cases, snapshot_sha256
from screener.doors.documents.sandbox import Limits
from screener.doors.embedder import EmbeddedModel, Embedder, Remembering, ShippedVectors
from screener.doors.model import Budget, Egress, Model, without_cache
from screener.doors.prompts import Prompts
from screener.stages.argument import LlmAdvocate, PrecedentAdvocate
from screener.stages.confidence import ConfidenceGauge
from screener.stages.integrity import OrderFinder, load_orders
from screener.stages.precedents import PrecedentFinder
from screener.stages.reading.embedded import EmbeddedReader
from screener.stages.reading.fitted import load as load_fitted
from screener.stages.reading.llm import LlmReader
from screener.storage.answers import StoredAnswers
from screener.storage.screenings import StoredScreenings
from screener.uses.pipeline import Pipeline
from screener.wiring.models import build_models, check_models, egress_of, embedder_endpoint
from screener.wiring.rehearsal import rehearse
from screener.wiring.settings import Settings
from screener.words.case import Case
from screener.words.errors import CorpusError


class Rooms:
    """The parts of an installation, made when first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def prompts(self) -> Prompts:
        """Prompts and framework."""
        return Prompts(self.settings.prompts)

    @property
    def own_corpus(self) -> Path:
        """Folder of the cases this installation added."""
        return self.settings.data / "corpus"

    @property
    def has_own_cases(self) -> bool:
        """Whether this installation added cases."""
        return any((self.own_corpus / "cases").glob("*.yaml"))

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Shipped and own cases by id; an own case stands in for a shipped one of the same id."""
        cases = {case.id: case for case in read_cases(self.settings.corpus)}
        if self.has_own_cases:
            cases |= {case.id: case for case in read_cases(self.own_corpus)}
        unknown = {c for case in cases.values() for c in case.concerns} - set(self.prompts.framework.concern_ids())
        if unknown:
            raise CorpusError(
                f"Cases name concerns that the framework lacks ({', '.join(sorted(unknown))}); run 'screener corpus validate'."
            )
        return tuple(cases[name] for name in sorted(cases))

    @cached_property
    def encoder(self) -> EmbeddedModel:
        """The sentence encoder inside the package. Holds no text, so several runs may share it."""
        return EmbeddedModel()

    @cached_property
    def shipped_embedder(self) -> Remembering:
        """The encoder, looking at no text twice: it holds the texts of a run, and is not for several drafts."""
        return Remembering(self.encoder)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder of the corpus: the configured model, else the shipped one."""
        role = self.settings.embedder
        if not role.model:
            return ShippedVectors(self.shipped_embedder)
        from screener.doors.model.embedding import LitellmEmbedder

        check_models(self.settings)
        return LitellmEmbedder(embedder_endpoint(role, self.settings.minimise), self.egress)

    @property
    def egress(self) -> Egress:
        """Which hosts may be asked."""
        return egress_of(self.settings)

    @property
    def screenings(self) -> StoredScreenings:
        """Where reports are kept."""
        return StoredScreenings(self.settings.data / "screenings")

    @contextmanager
    def index(self) -> Iterator[tuple[CaseSearch, Synced]]:
        """The case indexes, brought up to date with the case files, and what that changed.

        Raises CorpusError where the folder cannot be used.
        """
        folder = self.settings.data / "index"
        with ExitStack() as closing:
            try:
                search = closing.enter_context(open_search(folder, self.embedder))
                synced = search.sync(self.cases)
            except OSError as error:
                raise CorpusError(
                    f"The case index cannot be kept in {folder}: {error.strerror or error}; choose another data folder."
                ) from error
            except sqlite3.Error as error:
                raise CorpusError(
                    f"The case index in {folder} cannot be used ({error}); delete that folder and run "
                    "'screener corpus index'."
                ) from error
            yield search, synced

    @contextmanager
    def search(self) -> Iterator[CaseSearch]:
        """The case indexes, brought up to date. Raises CorpusError where the folder cannot be used."""
        with self.index() as (search, _):
            yield search

    def finder(self, search: CaseSearch) -> PrecedentFinder:
        """Precedents as this installation's settings allow."""
        return PrecedentFinder(
            search,
            self.cases,
            minimum=self.prompts.framework.thresholds.precedent_similarity,
            with_restricted=self.settings.restricted_precedents,
        )

    def limits(self) -> Limits:
        """What one parse may use."""
        s = self.settings
        return Limits(
            memory_bytes=s.parse_memory_mb * 2**20,
            wall_seconds=s.parse_seconds,
            cpu_seconds=max(1, int(s.parse_seconds)),
            input_bytes=s.largest_mb * 2**20,
        )

    def embedded_reader(self) -> EmbeddedReader:
        """The reader that needs no language model."""
        return EmbeddedReader(
            load_fitted(),
            self.shipped_embedder,
            self.cases,
            with_restricted=self.settings.restricted_precedents,
        )

    @contextmanager
    def pipeline(self) -> Iterator[Pipeline]:
        """The pipeline as configured. Everything it opened is closed at the end."""
        with ExitStack() as closing:
            yield self._join(closing)

    def _join(self, closing: ExitStack) -> Pipeline:
        answers = StoredAnswers(self.settings.data / "answers.sqlite")
        closing.callback(answers.close)
        reading, arguing = build_models(self.settings, answers, closing)
        return self.joined(reading, arguing)

    def joined(self, reading: Model | None, arguing: Model | None) -> Pipeline:
        """The pipeline with these models; where there is none, what ships with the program takes its place."""
        if reading is not None or arguing is not None:
            _warm_up()
        embedded = self.embedded_reader()
        by_precedents = PrecedentAdvocate(self.cases, self.prompts.framework, self.shipped_embedder)
        reader = LlmReader(reading, self.prompts) if reading else embedded
        advocate = LlmAdvocate(arguing, self.prompts) if arguing else by_precedents
        s = self.settings
        asks_again = reading is not None and s.confidence in ("auto", "probability")
        rehearse(reader, advocate, self.prompts, with_confirmation=asks_again)
        return Pipeline(
            orders=OrderFinder(load_orders(), self.shipped_embedder),
            prompts=self.prompts,
            cases=self.cases,
            corpus_sha256=snapshot_sha256(self.cases),
            embedder_id=self.embedder.model_id,
            open_search=self._open_search,
            finder=self.finder,
            embed=None if s.embedder.model else self.embedder.embed,
            reader=reader,
            second_reader=embedded if reading and s.second_opinion else None,
            advocate=advocate,
            fallback_advocate=by_precedents,
            gauge=ConfidenceGauge(reading, self.prompts, s.confidence, s.samples) if reading else None,
            models=[m for m in (reading, arguing, self._embedding()) if m],
            limits=self.limits(),
            disagree_from=load_fitted().threshold,
            settings=spoken(s),
        )

    def _embedding(self) -> Model | None:
        """The record of one run's requests for embeddings, where a model makes them."""
        role = self.settings.embedder
        if not role.model:
            return None
        return Model([embedder_endpoint(role, self.settings.minimise)], self.egress, Budget(), without_cache())

    def _open_search(self) -> AbstractContextManager[CaseSearch]:
        return self.search()


def spoken(settings: Settings) -> dict[str, str]:
    """The settings that shape a screening, as text; keys and empty values left out."""
    flat: dict[str, str] = {}
    for name, value in settings.model_dump(mode="json", exclude={"data", "prompts", "corpus", "service"}).items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        flat |= {
            f"{name}.{key}" if key else name: str(part)
            for key, part in parts
            if part not in (None, "", [], ()) and key != "api_key"
        }
    return flat


def _warm_up() -> None:
    """Load the model library beside the parsing: its import takes seconds."""
    from screener.doors.model import provider

    threading.Thread(target=provider.load, name="warm-up", daemon=True).start()
