"""The structure that a private page is about: always one of the organisation in its address."""

from __future__ import annotations

from app.extensions import db
from app.siae.models import Siae
from app.siae.profile_edit import get_own

ROOT = "/espace/organisations/<int:organisation>/structures/<int:siae>"


def my_structure(organisation: int, siae: int) -> Siae:
    """The structure, its organisation and activities loaded; NotFoundError for another's."""
    return get_own(db.session(), organisation, siae)


def own_address(siae: Siae, page: str = "") -> str:
    """The address of a private page of a structure, of its overview without one."""
    overview = f"/espace/organisations/{siae.organisation_id}/structures/{siae.id}"
    return f"{overview}/{page}" if page else overview
