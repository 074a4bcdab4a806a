"""The vocabulary: frozen models that every other room speaks in. Imports nothing of ours."""
