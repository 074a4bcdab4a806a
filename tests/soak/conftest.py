"""Fixtures that the long tests share with the short ones."""

from tests.evals.suite.conftest import installation, small

__all__ = ["installation", "small"]
