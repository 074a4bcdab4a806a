"""What every use of the service works with: the repositories, joined once by the wiring."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from screener.storage.arrivals import Arrivals
from screener.storage.audit import Audit
from screener.storage.cases import CaseRecords
from screener.storage.database import Database
from screener.storage.drafts import Drafts
from screener.storage.idempotency import Idempotency
from screener.storage.limits import Limits
from screener.storage.people import People
from screener.storage.reviews import ReviewRecords
from screener.storage.vault import Vault


@dataclass(frozen=True)
class Stores:
    """The repositories of one installation. May be shared between threads."""

    database: Database
    vault: Vault
    arrivals: Arrivals
    drafts: Drafts
    reviews: ReviewRecords
    people: People
    audit: Audit
    cases: CaseRecords
    limits: Limits
    idempotency: Idempotency


class Screenings(Protocol):
    """Whoever runs screenings. Each call returns at once, may come from any thread, and does no harm twice."""

    def submit(self, draft_id: str) -> None:
        """A queued draft is to be screened."""

    def cancel(self, draft_id: str) -> None:
        """A screening, queued or running, is to end."""

    def resume(self, draft_id: str) -> None:
        """A draft whose screening was stopped or failed, and which is queued again, is to be screened."""


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
