"""Accounts, the browsers signed in to them, their tokens and invitations. Secrets are known by their SHA-256 alone."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from screener.storage.draft_rows import now
from screener.storage.tables import PersonRow, SessionRow, TokenRow
from screener.words.draft import Frozen
from screener.words.errors import Conflict, NotFound
from screener.words.people import Person, Role, Scope


class SessionRecord(Frozen):
    """A browser that is signed in."""

    sha256: str
    person_id: str
    csrf: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class TokenRecord(Frozen):
    """A personal token."""

    id: str
    person_id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


class People:
    """The accounts of an installation. Where a time is stamped, `at` may be given and is this moment otherwise."""

    def add(
        self,
        session: Session,
        *,
        email: str,
        name: str,
        role: Role,
        cleared: bool = False,
        password_hash: str | None = None,
        oidc: tuple[str, str] | None = None,
        at: datetime | None = None,
    ) -> Person:
        """A new account; `oidc` is issuer and subject. Raises Conflict where the address or the identity is taken."""
        row = PersonRow(
            id=uuid4().hex,
            email=_plain(email),
            name=name,
            role=role,
            cleared=cleared,
            active=True,
            password_hash=password_hash,
            oidc_issuer=oidc[0] if oidc else None,
            oidc_subject=oidc[1] if oidc else None,
            created_at=at or now(),
        )
        session.add(row)
        _flush(session)
        return _person(row)

    def get(self, session: Session, person_id: str) -> Person:
        """One account. Raises NotFound."""
        return _person(_row(session, person_id))

    def by_email(self, session: Session, email: str) -> Person | None:
        """The account with this address, in whatever case it is written."""
        row = session.scalar(select(PersonRow).where(PersonRow.email == _plain(email)))
        return _person(row) if row else None

    def by_identity(self, session: Session, issuer: str, subject: str) -> Person | None:
        """The account of somebody who signs in elsewhere."""
        where = (PersonRow.oidc_issuer == issuer, PersonRow.oidc_subject == subject)
        row = session.scalar(select(PersonRow).where(*where))
        return _person(row) if row else None

    def list(self, session: Session) -> tuple[Person, ...]:
        """All accounts, by name."""
        return tuple(_person(row) for row in session.scalars(select(PersonRow).order_by(PersonRow.name, PersonRow.id)))

    def names(self, session: Session, ids: Iterable[str]) -> dict[str, str]:
        """Names by id; ids without an account are left out."""
        query = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(set(ids)))
        return {row.id: row.name for row in session.execute(query)}

    def change(
        self,
        session: Session,
        person_id: str,
        *,
        email: str | None = None,
        name: str | None = None,
        role: Role | None = None,
        cleared: bool | None = None,
        active: bool | None = None,
        oidc: tuple[str, str] | None = None,
    ) -> Person:
        """Change what is given. Raises NotFound, or Conflict where the address or identity is taken."""
        row = _row(session, person_id)
        given = {
            "email": _plain(email) if email else None,
            "name": name,
            "role": role,
            "cleared": cleared,
            "active": active,
        }
        if oidc:
            given |= {"oidc_issuer": oidc[0], "oidc_subject": oidc[1]}
        for column, value in given.items():
            if value is not None:
                setattr(row, column, value)
        _flush(session)
        return _person(row)

    def password_hash(self, session: Session, person_id: str) -> str | None:
        """The stored hash of the password; None where there is none. Raises NotFound."""
        return _row(session, person_id).password_hash

    def set_password_hash(self, session: Session, person_id: str, password_hash: str | None) -> None:
        """Keep another hash, and forget any open invitation. Raises NotFound."""
        row = _row(session, person_id)
        row.password_hash, row.invitation_sha256, row.invitation_until = password_hash, None, None
        session.flush()

    def invite(self, session: Session, person_id: str, sha256: str, until: datetime) -> None:
        """Keep the hash of a one-time link, in place of an earlier one. Raises NotFound."""
        row = _row(session, person_id)
        row.invitation_sha256, row.invitation_until = sha256, until
        session.flush()

    def invited(
        self, session: Session, sha256: str, at: datetime | None = None, *, to_use: bool = False
    ) -> Person | None:
        """Whose link this is, while it holds. Somebody who comes `to_use` it, in a transaction that writes, is the only one:
        `set_password_hash` uses it up.
        """
        where = (PersonRow.invitation_sha256 == sha256, PersonRow.invitation_until > (at or now()))
        query = select(PersonRow).where(*where)
        row = session.scalar(query.with_for_update() if to_use else query)
        return _person(row) if row else None

    def create_session(
        self,
        session: Session,
        person_id: str,
        *,
        sha256: str,
        csrf: str,
        expires_at: datetime,
        at: datetime | None = None,
    ) -> SessionRecord:
        """Keep that a browser is signed in. Raises NotFound."""
        _row(session, person_id)
        at = at or now()
        row = SessionRow(
            sha256=sha256, person_id=person_id, csrf=csrf, created_at=at, seen_at=at, expires_at=expires_at
        )
        session.add(row)
        session.flush()
        return SessionRecord.model_validate(row, from_attributes=True)

    def get_session(self, session: Session, sha256: str, at: datetime | None = None) -> SessionRecord | None:
        """The signed-in browser with this cookie, unless it has expired."""
        row = session.scalar(
            select(SessionRow).where(SessionRow.sha256 == sha256, SessionRow.expires_at > (at or now()))
        )
        return SessionRecord.model_validate(row, from_attributes=True) if row else None

    def touch_session(self, session: Session, sha256: str, at: datetime | None = None) -> None:
        """Keep when it was last seen."""
        session.execute(update(SessionRow).where(SessionRow.sha256 == sha256).values(seen_at=at or now()))

    def end_session(self, session: Session, sha256: str) -> None:
        """Sign one browser out."""
        session.execute(delete(SessionRow).where(SessionRow.sha256 == sha256))

    def end_all(self, session: Session, person_id: str) -> None:
        """Sign every browser of a person out."""
        session.execute(delete(SessionRow).where(SessionRow.person_id == person_id))

    def expire(self, session: Session, at: datetime | None = None) -> int:
        """Forget browsers whose time is over; returns how many."""
        gone = session.scalars(select(SessionRow.sha256).where(SessionRow.expires_at <= (at or now()))).all()
        session.execute(delete(SessionRow).where(SessionRow.sha256.in_(gone)))
        return len(gone)

    def add_token(
        self,
        session: Session,
        person_id: str,
        *,
        name: str,
        sha256: str,
        scopes: Iterable[Scope],
        expires_at: datetime | None = None,
        at: datetime | None = None,
    ) -> TokenRecord:
        """Keep a token by its hash. Raises NotFound."""
        _row(session, person_id)
        row = TokenRow(
            id=uuid4().hex,
            person_id=person_id,
            name=name,
            sha256=sha256,
            scopes=sorted(scopes),
            created_at=at or now(),
            expires_at=expires_at,
        )
        session.add(row)
        session.flush()
        return _token(row)

    def token(self, session: Session, sha256: str, at: datetime | None = None) -> TokenRecord | None:
        """The token with this hash, unless it is revoked or has expired."""
        row = session.scalar(select(TokenRow).where(TokenRow.sha256 == sha256, TokenRow.revoked_at.is_(None)))
        valid = row is not None and (row.expires_at is None or row.expires_at > (at or now()))
        return _token(row) if row and valid else None

    def tokens(self, session: Session, person_id: str) -> tuple[TokenRecord, ...]:
        """All tokens of a person, revoked ones too, the newest first."""
        query = (
            select(TokenRow).where(TokenRow.person_id == person_id).order_by(TokenRow.created_at.desc(), TokenRow.id)
        )
        return tuple(_token(row) for row in session.scalars(query))

    def touch_token(self, session: Session, token_id: str, at: datetime | None = None) -> None:
        """Keep when it was last used."""
        session.execute(update(TokenRow).where(TokenRow.id == token_id).values(used_at=at or now()))

    def revoke_token(self, session: Session, person_id: str, token_id: str, at: datetime | None = None) -> TokenRecord:
        """End a token of this person; nothing happens where it has ended. Raises NotFound."""
        row = session.scalar(select(TokenRow).where(TokenRow.id == token_id, TokenRow.person_id == person_id))
        if row is None:
            raise NotFound("There is no such token.")
        row.revoked_at = row.revoked_at or at or now()
        session.flush()
        return _token(row)


def _row(session: Session, person_id: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        raise NotFound("There is no such account.")
    return row


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("There is already an account with this e-mail address or identity; change that one.") from error


def _person(row: PersonRow) -> Person:
    return Person.model_validate(
        {name: getattr(row, name) for name in ("id", "email", "name", "role", "cleared", "active")}
    )


def _token(row: TokenRow) -> TokenRecord:
    values = {name: getattr(row, name) for name in TokenRecord.model_fields}
    return TokenRecord.model_validate(values)


def _plain(email: str) -> str:
    return email.strip().lower()
