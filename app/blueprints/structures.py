"""The directory of structures, its export, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context

from app import clock
from app.blueprints.criteria import siae_criteria
from app.blueprints.lists import (
    SharedChoices,
    active_filters,
    address,
    page_count,
    render_list,
    sort_links,
    without,
)
from app.blueprints.pagination import build_page_links
from app.blueprints.photo_files import photo_address
from app.blueprints.presenters import StructureCard, TenderCard
from app.blueprints.structure_data import MEDIA_TYPE, write_json_ld
from app.blueprints.structure_page import StructurePage
from app.blueprints.urls import base_url
from app.errors import NotFoundError
from app.exports.csv_export import write_csv
from app.extensions import db
from app.forms.filters import StructureFilters
from app.matching.kinds import SiaeKind
from app.siae import directory, queries
from app.siae.export import COLUMNS, export_row
from app.siae.models import Siae
from app.siae.photos import of_siae as photos_of
from app.siae.profile import read_profile
from app.siae.profiles import profile_of
from app.siae.queries import SiaeOrder
from app.tenders.matching import match_profile

bp = Blueprint("structures", __name__)
PATH = "/structures"
ORDERS = (
    (SiaeOrder.NAME, "Nom"),
    (SiaeOrder.RELEVANCE, "Pertinence"),
    (SiaeOrder.DISTANCE, "Distance"),
)
SHOWN_TENDERS = 5


@bp.get(PATH)
def index() -> Response:
    """One page of the directory; htmx asks for the results alone."""
    filters = StructureFilters.from_args(request.args)
    criteria = siae_criteria(filters)
    page = directory.read_page(db.session(), criteria, page=filters.page, size=filters.size)
    centre = criteria.centres[0] if criteria.centres else None
    usable = [
        (order.value, label)
        for order, label in ORDERS
        if (order is not SiaeOrder.RELEVANCE or filters.text)
        and (order is not SiaeOrder.DISTANCE or centre)
    ]
    return render_list(
        "structures",
        filters=filters,
        cards=[StructureCard.of(siae, centre) for siae in page.rows],
        total=page.total,
        kinds=[(k.value, f"{k.label} ({k})", page.kinds.get(k, 0)) for k in SiaeKind],
        choices=SharedChoices.of(filters),
        active=active_filters(filters, PATH, {("type", k.value): k.label for k in SiaeKind}),
        sorts=sort_links(filters, PATH, usable, criteria.order.value),
        csv=address(f"{PATH}.csv", without(filters, "vue", "par")),
        map_link=address("/carte", without(filters, "vue", "par", "tri")),
        links=build_page_links(
            filters.page, page_count(page.total, filters), PATH, filters.to_args()
        ),
    )


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """Every structure the filters leave, as CSV."""
    criteria = siae_criteria(StructureFilters.from_args(request.args))

    def rows() -> Iterator[tuple[object, ...]]:
        # Begun with the first line: the session of the view is closed by then.
        for siae in directory.read_all(db.session(), criteria):
            yield export_row(siae)

    lines = stream_with_context(write_csv(COLUMNS, rows()))
    return Response(lines, mimetype="text/csv", headers=attachment("structures"))


def attachment(name: str) -> dict[str, str]:
    """The header that names a downloaded file, dated."""
    return {"Content-Disposition": f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.csv"'}


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str:
    """The page of a structure, with the tenders that fit it."""
    return render_structure(find_structure(slug))


@bp.get(f"{PATH}/<slug>.jsonld")
def linked_data(slug: str) -> Response:
    """The same structure for machines."""
    siae = find_structure(slug)
    photos = db.session.scalars(photos_of(siae.id))
    paths = tuple(photo_address(slug, photo) for photo in photos)
    return Response(write_json_ld(siae, base_url(), paths), mimetype=MEDIA_TYPE)


def find_structure(slug: str) -> Siae:
    """The structure at an address; NotFoundError where there is none."""
    siae = db.session.scalar(queries.by_slugs([slug]))
    if siae is None:
        raise NotFoundError("Aucune structure ne porte cette adresse.")
    return siae


def render_structure(siae: Siae, *, is_preview: bool = False) -> str:
    """The public page of a structure; a preview says what it is."""
    now = clock.now()
    profile = profile_of(siae)
    matches = (
        match_profile(db.session(), profile, now, limit=SHOWN_TENDERS) if profile.activities else []
    )
    siblings = db.session.scalars(queries.of_organisation(siae.organisation_id))
    return render_template(
        "structures/show.html",
        page=StructurePage.of(
            siae,
            read_profile(db.session(), siae.id),
            [other for other in siblings if other.id != siae.id],
            list(db.session.scalars(photos_of(siae.id))),
            now.date(),
        ),
        is_preview=is_preview,
        tenders=[
            (TenderCard.of(found.consultation, now), found.match, found.lot) for found in matches
        ],
    )
