"""The audit: who did what to which draft, when. Rows are chained by their hashes and never hold text of a draft."""

from datetime import datetime

from screener.words.draft import Frozen


class AuditRow(Frozen):
    """One line, which vouches for all before it."""

    number: int
    at: datetime
    actor: str
    """Id of the person, or 'system'."""
    action: str
    """Such as 'draft.read', 'draft.purge', 'person.add'."""
    about: str
    """Kind and id of what it was done to, such as 'draft:9f…'."""
    detail: dict[str, str]
    previous: str
    """Hash of the line before, 64 zeros for the first."""
    sha256: str
