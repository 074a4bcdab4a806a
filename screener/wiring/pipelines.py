"""The pipeline of one run of the service: over the cases of the moment, with the models that may see the draft."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from screener.doors.model import AnswerCache, Egress, Endpoint, Model
from screener.stages.reading import DraftContext, Reader
from screener.storage.answers import StoredAnswers
from screener.uses.pipeline import Pipeline
from screener.wiring.bootstrap import Rooms
from screener.wiring.models import Shared, build_models
from screener.wiring.sensitivity import Reach, egress_for, may_see
from screener.wiring.settings import Settings
from screener.words.draft import Passage
from screener.words.errors import ConfigurationError
from screener.words.screening import ReaderDescription, Reading
from screener.words.submission import DraftSensitivity


@contextmanager
def pipeline_for(rooms: Rooms, sensitivity: DraftSensitivity) -> Iterator[Pipeline]:
    """One pipeline on the command line, whose models may see drafts of that sensitivity. Raises ConfigurationError."""
    answers = StoredAnswers(rooms.settings.data / "answers.sqlite")
    pipelines = RunPipelines(rooms.settings, lambda: rooms)
    try:
        with pipelines.for_run(sensitivity, answers) as pipeline:
            yield pipeline
    finally:
        pipelines.close()
        answers.close()


class RunPipelines:
    """Makes pipelines. Each has a budget and a record of requests of its own; how many requests are under way at the same
    time, and how long a host asked to wait, is shared by all of a process.
    """

    def __init__(self, settings: Settings, rooms: Callable[[], Rooms]) -> None:
        """`rooms` gives the rooms as they are when a run begins."""
        self._settings, self._rooms = settings, rooms
        self._shared = Shared()

    def close(self) -> None:
        """End the local servers that were started."""
        self._shared.closing.close()

    @contextmanager
    def for_run(self, sensitivity: DraftSensitivity, answers: AnswerCache) -> Iterator[Pipeline]:
        """A pipeline whose models may see drafts of that sensitivity. Raises ConfigurationError."""
        reach = self._settings.service.models_see.reach(sensitivity)
        rooms = self._rooms()
        self._check_embedder(reach, sensitivity, rooms.egress)
        try:
            yield self._joined(rooms, reach, sensitivity, answers)
        finally:
            rooms.shipped_embedder.forget()  # no text of a draft stays in memory for the next one

    def _joined(self, rooms: Rooms, reach: Reach, sensitivity: DraftSensitivity, answers: AnswerCache) -> Pipeline:
        if reach == "none":
            return _told(rooms.joined(None, None), self._configured(), sensitivity)
        reading, arguing = build_models(
            self._settings,
            answers,
            self._shared.closing,
            egress=egress_for(reach, rooms.egress),
            shared=self._shared,
        )
        out = [m for m in (reading, arguing) if m and not may_see(reach, m.endpoints, rooms.egress)]
        pipeline = rooms.joined(_unless(reading, out), _unless(arguing, out))
        return _told(pipeline, {e.role: e.name for m in out for e in m.endpoints[:1]}, sensitivity)

    def _configured(self) -> dict[str, str]:
        roles = {"reader": self._settings.reader.model, "advocate": self._settings.advocate.model}
        return {role: model for role, model in roles.items() if model}

    def _check_embedder(self, reach: Reach, sensitivity: DraftSensitivity, configured: Egress) -> None:
        """A corpus is searched with one embedder alone, so nothing can step in for one that may not see the draft."""
        role = self._settings.embedder
        if not role.model:
            return
        endpoint = Endpoint(role="embedder", model=role.model, api_base=role.api_base, timeout=role.timeout)
        if not may_see(reach, [endpoint], configured):
            raise ConfigurationError(
                f"The embedder {endpoint.name} may not see drafts marked '{sensitivity}', so this one was not screened; a "
                "maintainer can take the embedder that ships with the program, or change models_see."
            )


def _unless(model: Model | None, out: list[Model]) -> Model | None:
    return None if model in out else model


def _told(pipeline: Pipeline, left_out: dict[str, str], sensitivity: DraftSensitivity) -> Pipeline:
    """The pipeline, whose report says which models were left out."""
    if not left_out:
        return pipeline
    named = " and ".join(f"{model} as {role}" for role, model in left_out.items())
    says = f"This installation has {named}, which may not see drafts marked '{sensitivity}' and was not asked."
    settings = {k: v for k, v in pipeline.settings.items() if k.split(".")[0] not in left_out}
    return replace(pipeline, reader=InItsPlace(pipeline.reader, says), settings=settings)


class InItsPlace:
    """A reader that says why another one did not read."""

    def __init__(self, reader: Reader, says: str) -> None:
        self.kind = reader.kind
        self._reader, self._says = reader, says

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """What the reader makes of the passage."""
        return await self._reader.read(passage, context)

    def describe(self, role: str) -> ReaderDescription:
        """The reader, and why it is this one."""
        described = self._reader.describe(role)
        return described.model_copy(update={"meaning": f"{described.meaning} {self._says}", "in_place_of": self._says})
