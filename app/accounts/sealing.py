"""Secrets that must be read again, encrypted at rest with a key derived from the portal's."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import InvalidError

UNREADABLE = (
    "La double authentification de ce compte n’est plus lisible. Employez un code de secours, ou "
    "écrivez à l’équipe du portail."
)


@lru_cache(maxsize=4)
def box_of(key: str) -> Fernet:
    """The box that the portal's secret opens."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"maillage totp")
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))


def seal(key: str, text: str) -> str:
    """The text, encrypted and signed."""
    return box_of(key).encrypt(text.encode()).decode()


def unseal(key: str, sealed: str) -> str:
    """The text that was sealed; InvalidError where the portal's secret changed since."""
    try:
        return box_of(key).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise InvalidError(UNREADABLE) from error


def fingerprint(key: str, text: str) -> str:
    """A digest that only who has the portal's secret can compute: short codes need one."""
    return hmac.new(key.encode(), f"code:{text}".encode(), hashlib.sha256).hexdigest()
