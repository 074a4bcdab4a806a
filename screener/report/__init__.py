"""Renders a Screening as JSON, HTML and Markdown."""

from screener.report.egress import to_egress_csv, to_egress_json
from screener.report.html import to_html
from screener.report.json_report import from_json, schema, schema_json, to_json
from screener.report.markdown import to_markdown

__all__ = [
    "from_json",
    "schema",
    "schema_json",
    "to_egress_csv",
    "to_egress_json",
    "to_html",
    "to_json",
    "to_markdown",
]
