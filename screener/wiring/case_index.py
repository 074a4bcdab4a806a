"""The corpus of a running service: shipped, own and approved cases, and one index over them for the whole process."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cached_property
from threading import Lock
from typing import TypeVar

from screener.doors.corpus import CaseSearch, snapshot_sha256
from screener.doors.corpus.chroma import Held, Hit, Vectors
from screener.doors.corpus.entries import entries_of
from screener.doors.corpus.lexical import LexicalIndex, open_lexical
from screener.doors.corpus.served import open_served
from screener.doors.corpus.store import CaseStore, open_store
from screener.doors.embedder import EmbeddedModel, Embedder
from screener.doors.prompts import Prompts
from screener.wiring.bootstrap import Rooms
from screener.words.case import Case, Sensitivity
from screener.words.errors import CorpusError

T = TypeVar("T")


class CaseIndex:
    """Opened when first asked, kept open, and brought up to date whenever the cases have changed.

    The index belongs to one thread, as its databases want it; callers from any thread wait for their answer.

    Cases that were approved here are sealed in the tables, for they may quote drafts. Their words do not stand readable
    beside: the index of words is kept in memory, and of these cases the vector store holds the vectors alone.
    """

    def __init__(self, rooms: Rooms, approved: Callable[[], Sequence[Case]]) -> None:
        self._rooms, self._approved = rooms, approved
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="case-index")
        self._opened: tuple[CaseStore, LexicalIndex] | None = None
        self._closing = ExitStack()
        self._synced_to = ""
        self._lock = Lock()

    def cases(self) -> tuple[Case, ...]:
        """Every case of this moment by id; one that was decided here stands in for a shipped one of the same id."""
        return self._with(self._approved())

    def sensitivities(self) -> dict[str, Sensitivity]:
        """Who may see each case of this moment, by its id."""
        return {case.id: case.sensitivity for case in self.cases()}

    @contextmanager
    def open(self, embedder: Embedder | None = None) -> Iterator[CaseSearch]:
        """The index over the cases of this moment. `embedder` makes the vectors of what is searched for, in the caller's
        thread, and remembers them if it does; without one, that of the cases. Raises CorpusError."""
        approved = self._approved()
        cases, from_here = self._with(approved), frozenset(case.id for case in approved)
        store, lexical = self.ask(lambda: self._brought_to(cases, from_here))
        yield CaseSearch(_Store(self, store), _Lexical(self, lexical), embedder or self._rooms.embedder)

    def ask(self, what: Callable[[], T]) -> T:
        """What comes of a call in the index' own thread."""
        return self._thread.submit(what).result()

    def close(self) -> None:
        """Let go of the folder."""
        self.ask(self._closing.close)
        self._thread.shutdown()

    def _with(self, approved: Sequence[Case]) -> tuple[Case, ...]:
        with self._lock:  # reading the shipped files takes a second, and once is enough
            shipped = self._rooms.cases
        cases = {case.id: case for case in (*shipped, *approved)}
        return tuple(cases[name] for name in sorted(cases))

    def _brought_to(self, cases: Sequence[Case], from_here: frozenset[str]) -> tuple[CaseStore, LexicalIndex]:
        if self._opened is None:
            self._opened = self._open()
        store, lexical = self._opened
        now = snapshot_sha256(cases)
        if now != self._synced_to:
            entries = list(entries_of(cases, held_back=from_here))
            store.sync(entries)
            lexical.sync(entries)
            self._synced_to = now
        return store, lexical

    def _open(self) -> tuple[CaseStore, LexicalIndex]:
        folder = self._rooms.settings.data / "index"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            server, embedder = self._rooms.settings.service.chroma_url, self._rooms.embedder
            opened = open_served(server, embedder) if server else open_store(folder / "chroma", embedder)
            store = self._closing.enter_context(opened)
            (folder / "lexical.sqlite").unlink(missing_ok=True)  # it may hold words of cases that were approved here
            return store, self._closing.enter_context(open_lexical(None))
        except OSError as error:
            raise CorpusError(
                f"The case index cannot be kept in {folder}: {error.strerror or error}; choose another data folder."
            ) from error


class _Store(CaseStore):
    """The vectors' side, asked in the thread that it belongs to."""

    def __init__(self, index: CaseIndex, store: CaseStore) -> None:
        self._index, self._real = index, store

    def count(self) -> int:
        """Number of entries held."""
        return self._index.ask(self._real.count)

    def nearest(self, vectors: Vectors, k: int, *, with_restricted: bool) -> list[list[Hit]]:
        """As the store finds them."""
        return self._index.ask(lambda: self._real.nearest(vectors, k, with_restricted=with_restricted))

    def of_cases(self, case_ids: Sequence[str], *, with_restricted: bool) -> list[Held]:
        """As the store holds them."""
        return self._index.ask(lambda: self._real.of_cases(case_ids, with_restricted=with_restricted))


class _Lexical(LexicalIndex):
    """The words' side, asked in the thread that it belongs to."""

    def __init__(self, index: CaseIndex, lexical: LexicalIndex) -> None:
        self._index, self._real = index, lexical

    def nearest(self, text: str, k: int, *, with_restricted: bool) -> dict[str, float]:
        """As the index finds them."""
        return self._index.ask(lambda: self._real.nearest(text, k, with_restricted=with_restricted))

    def cases_near(self, text: str, *, with_restricted: bool) -> dict[str, float]:
        """As the index finds them."""
        return self._index.ask(lambda: self._real.cases_near(text, with_restricted=with_restricted))

    def distinctive(self, text: str, most: int = 24) -> list[str]:
        """As the index knows them."""
        return self._index.ask(lambda: self._real.distinctive(text, most))


class RoomsNow(Rooms):
    """The rooms for one run: the cases and the index of this moment, and what every run shares.

    What remembers words of the draft belongs to this run alone.
    """

    def __init__(self, shared: Rooms, index: CaseIndex) -> None:
        super().__init__(shared.settings)
        self._shared, self._index = shared, index

    @cached_property
    def prompts(self) -> Prompts:
        """Prompts and framework."""
        return self._shared.prompts

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Shipped, own and approved cases by id."""
        return self._index.cases()

    @cached_property
    def encoder(self) -> EmbeddedModel:
        """The sentence encoder inside the package."""
        return self._shared.encoder

    @contextmanager
    def search(self) -> Iterator[CaseSearch]:
        """The index of the process."""
        with self._index.open(self.embedder) as search:
            yield search
