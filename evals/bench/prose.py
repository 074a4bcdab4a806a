"""Made-up prose of a research draft: harmless, never twice the same sentence, and as long as is asked."""

import random
from dataclasses import dataclass

SUBJECTS = (
    "the monitor",
    "a second reader",
    "the logging service",
    "each annotator",
    "the baseline",
    "our survey",
    "the control group",
    "the archive",
    "a shift supervisor",
    "the questionnaire",
    "the sampling plan",
    "a library clerk",
)
VERBS = (
    "records",
    "compares",
    "summarises",
    "revisits",
    "delays",
    "repeats",
    "confirms",
    "describes",
    "sorts",
    "questions",
)
OBJECTS = (
    "the notes of the morning meeting",
    "entries that two people had judged apart",
    "the share of answers left open",
    "how long a page stays on a desk",
    "the order in which letters arrive",
    "differences between the two seasons",
    "the number of times a form was returned",
    "what visitors remember of an exhibition",
    "the spread of marks within a class",
    "reports that were filed after the deadline",
)
TAILS = (
    "although the effect was small in room {n}",
    "as Table {n} lists in full",
    "and the trend held in week {n}",
    "while {n} of the participants had left by then",
    "which took {n} minutes at the median",
    "so that {n} entries remained for the last step",
    "where the difference came to {n} points",
)
PASSAGE = 3_000
"""Characters of a generated section: long enough to be one passage of its own, short enough not to be cut."""


@dataclass(frozen=True)
class Prose:
    """Sentences drawn from a seed."""

    seed: int = 0

    def sentences(self, count: int, stream: str = "") -> list[str]:
        """That many sentences of about twenty words; another `stream` gives others."""
        draw = random.Random(f"{self.seed}/{stream}")
        return [self._sentence(draw) for _ in range(count)]

    def section(self, number: int, length: int = PASSAGE) -> str:
        """Paragraphs of five sentences, up to about `length` characters together."""
        text, paragraph = "", 0
        while True:
            block = " ".join(self.sentences(5, f"{number}.{paragraph}"))
            if text and len(text) + len(block) > length:
                return text
            text += ("\n\n" if text else "") + block
            paragraph += 1

    @staticmethod
    def _sentence(draw: random.Random) -> str:
        one, two = draw.sample(SUBJECTS, 2)
        told = (
            f"{one} {draw.choice(VERBS)} {draw.choice(OBJECTS)} before {two} {draw.choice(VERBS)} "
            f"{draw.choice(OBJECTS)}, {draw.choice(TAILS).format(n=draw.randrange(2, 9_999))}."
        )
        return told[0].upper() + told[1:]


def heading(number: int) -> str:
    """The heading of a section."""
    return f"Observations of part {number + 1}"


def markdown_draft(passages: int, seed: int) -> bytes:
    """A Markdown draft that is cut into exactly this many passages: one section each, of a passage's length."""
    prose = Prose(seed)
    parts = [f"# How a small office reads, study {seed}"]
    for number in range(passages):
        parts += [f"## {heading(number)}", prose.section(number)]
    return "\n\n".join(parts).encode()
