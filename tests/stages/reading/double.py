"""A reader that reads as it is told, for tests of what is around it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from screener.stages.reading import DraftContext
from screener.words.draft import Passage
from screener.words.flag import ReaderKind
from screener.words.screening import ReaderDescription, Reading, UnreadBecause
from tests.stages.making import claim


@dataclass
class ReaderDouble:
    """Flags and unread reasons by passage index; every reading takes `seconds`."""

    flags: Mapping[int, str] = field(default_factory=dict)
    unread: Mapping[int, UnreadBecause] = field(default_factory=dict)
    seconds: float = 0.0
    asked: list[int] = field(default_factory=list)
    kind: ReaderKind = ReaderKind.llm

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        self.asked.append(passage.index)
        await asyncio.sleep(self.seconds)
        because = self.unread.get(passage.index)
        quote = self.flags.get(passage.index)
        return Reading(
            passage_index=passage.index,
            reader=self.kind,
            model="double",
            unread_because=because,
            unread_detail="As it was told." if because else "",
            claims=(claim(quote),) if quote and not because else (),
        )

    def describe(self, role: str) -> ReaderDescription:
        return ReaderDescription(
            kind=self.kind,
            role=role,
            model="double",
            meaning="It reads what it was told to read, and nothing else at all.",
        )
