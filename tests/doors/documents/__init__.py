"""Tests of the document parsers."""
