"""Whether somebody signs in elsewhere already."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from screener.storage.tables import PersonRow


def has_identity(session: Session, person_id: str) -> bool:
    """Whether an account is bound to an identity of an outside provider."""
    return session.scalar(select(PersonRow.oidc_subject).where(PersonRow.id == person_id)) is not None
