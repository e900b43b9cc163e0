"""Premises offered or sought: the list, and the sheet of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, request

from app import clock, territories
from app.blueprints.criteria import codes_inside
from app.blueprints.formatting import format_day, format_number
from app.blueprints.lists import (
    SharedChoices,
    active_filters,
    page_count,
    render_list,
)
from app.blueprints.pagination import build_page_links
from app.clock import NBSP
from app.extensions import db
from app.forms.premises_filters import PremisesFilters
from app.premises import queries
from app.premises.kinds import Access, Direction, Lease, Use
from app.premises.models import Premises
from app.premises.queries import PremisesCriteria
from app.premises.services import get_premises
from app.toolkit.typography import set_french

bp = Blueprint("premises", __name__)
PATH = "/locaux"
DIRECTIONS = [(d.value, d.label) for d in Direction]
LABELS = {
    **{("sens", d.value): d.label for d in Direction},
    **{("usage", use.value): use.label for use in Use},
}


@dataclass(frozen=True, kw_only=True)
class PremisesCard:
    """An announcement in a list and on its page."""

    title: str
    href: str
    direction: str
    is_offer: bool
    is_demo: bool
    place: str
    surface: str
    uses: tuple[str, ...]
    owner: str
    facts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, item: Premises) -> PremisesCard:
        """The card of an announcement."""
        place = territories.find_code(item.territory_code)
        uses = tuple(Use(use).label for use in item.uses)
        name, surface = place.label if place is not None else "", say_surface(item)
        return cls(
            title=set_french(item.title),
            href=f"{PATH}/{item.slug}",
            direction=Direction(item.direction).label,
            is_offer=item.is_offer,
            is_demo=item.is_demo,
            place=name,
            surface=surface,
            uses=uses,
            owner=item.owner_kind.label,
            facts=(
                ("Où", name),
                ("Surface", surface or "à préciser"),
                ("Usages", ", ".join(uses)),
                ("Bail", Lease(item.lease).label),
                ("Loyer", set_french(item.rent) or "à préciser"),
                ("Accessible (PMR)", Access(item.access).label),
                ("Disponible", say_availability(item)),
                ("Annonce de", item.owner_kind.label),
            ),
        )


def say_surface(item: Premises) -> str:
    """« 85 m² », « de 150 à 250 m² », or nothing where it is unknown."""
    least, most = item.surface_min, item.surface_max
    if least is not None and most is not None and least != most:
        return f"de {format_number(least)} à {format_number(most)}{NBSP}m²"
    known = least if least is not None else most
    return "" if known is None else f"{format_number(known)}{NBSP}m²"


def say_availability(item: Premises) -> str:
    """When the premises are free, or wanted."""
    first, last = item.available_from, item.available_until
    parts = [f"à partir du {format_day(first)}"] if first else []
    parts += [f"jusqu’au {format_day(last)}"] if last else []
    return ", ".join(parts) or "à convenir"


def premises_criteria(filters: PremisesFilters) -> PremisesCriteria:
    """What the list is asked for."""
    return PremisesCriteria(
        direction=filters.direction,
        uses=filters.uses,
        territories=codes_inside(filters),
        surface_min=filters.surface_min,
    )


@bp.get(PATH)
def index() -> Response:
    """One page of announcements; htmx asks for the results alone."""
    now = clock.now()
    filters = PremisesFilters.from_args(request.args)
    criteria = premises_criteria(filters)
    total = db.session.scalars(queries.count(criteria, now)).one()
    first = (filters.page - 1) * filters.size
    rows = db.session.scalars(
        queries.announcements(criteria, now).offset(first).limit(filters.size)
    )
    return render_list(
        "premises",
        filters=filters,
        cards=[PremisesCard.of(item) for item in rows],
        total=total,
        directions=DIRECTIONS,
        uses=[(use.value, use.label) for use in Use],
        choices=SharedChoices.of(filters),
        active=active_filters(filters, PATH, LABELS),
        links=build_page_links(filters.page, page_count(total, filters), PATH, filters.to_args()),
    )


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str:
    """The sheet of an announcement; one that stands no more says so."""
    now: datetime = clock.now()
    item = get_premises(db.session(), slug)
    return render_template(
        "premises/show.html",
        item=item,
        card=PremisesCard.of(item),
        is_open=item.is_open(now),
        paragraphs=[set_french(line) for line in item.description.split("\n") if line.strip()],
    )
