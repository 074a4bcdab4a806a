"""The whole draft in one prompt, to the same model: what somebody would do who has a chat window and no screener."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from screener.doors.model import Model, Prompt, new_mark
from screener.stages.reading import DraftContext
from screener.stages.reading.llm import PassageAnswer, answer_form
from screener.words.draft import Passage
from screener.words.errors import ModelFault
from screener.words.flag import ClaimedFlag, ReaderKind
from screener.words.framework import Framework, Severity
from screener.words.screening import ReaderDescription, Reading

ASKS = Path(__file__).with_name("whole_draft.txt")
KEPT = 64
"""Drafts whose answers are held in memory."""


class WholeDraftReader:
    """Asks once for a draft, and gives each flag to the passage that holds its words; one found nowhere to the first."""

    kind = ReaderKind.llm

    def __init__(self, model: Model, framework: Framework) -> None:
        self.model = model
        self.busy = asyncio.Lock()
        """Held while one draft is read, so that its requests are counted with it."""
        self._form = answer_form(framework.concern_ids())
        concerns = "\n".join(f"- {c.id}: {c.means}" for c in framework.concerns)
        severities = "\n".join(f"- {s.id}: {s.anchor}" for s in framework.severities)
        asks = ASKS.read_text(encoding="utf-8")
        self._asks = asks.replace("{concerns}", concerns).replace("{severities}", severities)
        self._answers: dict[str, asyncio.Task[PassageAnswer]] = {}

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """The flags that fall into a passage, or why the whole draft is unread."""
        try:
            answer = await self._answer(context.text)
        except ModelFault as fault:
            return Reading(
                passage_index=passage.index,
                reader=self.kind,
                model=self.model.name,
                unread_because=fault.because,
                unread_detail=str(fault),
            )
        own = tuple(
            ClaimedFlag(
                concern=flag.concern,
                severity=flag.severity,
                quote=flag.quote,
                mechanism=flag.mechanism,
                already_public=flag.already_public,
                smallest_edit=flag.smallest_edit,
                self_confidence=flag.self_confidence,
            )
            for flag in answer.flags
            if flag.severity is not Severity.none and _belongs(flag.quote, passage, context.text)
        )
        return Reading(
            passage_index=passage.index, reader=self.kind, model=self.model.name, claims=own, summary=answer.summary
        )

    def describe(self, role: str) -> ReaderDescription:
        """The model, asked once."""
        return ReaderDescription(
            kind=self.kind, role=role, model=self.model.name, meaning="The whole draft was put to the model at once."
        )

    async def _answer(self, text: str) -> PassageAnswer:
        if text not in self._answers:
            while len(self._answers) >= KEPT:
                self._answers.pop(next(iter(self._answers)))
            self._answers[text] = asyncio.ensure_future(self._asked(text))
        return await asyncio.shield(self._answers[text])

    async def _asked(self, text: str) -> PassageAnswer:
        mark = new_mark()
        messages: tuple[Mapping[str, str], ...] = (
            {"role": "system", "content": self._asks},
            {
                "role": "user",
                "content": f"{mark}\n{text}\n{mark}\nAnswer as you were asked to, about the text between the marks.",
            },
        )
        prompt = Prompt(
            messages=tuple(dict(m) for m in messages),
            marks=(mark,),
            repair="That was not usable: {fault} Answer again.",
        )
        return (await self.model.ask(prompt, self._form)).value


def _belongs(quote: str, passage: Passage, text: str) -> bool:
    words = quote.strip()
    at = text.find(words)
    return passage.start <= at < passage.end if at >= 0 else passage.index == 0
