"""What the page of a consultation shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.blueprints.formatting import format_day, format_euros, format_moment, format_number
from app.blueprints.presenters import Link, TenderCard, sector_link
from app.blueprints.tender_timeline import TimelineItem, build_timeline
from app.matching.engine import Match
from app.tenders.archive import unpack
from app.tenders.clauses import CLAUSE_LABELS, CLAUSE_SENTENCES
from app.tenders.law import expects_social_clause
from app.tenders.lifecycle import project_chain
from app.tenders.matching import LotMatches
from app.tenders.models import Clause, Consultation, Lot
from app.tenders.places import Proof
from app.tenders.records import ClauseKind, Origin
from app.territories import find_code

NATURES = {"services": "Services", "travaux": "Travaux", "fournitures": "Fournitures"}
ORIGINS = {Origin.CODED: "valeur codée par l’acheteur", Origin.TEXT: "lu dans le texte de l’avis"}


@dataclass(frozen=True, kw_only=True)
class ClauseView:
    """A clause with its proof, in words."""

    kind: str
    label: str
    sentence: str
    quotation: str
    field: str
    lot: str
    article: str
    origin_label: str

    @classmethod
    def of(cls, clause: Clause) -> ClauseView:
        """The view of a clause."""
        kind = ClauseKind(clause.kind)
        return cls(
            kind=kind.value,
            label=CLAUSE_LABELS[kind],
            sentence=CLAUSE_SENTENCES[kind],
            quotation=clause.quotation,
            field=clause.field,
            lot=clause.lot,
            article=clause.article,
            origin_label=ORIGINS[Origin(clause.origin)],
        )


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """A structure that fits a lot, ready to be shown."""

    match: Match
    title: str
    href: str
    place: str
    kind: str
    kind_label: str
    is_siae: bool
    is_demo: bool

    @classmethod
    def of(cls, match: Match) -> MatchView:
        """The view of a match."""
        profile = match.profile
        return cls(
            match=match,
            title=profile.name,
            href=f"/structures/{profile.slug}",
            place=profile.city,
            kind=profile.kind.value,
            kind_label=profile.kind.label,
            is_siae=profile.kind.is_siae,
            is_demo=profile.is_demo,
        )


@dataclass(frozen=True, kw_only=True)
class LotView:
    """A lot, what it asks for, and who fits."""

    number: str
    title: str
    description: str
    facts: tuple[tuple[str, str], ...]
    sectors: tuple[tuple[str, str, str], ...]
    matches: tuple[MatchView, ...]
    near_misses: tuple[MatchView, ...]
    total: int

    @classmethod
    def of(cls, found: LotMatches) -> LotView:
        """The view of a lot."""
        lot = found.lot
        return cls(
            number=lot.number,
            title=lot.title,
            description=lot.description,
            facts=lot_facts(lot, found),
            sectors=tuple((*sector_link(s.sector), s.evidence) for s in lot.sectors),
            matches=tuple(MatchView.of(match) for match in found.found.matches),
            near_misses=tuple(MatchView.of(match) for match in found.found.near_misses),
            total=found.found.total,
        )


def lot_facts(lot: Lot, found: LotMatches) -> tuple[tuple[str, str], ...]:
    """What is known of a lot, label by label."""
    places = [find_code(row.territory) for row in lot.territories]
    names = ", ".join(place.name for place in places if place is not None)
    proof = Proof(lot.territories[0].proof).label if lot.territories else ""
    need = found.need
    months = lot.duration_months
    return (
        ("Lieu d’exécution", f"{names} ({proof})" if names else lot.place_text or "inconnu"),
        ("Codes CPV", ", ".join(lot.cpv)),
        ("Valeur estimée", f"{format_euros(lot.value)} HT" if lot.value else ""),
        ("Durée", f"{format_number(months)} mois" if months else ""),
        ("Volume d’insertion", describe_volume(need.fte, need.fte_source)),
        ("Date limite du lot", format_moment(lot.deadline_at) if lot.deadline_at else ""),
    )


def describe_volume(fte: float | None, source: str) -> str:
    """The volume a lot asks for, with where it comes from."""
    return "" if fte is None else f"environ {format_number(fte, 1)} ETP ({source})"


@dataclass(frozen=True, kw_only=True)
class TenderView:
    """A consultation, ready to be shown."""

    card: TenderCard
    reference: str
    description: str
    is_amended: bool
    deadline_source: str
    proposed_deadline: str
    facts: tuple[tuple[str, str], ...]
    clauses: tuple[ClauseView, ...]
    expects_clause: bool
    lots: tuple[LotView, ...]
    timeline: tuple[TimelineItem, ...]
    links: tuple[Link, ...]

    @classmethod
    def of(
        cls, consultation: Consultation, lots: Sequence[LotMatches], now: datetime
    ) -> TenderView:
        """The page of a consultation at that instant."""
        summary = project_chain([unpack(notice.record) for notice in consultation.notices])
        card = TenderCard.of(consultation, now)
        proposed = consultation.proposed_deadline_at
        published = consultation.published_on
        return cls(
            card=card,
            reference=consultation.reference,
            description=consultation.description,
            is_amended=consultation.is_amended,
            deadline_source=consultation.deadline_source,
            proposed_deadline=format_moment(proposed) if proposed else "",
            facts=facts_of(consultation),
            clauses=tuple(ClauseView.of(clause) for clause in consultation.clauses),
            expects_clause=not consultation.clauses
            and expects_social_clause(
                consultation.family,
                published,
                consultation.value,
                consultation.nature,
                [code for lot in consultation.lots for code in lot.cpv],
            ),
            lots=tuple(LotView.of(found) for found in lots),
            timeline=build_timeline(summary, card),
            links=links_of(consultation),
        )


def facts_of(consultation: Consultation) -> tuple[tuple[str, str], ...]:
    """What is known of a consultation, label by label."""
    natures = ", ".join(NATURES.get(nature, nature) for nature in consultation.nature)
    value = consultation.value
    return (
        ("Acheteur", consultation.buyer_name),
        ("SIRET de l’acheteur", consultation.buyer_siret),
        ("Adresse de l’acheteur", consultation.buyer_place),
        ("Nature", natures),
        ("Procédure", consultation.procedure),
        ("Valeur estimée", f"{format_euros(value)} HT" if value else ""),
        ("Référence de l’acheteur", consultation.buyer_reference),
        ("Parution", format_day(consultation.published_on)),
        ("Numéro de l’avis", consultation.reference),
        ("Critères d’attribution", consultation.criteria),
    )


def links_of(consultation: Consultation) -> tuple[Link, ...]:
    """Where to read the notice and fetch its documents."""
    links = (
        ("L’avis publié", consultation.url),
        ("Les documents de la consultation", consultation.documents_url),
    )
    return tuple((label, href) for label, href in links if href)
