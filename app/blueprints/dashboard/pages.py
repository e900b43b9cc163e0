"""The dashboard: what changed, what closes, what to do next.

`Person.last_visit_at` moves only when the person says that they have seen: opening the page twice,
on a phone then at the office, hides nothing that was not read.
"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.models import Person
from app.blueprints.access import me, signed_in
from app.blueprints.dashboard.block import Desk, open_doors
from app.blueprints.dashboard.registry import BLOCKS
from app.extensions import db

bp = Blueprint("dashboard", __name__)
PATH = "/espace"


@bp.get(PATH)
@signed_in
def show() -> str:
    """The dashboard of the person signed in."""
    desk = Desk(me(), clock.now())
    parts = [(block, block.read(desk)) for block in BLOCKS if block.is_for(desk)]
    if desk.since is None:  # the steps greet a newcomer
        parts.sort(key=lambda part: part[0].key != "suite")
    return render_template(
        "dashboard/show.html", desk=desk, parts=parts, open_doors=open_doors, seen=desk.now
    )


@bp.post(f"{PATH}/vu")
@signed_in
def mark_seen() -> Response:
    """Keep that the person has seen what the page showed, and nothing that came since; commits."""
    move_visit(me(), request.form.get("vu", ""), clock.now())
    db.session.commit()
    flash("C’est noté\u00a0: la prochaine fois, seul ce qui est nouveau sera signalé.", "success")
    return redirect(PATH, code=303)


def move_visit(person: Person, raw: str, now: datetime) -> None:
    """Move the last visit forward to when the page was drawn, never past the present."""
    try:
        shown = datetime.fromisoformat(raw)
    except ValueError:
        shown = now
    if shown.tzinfo is None or shown > now:
        shown = now
    if person.last_visit_at is None or shown > person.last_visit_at:
        person.last_visit_at = shown
