"""The doors to the outside: one per library, and each library is imported behind its own door alone."""
