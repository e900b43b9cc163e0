"""Contracts awarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.awards import queries
from app.awards.models import Award
from app.awards.records import Consideration, Nature
from app.blueprints.api.parameters import RADIUS, SECTOR, TERRITORY
from app.blueprints.api.provenance import DECP, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, read_after
from app.blueprints.api.schema import Row, told
from app.blueprints.criteria import codes_inside, expand_sectors
from app.extensions import db
from app.forms.award_filters import SOCIAL, RenewalFilters

COMING = "a-renouveler"
ALL = "tous"


@dataclass(frozen=True, kw_only=True)
class AwardRow(Row):
    """A contract awarded, as the last of its modifications leaves it."""

    object: str = told("Objet, vide s’il n’est pas publié.")
    nature: Nature = told("Nature.")
    procedure: str = told("Procédure.")
    cpv: str = told("Code CPV.")
    buyer_siret: str = told("SIRET de l’acheteur.")
    buyer_name: str = told("Acheteur\u00a0; souvent vide depuis 2024.")
    holders: tuple[str, ...] = told("SIRET des titulaires.")
    territory: str = told("Code du territoire, vide s’il n’est pas connu.")
    territory_proof: str = told("D’où vient ce territoire.")
    notified_on: date | None = told("Date de notification.")
    ends_on: date | None = told("Date de fin calculée.")
    duration_months: float | None = told("Durée, en mois.")
    amount: float | None = told("Montant, en euros hors taxes.")
    offers_received: int | None = told("Nombre d’offres reçues.")
    considerations: tuple[Consideration, ...] | None = told(
        "Considérations sociales déclarées\u00a0; nul si rien n’est déclaré."
    )
    sectors: tuple[str, ...] = told("Filières, les plus sûres d’abord.")


def make_row(award: Award) -> AwardRow:
    """A contract, its holders and sectors loaded.

    Holders go by SIRET only: a name may be that of a person.
    """
    declared = award.considerations
    return AwardRow(
        id=award.reference,
        url=page_url(f"/acheteurs/{award.buyer_siret}"),
        **DECP.fields(),
        is_demo=False,
        updated_at=award.updated_at,
        object=award.object,
        nature=Nature(award.nature),
        procedure=award.procedure,
        cpv=award.cpv,
        buyer_siret=award.buyer_siret,
        buyer_name=award.buyer_name,
        holders=tuple(h.identifier for h in award.holders if h.kind == "SIRET" and h.identifier),
        territory=award.territory,
        territory_proof=award.territory_proof,
        notified_on=award.notified_on,
        ends_on=award.ends_on,
        duration_months=award.duration_months,
        amount=award.amount,
        offers_received=award.offers_received,
        considerations=tuple(sorted(declared)) if declared is not None else None,
        sectors=tuple(row.sector for row in award.sectors),
    )


def read(query: Query) -> Answer[AwardRow]:
    """The contracts that end soon, as the page has them, or all of them."""
    args = query.args.copy()
    states = args.poplist("etat")
    ignored = [f"etat = « {state[:60]} »" for state in states if state not in {"", COMING, ALL}]
    filters = RenewalFilters.from_args(args)
    sectors, places = expand_sectors(filters.sectors), codes_inside(filters)
    if ALL in states:
        select = of_all(sectors, places, is_social=filters.is_social)
    else:
        select = queries.renewals(query.now, sectors, places, is_social=filters.is_social)
    answer = read_after(queries.with_details(select), Award.reference, query, make_row)
    return answer.saying((*ignored, *filters.ignored))


def of_all(
    sectors: tuple[str, ...], places: frozenset[str], *, is_social: bool | None
) -> sa.Select[Award]:
    """The contracts of these sectors and places, whenever they end."""
    select = queries.similar(sectors, places) if sectors or places else sa.select(Award)
    if is_social is None:
        return select
    social = sa.or_(Award.is_reserved, Award.has_clause, Award.has_criterion)
    return select.where(social if is_social else sa.not_(social))


def find(reference: str, _now: datetime) -> AwardRow | None:
    """The contract of that number."""
    award = db.session.scalar(queries.by_reference(reference))
    return make_row(award) if award is not None else None


RESOURCE = Resource(
    name="awards",
    title="Marchés attribués",
    text="Les marchés attribués (DECP)\u00a0: par défaut, ceux qui finissent dans 3 à 9 mois.",
    row=AwardRow,
    parameters=(
        Parameter(
            name="etat",
            text="Ceux qui finissent bientôt, ou tous\u00a0; « a-renouveler » par défaut.",
            values=(COMING, ALL),
        ),
        SECTOR,
        TERRITORY,
        RADIUS,
        Parameter(name="social", text="Avec ou sans considération sociale.", values=tuple(SOCIAL)),
    ),
    read=read,
    find=find,
    page="/marches/reconductions",
    follows_clock=True,
)
