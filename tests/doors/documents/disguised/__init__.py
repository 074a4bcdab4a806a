"""Tests of words in look-alike letters."""
