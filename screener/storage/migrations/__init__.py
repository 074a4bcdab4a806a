"""Revisions of the tables, run by `storage.migrating`."""
