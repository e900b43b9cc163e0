"""What helps to answer a consultation: formats to take away, past contracts, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.awards import queries as award_queries
from app.blueprints.award_cards import AwardCard
from app.blueprints.criteria import codes_near
from app.blueprints.formatting import format_number
from app.blueprints.lists import address
from app.blueprints.presenters import STILL_OPEN, Link, state_of
from app.extensions import db
from app.imports.siret import is_valid_siret
from app.tenders import republication
from app.tenders.matching import LotMatches, read_hours
from app.tenders.models import Consultation, Republication

SHOWN_AWARDS = 5
TELLING_SECTORS = 3  # of a consultation: the others are unsure


@dataclass(frozen=True, kw_only=True)
class TenderHelp:
    """What helps to answer one consultation; `likenesses` are those that may be the same."""

    is_open: bool
    outputs: tuple[Link, ...]
    kit_href: str
    partners_href: str
    hours: tuple[Link, ...]
    buyer_href: str
    groups_href: str
    awards: tuple[AwardCard, ...]
    likenesses: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(
        cls,
        consultation: Consultation,
        lots: Sequence[LotMatches],
        now: datetime,
    ) -> TenderHelp:
        """The help for a consultation, its lots and clauses loaded, at that instant."""
        is_open = state_of(consultation, now) in STILL_OPEN
        path = f"/marches/{consultation.reference}"
        siret = consultation.buyer_siret
        return cls(
            is_open=is_open,
            outputs=(
                ("Échéance dans mon agenda (iCal)", f"{path}.ics"),
                ("Données ouvertes (OCDS)", f"{path}.ocds.json"),
            ),
            kit_href=f"{path}/kit.docx",
            partners_href=partners_address(consultation),
            hours=tuple(list_hours(lots)),
            buyer_href=f"/acheteurs/{siret}" if is_valid_siret(siret) else "",
            groups_href=f"{path}/groupements" if is_open else "",
            awards=find_awards(consultation),
            likenesses=tuple(list_likenesses(consultation.reference)),
        )


def partners_address(consultation: Consultation) -> str:
    """Where to ask others to answer together, the consultation and its first sector filled in."""
    pairs = [("vous", "siae"), ("marche", consultation.reference)]
    pairs += [("filiere", slug) for slug in consultation.sectors[:1]]
    return address("/mise-en-relation/co-traitance", pairs)


def list_hours(lots: Sequence[LotMatches]) -> list[Link]:
    """The hours of insertion that each lot's clause says, with the page that converts them."""
    found = []
    for item in lots:
        hours = read_hours(item.clauses)
        if hours:
            months = round(item.lot.duration_months or 12)
            href = f"/marches/heures-insertion?heures={hours}&mois={max(1, months)}"
            lot = f"Lot {item.lot.number}\u00a0: " if len(lots) > 1 else ""
            found.append((f"{lot}{format_number(hours)} heures", href))
    return found


def find_awards(consultation: Consultation) -> tuple[AwardCard, ...]:
    """The last contracts of the same sectors, in the same départements or of the same buyer."""
    sectors = consultation.sectors[:TELLING_SECTORS]
    if not sectors:
        return ()
    places = codes_near(consultation.places)
    select = award_queries.similar(sectors, places, consultation.buyer_siret).limit(SHOWN_AWARDS)
    return tuple(map(AwardCard.of, db.session.scalars(award_queries.with_details(select))))


def list_likenesses(reference: str) -> list[tuple[str, str, str]]:
    """The consultations that may be the same one: number, address and reason."""
    pairs = db.session.scalars(republication.of_consultation(reference))
    others = ((other_of(pair, reference), pair.reason) for pair in pairs)
    return [(other, f"/marches/{other}", reason) for other, reason in others]


def other_of(pair: Republication, reference: str) -> str:
    """The other consultation of a pair."""
    return pair.later if pair.earlier == reference else pair.earlier
