"""What a run remembers: results of finished steps, kept by name and given back where the run is taken up again.

The order of the steps is the pipeline's affair alone; a journal knows names and results, not what they mean.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from screener.words.draft import Frozen
from screener.words.screening import ModelRequest

T = TypeVar("T")


class Before(Frozen):
    """What earlier lives of a run did, for the record: a run has several lives where its process died."""

    requests: tuple[ModelRequest, ...] = ()
    answers_from_cache: int = 0
    interruptions: int = 0
    """How often the process died, in runs that were stopped too."""


class Journal(Protocol):
    """Keeps the results of steps. All calls come from the event loop's thread."""

    @property
    def before(self) -> Before:
        """What was done in earlier lives of this run."""
        ...

    def foresee(self, names: Sequence[str]) -> None:
        """Steps that may come next, several at once and in any order; each is still kept by its name alone."""
        ...

    async def keep(self, name: str, form: Any, work: Callable[[], Awaitable[T]]) -> T:
        """The kept result of this name, or what `work` gives, which is then kept.

        `form` is the result's type as pydantic reads it (a model, a dataclass, a tuple of them). Faults of `work`
        pass through, and nothing is kept of them.
        """
        ...


class Forgetful:
    """Keeps nothing: for a run that lives as long as its process."""

    before = Before()

    def foresee(self, names: Sequence[str]) -> None:
        """Nothing to prepare."""

    async def keep(self, name: str, form: Any, work: Callable[[], Awaitable[T]]) -> T:
        """What `work` gives."""
        return await work()
