"""Coverage-guided fuzzing of each parser: `python -m tests.fuzz`."""
