"""Consultations in other formats: calendars, feeds and open data, with the filters of the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import Blueprint, Response, request
from sqlalchemy.orm import selectinload

from app import clock
from app.blueprints.criteria import tender_criteria
from app.blueprints.downloads import give_file
from app.blueprints.lists import address
from app.blueprints.urls import base_url
from app.exports import rss
from app.exports.docx import MIMETYPE
from app.exports.ics import CalendarHead, write_calendar
from app.exports.ocds import OcidPrefix, PackageHead, write_package
from app.exports.rss import FeedHead, write_feed
from app.extensions import db
from app.forms.tender_filters import TenderFilters
from app.imports.siret import clean_siret
from app.siae.queries import of_siret
from app.tenders import directory, queries
from app.tenders.calendar import deadline_events
from app.tenders.criteria import TenderOrder
from app.tenders.feed import feed_item
from app.tenders.kit import build_kit, write_kit
from app.tenders.models import Consultation
from app.tenders.ocds import EXTENSIONS, LICENSE, releases_of

bp = Blueprint("tender_exports", __name__)
PATH = "/marches"
MOST_EVENTS = 500  # consultations in one calendar: what a calendar can be asked to hold
MOST_ITEMS = 50  # in one feed
MOST_RELEASED = 500  # consultations in one package; the next one is linked
PREFIX = OcidPrefix()


@bp.get(f"{PATH}.ics")
def list_calendar() -> Response:
    """The deadlines of the consultations that the filters leave."""
    criteria = tender_criteria(TenderFilters.from_args(request.args))
    select = queries.consultations(criteria, clock.now()).limit(MOST_EVENTS)
    found = db.session.scalars(select.options(selectinload(Consultation.lots)))
    return make_calendar("Marchés publics", found, "marches")


@bp.get(f"{PATH}/<reference>.ics")
def one_calendar(reference: str) -> Response:
    """The deadlines of one consultation; a cancelled one is cancelled in the calendar."""
    consultation = directory.find(db.session(), reference)
    name = f"Marché {consultation.reference}"
    return make_calendar(name, [consultation], consultation.reference)


def make_calendar(name: str, found: Iterable[Consultation], file: str) -> Response:
    """A calendar of these consultations."""
    events = [event for c in found for event in deadline_events(c, base_url=base_url())]
    head = CalendarHead(name=f"Maillage – {name}", description="Dates limites, heure de Paris")
    return give_file(write_calendar(head, events), "text/calendar", f"{file}.ics", inline=True)


@bp.get(f"{PATH}.rss")
def feed() -> Response:
    """The latest consultations that the filters leave, as a feed to follow."""
    filters = TenderFilters.from_args(request.args)
    now = clock.now()
    pairs = [p for p in filters.to_args() if p[0] not in {"tri", "page", "par", "vue"}]
    criteria = replace(tender_criteria(filters), order=TenderOrder.RECENT)
    select = queries.consultations(criteria, now).limit(MOST_ITEMS)
    found = db.session.scalars(select).all()
    root = base_url()
    head = FeedHead(
        title="Maillage – marchés publics",
        link=f"{root}{address(PATH, pairs)}",
        self_url=f"{root}{address(f'{PATH}.rss', pairs)}",
        description="Les consultations qui répondent à vos filtres, les plus récentes d’abord.",
        updated_at=max((c.updated_at for c in found), default=now),
    )
    text = write_feed(head, [feed_item(c, base_url=root) for c in found])
    return Response(text, content_type=rss.CONTENT_TYPE)


@bp.get(f"{PATH}.ocds.json")
def list_releases() -> Response:
    """The consultations that the filters leave, as OCDS releases, a bounded number at a time."""
    filters = TenderFilters.from_args(request.args)
    select = queries.consultations(tender_criteria(filters), clock.now())
    select = select.options(selectinload(Consultation.notices))
    first = (filters.page - 1) * MOST_RELEASED
    found = db.session.scalars(select.offset(first).limit(MOST_RELEASED + 1)).all()
    following = ""
    if len(found) > MOST_RELEASED:
        following = base_url() + address(request.path, filters.at_page(filters.page + 1).to_args())
    return make_package(found[:MOST_RELEASED], "marches", following)


@bp.get(f"{PATH}/<reference>.ocds.json")
def one_release(reference: str) -> Response:
    """The releases of one consultation, one for each notice."""
    consultation = directory.find(db.session(), reference)
    return make_package([consultation], consultation.reference)


@bp.get(f"{PATH}/<reference>/kit.docx")
def kit(reference: str) -> Response:
    """What it takes to answer a consultation, for the structure of that SIRET if there is one."""
    consultation = directory.find(db.session(), reference)
    siret = clean_siret(request.args.get("structure", ""))
    structure = db.session.scalars(of_siret(siret)).first() if siret else None
    made = build_kit(consultation, consultation.lots, structure, clock.now())
    return give_file(write_kit(made), MIMETYPE, made.filename)


def make_package(found: Sequence[Consultation], file: str, following: str = "") -> Response:
    """An OCDS package of these consultations, dated by their latest change."""
    head = PackageHead(
        uri=f"{base_url()}{request.full_path.rstrip('?')}",
        published_at=max((c.updated_at for c in found), default=clock.now()),
        publisher="Maillage",
        license=LICENSE,
        extensions=EXTENSIONS,
        prefix=PREFIX,
        next_uri=following,
    )
    releases = (release for c in found for release in releases_of(c, prefix=PREFIX))
    package = "".join(write_package(head, releases))
    return give_file(package, "application/json", f"{file}.ocds.json", inline=True)
