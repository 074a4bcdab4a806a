"""Two readers with one contract: a language model, and the embedded reader that needs none."""

from screener.stages.reading.contract import DraftContext, Reader

__all__ = ["DraftContext", "Reader"]
