"""What a person must know about the file itself: text hidden from readers, and words that address a reviewer."""

from screener.stages.integrity.alerts import alerts
from screener.stages.integrity.finder import OrderFinder
from screener.stages.integrity.fitted import load as load_orders
from screener.stages.integrity.orders import instructs_reader

__all__ = ["OrderFinder", "alerts", "instructs_reader", "load_orders"]
