"""Addresses that leave the site: in calendars, feeds, documents and private links."""

from __future__ import annotations

from flask import current_app, request


def base_url() -> str:
    """The public address of the portal, without a final slash."""
    configured: str = current_app.config["SETTINGS"].base_url
    return (configured or request.host_url).rstrip("/")
