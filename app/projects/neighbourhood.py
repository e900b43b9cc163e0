"""What the portal knows of a place: people, structures near, consultations and contracts.

A fixed number of statements whatever the number of rows; lists are cut, their totals are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app import sectors, territories
from app.awards import queries as award_queries
from app.awards.models import Award
from app.clock import to_paris
from app.siae import directory
from app.siae.models import Siae
from app.siae.queries import SiaeCriteria, SiaeOrder
from app.tenders.clause_labels import CLAUSE_LABELS
from app.tenders.criteria import StateFilter, TenderCriteria, TenderOrder, narrow, order_of
from app.tenders.models import Consultation
from app.tenders.records import ClauseKind
from app.territories import Territory, distance_km

MOST_SHOWN = 30
PAST = timedelta(days=730)  # twenty-four months


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """A structure near a place; `distance` in km, None where its point is not known."""

    name: str
    kind: str
    city: str
    distance: float | None
    sectors: str
    places: str
    href: str
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class PastTender:
    """A consultation of the last twenty-four months, open or closed."""

    title: str
    buyer: str
    published_on: date | None
    deadline: date | None
    clauses: str
    amount: float | None
    href: str
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class PastAward:
    """A contract awarded in the last twenty-four months, or that ends soon."""

    object: str
    buyer: str
    holders: str
    amount: float | None
    notified_on: date | None
    ends_on: date | None
    href: str


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """What is known around a place; `kinds` counts the structures near by kind."""

    place: Territory
    radius_km: int
    is_disc: bool
    communes: int
    neighbours: tuple[Neighbour, ...]
    neighbour_count: int
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What public buyers bought in a sector; lists are cut at `MOST_SHOWN`, counts are whole."""

    tenders: tuple[PastTender, ...]
    tender_count: int
    awards: tuple[PastAward, ...]
    award_count: int
    renewals: tuple[PastAward, ...]
    renewal_count: int


def look_around(
    session: Session, place: Territory, wanted: Sequence[str], radius_km: int
) -> Neighbourhood:
    """The structures of these sectors (all where none is given) near a place, the nearest first.

    Near a commune or an arrondissement is within the radius; near a wider territory, inside it.
    """
    in_disc = place.is_place and place.centre is not None
    criteria = SiaeCriteria(
        sectors=tuple(wanted),
        communes=frozenset() if in_disc else territories.codes_within(place.code),
        centres=(place.centre,) if place.centre else (),
        radius_km=float(radius_km) if in_disc else None,
        order=SiaeOrder.DISTANCE if place.centre else SiaeOrder.NAME,
    )
    page = directory.read_page(session, criteria, page=1, size=MOST_SHOWN)
    return Neighbourhood(
        place=place,
        radius_km=radius_km,
        is_disc=in_disc,
        communes=len(territories.communes_of(place.code)),
        neighbours=tuple(describe(siae, place) for siae in page.rows),
        neighbour_count=page.total,
        kinds=tuple(sorted((kind.value, count) for kind, count in page.kinds.items())),
    )


def describe(siae: Siae, place: Territory) -> Neighbour:
    """A structure as seen from a place."""
    point, centre = siae.point, place.centre
    slugs = dict.fromkeys(activity.sector for activity in siae.activities)
    capacity = sum(activity.capacity_fte or 0 for activity in siae.activities)
    places = f"{siae.capacity_places} places" if siae.capacity_places else ""
    return Neighbour(
        name=siae.display_name,
        kind=siae.kind.value,
        city=siae.city,
        distance=distance_km(centre, point) if centre and point else None,
        sectors=", ".join(name_sector(slug) for slug in slugs),
        places=places or (f"{capacity:g} ETP déclarés".replace(".", ",") if capacity else ""),
        href=f"/structures/{siae.slug}",
        is_demo=siae.is_demo,
    )


def name_sector(slug: str) -> str:
    """The name of a sector; the slug where the taxonomy forgot it."""
    found = sectors.find(slug)
    return found.name if found else slug


def look_at_demand(
    session: Session, place: Territory, wanted: Sequence[str], now: datetime
) -> Demand:
    """What public buyers asked for and bought in these sectors around a place, in 24 months."""
    codes = codes_of(place)
    criteria = TenderCriteria(
        state=StateFilter.ALL,
        sectors=tuple(wanted),
        territories=codes,
        order=TenderOrder.RECENT,
    )
    since = to_paris(now - PAST).date()
    recent = sa.or_(Consultation.published_on >= since, Consultation.deadline_at >= now - PAST)
    tenders = narrow(sa.select(Consultation), criteria, now).where(recent)
    shown = tenders.options(selectinload(Consultation.clauses)).order_by(*order_of(criteria, now))
    awards = award_queries.similar(tuple(wanted), codes).where(Award.notified_on >= since)
    ending = award_queries.renewals(now, tuple(wanted), territories.codes_within(place.code))
    return Demand(
        tenders=tuple(map(describe_tender, session.scalars(shown.limit(MOST_SHOWN)))),
        tender_count=session.scalar(award_queries.total(tenders)) or 0,
        awards=read_awards(session, awards),
        award_count=session.scalar(award_queries.total(awards)) or 0,
        renewals=read_awards(session, ending),
        renewal_count=session.scalar(award_queries.total(ending)) or 0,
    )


def codes_of(place: Territory) -> frozenset[str]:
    """The codes of what a place holds and of what holds it: a notice may name either."""
    above = {territory.code for territory in territories.ancestors(place.code)}
    return territories.codes_within(place.code) | above


def describe_tender(consultation: Consultation) -> PastTender:
    """A consultation, its clauses loaded."""
    kinds = dict.fromkeys(ClauseKind(clause.kind) for clause in consultation.clauses)
    deadline = consultation.deadline_at
    return PastTender(
        title=consultation.title,
        buyer=consultation.buyer_name,
        published_on=consultation.published_on,
        deadline=to_paris(deadline).date() if deadline else None,
        clauses=", ".join(CLAUSE_LABELS[kind] for kind in kinds),
        amount=consultation.value,
        href=f"/marches/{consultation.reference}",
        is_demo=consultation.is_demo,
    )


def read_awards(session: Session, select: sa.Select[Award]) -> tuple[PastAward, ...]:
    """The first contracts of a select."""
    found = session.scalars(award_queries.with_details(select).limit(MOST_SHOWN))
    return tuple(
        PastAward(
            object=award.label,
            buyer=award.buyer_label,
            holders=", ".join(holder.label for holder in award.holders if holder.label),
            amount=award.amount,
            notified_on=award.notified_on,
            ends_on=award.ends_on,
            href=f"/acheteurs/{award.buyer_siret}" if award.buyer_siret else "",
        )
        for award in found
    )
