"""Consultations, with their lots and their social clauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.blueprints.api.parameters import RADIUS, SECTOR, TERRITORY, TEXT
from app.blueprints.api.provenance import DEMO, of_notice, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, read_after
from app.blueprints.api.schema import Row, told
from app.blueprints.criteria import tender_criteria
from app.extensions import db
from app.forms.tender_filters import CLAUSE_WORDS, FAMILIES, NATURES, WINDOWS, TenderFilters
from app.tenders import queries
from app.tenders.criteria import StateFilter
from app.tenders.lifecycle import ConsultationState, read_state
from app.tenders.models import Clause, Consultation, Lot
from app.tenders.records import ClauseKind, Origin
from app.tenders.values import mask_contacts

ONE_STRUCTURE = ("structure", "reponse")  # of the pages: they sort for one structure


@dataclass(frozen=True, kw_only=True)
class LotSectorRow:
    """A sector of a lot, and what proves it."""

    sector: str = told("Identifiant de la filière.")
    score: float = told("Sûreté de la déduction, de 0 à 1.")
    evidence: str = told("Ce qui le prouve\u00a0: un code ou une phrase de l’avis.")


@dataclass(frozen=True, kw_only=True)
class LotPlaceRow:
    """A place of a lot, and what proves it."""

    territory: str = told("Code du territoire.")
    proof: str = told("Preuve\u00a0: lieu d’exécution, acheteur ou publication.")


@dataclass(frozen=True, kw_only=True)
class LotRow:
    """A lot."""

    number: str = told("Numéro.")
    title: str = told("Objet.")
    description: str = told("Description.")
    cpv: tuple[str, ...] = told("Codes CPV.")
    place_text: str = told("Lieu d’exécution, tel que l’avis l’écrit.")
    deadline_at: datetime | None = told("Date limite propre au lot.")
    value: float | None = told("Valeur estimée, en euros hors taxes.")
    duration_months: float | None = told("Durée, en mois.")
    sectors: tuple[LotSectorRow, ...] = told("Filières.")
    territories: tuple[LotPlaceRow, ...] = told("Lieux.")


@dataclass(frozen=True, kw_only=True)
class ClauseRow:
    """A social clause with its proof."""

    lot: str = told("Numéro du lot, vide pour toute la consultation.")
    kind: ClauseKind = told("Nature de la clause.")
    quotation: str = told("La phrase de l’avis.")
    field: str = told("Le champ de l’avis où elle se trouve.")
    article: str = told("Article, s’il est dit ou impliqué.")
    origin: Origin = told(
        "« coded »\u00a0: coché par l’acheteur\u00a0; « text »\u00a0: lu dans une phrase."
    )


@dataclass(frozen=True, kw_only=True)
class ConsultationRow(Row):
    """A consultation, as all its notices together describe it today."""

    title: str = told("Objet.")
    description: str = told("Description.")
    buyer_name: str = told("Acheteur.")
    buyer_siret: str = told("SIRET de l’acheteur, vide s’il n’est pas connu.")
    nature: tuple[str, ...] = told("Services, travaux, fournitures.")
    procedure: str = told("Procédure.")
    family: str = told("Famille d’avis du BOAMP.")
    state: ConsultationState = told("État, à l’instant de la réponse.")
    is_amended: bool = told("Vrai si un avis rectificatif l’a modifiée.")
    published_on: date | None = told("Date de parution.")
    deadline_at: datetime | None = told("Date limite.")
    deadline_precision: str = told("Précision de cette date.")
    value: float | None = told("Valeur estimée, en euros hors taxes.")
    documents_url: str = told("Adresse des documents de la consultation.")
    lots: tuple[LotRow, ...] = told("Lots.")
    clauses: tuple[ClauseRow, ...] = told("Clauses sociales, avec leur preuve.")


def make_row(consultation: Consultation, now: datetime) -> ConsultationRow:
    """A consultation at that instant, its lots and clauses loaded."""
    origin = of_notice(consultation.url, consultation.publisher)
    return ConsultationRow(
        id=consultation.reference,
        url=page_url(f"/marches/{consultation.reference}"),
        **(DEMO if consultation.is_demo else origin).fields(),
        is_demo=consultation.is_demo,
        updated_at=consultation.updated_at,
        title=mask_contacts(consultation.title),
        description=mask_contacts(consultation.description),
        buyer_name=consultation.buyer_name,
        buyer_siret=consultation.buyer_siret,
        nature=tuple(consultation.nature),
        procedure=consultation.procedure,
        family=consultation.family,
        state=read_state(consultation.status, consultation.deadline_at, now),
        is_amended=consultation.is_amended,
        published_on=consultation.published_on,
        deadline_at=consultation.deadline_at,
        deadline_precision=consultation.deadline_precision,
        value=consultation.value,
        documents_url=consultation.documents_url,
        lots=tuple(map(make_lot, consultation.lots)),
        clauses=tuple(map(make_clause, consultation.clauses)),
    )


def make_lot(lot: Lot) -> LotRow:
    """A lot, its sectors and places loaded."""
    return LotRow(
        number=lot.number,
        title=mask_contacts(lot.title),
        description=mask_contacts(lot.description),
        cpv=tuple(lot.cpv),
        place_text=mask_contacts(lot.place_text),
        deadline_at=lot.deadline_at,
        value=lot.value,
        duration_months=lot.duration_months,
        sectors=tuple(
            LotSectorRow(sector=s.sector, score=s.score, evidence=mask_contacts(s.evidence))
            for s in lot.sectors
        ),
        territories=tuple(
            LotPlaceRow(territory=p.territory, proof=p.proof) for p in lot.territories
        ),
    )


def make_clause(clause: Clause) -> ClauseRow:
    """A clause."""
    return ClauseRow(
        lot=clause.lot,
        kind=ClauseKind(clause.kind),
        quotation=mask_contacts(clause.quotation),
        field=clause.field,
        article=clause.article,
        origin=Origin(clause.origin),
    )


def read(query: Query) -> Answer[ConsultationRow]:
    """The consultations that the filters leave."""
    args = query.args.copy()
    ignored = [f"{name}" for name in ONE_STRUCTURE if args.poplist(name)]
    filters = TenderFilters.from_args(args)
    select = queries.with_lots(queries.consultations(tender_criteria(filters), query.now))
    answer = read_after(
        select, Consultation.reference, query, lambda found: make_row(found, query.now)
    )
    return answer.saying((*ignored, *filters.ignored))


def find(reference: str, now: datetime) -> ConsultationRow | None:
    """The consultation of that number, or of a notice of that number."""
    found = db.session.scalar(queries.by_reference(reference))
    return make_row(found, now) if found is not None else None


RESOURCE = Resource(
    name="consultations",
    title="Consultations",
    text="Les marchés publics, avec leurs lots et leurs clauses sociales prouvées.",
    row=ConsultationRow,
    parameters=(
        TEXT,
        Parameter(
            name="etat",
            text="État\u00a0; « ouvert » par défaut.",
            values=tuple(state.value for state in StateFilter),
        ),
        SECTOR,
        TERRITORY,
        RADIUS,
        Parameter(
            name="clause", text="Clause sociale.", values=tuple(CLAUSE_WORDS), is_repeated=True
        ),
        Parameter(
            name="echeance",
            text="Jours avant la date limite.",
            values=tuple(str(days) for days in WINDOWS),
        ),
        Parameter(name="nature", text="Nature.", values=tuple(NATURES), is_repeated=True),
        Parameter(name="famille", text="Famille d’avis.", values=tuple(FAMILIES), is_repeated=True),
        Parameter(name="acheteur", text="Mots du nom de l’acheteur, ou son SIRET."),
        Parameter(name="cpv", text="Début d’un code CPV.", is_repeated=True),
        Parameter(name="valeur_min", text="Valeur d’au moins, en euros.", kind="number"),
        Parameter(name="valeur_max", text="Valeur d’au plus, en euros.", kind="number"),
        Parameter(name="duree_min", text="Durée d’au moins, en mois.", kind="number"),
        Parameter(name="duree_max", text="Durée d’au plus, en mois.", kind="number"),
    ),
    read=read,
    find=find,
    page="/marches",
    has_csv=True,
    follows_clock=True,
)
