"""A first-pass dual-use screen of a research draft. Its report goes to a person, who decides."""

from screener import quiet

__version__ = "0.1.0"
__all__ = ["__version__", "quiet"]
