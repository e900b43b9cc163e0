"""Contracts awarded: those that end soon, whose buyers prepare the next ones."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app import clock
from app.awards import queries
from app.blueprints.award_cards import AwardCard
from app.blueprints.criteria import codes_inside, expand_sectors
from app.blueprints.lists import SharedChoices, active_filters, page_count, render_list
from app.blueprints.pagination import build_page_links
from app.extensions import db
from app.forms.award_filters import SOCIAL_LABELS, RenewalFilters

bp = Blueprint("awards", __name__)
PATH = "/marches/reconductions"


@bp.get(PATH)
def renewals() -> Response:
    """Contracts that end in 3 to 9 months, the soonest first."""
    filters = RenewalFilters.from_args(request.args)
    select = queries.renewals(
        clock.now(),
        expand_sectors(filters.sectors),
        codes_inside(filters),
        is_social=filters.is_social,
    )
    total = db.session.scalar(queries.total(select)) or 0
    first = (filters.page - 1) * filters.size
    rows = db.session.scalars(queries.with_details(select).offset(first).limit(filters.size))
    labels = {("social", word): label for word, label in SOCIAL_LABELS.items()}
    return render_list(
        "awards",
        filters=filters,
        cards=[AwardCard.of(award) for award in rows],
        total=total,
        socials=tuple(SOCIAL_LABELS.items()),
        choices=SharedChoices.of(filters),
        active=active_filters(filters, PATH, labels),
        links=build_page_links(filters.page, page_count(total, filters), PATH, filters.to_args()),
        path=PATH,
    )
