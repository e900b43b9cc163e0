"""An OpenID Connect provider on 127.0.0.1: real keys, real tokens, with faults on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry

CLIENT, SECRET = "maillage", "un secret de test"
Answer = tuple[int, str, bytes]


@cache
def draw_key(name: str) -> RSAKey:
    """A key of that name, drawn once."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, private=True)


@dataclass(kw_only=True)
class Provider:
    """What it says, what it was asked, and how it misbehaves.

    `claims` are added to the ID token, or replace its own (None removes one); `user` is what the
    user info says. `slow` are seconds before each byte, `huge` bytes more, on addresses of `on`.
    """

    user: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "marie-1",
            "email": "marie@exemple.fr",
            "email_verified": True,
            "given_name": "Marie",
            "usual_name": "Curie",
        }
    )
    claims: dict[str, Any] = field(default_factory=dict)
    signed_by: str = "own"
    key_id: str = "own"
    algorithm: str = "RS256"
    gives_id_token: bool = True
    signs_user: bool = True
    user_signed_by: str = "own"
    document: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    on: str = "/never"
    slow: float = 0
    huge: int = 0
    body: bytes | None = None
    address: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def discover(self) -> dict[str, Any]:
        """Its discovery document."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/session/end",
            "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.document,
        }

    def authorize(self, asked: str) -> str:
        """Where a person who agrees is sent back: the address that `asked` sent them from."""
        query = dict(parse_qsl(urlsplit(asked).query))
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> Answer:
        """Tokens for a code that was not used, of the client that asked, with its verifier."""
        query = self.codes.pop(form.get("code", ""), None)
        known = form.get("client_id") == CLIENT and form.get("client_secret") == SECRET
        if query is None or not known or form["redirect_uri"] != query["redirect_uri"]:
            return 400, "application/json", b'{"error":"invalid_grant","error_description":"<b>"}'
        if "code_challenge" in query:
            proved = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            assert base64.urlsafe_b64encode(proved).decode().rstrip("=") == query["code_challenge"]
        said = {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "expires_in": 60}
        if self.gives_id_token:
            said["id_token"] = self.id_token(query["nonce"])
        return 200, "application/json", json.dumps(said).encode()

    def id_token(self, nonce: str) -> str:
        """The ID token, with its faults."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address, "sub": self.user["sub"], "aud": CLIENT, "nonce": nonce,
            "iat": now, "exp": now + 60, **self.claims,
        }  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not None}
        return self.sign(kept, self.signed_by)

    def sign(self, claims: dict[str, Any], signer: str) -> str:
        """A token of these claims; unsigned for `none`, signed by the public key for HS256."""
        header = {"alg": self.algorithm, "kid": self.key_id}
        if self.algorithm == "none":
            parts = (json.dumps(part).encode() for part in (header, claims))
            return ".".join(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts) + "."
        if self.algorithm == "HS256":
            from joserfc.jwk import OctKey  # noqa: PLC0415

            shared = OctKey.import_key(draw_key("own").as_pem(private=False))
            registry = JWSRegistry(algorithms=["HS256"])
            return jwt.encode(header, claims, shared, registry=registry)
        return jwt.encode(header, claims, draw_key(signer))

    def userinfo(self) -> Answer:
        """What it says of the person, signed as ProConnect does, or not."""
        if not self.signs_user:
            return 200, "application/json", json.dumps(self.user).encode()
        signed = self.sign({**self.user, "iss": self.address, "aud": CLIENT}, self.user_signed_by)
        return 200, "application/jwt", signed.encode()

    def answer(self, path: str, form: dict[str, str]) -> Answer:
        """Status, type and body of an address."""
        self.asked.append((path, form))
        if self.on in path and self.status != 200:
            return self.status, "text/html", b"<h1>Service indisponible</h1>"
        if self.on in path and self.body is not None:
            return 200, "application/json", self.body
        if path == "/token":
            return self.token(form)
        if path == "/userinfo":
            return self.userinfo()
        public = {"keys": [draw_key("own").as_dict(private=False)]}
        said = self.discover() if path.endswith("openid-configuration") else public
        return 200, "application/json", json.dumps(said).encode()


class Handler(BaseHTTPRequestHandler):
    """Gives what its provider answers."""

    protocol_version = "HTTP/1.1"
    provider: Provider

    def do_GET(self) -> None:
        self.give({})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.give(dict(parse_qsl(sent)))

    def give(self, form: dict[str, str]) -> None:
        status, kind, body = self.provider.answer(self.path, form)
        if self.provider.on in self.path:
            body += b" " * self.provider.huge
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "https://evil.example/")
        self.end_headers()
        try:
            self.write(body)
        except OSError:  # the portal has hung up
            self.close_connection = True

    def write(self, body: bytes) -> None:
        if not self.provider.slow or self.provider.on not in self.path:
            self.wfile.write(body)
            return
        for at in range(len(body)):
            time.sleep(self.provider.slow)
            self.wfile.write(body[at : at + 1])

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve(provider: Provider) -> Iterator[Provider]:
    """The provider, answering at its `address` while the block runs."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Bound", (Handler,), {"provider": provider})
    )
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
