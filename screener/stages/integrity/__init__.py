"""What a person must know about the file itself: text hidden from readers, and words that address a reviewer."""

from screener.stages.integrity.alerts import alerts
from screener.stages.integrity.orders import instructs_reader

__all__ = ["alerts", "instructs_reader"]
