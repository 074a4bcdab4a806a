"""How sure a model is of its flags: by the probability of 'yes', else by agreement over samples."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from screener.doors.model import Model, Prompt, new_mark
from screener.doors.prompts import Prompts
from screener.words.draft import Passage
from screener.words.flag import ConfidenceFrom, Flag, ReaderKind
from screener.words.screening import Reading

How = Literal["auto", "probability", "samples", "off"]
Regard = Callable[[Reading], Sequence[Flag]]
"""Turns a further reading into grounded flags."""
Sampler = Callable[[Passage, int], Awaitable[Reading]]
"""Reads a passage once more; the number tells samples apart."""

MOST = 40
"""Flags that are asked about at most, gravest first: the rest keep no confidence."""


class ConfidenceGauge:
    """Asks the reader's model again about what it flagged. A model's self-reported number plays no part."""

    def __init__(self, model: Model, prompts: Prompts, how: How = "auto", samples: int = 2) -> None:
        self._model, self._prompts, self._how, self._samples = model, prompts, how, samples

    async def gauge(
        self,
        flags: Sequence[Flag],
        passages: Sequence[Passage],
        sample: Sampler,
        regard: Regard,
    ) -> tuple[Flag, ...]:
        """The flags, those of the language model with a confidence where one could be had."""
        own = sorted((f for f in flags if f.reader is ReaderKind.llm and f.grounded), key=lambda f: -f.severity.rank)[
            :MOST
        ]
        known: dict[str, tuple[float, ConfidenceFrom]] = {}
        if self._how in ("auto", "probability"):
            answers = await asyncio.gather(*(self._model.probability_of_yes(self._question(f)) for f in own))
            known |= {
                f.id: (p, ConfidenceFrom.token_probability) for f, p in zip(own, answers, strict=True) if p is not None
            }
        if self._how == "samples" or (self._how == "auto" and not known):
            known |= await self._by_agreement([f for f in own if f.id not in known], passages, sample, regard)
        return tuple(
            f.model_copy(update={"confidence": known[f.id][0], "confidence_from": known[f.id][1]})
            if f.id in known
            else f
            for f in flags
        )

    def _question(self, flag: Flag) -> Prompt:
        mark = new_mark()
        text = self._prompts.render(
            "confirm",
            concern=flag.concern,
            mechanism=flag.mechanism,
            quote=flag.quote,
            mark=mark,
        )
        return Prompt(messages=({"role": "user", "content": text},), marks=(mark,), passages=(flag.passage_index,))

    async def _by_agreement(
        self,
        flags: Sequence[Flag],
        passages: Sequence[Passage],
        sample: Sampler,
        regard: Regard,
    ) -> dict[str, tuple[float, ConfidenceFrom]]:
        """The share of readings (the first included) that flag overlapping words."""
        if not self._samples:
            return {}
        places = sorted({f.passage_index for f in flags})
        asked = [(place, number) for place in places for number in range(1, self._samples + 1)]
        readings = await asyncio.gather(*(sample(passages[place], number) for place, number in asked))
        again = [(r.passage_index, regard(r)) for r in readings if r.read]
        out = {}
        for flag in flags:
            drawn = [found for place, found in again if place == flag.passage_index]
            if drawn:
                agreeing = 1 + sum(any(_overlap(flag, other) for other in found) for found in drawn)
                out[flag.id] = (agreeing / (1 + len(drawn)), ConfidenceFrom.agreement)
        return out


def _overlap(one: Flag, other: Flag) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return min(one.end, other.end) > max(one.start, other.start)
