"""A public buyer: what it asks for now, how it uses social clauses, what it usually buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Blueprint, render_template

from app import clock
from app.awards import queries as award_queries
from app.blueprints.award_cards import AwardCard
from app.blueprints.presenters import TenderCard, sector_link
from app.errors import NotFoundError
from app.extensions import db
from app.imports.siret import clean_siret
from app.tenders import directory
from app.tenders.criteria import StateFilter, TenderCriteria, TenderOrder
from app.tenders.directory import TenderPage
from app.tenders.models import Consultation

bp = Blueprint("buyers", __name__)
SHOWN = 10
SHOWN_SECTORS = 8
UNKNOWN = "Aucun marché connu du portail n’est de cet acheteur."


@dataclass(frozen=True, kw_only=True)
class YearOfClauses:
    """How many contracts of a year declare each consideration; `known` those that declare any."""

    year: str
    total: int
    known: int
    reserved: int
    clause: int
    criterion: int
    none: int


@bp.get("/acheteurs/<siret>")
def show(siret: str) -> str:
    """The sheet of a buyer, by its SIRET."""
    if not clean_siret(siret):  # the key may be wrong: some buyers declare their contracts so
        raise NotFoundError("Un acheteur est désigné par les 14 chiffres de son SIRET.")
    session, now = db.session(), clock.now()
    tenders = read_tenders(siret, StateFilter.OPEN)
    past = read_tenders(siret, StateFilter.ALL)
    select = award_queries.of_buyer(siret)
    award_count = session.scalar(award_queries.total(select)) or 0
    if not past.total and not award_count:
        raise NotFoundError(UNKNOWN)
    awards = session.scalars(award_queries.with_details(select).limit(SHOWN)).all()
    usual = session.execute(award_queries.usual_sectors(siret).limit(SHOWN_SECTORS)).all()
    return render_template(
        "buyers/show.html",
        siret=siret,
        name=choose_name(siret, [award.buyer_name for award in awards]),
        place=next((c.buyer_place for c in past.rows if c.buyer_place), ""),
        tenders=[TenderCard.of(consultation, now) for consultation in tenders.rows],
        tender_count=tenders.total,
        past_count=past.total,
        years=read_practice(siret),
        sectors=[(*sector_link(slug), count) for slug, count in usual],
        awards=[AwardCard.of(award) for award in awards],
        award_count=award_count,
    )


def read_tenders(siret: str, state: StateFilter) -> TenderPage:
    """The first consultations of a buyer in a state, the open ones by urgency."""
    order = TenderOrder.URGENCY if state is StateFilter.OPEN else TenderOrder.RECENT
    criteria = TenderCriteria(buyer=siret, state=state, order=order)
    return directory.read_page(db.session(), criteria, clock.now(), page=1, size=SHOWN)


def choose_name(siret: str, awarded: Sequence[str]) -> str:
    """The name that a buyer bears most often in its notices, else in its contracts."""
    count = sa.func.count(Consultation.id)
    select = (
        sa.select(Consultation.buyer_name)
        .where(Consultation.buyer_siret == siret, Consultation.buyer_name != "")
        .group_by(Consultation.buyer_name)
        .order_by(count.desc(), Consultation.buyer_name)
        .limit(1)
    )
    found = db.session.scalar(select)
    return found or next(filter(None, awarded), f"Acheteur {siret}")


def read_practice(siret: str) -> list[YearOfClauses]:
    """Its use of clauses, year by year."""
    rows = db.session.execute(award_queries.clause_practice(siret))
    return [
        YearOfClauses(
            year=str(row.year or "sans date"),
            total=row.total,
            known=row.known,
            reserved=row.reserved,
            clause=row.clause,
            criterion=row.criterion,
            none=row.none,
        )
        for row in rows
    ]
