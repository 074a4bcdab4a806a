"""Accounts, signed-in browsers, tokens, invitations."""

from datetime import timedelta

import pytest

from screener.words.errors import Conflict, NotFound
from screener.words.people import Role, Scope
from tests.storage.installation import NOON, Kept

LATER = NOON + timedelta(hours=1)


def test_an_account_is_found_by_its_address_in_any_case(kept: Kept) -> None:
    with kept.database.reading() as session:
        assert kept.people.by_email(session, " ADA@example.ORG ") == kept.author
        assert kept.people.by_email(session, "nobody@example.org") is None
        assert kept.people.get(session, kept.author.id) == kept.author
        assert kept.people.list(session) == (kept.author, kept.reviewer)
        assert kept.people.names(session, [kept.author.id, "system"]) == {kept.author.id: "Ada"}
        with pytest.raises(NotFound):
            kept.people.get(session, "none")


def test_an_address_or_identity_belongs_to_one_account(kept: Kept) -> None:
    with kept.database.writing() as session:
        kept.people.add(session, email="o@example.org", name="O", role=Role.author, oidc=("https://id", "7"))
        assert (kept.people.by_identity(session, "https://id", "7") or kept.author).name == "O"
        assert kept.people.by_identity(session, "https://other", "7") is None
    for given in ({"email": "ADA@example.org"}, {"email": "p@example.org", "oidc": ("https://id", "7")}):
        with pytest.raises(Conflict, match="already an account"), kept.database.writing() as session:
            kept.people.add(session, name="P", role=Role.author, **given)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="already an account"), kept.database.writing() as session:
        kept.people.change(session, kept.author.id, email=kept.reviewer.email)


def test_only_what_is_given_is_changed(kept: Kept) -> None:
    with kept.database.writing() as session:
        changed = kept.people.change(session, kept.author.id, role=Role.maintainer, cleared=True, active=False)
        assert changed == kept.author.model_copy(update={"role": Role.maintainer, "cleared": True, "active": False})
        assert kept.people.change(session, kept.author.id, cleared=False, active=True).name == "Ada"


def test_an_invitation_holds_until_its_time_or_a_password_is_set(kept: Kept) -> None:
    with kept.database.writing() as session:
        kept.people.invite(session, kept.author.id, "hash", LATER)
        assert kept.people.invited(session, "hash", NOON) == kept.author
        assert kept.people.invited(session, "hash", LATER) is None
        assert kept.people.invited(session, "other", NOON) is None
        assert kept.people.password_hash(session, kept.author.id) is None
        kept.people.set_password_hash(session, kept.author.id, "argon")
        assert kept.people.password_hash(session, kept.author.id) == "argon"
        assert kept.people.invited(session, "hash", NOON) is None


def test_a_browser_is_signed_in_until_it_expires_or_is_signed_out(kept: Kept) -> None:
    with kept.database.writing() as session:
        for cookie in ("one", "two", "three"):
            kept.people.create_session(session, kept.author.id, sha256=cookie, csrf="c", expires_at=LATER, at=NOON)
        found = kept.people.get_session(session, "one", NOON)
        assert found is not None
        assert (found.person_id, found.csrf, found.expires_at) == (kept.author.id, "c", LATER)
        kept.people.touch_session(session, "one", NOON + timedelta(minutes=5))
        assert (kept.people.get_session(session, "one", NOON) or found).seen_at == NOON + timedelta(minutes=5)
        assert kept.people.get_session(session, "one", LATER) is None
        kept.people.end_session(session, "one")
        assert kept.people.get_session(session, "one", NOON) is None
        assert kept.people.expire(session, NOON) == 0
        assert kept.people.get_session(session, "two", NOON)
        kept.people.end_all(session, kept.author.id)
        assert kept.people.get_session(session, "two", NOON) is None
        kept.people.create_session(session, kept.author.id, sha256="four", csrf="c", expires_at=LATER, at=NOON)
        assert kept.people.expire(session, LATER) == 1


def test_a_token_is_valid_until_it_expires_or_is_revoked_by_its_owner(kept: Kept) -> None:
    scopes = {Scope.read, Scope.submit}
    with kept.database.writing() as session:
        made = kept.people.add_token(
            session, kept.author.id, name="script", sha256="hash", scopes=scopes, expires_at=LATER, at=NOON
        )
        assert made.scopes == scopes
        assert kept.people.token(session, "hash", NOON) == made
        assert kept.people.token(session, "hash", LATER) is None
        assert kept.people.token(session, "other", NOON) is None
        kept.people.touch_token(session, made.id, NOON)
        with pytest.raises(NotFound):
            kept.people.revoke_token(session, kept.reviewer.id, made.id)
        assert kept.people.revoke_token(session, kept.author.id, made.id, NOON).revoked_at == NOON
        assert kept.people.revoke_token(session, kept.author.id, made.id, LATER).revoked_at == NOON
        assert kept.people.token(session, "hash", NOON) is None
        assert [t.used_at for t in kept.people.tokens(session, kept.author.id)] == [NOON]
