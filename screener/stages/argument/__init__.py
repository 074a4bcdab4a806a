"""The defender's-advantage case, both ways: by a language model, or from what precedents suggest."""

from screener.stages.argument.contract import Advocate, Material
from screener.stages.argument.from_precedents import PrecedentAdvocate
from screener.stages.argument.llm import LlmAdvocate

__all__ = ["Advocate", "LlmAdvocate", "Material", "PrecedentAdvocate"]
