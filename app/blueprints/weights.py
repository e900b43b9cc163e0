"""The weights of the matching, as the portal team reads, tries and changes them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.roles import PortalRole
from app.blueprints.access import me, team
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.weights import WeightsForm, make_form, name_of
from app.matching.grids import EVIDENCE, GRIDS, Grid
from app.moderation.weights_preview import Preview, preview
from app.weighting import services

bp = Blueprint("weights", __name__)
PATH = "/admin/ponderations"
MOST_SHOWN = 50  # versions


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> str:
    """The grids, with the weights in force."""
    found = [services.in_force(db.session(), grid) for grid in GRIDS.values()]
    return render_template("weights/index.html", grids=found, here=PATH)


@bp.get(f"{PATH}/<key>")
@team(PortalRole.MODERATOR)
def show(key: str) -> str:
    """The weights of a grid, with why, and their history."""
    grid = services.in_force(db.session(), services.find_grid(key))
    return show_page(grid, make_form(grid))


@bp.post(f"{PATH}/<key>")
@team(PortalRole.MODERATOR)
def change(key: str) -> tuple[str, int] | str | Response:
    """Try other weights, or put them in force; commits in the second case."""
    shipped, now = services.find_grid(key), clock.now()
    grid = services.in_force(db.session(), shipped)
    form = make_form(grid, request.form)
    is_trial = request.form.get("action") != "publier"
    if is_trial and not form.note.data:
        form.note.missing = ""
    if not form.validate():
        return show_page(grid, form), 422
    points = form.points(grid)
    try:
        services.check(shipped, points)
        if is_trial:
            return show_page(grid, form, preview(db.session(), grid, points, now))
        services.publish(db.session(), shipped, points, form.note.data or "", form.seen, me(), now)
    except InvalidError as error:
        form[name_of(grid.criteria[0].key)].errors = [str(error)]
        return show_page(grid, form), 422
    db.session.commit()
    flash("Les nouvelles pondérations sont en vigueur.", "success")
    return redirect(f"{PATH}/{key}", code=303)


@bp.post(f"{PATH}/<key>/versions/<int:number>")
@team(PortalRole.MODERATOR)
def restore(key: str, number: int) -> Response:
    """Put an earlier version in force again; commits."""
    grid, seen = services.find_grid(key), request.form.get("version", -1, type=int)
    try:
        services.restore(db.session(), grid, number, seen, me(), clock.now())
    except (InvalidError, NotFoundError) as error:
        flash(str(error), "error")
    else:
        db.session.commit()
        flash(f"La version {number} est de nouveau en vigueur.", "success")
    return redirect(f"{PATH}/{key}", code=303)


def show_page(grid: Grid, form: WeightsForm, tried: Preview | None = None) -> str:
    """The page of a grid, with what is to mend and what a trial would change."""
    versions = db.session.scalars(services.history(grid).limit(MOST_SHOWN))
    return render_template(
        "weights/show.html",
        grid=grid,
        form=form,
        problems=form.problems,
        tried=tried,
        parts=[
            (c, form[name_of(c.key)], EVIDENCE[grid.key][c.key].evidence) for c in grid.criteria
        ],
        versions=list(versions),
        labels={c.key: c.label for c in grid.criteria},
        here=f"{PATH}/{grid.key}",
    )
