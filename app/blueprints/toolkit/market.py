"""The study of market: what public buyers bought in a sector, and what the person found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from app.blueprints.formatting import pluralise
from app.blueprints.toolkit.studies import (
    PORTAL_SOURCE,
    directory_link,
    neighbour_part,
    say_area,
    study_exports,
)
from app.blueprints.toolkit.tool import Circumstances, Tool
from app.clock import NBSP
from app.forms.market import WAYS, MarketForm
from app.projects.neighbourhood import (
    Demand,
    Neighbourhood,
    PastAward,
    look_around,
    look_at_demand,
    name_sector,
)
from app.toolkit.worksheets.proof import Proof, ProofCount
from app.toolkit.worksheets.study import Part, Study, list_blocks

# Le Marché de l’inclusion warns from 30 % of the turnover on: a landmark of that service.
DEPENDENCY = Decimal(30)
HEADER = (
    "Segment", "Volume", "Prix et source", "Mode d’achat", "Concurrents", "Saison, exigences",
    "Preuve",
)  # fmt: skip
STATES = {"": "À demander", "demandee": "Demandée", "recue": "Reçue"}


@dataclass(frozen=True, kw_only=True)
class MarketView:
    """All that the page of a study of market shows."""

    found: Neighbourhood
    demand: Demand
    structures_link: str
    tenders_link: str
    renewals_link: str
    study: Study


def prepare(form: MarketForm, _around: Circumstances) -> None:
    """The lists to choose from, and empty rows."""
    form.say_choices()


def compute(form: MarketForm, around: Circumstances) -> MarketView:
    """The study of what was typed, with what the portal knows."""
    found = look_around(around.session, form.place, form.sectors, form.radius)
    demand = look_at_demand(around.session, form.place, form.sectors, around.now)
    sector = name_sector(form.secteur.data)
    query = [("territoire", form.place.slug), ("secteur", form.secteur.data)]
    return MarketView(
        found=found,
        demand=demand,
        structures_link=directory_link(found, form.sectors),
        tenders_link=f"/marches?{urlencode([*query, ('etat', 'tous')])}",
        renewals_link=f"/marches/reconductions?{urlencode(query)}",
        study=Study(
            title="Étude de marché",
            subtitle=f"{sector}, {found.place.name}",
            sentences=tuple(tell_market(form, found, demand)),
            parts=(
                market_part(form),
                letters_part(form),
                tenders_part(demand),
                awards_part("Contrats attribués", demand.awards, demand.award_count),
                awards_part("Contrats à renouveler", demand.renewals, demand.renewal_count),
                neighbour_part(found),
            ),
            made_at=around.now,
        ),
    )


def tell_market(form: MarketForm, found: Neighbourhood, demand: Demand) -> Iterator[str]:
    """What the study says, in sentences."""
    asked = pluralise(demand.tender_count, "consultation", "consultations")
    signed = pluralise(demand.award_count, "contrat attribué", "contrats attribués")
    ending = pluralise(demand.renewal_count, "contrat qui se termine", "contrats qui se terminent")
    yield f"Sur 24{NBSP}mois{NBSP}: {asked} de la filière, {signed}, {ending} dans les neuf mois."
    if not demand.tender_count and found.is_disc:
        yield "Une commune seule dit peu de choses\u00a0: refaites l’étude sur le département."
    near = pluralise(found.neighbour_count, "structure connue", "structures connues")
    yield f"{near} du portail dans la filière, {say_area(found)}."
    yield ProofCount.of(Proof(row.proof.data) for row in form.filled).sentence
    if dependency := say_dependency(form.share.data):
        yield dependency


def say_dependency(share: Decimal | None) -> str:
    """What to think of the share of the first customer, in percent."""
    if share is None:
        return ""
    said = f"{share.normalize():f}{NBSP}%".replace(".", ",")
    if share < DEPENDENCY:
        return f"Le premier client ferait {said} des ventes."
    return (
        f"Le premier client ferait {said} des ventes{NBSP}: le Marché de l’inclusion alerte à "
        f"partir de 30{NBSP}% (repère de ce service, pas une norme). Cherchez-en un second "
        "avant d’ouvrir."
    )


def market_part(form: MarketForm) -> Part:
    """What the person found."""
    ways = dict(WAYS)
    return Part(
        title="Segments de clients",
        header=HEADER,
        rows=tuple(
            (
                row.segment.data,
                row.volume.data or "",
                row.price.data or "",
                ways[row.way.data or ""] if row.way.data else "",
                row.competitors.data or "",
                row.season.data or "",
                Proof(row.proof.data).label,
            )
            for row in form.filled
        ),
        is_typed=True,
    )


def letters_part(form: MarketForm) -> Part:
    """The letters of interest aimed at."""
    return Part(
        title="Lettres d’intérêt",
        header=("Client visé", "État"),
        rows=tuple((row.customer.data, STATES[row.state.data or ""]) for row in form.aimed),
        is_typed=True,
    )


def tenders_part(demand: Demand) -> Part:
    """The consultations of the sector."""
    notes = [f"Source{NBSP}: {PORTAL_SOURCE}."]
    if demand.tender_count > len(demand.tenders):
        notes.insert(0, f"Les {len(demand.tenders)} plus récentes sur {demand.tender_count}.")
    return Part(
        title="Consultations sur 24 mois",
        header=("Objet", "Acheteur", "Publiée le", "Échéance", "Clause sociale", "Montant (€)"),
        rows=tuple(
            (
                item.title + (" (démonstration)" if item.is_demo else ""),
                item.buyer,
                item.published_on,
                item.deadline,
                item.clauses,
                None if item.amount is None else Decimal(str(item.amount)),
            )
            for item in demand.tenders
        ),
        notes=tuple(notes),
    )


def awards_part(title: str, awards: tuple[PastAward, ...], total: int) -> Part:
    """Contracts, with who holds them; `total` counts those that are not shown too."""
    notes = [f"Source{NBSP}: données essentielles de la commande publique importées."]
    if total > len(awards):
        notes.insert(0, f"Les {len(awards)} premiers sur {total}.")
    return Part(
        title=title,
        header=("Objet", "Acheteur", "Titulaires", "Montant (€)", "Notifié le", "Fin prévue"),
        rows=tuple(
            (
                item.object,
                item.buyer,
                item.holders,
                None if item.amount is None else Decimal(str(item.amount)),
                item.notified_on,
                item.ends_on,
            )
            for item in awards
        ),
        notes=tuple(notes),
    )


TOOL = Tool[MarketForm, MarketView](
    slug="etude-de-marche",
    title="Étude de marché",
    summary=(
        "Les consultations et les contrats de votre filière sur 24 mois, les structures qui y "
        "travaillent déjà, et vos constats, segment par segment, avec leur niveau de preuve."
    ),
    form=MarketForm,
    compute=compute,
    prepare=prepare,
    template="toolkit/market.html",
    blocks=lambda view: list_blocks(view.study),
    headline=lambda view: view.study.sentences[0],
    exports=study_exports("Étude", MarketView),
)
