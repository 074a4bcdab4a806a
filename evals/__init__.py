"""Measures the screen against labelled decisions. Imports `screener`, never the reverse."""
