"""A small OpenID provider on loopback: it signs in whoever comes, and can be told to do each thing wrong."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "screener", "the secret between the two"


@dataclass
class IdentityProvider:
    """What it says of itself and of people."""

    issuer: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "one"}))
    published: Any = None
    """The key that it publishes, where that is not the one it signs with."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims that replace the right ones; None leaves a claim out."""
    algorithm: str = "RS256"
    discovery: dict[str, Any] = field(default_factory=dict)
    token_status: int = 200
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.discovery,
        }

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser brings back from the authorization endpoint."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return {"code": code, "state": query["state"], "iss": self.issuer}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Exchange a code, once, for whoever has the verifier and the secret."""
        begun = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        client = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        known = authorization in (f"Basic {client}", f"Basic {plain}")
        if self.token_status != 200 or begun is None or challenge != begun["code_challenge"] or not known:
            return max(400, self.token_status), {"error": "invalid_grant"}
        assert form["redirect_uri"] == begun["redirect_uri"]
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(begun["nonce"])}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "subject-1",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "email": "Ada@Example.org",
            "email_verified": True,
            "name": "Ada",
            **self.claims,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm == "none":
            parts = [json.dumps({"alg": "none"}), json.dumps(said)]
            return ".".join(base64.urlsafe_b64encode(p.encode()).rstrip(b"=").decode() for p in parts) + "."
        return jwt.encode({"alg": self.algorithm, "kid": "one"}, said, self.key, algorithms=[self.algorithm])

    def keys(self) -> dict[str, Any]:
        return {"keys": [(self.published or self.key).as_dict(private=False)]}


@contextmanager
def running(provider: IdentityProvider) -> Iterator[IdentityProvider]:
    """The provider at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path.startswith("/authorize"):
                query = parse_qs(urlsplit(self.path).query)
                back = urlencode(provider.authorize(self.path))
                self.send_response(302)
                self.send_header("Location", f"{query['redirect_uri'][0]}?{back}")
                self.end_headers()
                return
            known = {"/.well-known/openid-configuration": provider.metadata, "/keys": provider.keys}
            self.tell(200, known[self.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.tell(*provider.token(form, self.headers.get("Authorization", "")))

        def tell(self, status: int, said: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = provider.issuer or f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
