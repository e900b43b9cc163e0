"""The links of the letters about requests."""

from __future__ import annotations

from flask import current_app

from app.blueprints.urls import letter_url
from app.partnerships.links import Links


def links() -> Links:
    """The links of letters, of this portal."""
    return Links(secret=current_app.config["SECRET_KEY"], root=letter_url())
