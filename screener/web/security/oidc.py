"""Signing in at an identity provider: OpenID Connect, code flow with PKCE, state and nonce. The only user of Authlib."""

import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]
from authlib.integrations.httpx_client._compat import httpx2 as http  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import ValidationError

from screener.wiring.service_settings import Oidc, is_loopback
from screener.words.draft import Frozen
from screener.words.errors import Forbidden, Unavailable

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Algorithms by which an identity may be signed: with the provider's private key alone."""
KNOWN_FOR = 600.0
"""Seconds for which what the provider says of itself is believed."""
LARGEST_ANSWER = 2**20
LEEWAY = 60
"""Seconds by which the two clocks may differ."""
NOT_ACCEPTED = (
    "The identity provider's answer could not be accepted ({}); sign in again, and tell a maintainer if it persists."
)


class Begun(Frozen):
    """What must be remembered, in the browser's own cookie, from going to the provider until coming back."""

    state: str
    nonce: str
    verifier: str
    """PKCE's code verifier."""


class Identity(Frozen):
    """Somebody as the provider vouches for them."""

    issuer: str
    subject: str
    email: str
    """Lower case; verified by the provider."""
    name: str


@dataclass
class Provider:
    """One identity provider. Asks only the hosts that `may_reach` allows, and nothing before somebody signs in."""

    settings: Oidc
    callback: str
    """Where the provider sends people back to, as registered with it."""
    may_reach: Callable[[str], bool]
    _told: tuple[float, dict[str, Any]] = (0.0, {})
    _keys: KeySet | None = field(default=None, repr=False)

    def begin(self) -> tuple[str, Begun]:
        """The address to send the browser to, and what to remember. Raises Unavailable."""
        begun = Begun(state=generate_token(32), nonce=generate_token(32), verifier=generate_token(64))
        with self._client() as client:
            url, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=begun.state,
                nonce=begun.nonce,
                code_verifier=begun.verifier,
            )
        return str(url), begun

    def finish(self, begun: Begun, query: Mapping[str, str]) -> Identity:
        """Who came back with this query. Raises Forbidden where it is not all in order, Unavailable where the provider
        cannot be asked."""
        if not hmac.compare_digest(begun.state.encode(), query.get("state", "").encode()):
            raise Forbidden(NOT_ACCEPTED.format("it belongs to another attempt"))
        if query.get("error") or not query.get("code"):
            raise Forbidden(
                "The identity provider did not sign you in; try again, or ask whoever keeps your account there."
            )
        if query.get("iss", self.settings.issuer) != self.settings.issuer:
            raise Forbidden(NOT_ACCEPTED.format("it comes from another provider"))
        return self._identity(self._claims(self._token(query["code"], begun), begun))

    def _token(self, code: str, begun: Begun) -> dict[str, Any]:
        try:
            with self._client() as client:
                token = client.fetch_token(
                    self._endpoint("token_endpoint"),
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=begun.verifier,
                )
        except AuthlibBaseError as error:
            raise Forbidden(NOT_ACCEPTED.format("it refused the code")) from error
        except (http.HTTPError, ValueError) as error:
            raise _unreachable() from error
        return dict(token)

    def _claims(self, token: dict[str, Any], begun: Begun) -> dict[str, Any]:
        signed = token.get("id_token")
        if not isinstance(signed, str):
            raise Forbidden(NOT_ACCEPTED.format("it names nobody"))
        try:
            found = self._opened(signed)
            claims = CodeIDToken(
                found.claims,
                found.header,
                {
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                },
                {"nonce": begun.nonce, "client_id": self.settings.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError) as error:
            raise Forbidden(NOT_ACCEPTED.format(f"its signature or contents are wrong: {_name(error)}")) from error
        return dict(claims)

    def _opened(self, signed: str) -> jwt.Token:
        """The token once its signature is checked; the provider's keys are fetched anew where none of them fits."""
        registry = JWSRegistry(algorithms=list(SIGNATURES), strict_check_header=False)
        if self._keys is not None:
            try:
                return jwt.decode(signed, self._keys, registry=registry)
            except (JoseError, ValueError):
                self._keys = None  # the provider may have changed them since
        self._keys = KeySet.import_key_set(self._get(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
        return jwt.decode(signed, self._keys, registry=registry)

    def _identity(self, claims: dict[str, Any]) -> Identity:
        email = claims.get("email")
        if not isinstance(email, str) or "@" not in email or claims.get("email_verified") is not True:
            raise Forbidden(
                "The identity provider does not vouch for your e-mail address; confirm it there, then sign in again."
            )
        name = claims.get("name")
        try:
            return Identity(
                issuer=self.settings.issuer,
                subject=claims["sub"],
                email=email.strip().lower(),
                name=(name if isinstance(name, str) else "").strip()[:200] or email.partition("@")[0],
            )
        except ValidationError as error:
            raise Forbidden(NOT_ACCEPTED.format("it names nobody")) from error

    def _endpoint(self, name: str) -> str:
        """An address that the provider tells of itself. Raises Unavailable, Forbidden."""
        told = self._metadata().get(name)
        if not isinstance(told, str) or not told:
            raise Unavailable(
                f"The identity provider does not tell its {name}; a maintainer must look at service.oidc."
            )
        parts = urlsplit(told)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise Unavailable(
                f"The identity provider's {name} is not encrypted; a maintainer must look at service.oidc."
            )
        if not self.may_reach(told):
            raise Unavailable(
                f"Air-gap mode refuses {parts.hostname}, where the identity provider is; a maintainer can allow that host."
            )
        return told

    def _metadata(self) -> dict[str, Any]:
        at, told = self._told
        if told and time.monotonic() - at < KNOWN_FOR:
            return told
        address = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        if not self.may_reach(address):
            raise Unavailable("Air-gap mode refuses the identity provider's host; a maintainer can allow it.")
        told = self._get(address)
        if told.get("issuer") != self.settings.issuer:
            raise Unavailable(
                "The identity provider calls itself by another name; a maintainer must look at service.oidc."
            )
        self._told = (time.monotonic(), told)
        return told

    def _get(self, address: str) -> dict[str, Any]:
        try:
            with self._client() as client:
                answer = client.request("GET", address, withhold_token=True)
                answer.raise_for_status()
                told = json.loads(answer.content[:LARGEST_ANSWER])
        except (http.HTTPError, AuthlibBaseError, ValueError) as error:
            raise _unreachable() from error
        if not isinstance(told, dict):
            raise _unreachable()
        return told

    def _client(self) -> OAuth2Client:
        secret = self.settings.client_secret
        return OAuth2Client(
            self.settings.client_id,
            secret.get_secret_value() if secret else None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope=" ".join(self.settings.scopes),
            redirect_uri=self.callback,
            code_challenge_method="S256",
            timeout=self.settings.timeout,
            follow_redirects=False,
        )


def _unreachable() -> Unavailable:
    return Unavailable("The identity provider cannot be reached or gives no usable answer; try again in a moment.")


def _name(error: Exception) -> str:
    """What is wrong, in the library's short code, which holds nothing of the token."""
    return str(getattr(error, "error", "") or "malformed").replace("_", " ")
