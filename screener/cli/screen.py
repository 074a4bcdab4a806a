"""`screener screen`: each draft through the pipeline, its report written, the summary shown."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.cli import exits
from screener.cli.guarded import private
from screener.cli.progress import Bar
from screener.cli.summary import print_summary
from screener.cli.terminal import legible, plain, print_for_programs
from screener.report import to_html, to_json, to_markdown
from screener.storage.screenings import StoredScreenings
from screener.uses.pipeline import Pipeline, Source
from screener.uses.progress import Silent, Stop
from screener.uses.run_log import run_log
from screener.wiring.bootstrap import Rooms
from screener.wiring.pipelines import pipeline_for
from screener.wiring.places import shipped
from screener.wiring.settings import load_settings
from screener.words.errors import ConfigurationError, RefusedInput
from screener.words.screening import Screening, Status
from screener.words.submission import DraftSensitivity

SAMPLE = "samples/monitor-paper.pdf"


@dataclass(frozen=True)
class Order:
    """What the command line asked for."""

    paths: list[str]
    sample: bool
    out: Path | None
    quiet: bool
    json: bool
    sensitivity: str | None = None
    """Which of the configured models may be asked, as `service.models_see` has it; None asks those that are configured."""


def run(order: Order, roles: dict[str, dict[str, str | None]], given: dict[str, Any]) -> int:
    """Screen everything that was asked for; the exit code is that of the gravest outcome."""
    named = {role: {k: v for k, v in values.items() if v is not None} for role, values in roles.items()}
    settings = load_settings(**given, **{role: values for role, values in named.items() if values})
    private(settings.data)
    rooms = Rooms(settings)
    names = [str(shipped(SAMPLE)), *order.paths] if order.sample else order.paths
    if not names:
        exits.end("Name a draft to screen (a file, a folder, or - for standard input), or try --sample.", exits.USAGE)
    if order.out:
        _make_folder(order.out)
    with (
        rooms.pipeline()
        if order.sensitivity is None
        else pipeline_for(rooms, DraftSensitivity(order.sensitivity)) as pipeline
    ):
        return asyncio.run(_Session(order, rooms, pipeline).all(names))


@dataclass
class _Session:
    order: Order
    rooms: Rooms
    pipeline: Pipeline
    stopped: bool = False

    async def all(self, names: Sequence[str]) -> int:
        codes = []
        for name, source in self._sources(names):
            codes.append(await self._one(source) if isinstance(source, Source) else self._refuse(name, source))
            if self.stopped:
                break
        if self.pipeline.models:
            from screener.doors.model import provider

            await provider.close()
        if not codes:
            exits.end("There is nothing to screen in what you named.", exits.REFUSED_INPUT)
        return exits.STOPPED if self.stopped else max(codes, key=_gravity)

    def _sources(self, names: Sequence[str]) -> Iterator[tuple[str, Source | RefusedInput]]:
        for name in names:
            path = Path(name)
            if name == "-":
                yield name, Source("standard input", sys.stdin.buffer.read(self.pipeline.limits.input_bytes + 1))
            elif path.is_dir():
                files = [file for file in sorted(path.rglob("*")) if self._is_draft(file, path)]
                yield from ((str(file), self._read(file)) for file in files)
            else:
                yield name, self._read(path)

    def _is_draft(self, file: Path, folder: Path) -> bool:
        """Whether a file of a folder was meant: hidden ones were not, nor what we wrote ourselves."""
        if any(part.startswith(".") for part in file.relative_to(folder).parts) or not file.is_file():
            return False
        own = [place.resolve() for place in (self.rooms.settings.data, self.order.out) if place]
        return not any(place in file.resolve().parents for place in own if folder.resolve() in place.parents)

    def _read(self, file: Path) -> Source | RefusedInput:
        """The file's content; no more of it than is taken, as a device or a pipe may have no end."""
        most = self.pipeline.limits.input_bytes
        try:
            with file.open("rb") as opened:
                untrusted = opened.read(most + 1)
        except OSError as error:
            return RefusedInput(f"The file cannot be read: {error.strerror}; check its path and its rights.")
        if len(untrusted) > most:
            return RefusedInput(f"The file is larger than {most // 2**20} MiB; split it, or raise largest_mb.")
        return Source(legible(file.name), untrusted)

    def _refuse(self, name: str, error: RefusedInput) -> int:
        if self.order.json:
            print(json.dumps({"file": legible(name), "error": "refused_input", "says": str(error)}))  # noqa: T201
        named = Path(name).name in str(error)
        says = str(error) if named else f"{plain(legible(name), 500)}: {error}"
        print(f"screener: {says}", file=sys.stderr)  # noqa: T201
        return exits.REFUSED_INPUT

    async def _one(self, source: Source) -> int:
        stop, logs = Stop(), self.rooms.settings.data / "underway"
        with run_log(logs, source.untrusted, self.pipeline.models) as log, self._watching(source, stop) as bar:
            try:
                screening = await self.pipeline.screen(source, progress=bar, stop=stop, journal=log)
            except RefusedInput as error:
                return self._refuse(source.name, error)
            bar.stage("writing the report")
            folder = self._save(screening)
        self.stopped = stop.asked
        self._show(screening, folder)
        return exits.COMPLETE if screening.status is Status.complete else exits.INCOMPLETE

    def _watching(self, source: Source, stop: Stop) -> "Bar | _Unwatched":
        loop = asyncio.get_running_loop()

        def interrupted() -> None:
            if stop.asked:
                print(  # noqa: T201
                    "\nscreener: stopped at once; answers received so far are kept, no report was written.",
                    file=sys.stderr,
                )
                os._exit(exits.STOPPED)
            stop.set()
            print(  # noqa: T201
                "\nscreener: stopping after the step at hand. What was read is kept and reported; press Ctrl-C again to "
                "leave at once.",
                file=sys.stderr,
            )

        loop.add_signal_handler(signal.SIGINT, interrupted)
        loop.add_signal_handler(signal.SIGTERM, interrupted)
        return _Unwatched() if self.order.quiet or self.order.json else Bar(source.name)

    def _save(self, screening: Screening) -> Path:
        framework = self.pipeline.prompts.framework
        files = {
            "report.json": to_json(screening),
            "report.html": to_html(screening, framework),
            "report.md": to_markdown(screening, framework),
        }
        folder = self.rooms.screenings.save(screening.id, files)
        if self.order.out:
            folder = StoredScreenings(self.order.out).save(screening.id, files)
        return folder

    def _show(self, screening: Screening, folder: Path) -> None:
        for reader in screening.provenance.readers:
            if reader.in_place_of:
                print(f"screener: {reader.in_place_of}", file=sys.stderr)  # noqa: T201
        if self.order.json:
            print_for_programs(screening.model_dump_json())
        elif self.order.quiet:
            tier = screening.suggestion.tier or "no suggestion"
            name = plain(screening.provenance.file_name, 500)
            print(f"{screening.status}\t{tier}\t{len(screening.flags)}\t{name}\t{folder}")  # noqa: T201
        else:
            print_summary(screening, self.pipeline.prompts.framework, folder)
            if self.stopped:
                print("Run the same command again to read the rest; answers received so far are not asked for again.")  # noqa: T201


class _Unwatched(Silent):
    def __enter__(self) -> "_Unwatched":
        return self

    def __exit__(self, *_: object) -> None:
        return None


def _make_folder(out: Path) -> None:
    """Make the folder of --out before anything is read, since reading may cost hours and money."""
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigurationError(f"--out {out} cannot be a folder: {error.strerror}; choose another.") from error


def _gravity(code: int) -> int:
    return [exits.COMPLETE, exits.INCOMPLETE, exits.REFUSED_INPUT, exits.CONFIGURATION_ERROR].index(code)
