"""The structure that a private page is about: always one of the organisation in its address."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.errors import NotFoundError
from app.extensions import db
from app.siae.models import Siae

ROOT = "/espace/organisations/<int:organisation>/structures/<int:siae>"


def my_structure(organisation: int, siae: int) -> Siae:
    """The structure, its organisation and activities loaded; NotFoundError for another's."""
    found = db.session.scalar(
        sa.select(Siae)
        .where(Siae.id == siae, Siae.organisation_id == organisation)
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
    )
    if found is None:
        raise NotFoundError("Cette structure n’existe pas, ou n’est pas la vôtre.")
    return found


def own_address(siae: Siae, page: str) -> str:
    """The address of a private page of a structure."""
    return f"/espace/organisations/{siae.organisation_id}/structures/{siae.id}/{page}"
