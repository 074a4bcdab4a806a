"""The one way in which words of a draft or a model come into a page: escaped, made plain and bounded, no name missing."""

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from screener.report.inert import cut, one_line, plain


def inert_environment(loader: BaseLoader) -> Environment:
    """An environment whose templates print every string that is not our own markup as inert, bounded text."""
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"cut": cut, "one_line": one_line, "grouped": lambda number: f"{number:,}"}
    return made


def _finalized(value: object) -> object:
    return plain(cut(value)) if isinstance(value, str) and not isinstance(value, Markup) else value
