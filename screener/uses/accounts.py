"""Accounts: who is added by whom, how a password is set, which tokens a person has."""

import re
import secrets
from datetime import timedelta

from screener.storage.database import Session
from screener.storage.people import TokenRecord
from screener.uses.access import Deed, require
from screener.uses.passwords import check_new, hashed, matches
from screener.uses.signing_in import TOKEN_PREFIX, SigningIn, SignInRules, sha256
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound
from screener.words.people import Actor, Person, Role, Scope
from screener.words.views import ApiToken, Invitation, NewToken, Reviewer

__all__ = ["Accounts", "SignInRules"]

INVITED_FOR = timedelta(days=7)
LONGEST_TOKEN_DAYS = 366
MOST_TOKENS = 50
SCOPES: dict[Role, frozenset[Scope]] = {
    Role.author: frozenset({Scope.read, Scope.submit}),
    Role.reviewer: frozenset({Scope.read, Scope.submit, Scope.review}),
    Role.maintainer: frozenset(Scope),
}
"""What a token of each role may be made for."""
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


class Accounts(SigningIn):
    """The people of this installation."""

    def first_maintainer(self, email: str, name: str) -> Invitation | None:
        """The first account, which keeps the service; None where there are accounts already. For the start alone."""
        with self._stores.database.writing() as session:
            if self._stores.people.list(session):
                return None
            person = self._stores.people.add(
                session, email=_checked_email(email), name=name, role=Role.maintainer, cleared=True, at=self._now()
            )
            self._audit(session, "system", "person.add", person.id, role=str(person.role))
            return self._invite(session, person)

    def add_person(self, actor: Actor, *, email: str, name: str, role: Role, cleared: bool = False) -> Invitation:
        """A new account, with a one-time link to set its password. Raises Conflict where the address is taken."""
        require(actor, Deed.keep_people)
        shown = _checked_name(name)
        with self._stores.database.writing() as session:
            person = self._stores.people.add(
                session, email=_checked_email(email), name=shown, role=role, cleared=cleared, at=self._now()
            )
            detail = {"role": str(role), "cleared": str(cleared)}
            self._audit(session, actor.id, "person.add", person.id, **detail)
            return self._invite(session, person)

    def invite_again(self, actor: Actor, person_id: str) -> Invitation:
        """A new one-time link, in place of an earlier one: for a forgotten password. The old password holds until then."""
        require(actor, Deed.keep_people)
        with self._stores.database.writing() as session:
            person = self._stores.people.get(session, person_id)
            self._audit(session, actor.id, "person.invite", person.id)
            return self._invite(session, person)

    def invited(self, token: str) -> Person:
        """Whose one-time link this is. Raises NotFound where it was used or is too old."""
        with self._stores.database.reading() as session:
            return self._invited(session, token)

    def set_password(self, token: str, password: str) -> Person:
        """Set a password by a one-time link, which is used up. Every browser of that person is signed out, and every token
        ends: such a link is also how an account is taken back from somebody else."""
        person = self.invited(token)
        check_new(password, email=person.email, name=person.name)
        made = hashed(password)
        with self._stores.database.writing() as session:
            person = self._invited(session, token, to_use=True)
            self._stores.people.set_password_hash(session, person.id, made)
            self._close(session, person.id)
            self._stores.limits.forget(session, "sign-in", person.email)
            self._audit(session, person.id, "person.password", person.id)
        return person

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own password. Every browser is signed out, this one too; tokens stay, and are revoked one by one.

        Raises Invalid where `old` is not right.
        """
        self._in_person(actor)
        self._count(actor.person.email, f"person:{actor.id}")
        with self._stores.database.reading() as session:
            kept = self._stores.people.password_hash(session, actor.id)
        if not matches(old, kept):
            raise Invalid("The present password is not right.", {"old": "It is not right."})
        check_new(new, email=actor.person.email, name=actor.person.name)
        made = hashed(new)
        with self._stores.database.writing() as session:
            self._stores.people.set_password_hash(session, actor.id, made)
            self._stores.people.end_all(session, actor.id)
            self._stores.limits.forget(session, "sign-in", actor.person.email)
            self._audit(session, actor.id, "person.password", actor.id)

    def change_person(
        self,
        actor: Actor,
        person_id: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        cleared: bool | None = None,
        active: bool | None = None,
    ) -> Person:
        """Change an account. A closed one is signed out everywhere and its tokens end.

        Raises Conflict where nobody would be left to keep the service.
        """
        require(actor, Deed.keep_people)
        given = {"name": _checked_name(name) if name is not None else None, "role": role}
        said = {"role": role, "cleared": cleared, "active": active}
        detail = {field: str(value) for field, value in said.items() if value is not None}
        with self._stores.database.writing() as session:
            self._stores.people.get(session, person_id)
            # First, for the audit's lock lets no two of these run side by side: they could remove the last two at once.
            self._audit(session, actor.id, "person.change", person_id, **detail)
            person = self._stores.people.change(session, person_id, cleared=cleared, active=active, **given)  # type: ignore[arg-type]
            if not any(p.role is Role.maintainer and p.active for p in self._stores.people.list(session)):
                raise Conflict(
                    "This is the last maintainer, without whom nobody could keep the service; add another first."
                )
            if not person.active:
                self._close(session, person_id)
            elif role is not None:
                self._end_wider_tokens(session, person)
        return person

    def people(self, actor: Actor) -> tuple[Person, ...]:
        """All accounts, by name."""
        require(actor, Deed.keep_people)
        with self._stores.database.reading() as session:
            return self._stores.people.list(session)

    def reviewers(self, actor: Actor) -> tuple[Reviewer, ...]:
        """Everybody to whom a draft can be assigned, by name."""
        require(actor, Deed.see_people)
        with self._stores.database.reading() as session:
            found = self._stores.people.list(session)
        return tuple(
            Reviewer(id=p.id, name=p.name, role=p.role) for p in found if p.active and p.role is not Role.author
        )

    def tokens(self, actor: Actor) -> tuple[ApiToken, ...]:
        """One's own tokens, the newest first, ended ones too."""
        self._in_person(actor)
        with self._stores.database.reading() as session:
            return tuple(_shown(t) for t in self._stores.people.tokens(session, actor.id))

    def make_token(self, actor: Actor, name: str, scopes: frozenset[Scope], days: int | None = 90) -> NewToken:
        """A token for programs; its secret is shown this once. None for `days` means the longest there is."""
        self._in_person(actor)
        label, lasts = name.strip(), LONGEST_TOKEN_DAYS if days is None else days
        fields = dict(_token_faults(actor, label, scopes, lasts))
        if fields:
            raise Invalid(next(iter(fields.values())), fields)
        secret, now = TOKEN_PREFIX + secrets.token_urlsafe(32), self._now()
        with self._stores.database.writing() as session:
            held = [t for t in self._stores.people.tokens(session, actor.id) if t.revoked_at is None]
            if len([t for t in held if t.expires_at is None or t.expires_at > now]) >= MOST_TOKENS:
                raise Conflict(f"You have {MOST_TOKENS} tokens already; revoke one that is not needed any more.")
            token = self._stores.people.add_token(
                session,
                actor.id,
                name=label,
                sha256=sha256(secret),
                scopes=scopes,
                expires_at=now + timedelta(days=lasts),
                at=now,
            )
            self._audit(session, actor.id, "token.make", actor.id, token=token.id, scopes=" ".join(sorted(scopes)))
        return NewToken(token=_shown(token), secret=secret)

    def revoke_token(self, actor: Actor, token_id: str) -> ApiToken:
        """End one of one's own tokens at once."""
        self._in_person(actor)
        with self._stores.database.writing() as session:
            token = self._stores.people.revoke_token(session, actor.id, token_id, self._now())
            self._audit(session, actor.id, "token.revoke", actor.id, token=token_id)
        return _shown(token)

    def _in_person(self, actor: Actor) -> None:
        """Tokens cannot make tokens, nor change passwords."""
        if actor.scopes is not None:
            raise Forbidden("A token cannot do this; sign in with a browser.")
        require(actor, Deed.keep_account)

    def _invite(self, session: Session, person: Person) -> Invitation:
        token, until = secrets.token_urlsafe(32), self._now() + INVITED_FOR
        self._stores.people.invite(session, person.id, sha256(token), until)
        return Invitation(person=person, token=token, until=until)

    def _invited(self, session: Session, token: str, *, to_use: bool = False) -> Person:
        person = self._stores.people.invited(session, sha256(token), self._now(), to_use=to_use)
        if person is None or not person.active:
            raise NotFound("This link was used already or is too old; ask a maintainer for a new one.")
        return person

    def _close(self, session: Session, person_id: str) -> None:
        self._stores.people.end_all(session, person_id)
        for token in self._stores.people.tokens(session, person_id):
            self._stores.people.revoke_token(session, person_id, token.id, self._now())

    def _end_wider_tokens(self, session: Session, person: Person) -> None:
        """A token never outlasts the role that it was made for."""
        for token in self._stores.people.tokens(session, person.id):
            if token.scopes - SCOPES[person.role]:
                self._stores.people.revoke_token(session, person.id, token.id, self._now())


def _token_faults(actor: Actor, label: str, scopes: frozenset[Scope], days: int) -> list[tuple[str, str]]:
    faults = []
    if not 1 <= len(label) <= 100:
        faults.append(("name", "Give the token a name of at most 100 characters, to know it by later."))
    if not scopes:
        faults.append(("scopes", "Choose at least one scope."))
    if scopes - SCOPES[actor.role]:
        faults.append(("scopes", "A token may do no more than you may; choose fewer scopes."))
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        faults.append(("days", f"A token lasts from 1 to {LONGEST_TOKEN_DAYS} days."))
    return faults


def _shown(token: TokenRecord) -> ApiToken:
    return ApiToken.model_validate(token.model_dump(exclude={"person_id"}))


def _checked_email(untrusted: str) -> str:
    email = untrusted.strip().lower()
    if len(email) > 320 or not _EMAIL.fullmatch(email):
        says = "Give an e-mail address, such as name@example.org."
        raise Invalid(says, {"email": says})
    return email


def _checked_name(untrusted: str) -> str:
    name = " ".join("".join(c for c in untrusted if c.isprintable()).split())
    if not 1 <= len(name) <= 200:
        says = "Give a name of at most 200 characters."
        raise Invalid(says, {"name": says})
    return name
