"""The public page of one's structure, as a member checks it."""

from __future__ import annotations

from flask import Blueprint

from app.blueprints.access import member
from app.blueprints.my_structure import ROOT, my_structure
from app.blueprints.structures import render_structure
from app.organisations.roles import MemberRole

bp = Blueprint("structure_preview", __name__)


@bp.get(f"{ROOT}/apercu")
@member(MemberRole.READER)
def show(organisation: int, siae: int) -> str:
    """The page that anybody sees, below a banner that says so."""
    return render_structure(my_structure(organisation, siae), is_preview=True)
