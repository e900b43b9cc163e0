"""The map: its page with the same rows as a list, its frame, and the frame's script."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from app import clock, territories
from app.blueprints.criteria import siae_criteria, tender_criteria
from app.blueprints.kept import Kept
from app.blueprints.lists import SharedChoices, active_filters, address, page_count, without
from app.blueprints.map_frame import draw_page, give_frame
from app.blueprints.map_layers.consultations import tenders_of
from app.blueprints.map_layers.registry import LAYERS
from app.blueprints.pagination import build_page_links
from app.blueprints.presenters import StructureCard, TenderCard
from app.extensions import db
from app.forms.filters import StructureFilters
from app.maps import MapLayer, MapPage
from app.matching.kinds import SiaeKind
from app.siae import directory
from app.tenders import directory as tender_directory

bp = Blueprint("maps", __name__)
MOST_MAPS = 8  # of a megabyte each, at the size of the whole region
PATH = "/carte"
SHOWN_TENDERS = 50
TITLE = "Structures et consultations d’Île-de-France"


@bp.record_once
def keep_maps(state: BlueprintSetupState) -> None:
    """Give the application its own store of drawn maps."""
    state.app.extensions["maps"] = Kept[MapPage](MOST_MAPS)


@bp.get(PATH)
def index() -> str:
    """The map in its frame, and the same rows as lists."""
    now = clock.now()
    filters = StructureFilters.from_args(request.args)
    criteria = siae_criteria(filters)
    page = directory.read_page(db.session(), criteria, page=filters.page, size=filters.size)
    tenders = tender_directory.read_page(
        db.session(), tender_criteria(tenders_of(filters)), now, page=1, size=SHOWN_TENDERS
    )
    centre = criteria.centres[0] if criteria.centres else None
    kept = without(filters, "vue", "par", "tri")
    return render_template(
        "maps/index.html",
        filters=filters,
        frame=address(url_for("maps.frame"), kept),
        title=TITLE,
        cards=[StructureCard.of(siae, centre) for siae in page.rows],
        total=page.total,
        kinds=[(k.value, f"{k.label} ({k})", page.kinds.get(k, 0)) for k in SiaeKind],
        choices=SharedChoices.of(filters),
        active=active_filters(filters, PATH, {("type", k.value): k.label for k in SiaeKind}),
        links=build_page_links(
            filters.page, page_count(page.total, filters), PATH, filters.to_args()
        ),
        tenders=[TenderCard.of(consultation, now) for consultation in tenders.rows],
        tender_total=tenders.total,
        listed=listed_layers(filters, now),
        structures_link=address("/structures", kept),
        tenders_link=address("/marches", without(tenders_of(filters), "vue")),
    )


@bp.get(f"{PATH}/cadre")
def frame() -> Response:
    """The page inside the frame, with a policy of its own."""
    return give_frame(read_map())


@bp.get(f"{PATH}/cadre.js")
def script() -> Response:
    """The script of the frame: the places, as data."""
    return Response(read_map().script, mimetype="text/javascript")


def listed_layers(filters: StructureFilters, now: datetime) -> list[MapLayer]:
    """The layers that the page lists as they are, where they have something to show."""
    layers = (layer for s in LAYERS if s.is_listed for layer in s.read(filters, now))
    return [layer for layer in layers if layer.features]


def read_map() -> MapPage:
    """The map that the address asks for, drawn once for each state of the portal and minute."""
    filters = StructureFilters.from_args(request.args)
    minute = clock.now().replace(second=0, microsecond=0)
    key = (tuple(filters.to_args()), *(source.stamp() for source in LAYERS), minute)
    kept: Kept[MapPage] = current_app.extensions["maps"]
    return kept.get(key, lambda: draw_map(filters, minute))


def draw_map(filters: StructureFilters, now: datetime) -> MapPage:
    """The map for these filters."""
    layers = [layer for source in LAYERS for layer in source.read(filters, now)]
    script_url = address(url_for("maps.script"), without(filters, "vue", "par", "tri"))
    outlines = territories.department_outlines()
    return draw_page([layer for layer in layers if layer.features], script_url, TITLE, outlines)
