"""The index of sectors, the page of each, and their figures as files."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from app import clock
from app.blueprints.lists import address
from app.blueprints.sector_export import COLUMNS, INDEX_COLUMNS, figure_rows
from app.blueprints.sector_index import SectorIndex
from app.blueprints.sector_page import SectorPage
from app.blueprints.sector_scope import SectorScope
from app.blueprints.structures import attachment
from app.exports.csv_export import write_csv
from app.extensions import db
from app.forms.sector_filters import SectorFilters

bp = Blueprint("sectors", __name__)
PATH = "/filieres"


@bp.get(PATH)
def index() -> str:
    """Every sector that the filters leave, group by group."""
    filters = SectorFilters.from_args(request.args)
    return render_template(
        "sectors/index.html",
        filters=filters,
        index=SectorIndex.read(db.session(), filters, clock.now()),
        csv=address(f"{PATH}.csv", filters.to_args()),
    )


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """The same sectors, with their counts and codes, as CSV."""
    filters = SectorFilters.from_args(request.args)
    rows = SectorIndex.read(db.session(), filters, clock.now()).rows()
    lines = "".join(write_csv(INDEX_COLUMNS, rows))
    return Response(lines, mimetype="text/csv", headers=attachment("filieres"))


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str:
    """One sector, or one group of them."""
    page = SectorPage.read(db.session(), SectorScope.find(slug), clock.now())
    return render_template("sectors/show.html", page=page, scope=page.scope)


@bp.get(f"{PATH}/<slug>.csv")
def figures(slug: str) -> Response:
    """The figures of that page, as CSV."""
    page = SectorPage.read(db.session(), SectorScope.find(slug), clock.now())
    lines = "".join(write_csv(COLUMNS, figure_rows(page)))
    return Response(lines, mimetype="text/csv", headers=attachment(f"filiere-{slug}"))
