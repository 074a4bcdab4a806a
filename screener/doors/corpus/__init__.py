"""The corpus of reviewed cases: its files, and the indexes that find them (the only door to chromadb)."""

from screener.doors.corpus.cases import Fault, case_files, read_case, read_cases, snapshot_sha256, validate
from screener.doors.corpus.entries import entries_of
from screener.doors.corpus.search import Candidate, CaseMatch, CaseSearch, open_search
from screener.doors.corpus.store import Synced

__all__ = [
    "Candidate",
    "CaseMatch",
    "CaseSearch",
    "Fault",
    "Synced",
    "case_files",
    "entries_of",
    "open_search",
    "read_case",
    "read_cases",
    "snapshot_sha256",
    "validate",
]
