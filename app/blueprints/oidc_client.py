"""The client of an OpenID Connect provider: Authlib's, bounded, and what it says of somebody.

The provider is the installation's choice, its answers are still read as hostile: they are short,
come in time, over HTTPS, from where they were asked, and what is not signed by its keys is refused.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, current_app
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.errors import NotFoundError, PortalError
from app.fetching.client import LOCAL, refuse_address
from app.fetching.errors import FetchError
from config import Settings

NAME = "oidc"
DISCOVERY = "/.well-known/openid-configuration"
# Only signatures that the provider alone can make: neither `none`, nor a secret shared with us.
ALGORITHMS = ("RS256", "PS256", "ES256")
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY = 60  # seconds between two clocks
LARGEST = 200_000  # bytes of an answer
SECONDS = "OIDC_SECONDS"  # of Flask's settings: how long an answer may take
PATIENCE = 8.0
CHUNK = 16_384
# What Authlib, its parts and a hostile JSON raise; RuntimeError is Authlib's for what a discovery
# document lacks.
FAULTS = (
    AuthlibBaseError, JoseError, FetchError, requests.RequestException, ValueError, TypeError,
    KeyError, AttributeError, RuntimeError,
)  # fmt: skip


class ProviderError(PortalError):
    """The provider did not answer, or its answer proves nothing; the message is for people."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What was proved: `email` is empty where its proof is missing; `id_token` is for signing out.

    `subject` is `issuer|sub`.
    """

    subject: str
    email: str
    name: str
    id_token: str


class BoundedSession(OAuth2Session):  # type: ignore[misc]
    """Requests to the provider: no redirection, no proxy for this machine, bounded answers."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # noqa: ANN401  as requests does
        """The whole answer, read within its bounds; raises requests.RequestException otherwise."""
        address = request.url or ""
        refuse_address(address)
        if address.startswith(f"http://{LOCAL}:"):
            kwargs["proxies"] = {}
        seconds: float = current_app.config[SECONDS]
        kwargs.update(stream=True, timeout=seconds / 2, allow_redirects=False)
        answer: requests.Response = super().send(request, **kwargs)
        if answer.is_redirect:
            raise requests.TooManyRedirects("the provider sends elsewhere")
        answer._content = read_body(answer, seconds)
        answer._content_consumed = True  # type: ignore[attr-defined]
        return answer


def read_body(answer: requests.Response, seconds: float) -> bytes:
    """The body of an answer; raises requests.RequestException where it is too long or too slow."""
    body, end = b"", time.monotonic() + seconds
    while chunk := answer.raw.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > LARGEST or time.monotonic() > end:
            answer.close()
            raise requests.ReadTimeout("the answer of the provider is too long or too slow")
    return body


class Provider(FlaskOAuth2App):  # type: ignore[misc]
    """The provider, as Authlib knows it."""

    client_cls = BoundedSession

    def load_server_metadata(self) -> dict[str, Any]:
        """Its discovery document, checked once: of this issuer, with signatures that we accept."""
        is_known = "_loaded_at" in self.server_metadata
        found: dict[str, Any] = super().load_server_metadata()
        if is_known:
            return found
        try:
            self.check(found)
        except ValueError:
            self.server_metadata.clear()  # so that a provider that was mended is asked again
            raise
        return found

    def check(self, found: dict[str, Any]) -> None:
        """Raise ValueError for the document of somebody else."""
        if found.get("issuer") != issuer():
            raise ValueError("the discovery document is of another issuer")
        if not all(read_text(found, name) for name in NEEDED):
            raise ValueError("the discovery document lacks an address")
        signed = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        accepted = [name for name in ALGORITHMS if name in signed]
        if not accepted:
            raise ValueError("the provider signs with nothing that we accept")
        found["id_token_signing_alg_values_supported"] = accepted
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        posts = "client_secret_post" in methods
        method = "client_secret_post" if posts else "client_secret_basic"
        self.client_kwargs["token_endpoint_auth_method"] = method

    def read_signed(self, token: str) -> dict[str, Any]:
        """The claims of a token that the provider's keys signed, for us if it says for whom."""
        found = self.load_server_metadata()
        keys = KeySet.import_key_set(self.fetch_jwk_set())
        registry = JWSRegistry(
            algorithms=found["id_token_signing_alg_values_supported"], strict_check_header=False
        )
        claims = jwt.decode(token, key=keys, registry=registry).claims
        checks = jwt.JWTClaimsRegistry(
            leeway=LEEWAY, iss={"value": issuer()}, aud={"value": self.client_id}
        )
        checks.validate(claims)
        return claims


def register(app: Flask) -> None:
    """Know the provider of the settings, if they name one."""
    app.config.setdefault(SECONDS, PATIENCE)
    settings: Settings = app.config["SETTINGS"]
    if not settings.oidc_issuer:
        return
    # ProConnect's access tokens last 60 seconds, which Authlib takes for over by default.
    kwargs: dict[str, Any] = {"scope": settings.oidc_scopes, "leeway": 0}
    if settings.oidc_pkce:
        kwargs["code_challenge_method"] = "S256"
    OAuth(app).register(
        NAME,
        client_cls=Provider,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=settings.oidc_issuer.rstrip("/") + DISCOVERY,
        client_kwargs=kwargs,
    )


def provider() -> Provider:
    """The provider; NotFoundError where the settings name none."""
    registry = current_app.extensions.get("authlib.integrations.flask_client")
    if registry is None:
        raise NotFoundError("Cette page n’existe pas.")
    found: Provider = registry.create_client(NAME)
    return found


def issuer() -> str:
    """The issuer that the settings name."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.oidc_issuer


def read_identity(client: Provider) -> Identity:
    """Who came back from the provider with the request that is being answered.

    Raises one of FAULTS where its state, its code or a token proves nothing.
    """
    token = client.authorize_access_token(
        claims_options={
            "iss": {"essential": True, "value": issuer()},
            "aud": {"essential": True, "value": client.client_id},
        },
        leeway=LEEWAY,
    )
    proved = token["userinfo"]  # of the ID token: absent where there was none
    said = {**proved, **read_userinfo(client, token, proved["sub"])}
    return Identity(
        subject=f"{issuer()}|{read_text(proved, 'sub')}",
        email=read_email(said),
        name=read_name(said),
        id_token=token["id_token"],
    )


def read_userinfo(client: Provider, token: dict[str, Any], subject: str) -> dict[str, Any]:
    """What the provider says besides, as JSON or signed; raises one of FAULTS if of another."""
    address = client.load_server_metadata().get("userinfo_endpoint")
    if not address:
        return {}
    answer = client.get(address, token=token)
    answer.raise_for_status()
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    signed = kind == "application/jwt"
    said = client.read_signed(answer.text.strip()) if signed else answer.json()
    if not isinstance(said, dict) or said.get("sub") != subject:
        raise ValueError("the user info is of somebody else")
    return said


def read_email(said: dict[str, Any]) -> str:
    """The address, if it is proved: what is said not to be verified never counts."""
    settings: Settings = current_app.config["SETTINGS"]
    verified = said.get("email_verified", settings.oidc_trusts_email)
    return read_text(said, "email") if verified is True else ""


def read_name(said: dict[str, Any]) -> str:
    """First name and name in use, as ProConnect gives them, or the standard claims."""
    last = read_text(said, "usual_name") or read_text(said, "family_name")
    full = " ".join(part for part in (read_text(said, "given_name"), last) if part)
    return full or read_text(said, "name")


def read_text(said: dict[str, Any], claim: str) -> str:
    """A claim, if it is a text."""
    value = said.get(claim)
    return value if isinstance(value, str) else ""
