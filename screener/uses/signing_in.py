"""Who is at work: sign-in by password or elsewhere, browsers that are signed in, tokens that programs carry."""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from screener.storage.database import Session
from screener.storage.identities import has_identity
from screener.uses.passwords import hashed, is_outdated, matches
from screener.uses.stores import Stores, utc_now
from screener.words.errors import NotSignedIn, Unavailable
from screener.words.people import Actor, Person, Role
from screener.words.views import SignedIn

TOKEN_PREFIX = "scr_"  # noqa: S105  (by which a leaked token is recognised)
QUARTER = 15 * 60.0
SEEN_EVERY = timedelta(minutes=1)
"""How often it is kept that a browser or token was used."""
_WRONG = "The address or the password is not right; try again, or ask a maintainer for a new link."
_OVER = "Your session has ended; sign in again."


@dataclass(frozen=True)
class SignInRules:
    """How people may sign in."""

    session_hours: float = 12.0
    idle_hours: float = 2.0
    """A browser that asks for nothing for so long is signed out."""
    sign_ins_per_quarter: int = 10
    """Attempts on one account from one address in 15 minutes; ten times as many on an account, or from an address."""
    admit_elsewhere: bool = False
    """Whether somebody without an account who signed in elsewhere gets one, as an author."""


class SigningIn:
    """Sessions and tokens. Their secrets are known by hash alone."""

    def __init__(self, stores: Stores, rules: SignInRules, now: Callable[[], datetime] = utc_now) -> None:
        self._stores, self._rules, self._now = stores, rules, now

    def sign_in(self, email: str, password: str, from_address: str) -> SignedIn:
        """A new session. Takes as long for an unknown address as for a wrong password.

        Raises NotSignedIn, or TooMany after too many attempts on the account or from the address.
        """
        self._count(email.strip().lower(), from_address)
        with self._stores.database.reading() as session:
            person = self._stores.people.by_email(session, email)
            kept = self._stores.people.password_hash(session, person.id) if person and person.active else None
        if not matches(password, kept) or person is None or kept is None:
            self._record(person.id if person else "system", "sign_in.failed", person)
            raise NotSignedIn(_WRONG)
        fresh = hashed(password) if is_outdated(kept) else None
        with self._stores.database.writing() as session:
            account = email.strip().lower()
            self._stores.limits.forget(session, "sign-in", account)
            self._stores.limits.forget(session, "sign-in-by", _pair(account, from_address))
            if self._stores.people.password_hash(session, person.id) != kept:
                raise NotSignedIn(_WRONG)
            if fresh:
                self._stores.people.set_password_hash(session, person.id, fresh)
            return self._begin(session, person, "password")

    def sign_in_elsewhere(
        self,
        issuer: str,
        subject: str,
        email: str,
        name: str,
        *,
        email_verified: bool = False,
    ) -> SignedIn:
        """A new session for somebody whom an identity provider vouches for.

        A known identity is recognised by issuer and subject. A verified address of an account that has no identity yet
        binds the two. Raises NotSignedIn where there is no account and none may be made.
        """
        with self._stores.database.writing() as session:
            people = self._stores.people
            person = people.by_identity(session, issuer, subject)
            if person is None:
                person = self._bound(session, (issuer, subject), email, name, email_verified=email_verified)
            if not person.active:
                raise NotSignedIn("This account is closed; ask a maintainer.")
            return self._begin(session, person, "elsewhere")

    def sign_out(self, cookie: str) -> None:
        """End a session; nothing happens where there is none."""
        with self._stores.database.writing() as session:
            held = self._stores.people.get_session(session, sha256(cookie), self._now())
            self._stores.people.end_session(session, sha256(cookie))
            if held:
                self._audit(session, held.person_id, "session.end", held.person_id)

    def actor_of_session(self, cookie: str) -> tuple[Actor, SignedIn]:
        """Who is signed in with a cookie. Raises NotSignedIn where nobody is, or not any more."""
        now, key = self._now(), sha256(cookie)
        with self._stores.database.reading() as session:
            held = self._stores.people.get_session(session, key, now)
            person = self._stores.people.get(session, held.person_id) if held else None
        idle = held is not None and now - held.seen_at > timedelta(hours=self._rules.idle_hours)
        if held is None or person is None or not person.active or idle:
            if idle:
                with suppress(Unavailable):  # nobody is let in by what cannot be cleared away
                    self._end(key)
            raise NotSignedIn(_OVER)
        if now - held.seen_at > SEEN_EVERY:
            with suppress(Unavailable), self._stores.database.writing() as session:  # dispensable, as on a full disk
                self._stores.people.touch_session(session, key, now)
        return Actor(person=person), SignedIn(cookie=cookie, csrf=held.csrf, person=person, expires_at=held.expires_at)

    def actor_of_token(self, secret: str) -> Actor:
        """Who a token belongs to, with its scopes. Raises NotSignedIn where it is not valid, or not any more."""
        now, person = self._now(), None
        with self._stores.database.reading() as session:
            held = self._stores.people.token(session, sha256(secret), now) if secret.startswith(TOKEN_PREFIX) else None
            person = self._stores.people.get(session, held.person_id) if held else None
        if held is None or person is None or not person.active:
            raise NotSignedIn("This token is not valid, was revoked, or has expired; make a new one.")
        if held.used_at is None or now - held.used_at > SEEN_EVERY:
            with suppress(Unavailable), self._stores.database.writing() as session:
                self._stores.people.touch_token(session, held.id, now)
        return Actor(person=person, scopes=held.scopes, token_id=held.id)

    def _count(self, email: str, from_address: str) -> None:
        """Count an attempt before the password is looked at, so that guessing costs the same whatever comes of it."""
        most, now = self._rules.sign_ins_per_quarter, self._now()
        # The account last: somebody elsewhere who is over a limit does not lock its owner out.
        for kind, subject, number in (
            ("sign-in-from", from_address, 10 * most),
            ("sign-in-by", _pair(email, from_address), most),
            ("sign-in", email, 10 * most),
        ):
            with self._stores.database.writing() as session:
                self._stores.limits.hit(session, kind, subject, most=number, seconds=QUARTER, at=now)

    def _bound(
        self,
        session: Session,
        identity: tuple[str, str],
        email: str,
        name: str,
        *,
        email_verified: bool,
    ) -> Person:
        people = self._stores.people
        known = people.by_email(session, email) if email_verified and email else None
        if known is not None and not has_identity(session, known.id):
            self._audit(session, known.id, "person.identity", known.id)
            return people.change(session, known.id, oidc=identity)
        if known is None and self._rules.admit_elsewhere and email_verified and email:
            made = people.add(
                session, email=email, name=name.strip()[:200] or email, role=Role.author, oidc=identity, at=self._now()
            )
            self._audit(session, made.id, "person.add", made.id)
            return made
        raise NotSignedIn(_unknown(email if email_verified else "", bound=known is not None))

    def _begin(self, session: Session, person: Person, how: str) -> SignedIn:
        cookie, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(32), self._now()
        expires = now + timedelta(hours=self._rules.session_hours)
        self._stores.people.expire(session, now)
        self._stores.people.create_session(
            session, person.id, sha256=sha256(cookie), csrf=csrf, expires_at=expires, at=now
        )
        self._audit(session, person.id, "session.begin", person.id, how=how)
        return SignedIn(cookie=cookie, csrf=csrf, person=person, expires_at=expires)

    def _end(self, key: str) -> None:
        with self._stores.database.writing() as session:
            self._stores.people.end_session(session, key)

    def _record(self, actor: str, action: str, person: Person | None) -> None:
        with self._stores.database.writing() as session:
            self._audit(session, actor, action, person.id if person else "unknown")

    def _audit(self, session: Session, actor: str, action: str, about: str, **detail: str) -> None:
        self._stores.audit.append(session, actor, action, f"person:{about}", at=self._now(), **detail)


def _unknown(email: str, *, bound: bool) -> str:
    """What somebody is told whom an identity provider vouches for and whom nobody knows here."""
    whose = email.strip()[:320]
    if bound:
        return f"The account of {whose} belongs to another identity at your organisation; ask a maintainer to look into it."
    if whose:
        return f"No account of this service belongs to {whose}; ask a maintainer to add you."
    return "There is no account here for you; ask a maintainer to add one with your address."


def _pair(account: str, from_address: str) -> str:
    """An account as tried from one address."""
    return f"{from_address}\n{account}"


def sha256(secret: str) -> str:
    """How a random secret of 256 bits is kept: a plain hash is enough, for nobody can guess it."""
    return hashlib.sha256(secret.encode()).hexdigest()
