"""The same drafts as PDF, Word and LaTeX: made from their Markdown, so that the labels hold for each."""
