"""What a run on the command line has sent, written down while it goes on: if its process is killed, the next run of the
same draft takes it into its manifest."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from screener.doors.model import Model
from screener.uses.journal import Before
from screener.words.screening import ModelRequest

T = TypeVar("T")

_BEGUN = "begun"


class RunLog:
    """A journal that keeps no results, only the record of requests, step by step. It holds nothing of the draft."""

    def __init__(self, file: Path, models: Sequence[Model]) -> None:
        self._file, self._models = file, models
        self._written = [len(model.requests) for model in models]
        self.before = _read(file)
        self._append([json.dumps(_BEGUN)])

    def foresee(self, names: Sequence[str]) -> None:
        """Nothing to prepare."""

    async def keep(self, name: str, form: Any, work: Callable[[], Awaitable[T]]) -> T:
        """What `work` gives; what was sent for it is written down, whatever came of it."""
        try:
            return await work()
        finally:
            new = [r for model, seen in zip(self._models, self._written, strict=True) for r in model.requests[seen:]]
            self._written = [len(model.requests) for model in self._models]
            self._append([request.model_dump_json() for request in new])

    def _append(self, lines: Sequence[str]) -> None:
        with suppress(OSError), self._file.open("a", encoding="utf-8") as out:  # a full disk stops no reading
            out.writelines(f"{line}\n" for line in lines)


@contextmanager
def run_log(folder: Path, untrusted: bytes, models: Sequence[Model]) -> Iterator[RunLog]:
    """The log of a run of this draft in `folder`; it goes when the block is left without a fault, for then a report tells.

    Of several runs of one draft at the same time each has a log of its own. Raises OSError where the folder is unusable.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256(untrusted).hexdigest()
    for number in count():
        file = folder / f"{digest[:32]}-{number}.jsonl"
        try:
            with FileLock(file.with_suffix(".lock"), timeout=0, mode=0o600):
                file.touch(mode=0o600)
                yield RunLog(file, models)
                file.unlink(missing_ok=True)
        except Timeout:
            continue
        return


def _read(file: Path) -> Before:
    """What runs that were killed have left; each of them may have had requests under way that no line tells of."""
    requests, begun = [], 0
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        if line == json.dumps(_BEGUN):
            begun += 1
            continue
        with suppress(ValidationError):  # the last line of a process that died while it wrote
            requests.append(ModelRequest.model_validate_json(line))
    return Before(requests=tuple(requests), interruptions=begun)
