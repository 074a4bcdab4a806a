"""One way in for every kind of document."""

from importlib import import_module

from screener.doors.documents.recognise import recognise
from screener.words.draft import Document
from screener.words.errors import RefusedInput


def read(untrusted: bytes, name: str) -> Document:
    """What a file says, and what it hides; raises RefusedInput with one sentence for a file that cannot be screened.

    Only the parser of the recognised kind is imported. For strangers' files use `sandbox.read_in_sandbox`.
    """
    kind = recognise(untrusted, name)
    parser = import_module(f"screener.doors.documents.{kind.value}")
    document: Document = parser.parse(untrusted, name)
    if not document.text.strip() and not document.pages:
        aside = "; it does hold text hidden from a reader" if any(not h.ordinary for h in document.hidden) else ""
        raise RefusedInput(f"'{name}' holds no text that a person could read{aside}; supply a version with its text.")
    return document
