"""The home page: one search box, four doors, what closes next."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, render_template

from app import clock, sectors
from app.blueprints.event_cards import EventCard
from app.blueprints.guides import read_guides
from app.blueprints.presenters import TenderCard
from app.blueprints.site_map import find_pages
from app.events.queries import upcoming
from app.extensions import db
from app.siae.models import Siae
from app.tenders import queries
from app.tenders.criteria import TenderCriteria

bp = Blueprint("home", __name__)
SHOWN_TENDERS = 3
SHOWN_EVENTS = 3
LANDMARKS = find_pages(
    {
        "/guide/qui-fait-quoi",
        "/financements/trouver",
        "/territoires/ou-implanter",
        "/filieres",
        "/indicateurs",
        "/experimentations",
    }
)
"""The pages that a newcomer looks for and would not guess."""


@bp.get("/")
def index() -> str:
    """The home page."""
    now = clock.now()
    criteria = TenderCriteria()
    urgent = db.session.scalars(queries.consultations(criteria, now).limit(SHOWN_TENDERS))
    coming = db.session.scalars(upcoming(now).limit(SHOWN_EVENTS))
    return render_template(
        "home/index.html",
        tenders=[TenderCard.of(consultation, now) for consultation in urgent],
        structure_count=db.session.scalar(sa.select(sa.func.count(Siae.id))) or 0,
        tender_count=db.session.scalar(queries.total(criteria, now)) or 0,
        sector_count=len(sectors.sectors()),
        guides=read_guides(),
        landmarks=LANDMARKS,
        events=[EventCard.of(event, now) for event in coming],
    )
