"""A draft as long as they come, for measuring."""

import random

from screener.words.draft import Page, Passage, Section
from screener.words.framework import Severity
from screener.words.screening import Coverage, Screening
from tests.report.example import example_screening

_WORDS = (
    "a",
    "model",
    "learns",
    "the",
    "direction",
    "that",
    "carries",
    "effort",
    "and",
    "we",
    "measure",
    "it",
    "again",
)


def large_screening(*, pages: int, flags: int, seed: int = 7) -> Screening:
    """Pages of about 2,600 characters, one passage and section each; flags at random, overlapping or not."""
    chance = random.Random(seed)
    texts = [_page(number, chance) for number in range(1, pages + 1)]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    spans = list(zip(range(pages), starts, starts[1:], strict=False))
    whole, example = "".join(texts), example_screening()
    made = []
    for number, at in enumerate(sorted(chance.randrange(len(whole) - 400) for _ in range(flags)), 1):
        end = at + chance.randrange(30, 400)
        index = next(i for i, start, stop in spans if start <= at < stop)
        made.append(
            example.flags[1].model_copy(
                update={
                    "id": f"f{number}",
                    "start": at,
                    "end": end,
                    "quote": whole[at:end],
                    "passage_index": index,
                    "page": index + 1,
                    "severity": chance.choice([Severity.low, Severity.medium, Severity.high]),
                }
            )
        )
    return example.model_copy(
        update={
            "draft": example.draft.model_copy(
                update={
                    "text": whole,
                    "joins": (),
                    "pages": tuple(Page(number=i + 1, start=a, end=b) for i, a, b in spans),
                    "sections": tuple(Section(title=f"Part {i + 1}", level=1, start=a, end=b) for i, a, b in spans),
                }
            ),
            "passages": tuple(Passage(index=i, start=a, end=b, text=whole[a:b]) for i, a, b in spans),
            "flags": tuple(made),
            "hidden": (),
            "alerts": (),
            "argument": example.argument.model_copy(update={"combinations": ()}),
            "coverage": Coverage(passages=pages, read=pages, characters=len(whole), characters_read=len(whole)),
            "disagreements": (),
        }
    )


def _page(number: int, chance: random.Random) -> str:
    text = f"Part {number}\n\n"
    while len(text) < 2_600:
        text += "\n".join(" ".join(chance.choice(_WORDS) for _ in range(14)) for _ in range(6)) + "\n\n"
    return text
