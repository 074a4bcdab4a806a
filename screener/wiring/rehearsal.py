"""Every request put into words once before a run, so that a broken prompt file is found before a model is paid."""

from screener.stages.argument import LlmAdvocate, Material
from screener.stages.reading import DraftContext
from screener.stages.reading.llm import LlmReader
from screener.words.draft import Passage

_PASSAGE = Passage(index=0, start=0, end=1, text=".")
_CONTEXT = DraftContext(text=".", title="", opening="", outline="", total=1)


def rehearse(reader: object, advocate: object) -> None:
    """Make the requests of those of the two that ask models. Raises ConfigurationError where a prompt is wrong."""
    if isinstance(reader, LlmReader):
        reader.prompt(_PASSAGE, _CONTEXT)
    if isinstance(advocate, LlmAdvocate):
        advocate.prompt(Material(title="", opening="", passages=(_PASSAGE,), readings=(), flags=(), precedents=()))
