"""The history of a profile, and the way back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.blueprints.access import member
from app.blueprints.my_structure import ROOT, own_address
from app.blueprints.pagination import build_page_links
from app.blueprints.structure_profile_view import commit, hold, may_edit
from app.extensions import db
from app.organisations.roles import MemberRole
from app.siae import history
from app.siae.profile_edit import get_own

bp = Blueprint("structure_history", __name__)


@bp.get(f"{ROOT}/historique")
@member(MemberRole.READER)
def show(organisation: int, siae: int) -> str:
    """Who changed what, the latest first."""
    found = get_own(db.session(), organisation, siae)
    page = max(1, request.args.get("page", 1, type=int))
    read = history.read_history(db.session(), siae, min(page, 10_000))
    pages = max(1, -(-read.total // history.PAGE))
    return render_template(
        "structure_profile/history.html",
        siae=found,
        profile_path=own_address(found),
        may_edit=may_edit(),
        history=read,
        links=build_page_links(min(page, pages), pages, f"{own_address(found)}/historique", []),
    )


@bp.post(f"{ROOT}/historique/<int:revision>/retablir")
@member(MemberRole.EDITOR)
def restore(organisation: int, siae: int, revision: int) -> Response:
    """Put a field, or a whole section, back as it was before a change; commits."""
    edit = hold(organisation, siae)
    section = request.form.get("rubrique", "")
    if section:
        done = history.restore_section(edit, revision, section)
    else:
        done = history.restore_field(edit, revision, request.form.get("champ", ""))
    commit(edit)
    flash("L’état d’avant est rétabli." if done else "C’était déjà l’état actuel.", "success")
    return redirect(f"{own_address(edit.siae)}/historique", code=303)
