"""Where it is needed: the table of territories with its map, and « Où implanter ? »."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from app import clock
from app.blueprints.criteria import expand_sectors
from app.blueprints.downloads import give_csv
from app.blueprints.kept import Kept
from app.blueprints.lists import address, label_of, sector_choices
from app.blueprints.map_frame import draw_page, give_frame
from app.blueprints.map_layers.underserved import CLASSES, area_layer
from app.blueprints.pagination import build_page_links
from app.blueprints.siting_format import template_rows
from app.blueprints.siting_sites import CSV_COLUMNS as SITE_COLUMNS
from app.blueprints.siting_sites import csv_rows as site_rows
from app.blueprints.siting_sites import view_site
from app.blueprints.siting_table import (
    CSV_COLUMNS,
    csv_rows,
    headings,
    level_links,
    sort_rows,
    view_row,
)
from app.extensions import db
from app.facts.records import COLUMNS
from app.forms.path import SIAE, departments
from app.forms.siting import NeedFilters, SitingFilters
from app.maps import MapPage
from app.portraits.need import need_stamp, read_need
from app.portraits.need_levels import Level
from app.portraits.siting import NEAR_KM, SitingAnswer, find_sites
from app.siting import NEED_WEIGHTS, SITING_WEIGHTS

bp = Blueprint("siting", __name__)
PATH = "/territoires"
SITES_PATH = f"{PATH}/ou-implanter"
TITLE = "Indice de besoin par territoire"
STUDIES = (
    ("Mener une étude de besoins", "/boite-a-outils/outils/etude-de-besoins"),
    ("Mener une étude de marché", "/boite-a-outils/outils/etude-de-marche"),
)
SHOWN_SITES = 20  # on one page
MOST_MAPS = 2  # one for each level


@bp.record_once
def keep_maps(state: BlueprintSetupState) -> None:
    """Give the application its own store of drawn maps."""
    state.app.extensions["need_maps"] = Kept[MapPage](MOST_MAPS)


@bp.get(PATH)
def index() -> str:
    """The map, the table that says the same, and the formula."""
    filters = NeedFilters.from_args(request.args)
    table = read_need(db.session(), filters.level)
    return render_template(
        "siting/index.html",
        filters=filters,
        table=table,
        rows=[view_row(row) for row in sort_rows(table, filters)],
        headings=headings(filters),
        levels=level_links(filters),
        frame=address(f"{PATH}/cadre", [("niveau", filters.level.value)]),
        title=TITLE,
        classes=CLASSES,
        weights=NEED_WEIGHTS,
        csv=address(f"{PATH}.csv", filters.to_args()),
        studies=STUDIES,
    )


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """The table, as CSV."""
    filters = NeedFilters.from_args(request.args)
    rows = csv_rows(read_need(db.session(), filters.level), filters)
    return give_csv(CSV_COLUMNS, rows, f"territoires-{filters.level.value}-{clock.today()}")


@bp.get(f"{PATH}/format.csv")
def template() -> Response:
    """An empty file of figures, ready to be filled in and imported."""
    return give_csv(COLUMNS, template_rows(), "modele-indicateurs-territoires")


@bp.get(f"{PATH}/cadre")
def frame() -> Response:
    """The page of the map, inside its frame."""
    return give_frame(read_map())


@bp.get(f"{PATH}/cadre.js")
def script() -> Response:
    """The script of the frame: the areas, as data."""
    return Response(read_map().script, mimetype="text/javascript")


@bp.get(SITES_PATH)
def sites() -> str:
    """The form and, once a sector is chosen, the territories ranked."""
    filters = SitingFilters.from_args(request.args)
    answer = answer_of(filters, clock.now()) if filters.sector else None
    results = answer.results if answer else ()
    first = (filters.page - 1) * SHOWN_SITES
    pages = max(1, -(-len(results) // SHOWN_SITES))
    return render_template(
        "siting/sites.html",
        filters=filters,
        answer=answer,
        sites=[view_site(one, filters) for one in results[first : first + SHOWN_SITES]],
        total=len(results),
        links=build_page_links(filters.page, pages, SITES_PATH, filters.to_args()),
        sector=label_of("secteur", filters.sector) if filters.sector else "",
        sectors=sector_choices((filters.sector,) if filters.sector else ()),
        kinds=[(kind.value, f"{kind.label} ({kind})") for kind in SIAE],
        levels=[(level.value, level.label) for level in Level],
        departments=[(code, f"{name} ({code})") for code, name, _ in departments()],
        weights=SITING_WEIGHTS,
        near_km=NEAR_KM,
        csv=address(f"{SITES_PATH}.csv", filters.to_args()),
        studies=STUDIES,
    )


@bp.get(f"{SITES_PATH}.csv")
def export_sites() -> Response:
    """The ranking, as CSV; without a sector, its header alone."""
    filters = SitingFilters.from_args(request.args)
    results = answer_of(filters, clock.now()).results if filters.sector else ()
    return give_csv(SITE_COLUMNS, site_rows(results), f"ou-implanter-{clock.today()}")


def answer_of(filters: SitingFilters, now: datetime) -> SitingAnswer:
    """The territories for these filters."""
    return find_sites(
        db.session(),
        sectors=expand_sectors((filters.sector,)),
        kind=filters.kind,
        level=filters.level,
        department=filters.department,
        now=now,
    )


def read_map() -> MapPage:
    """The map of the level asked for, drawn once for each state of the portal."""
    level = NeedFilters.from_args(request.args).level
    kept: Kept[MapPage] = current_app.extensions["need_maps"]
    return kept.get((level, need_stamp(db.session())), lambda: draw_map(level))


def draw_map(level: Level) -> MapPage:
    """The territories of a level, shaded."""
    table = read_need(db.session(), level)
    layer = area_layer(table, list(table.rows), is_shown=True)
    script_url = address(url_for("siting.script"), [("niveau", level.value)])
    return draw_page([layer], script_url, TITLE, outlines={}, zoom_snap=0.25)
