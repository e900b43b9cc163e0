"""The schemes as they are on the day of the request."""

from __future__ import annotations

from app import clock
from app.extensions import db
from app.funding.directory import load_schemes
from app.toolkit.schemes import Scheme


def current_schemes() -> tuple[Scheme, ...]:
    """Every scheme, its state at today's date in Paris."""
    return load_schemes(db.session(), clock.today())
