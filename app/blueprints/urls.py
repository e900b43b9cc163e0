"""Addresses: those that leave the site, in calendars, feeds and letters; those that stay on it."""

from __future__ import annotations

import re

from flask import current_app, request

# A path of this site: not « //host », nor « /\\host », which browsers read as another site's.
OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f]*")
LOCAL = "http://127.0.0.1:8000"


def base_url() -> str:
    """The public address of the portal, without a final slash."""
    configured: str = current_app.config["SETTINGS"].base_url
    return (configured or request.host_url).rstrip("/")


def letter_url() -> str:
    """The address that letters and commands give, without a final slash.

    It is never that of the request: whoever asks for a letter to somebody else chooses its host.
    """
    configured: str = current_app.config["SETTINGS"].base_url
    return (configured or LOCAL).rstrip("/")


def own_path(raw: str) -> str:
    """The path if it stays on this site, else nothing."""
    return raw if OWN_PATH.fullmatch(raw) else ""
