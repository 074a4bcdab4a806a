"""The quote gate: a flag counts only with its words in the draft."""

from screener.stages.grounding.flags import ground, quote_statistics
from screener.stages.grounding.gate import QuoteGate

__all__ = ["QuoteGate", "ground", "quote_statistics"]
