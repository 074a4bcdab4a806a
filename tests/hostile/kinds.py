"""What a hostile (or deliberately ordinary) document is, what answer it must get, and where they are all collected."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from screener.words.draft import Document, HiddenHow
from screener.words.errors import RefusedInput

_HERE = Path(__file__).parent
_NOT_KINDS = ("kinds", "table", "measured", "__init__")


class Answer(StrEnum):
    """How reading may end."""

    read = "read"
    refused = "refused"
    either = "either"
    """Read or refused: both are right, for damage that a library may or may not get over."""


@dataclass(frozen=True)
class Kind:
    """One kind of document, made by script, and the answer it must get from the product's sandbox.

    Every condition that is set has to hold. With neither `alerts` nor `refused`, no alert at all may be raised.
    """

    name: str
    """Unique, one short phrase: 'zip bomb by ratio'."""
    group: str
    """The heading under which the table counts it: 'archives', 'PDF tricks', 'hidden in PDF'."""
    make: Callable[[], bytes]
    """Makes the file. Imports that take long belong inside it."""
    file: str
    """The file name under which it is handed in."""
    refused: str = ""
    """Regular expression that the sentence of refusal must hold (searched); empty where it must be read."""
    either: bool = False
    """With True it may also be read, `refused` then only says which refusals are right ('' allows each)."""
    shown: tuple[str, ...] = ()
    """Words that must stand in the visible text."""
    not_shown: tuple[str, ...] = ()
    """Words that must not stand in the visible text."""
    alerts: tuple[HiddenHow, ...] = ()
    """At least one alert must be raised, and each must be of one of these ways. Alerts are hidden texts that are
    not `ordinary`. Empty: there may be no alert."""
    said: tuple[str, ...] = ()
    """Words that must stand in the alerts taken together."""
    listed: tuple[str, ...] = ()
    """Words that must stand in the hidden texts taken together, alerts or `ordinary` ones."""
    notes: tuple[str, ...] = ()
    """Regular expressions, each of which some note to the reviewer must hold (searched)."""
    unread_pages: int | None = None
    """How many pages must be told as unread (`scanned`)."""
    ordinary: bool = False
    """An ordinary document of ordinary people: an alert on it is a false alarm."""
    within_seconds: float = 40.0
    """Processor time of the parser after which even the right answer is wrong. Say less where it must be quick."""

    @property
    def answer(self) -> Answer:
        """How reading it may end."""
        if self.either:
            return Answer.either
        return Answer.refused if self.refused else Answer.read

    def wrong(self, got: Document | RefusedInput) -> tuple[str, ...]:
        """What is wrong with an answer, one sentence each; empty where it is the right one."""
        if isinstance(got, RefusedInput):
            return self._wrong_refusal(str(got))
        return self._wrong_document(got)

    def _wrong_refusal(self, sentence: str) -> tuple[str, ...]:
        if self.answer is Answer.read:
            return (f"refused: {sentence}",)
        if not re.search(self.refused, sentence):
            return (f"refused with another sentence: {sentence}",)
        if "\n" in sentence or not sentence.isprintable():
            return (f"refused with a sentence that is not printable: {sentence!r}",)
        return ()

    def _wrong_document(self, document: Document) -> tuple[str, ...]:
        if self.answer is Answer.refused:
            return (f"read as {document.format} with {len(document.text)} characters, and not refused",)
        found = [h for h in document.hidden if not h.ordinary]
        alarms, hidden = "\n".join(h.text for h in found), "\n".join(h.text for h in document.hidden)
        faults = [f"'{w}' is not in the visible text" for w in self.shown if w not in document.text]
        faults += [f"'{w}' is in the visible text" for w in self.not_shown if w in document.text]
        faults += [f"'{w}' is in no alert" for w in self.said if w not in alarms]
        faults += [f"'{w}' is in no hidden text" for w in self.listed if w not in hidden]
        other = [f"an alert: {h.how} at {h.where}: {h.text[:80]!r}" for h in found if h.how not in self.alerts]
        faults += other[:5] + [f"and {len(other) - 5} other alerts"][: len(other) > 5]
        faults += ["no alert was raised"] if self.alerts and not found else []
        faults += [f"no note says '{n}'" for n in self.notes if not any(re.search(n, said) for said in document.notes)]
        told = [*document.notes, document.title, *(h.where for h in document.hidden)]
        faults += [f"a sentence for a person is not printable: {said!r}" for said in told if not said.isprintable()]
        unread = sum(page.scanned for page in document.pages)
        if self.unread_pages is not None and unread != self.unread_pages:
            faults.append(f"{unread} pages are told as unread, not {self.unread_pages}")
        return tuple(faults)


def everything(*, slow: bool = False) -> tuple[Kind, ...]:
    """All kinds of the modules of this folder, each of which exports `KINDS`, in the order of the modules' names.

    With `slow` also their `SLOW`, which run until a limit of the sandbox ends them.
    """
    modules = sorted(p.stem for p in _HERE.glob("*.py") if p.stem not in _NOT_KINDS and not p.stem.startswith("test_"))
    found = [import_module(f"tests.hostile.{module}") for module in modules]
    lists = ("KINDS", "SLOW") if slow else ("KINDS",)
    return tuple(kind for module in found for each in lists for kind in getattr(module, each, ()))
