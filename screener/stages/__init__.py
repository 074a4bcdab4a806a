"""The stages of a screening. Each knows doors and words, and none knows another."""
