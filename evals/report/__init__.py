"""Shows a run of the eval suite: as one HTML file, as Markdown, and in the terminal."""

from evals.report.html import to_html
from evals.report.markdown import to_markdown
from evals.report.terminal import print_comparison, print_summary

__all__ = ["print_comparison", "print_summary", "to_html", "to_markdown"]
