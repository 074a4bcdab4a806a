"""People, how they sign in, and what their tokens may do."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from screener.uses import passwords
from screener.uses.accounts import Accounts, SignInRules
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn, TooMany
from screener.words.people import Actor, Role, Scope
from tests.storage.installation import at_once
from tests.uses.house import House, with_scopes

WORDS = "four unrelated words here"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little: what they are worth is tested beside `passwords`."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


def signed(house: House, actor: Actor) -> str:
    """The cookie of somebody who set a password and signed in."""
    link = house.accounts.invite_again(house.mia, actor.id)
    house.accounts.set_password(link.token, WORDS)
    return house.accounts.sign_in(actor.person.email, WORDS, "10.0.0.1").cookie


def test_a_password_set_by_link_ends_every_token_and_one_that_was_changed_ends_none(house: House) -> None:
    signed(house, house.ada)
    house.accounts.make_token(house.ada, "kept", frozenset({Scope.read}))
    house.accounts.change_password(house.ada, WORDS, f"{WORDS} again")
    assert house.accounts.tokens(house.ada)[0].revoked_at is None
    signed(house, house.ada)
    assert house.accounts.tokens(house.ada)[0].revoked_at is not None


def test_the_first_maintainer_is_made_once_and_signs_in_by_a_one_time_link(tmp_path: Path) -> None:
    house = House(tmp_path)
    link = house.accounts.first_maintainer("Me@Example.org", "Me")
    assert link is not None and link.person.role is Role.maintainer
    assert house.accounts.first_maintainer("other@example.org", "Other") is None
    assert house.accounts.invited(link.token).email == "me@example.org"
    house.accounts.set_password(link.token, WORDS)
    with pytest.raises(NotFound, match="used already"):
        house.accounts.set_password(link.token, WORDS)
    cookie = house.accounts.sign_in("ME@example.org ", WORDS, "127.0.0.1").cookie
    actor, session = house.accounts.actor_of_session(cookie)
    assert actor.person.name == "Me" and actor.scopes is None and session.csrf
    house.close()


def test_a_link_is_looked_at_and_then_used_on_either_database(either_house: House) -> None:
    house = either_house
    link = house.accounts.add_person(house.mia, email="new@example.org", name="New", role=Role.reviewer)
    assert house.accounts.invited(link.token).name == "New"
    house.accounts.set_password(link.token, WORDS)
    assert house.accounts.sign_in("new@example.org", WORDS, "10.0.0.1").cookie


def test_a_link_is_too_old_after_a_week(house: House) -> None:
    link = house.accounts.add_person(house.mia, email="new@example.org", name="New", role=Role.reviewer)
    house.clock.pass_by(days=8)
    with pytest.raises(NotFound, match="too old"):
        house.accounts.set_password(link.token, WORDS)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(house: House) -> None:
    signed(house, house.ada)
    said = set()
    for email, password in (
        ("ada@example.org", "wrong words altogether"),
        ("who@example.org", WORDS),
        ("rosa@example.org", ""),
    ):
        with pytest.raises(NotSignedIn) as refused:
            house.accounts.sign_in(email, password, "10.0.0.2")
        said.add(str(refused.value))
    assert len(said) == 1


def test_guessing_is_stopped_for_an_account_even_with_the_right_password(tmp_path: Path) -> None:
    house = House(tmp_path, sign_in=SignInRules(sign_ins_per_quarter=3))
    signed(house, house.ada)
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            house.accounts.sign_in("ada@example.org", "wrong words", "10.0.0.2")
    with pytest.raises(TooMany) as refused:
        house.accounts.sign_in("ADA@example.org", WORDS, "10.0.0.2")
    assert 0 < refused.value.after <= 15 * 60
    assert house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.3"), "its owner is not locked out elsewhere"
    house.clock.pass_by(minutes=15)
    assert house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.2")
    house.close()


def test_guessing_from_many_addresses_is_stopped_for_an_account(tmp_path: Path) -> None:
    house = House(tmp_path, sign_in=SignInRules(sign_ins_per_quarter=1))
    signed(house, house.ada)
    for n in range(10):
        with pytest.raises(NotSignedIn):
            house.accounts.sign_in("ada@example.org", "wrong words", f"10.0.1.{n}")
    with pytest.raises(TooMany):
        house.accounts.sign_in("ada@example.org", WORDS, "10.0.2.1")
    house.close()


def test_guessing_is_stopped_for_an_address_that_tries_many_accounts(tmp_path: Path) -> None:
    house = House(tmp_path, sign_in=SignInRules(sign_ins_per_quarter=1))
    signed(house, house.ada)
    for n in range(9):  # one attempt from this address was the sign-in above
        with pytest.raises(NotSignedIn):
            house.accounts.sign_in(f"guess{n}@example.org", "wrong words", "10.0.0.1")
    with pytest.raises(TooMany):
        house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.1")
    assert house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.9")
    house.close()


def test_failed_sign_ins_are_in_the_audit(house: House) -> None:
    with pytest.raises(NotSignedIn):
        house.accounts.sign_in("who@example.org", WORDS, "10.0.0.2")
    [line] = house.oversight.audit(house.mia, action="sign_in.failed")
    assert line.about == "person:unknown" and "who@" not in line.model_dump_json()


def test_a_session_ends_when_idle_when_old_and_when_signed_out(house: House) -> None:
    cookie = signed(house, house.ada)
    for _ in range(10):
        house.clock.pass_by(hours=1)
        house.accounts.actor_of_session(cookie)
    house.clock.pass_by(hours=2)
    with pytest.raises(NotSignedIn, match="ended"):
        house.accounts.actor_of_session(cookie)
    cookie = house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.1").cookie
    for _ in range(11):
        house.clock.pass_by(hours=1)
        house.accounts.actor_of_session(cookie)
    house.clock.pass_by(hours=1)
    with pytest.raises(NotSignedIn):
        house.accounts.actor_of_session(cookie)
    cookie = house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.1").cookie
    house.accounts.sign_out(cookie)
    for gone in (cookie, "", "nonsense"):
        with pytest.raises(NotSignedIn):
            house.accounts.actor_of_session(gone)
    house.accounts.sign_out("nonsense")


def test_a_changed_password_signs_every_browser_out(house: House) -> None:
    cookie = signed(house, house.ada)
    with pytest.raises(Invalid, match="present password"):
        house.accounts.change_password(house.ada, "not it at all", "five other words in a row")
    with pytest.raises(Invalid, match="at least 12"):
        house.accounts.change_password(house.ada, WORDS, "short")
    house.accounts.change_password(house.ada, WORDS, "five other words in a row")
    with pytest.raises(NotSignedIn):
        house.accounts.actor_of_session(cookie)
    assert house.accounts.sign_in("ada@example.org", "five other words in a row", "10.0.0.1")


def test_a_closed_account_is_signed_out_and_its_tokens_end(house: House) -> None:
    cookie = signed(house, house.ada)
    token = house.accounts.make_token(house.ada, "laptop", frozenset({Scope.read}))
    house.accounts.change_person(house.mia, house.ada.id, active=False)
    for refused in (
        lambda: house.accounts.actor_of_session(cookie),
        lambda: house.accounts.actor_of_token(token.secret),
        lambda: house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.1"),
    ):
        with pytest.raises(NotSignedIn):
            refused()
    house.accounts.change_person(house.mia, house.ada.id, active=True)
    with pytest.raises(NotSignedIn):
        house.accounts.actor_of_token(token.secret)
    assert house.accounts.sign_in("ada@example.org", WORDS, "10.0.0.1")


def test_the_last_maintainer_cannot_be_removed(house: House) -> None:
    mia, max_ = house.mia, house.person("Max", Role.maintainer)
    house.accounts.change_person(mia, max_.id, role=Role.reviewer)
    for change in ({"role": Role.author}, {"active": False}):
        with pytest.raises(Conflict, match="last maintainer"):
            house.accounts.change_person(mia, mia.id, **change)  # type: ignore[arg-type]
    assert {p.name: p.role for p in house.accounts.people(mia)}["Mia"] is Role.maintainer


def test_two_maintainers_cannot_remove_each_other_at_once(either_house: House) -> None:
    house = either_house
    mia, max_ = house.mia, house.person("Max", Role.maintainer)
    refused: list[Conflict] = []

    def remove(by: Actor, whom: Actor) -> None:
        try:
            house.accounts.change_person(by, whom.id, active=False)
        except Conflict as conflict:
            refused.append(conflict)

    at_once(lambda: remove(mia, max_), lambda: remove(max_, mia))
    assert len(refused) == 1


def test_a_token_is_shown_once_and_carries_its_scopes(house: House) -> None:
    made = house.accounts.make_token(house.rosa, " nightly ", frozenset({Scope.read, Scope.review}), 30)
    assert made.secret.startswith("scr_") and made.token.name == "nightly"
    actor = house.accounts.actor_of_token(made.secret)
    assert actor.id == house.rosa.id and actor.scopes == {Scope.read, Scope.review}
    [held] = house.accounts.tokens(house.rosa)
    assert held.used_at is not None and made.secret not in held.model_dump_json()
    house.clock.pass_by(days=31)
    with pytest.raises(NotSignedIn):
        house.accounts.actor_of_token(made.secret)


def test_a_revoked_token_ends_at_once_and_only_its_owner_revokes_it(house: House) -> None:
    made = house.accounts.make_token(house.rosa, "nightly", frozenset({Scope.read}))
    with pytest.raises(NotFound):
        house.accounts.revoke_token(house.ada, made.token.id)
    house.accounts.revoke_token(house.rosa, made.token.id)
    for secret in (made.secret, "scr_nonsense", "", made.secret.removeprefix("scr_")):
        with pytest.raises(NotSignedIn):
            house.accounts.actor_of_token(secret)


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        ("", {Scope.read}, 1, "name"),
        ("x", set(), 1, "scopes"),
        ("x", {Scope.review}, 1, "scopes"),
        ("x", {Scope.read}, 0, "days"),
        ("x", {Scope.read}, 9_999, "days"),
    ],
)
def test_a_token_does_no_more_than_its_owner_and_not_for_ever(
    house: House, name: str, scopes: set[Scope], days: int, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        house.accounts.make_token(house.ada, name, frozenset(scopes), days)
    assert field in refused.value.fields


def test_a_token_cannot_make_tokens_or_change_passwords(house: House) -> None:
    through = with_scopes(house.mia, *Scope)
    with pytest.raises(Forbidden, match="browser"):
        house.accounts.make_token(through, "more", frozenset({Scope.read}))
    with pytest.raises(Forbidden, match="browser"):
        house.accounts.change_password(through, WORDS, WORDS)


def test_a_token_wider_than_a_new_role_ends(house: House) -> None:
    narrow = house.accounts.make_token(house.rosa, "narrow", frozenset({Scope.read}))
    wide = house.accounts.make_token(house.rosa, "wide", frozenset({Scope.review}))
    house.accounts.change_person(house.mia, house.rosa.id, role=Role.author)
    assert house.accounts.actor_of_token(narrow.secret).role is Role.author
    with pytest.raises(NotSignedIn):
        house.accounts.actor_of_token(wide.secret)


def test_only_maintainers_keep_people_and_reviewers_see_reviewers(house: House) -> None:
    with pytest.raises(Forbidden):
        house.accounts.people(house.rosa)
    with pytest.raises(Forbidden):
        house.accounts.add_person(house.ada, email="x@example.org", name="X", role=Role.maintainer)
    with pytest.raises(Forbidden):
        house.accounts.reviewers(house.ada)
    house.person("Zoe", Role.reviewer)
    assert [r.name for r in house.accounts.reviewers(house.rosa)] == ["Rosa", "Zoe"]


@pytest.mark.parametrize(("email", "name", "field"), [("no address", "X", "email"), ("a@b.c", "  \n", "name")])
def test_a_new_account_needs_an_address_and_a_name(house: House, email: str, name: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        house.accounts.add_person(house.mia, email=email, name=name, role=Role.author)
    assert field in refused.value.fields


def test_an_address_is_taken_once(house: House) -> None:
    with pytest.raises(Conflict, match="already an account"):
        house.accounts.add_person(house.mia, email=house.mia.person.email.upper(), name="Mia 2", role=Role.author)


def elsewhere(accounts: Accounts, subject: str, email: str, *, verified: bool = True) -> Actor:
    made = accounts.sign_in_elsewhere("https://id.example", subject, email, "Some Body", email_verified=verified)
    return accounts.actor_of_session(made.cookie)[0]


def test_a_verified_address_binds_an_identity_to_its_account_for_good(house: House) -> None:
    ada = house.ada
    assert elsewhere(house.accounts, "s1", "ADA@example.org").id == ada.id
    assert elsewhere(house.accounts, "s1", "moved@example.org").id == ada.id, "known by the identity from now on"
    with pytest.raises(NotSignedIn):
        elsewhere(house.accounts, "s2", "ada@example.org")


def test_an_address_that_is_not_verified_opens_no_account(house: House) -> None:
    assert house.ada
    with pytest.raises(NotSignedIn, match="ask a maintainer"):
        elsewhere(house.accounts, "s1", "ada@example.org", verified=False)


def test_strangers_are_admitted_as_authors_only_where_that_is_settled(tmp_path: Path) -> None:
    house = House(tmp_path, sign_in=SignInRules(admit_elsewhere=True))
    assert elsewhere(house.accounts, "s1", "new@example.org").role is Role.author
    with pytest.raises(NotSignedIn):
        elsewhere(house.accounts, "s2", "other@example.org", verified=False)
    house.accounts.change_person(house.mia, elsewhere(house.accounts, "s1", "").id, active=False)
    with pytest.raises(NotSignedIn, match="closed"):
        elsewhere(house.accounts, "s1", "new@example.org")
    house.close()
