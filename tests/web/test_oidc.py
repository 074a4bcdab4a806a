from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey
from pydantic import SecretStr

from screener.web.security.oidc import Begun, Provider
from screener.wiring.service_settings import Oidc
from screener.words.errors import Forbidden, Unavailable
from tests.web.identity_provider import CLIENT, SECRET, IdentityProvider, running

KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})
OTHER = RSAKey.generate_key(2048, parameters={"kid": "one"})


@pytest.fixture
def elsewhere() -> Iterator[IdentityProvider]:
    with running(IdentityProvider(key=KEY)) as provider:
        yield provider


def client(issuer: str, **more: Any) -> Provider:
    settings = Oidc(issuer=issuer, client_id=CLIENT, client_secret=SecretStr(SECRET))
    return Provider(settings, "http://127.0.0.1:8321/sign-in/elsewhere/back", **{"may_reach": lambda _: True, **more})


def signed_in(provider: Provider, elsewhere: IdentityProvider) -> Any:
    address, begun = provider.begin()
    return provider.finish(begun, elsewhere.authorize(address))


def test_somebody_whom_the_provider_vouches_for_is_known_by_subject_and_verified_address(
    elsewhere: IdentityProvider,
) -> None:
    found = signed_in(client(elsewhere.issuer), elsewhere)
    assert (found.issuer, found.subject) == (elsewhere.issuer, "subject-1")
    assert (found.email, found.name) == ("ada@example.org", "Ada")


def test_each_attempt_has_a_state_a_nonce_and_a_challenge_of_its_own(elsewhere: IdentityProvider) -> None:
    provider = client(elsewhere.issuer)
    queries = [parse_qs(urlsplit(provider.begin()[0]).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert queries[0][name] != queries[1][name]
        assert len(queries[0][name][0]) >= 32
    assert queries[0]["scope"] == ["openid email profile"]
    assert "code_verifier" not in queries[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "another-client"},
        {"aud": ["another-client"], "azp": CLIENT},
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": None},
        {"email": "no address"},
        {"azp": "another-client"},
    ],
    ids=str,
)
def test_a_token_that_says_something_wrong_is_refused(elsewhere: IdentityProvider, wrong: dict[str, Any]) -> None:
    elsewhere.claims = wrong
    with pytest.raises(Forbidden):
        signed_in(client(elsewhere.issuer), elsewhere)


def test_a_token_signed_by_another_key_is_refused(elsewhere: IdentityProvider) -> None:
    elsewhere.published = OTHER
    with pytest.raises(Forbidden, match="signature"):
        signed_in(client(elsewhere.issuer), elsewhere)


def test_a_token_without_a_signature_is_refused(elsewhere: IdentityProvider) -> None:
    elsewhere.algorithm = "none"
    with pytest.raises(Forbidden, match="signature"):
        signed_in(client(elsewhere.issuer), elsewhere)


def test_a_token_signed_with_a_shared_secret_is_refused(elsewhere: IdentityProvider) -> None:
    elsewhere.algorithm, elsewhere.published = "HS256", KEY
    elsewhere.key = OctKey.import_key(SECRET, {"kid": "one"})
    with pytest.raises(Forbidden, match="signature"):
        signed_in(client(elsewhere.issuer), elsewhere)


def test_a_new_key_of_the_provider_is_fetched_when_the_old_one_does_not_fit(elsewhere: IdentityProvider) -> None:
    provider = client(elsewhere.issuer)
    signed_in(provider, elsewhere)
    elsewhere.key = OTHER
    assert signed_in(provider, elsewhere).subject == "subject-1"
    assert elsewhere.asked.count("/keys") == 2
    assert elsewhere.asked.count("/.well-known/openid-configuration") == 1


def test_an_answer_to_another_attempt_is_refused(elsewhere: IdentityProvider) -> None:
    provider = client(elsewhere.issuer)
    back = elsewhere.authorize(provider.begin()[0])
    with pytest.raises(Forbidden, match="another attempt"):
        provider.finish(provider.begin()[1], back)


def test_a_stolen_code_is_of_no_use_without_the_verifier(elsewhere: IdentityProvider) -> None:
    provider = client(elsewhere.issuer)
    address, begun = provider.begin()
    thief = begun.model_copy(update={"verifier": "x" * 64})
    with pytest.raises(Forbidden, match="refused the code"):
        provider.finish(thief, elsewhere.authorize(address))


def test_a_code_works_once(elsewhere: IdentityProvider) -> None:
    provider = client(elsewhere.issuer)
    address, begun = provider.begin()
    back = elsewhere.authorize(address)
    provider.finish(begun, back)
    with pytest.raises(Forbidden):
        provider.finish(begun, back)


def test_an_answer_from_another_provider_is_refused(elsewhere: IdentityProvider) -> None:
    provider = client(elsewhere.issuer)
    address, begun = provider.begin()
    with pytest.raises(Forbidden, match="another provider"):
        provider.finish(begun, {**elsewhere.authorize(address), "iss": "https://other.example"})


@pytest.mark.parametrize("query", [{"error": "access_denied"}, {}], ids=str)
def test_a_refusal_by_the_provider_is_told_in_a_sentence(elsewhere: IdentityProvider, query: dict[str, str]) -> None:
    provider = client(elsewhere.issuer)
    _, begun = provider.begin()
    with pytest.raises(Forbidden, match="did not sign you in"):
        provider.finish(begun, {**query, "state": begun.state})


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://other.example"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "http://provider.example/authorize"},
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    elsewhere: IdentityProvider, discovery: dict[str, Any]
) -> None:
    elsewhere.discovery = discovery
    with pytest.raises(Unavailable, match="maintainer"):
        client(elsewhere.issuer).begin()


def test_in_air_gap_mode_the_provider_is_not_asked(elsewhere: IdentityProvider) -> None:
    with pytest.raises(Unavailable, match="Air-gap"):
        client(elsewhere.issuer, may_reach=lambda _: False).begin()
    assert elsewhere.asked == []


def test_a_provider_that_is_away_makes_signing_in_unavailable() -> None:
    with running(IdentityProvider(key=KEY)) as provider:
        gone = provider.issuer
    with pytest.raises(Unavailable, match="cannot be reached"):
        client(gone).begin()


def test_what_must_be_remembered_says_nothing_about_the_person(elsewhere: IdentityProvider) -> None:
    _, begun = client(elsewhere.issuer).begin()
    assert set(Begun.model_fields) == {"state", "nonce", "verifier"}
    assert len({begun.state, begun.nonce, begun.verifier}) == 3
