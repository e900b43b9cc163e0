"""The index of sectors: who works in each, and what is open."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, render_template

from app import clock, sectors
from app.blueprints.presenters import StructureCard, TenderCard
from app.errors import NotFoundError
from app.extensions import db
from app.siae import directory
from app.siae.models import Activity
from app.siae.queries import SiaeCriteria
from app.tenders import directory as tender_directory
from app.tenders.criteria import TenderCriteria

bp = Blueprint("sectors", __name__)
SHOWN = 6


@bp.get("/filieres")
def index() -> str:
    """Every sector, group by group, with how many structures work in it."""
    structures = sa.func.count(Activity.siae_id.distinct()).label("structures")
    counted = sa.select(Activity.sector, structures).group_by(Activity.sector)
    counts = {row.sector: row.structures for row in db.session.execute(counted)}
    return render_template("sectors/index.html", groups=sectors.groups(), counts=counts)


@bp.get("/filieres/<slug>")
def show(slug: str) -> str:
    """One sector, or one group of them."""
    group = sectors.groups_by_slug().get(slug)
    sector = sectors.find(slug)
    if group is None and sector is None:
        raise NotFoundError("Aucune filière ne porte cette adresse.")
    slugs = tuple(s.slug for s in group.sectors) if group else (slug,)
    now = clock.now()
    structures = directory.read_page(db.session(), SiaeCriteria(sectors=slugs), page=1, size=SHOWN)
    tenders = tender_directory.read_page(
        db.session(), TenderCriteria(sectors=slugs), now, page=1, size=SHOWN
    )
    return render_template(
        "sectors/show.html",
        group=group,
        sector=sector,
        group_of_sector=sectors.groups_by_slug()[sector.group] if sector else group,
        slug=slug,
        structures=[StructureCard.of(siae) for siae in structures.rows],
        structure_count=structures.total,
        tenders=[TenderCard.of(consultation, now) for consultation in tenders.rows],
        tender_count=tenders.total,
    )
