"""Reads PDF files: visible text in reading order, and apart from it whatever a reader would not see."""

from screener.doors.documents.pdf.parse import parse

__all__ = ["parse"]
