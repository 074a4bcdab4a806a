"""Finds who wrote a draft, so that a model can be shown the work and not the name."""

from screener.stages.minimising.rules import veil

__all__ = ["veil"]
