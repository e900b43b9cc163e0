"""What templates show of contracts awarded: values only, computed once."""

from __future__ import annotations

from dataclasses import dataclass

from app import territories
from app.awards.models import Award, AwardHolder
from app.awards.records import CONSIDERATION_LABELS
from app.blueprints.formatting import format_day, format_euros, format_number
from app.blueprints.presenters import Link, sector_link

SHOWN_HOLDERS = 3
SHOWN_SECTORS = 2


@dataclass(frozen=True, kw_only=True)
class AwardCard:
    """A contract awarded, in a list; `social` says what its buyer declared."""

    title: str
    buyer: str
    buyer_href: str
    holders: str
    amount: str
    notified: str
    ends: str
    ends_iso: str
    duration: str
    place: str
    social: str
    is_social: bool
    sectors: tuple[Link, ...]

    @classmethod
    def of(cls, award: Award) -> AwardCard:
        """The card of an award, its holders and sectors loaded."""
        place = territories.find_code(award.territory) if award.territory else None
        months = award.duration_months
        social = award.is_reserved or award.has_clause or award.has_criterion
        return cls(
            title=award.label,
            buyer=award.buyer_label,
            buyer_href=f"/acheteurs/{award.buyer_siret}",
            holders=name_holders(award.holders),
            amount=f"{format_euros(award.amount)} HT" if award.amount else "Montant inconnu",
            notified=format_day(award.notified_on),
            ends=format_day(award.ends_on),
            ends_iso=award.ends_on.isoformat() if award.ends_on else "",
            duration=f"{format_number(months)} mois" if months else "",
            place=place.name if place else award.place_text,
            social=describe_social(award),
            is_social=social,
            sectors=tuple(sector_link(s.sector) for s in award.sectors[:SHOWN_SECTORS]),
        )


def name_holders(holders: list[AwardHolder]) -> str:
    """The first holders, and how many more there are."""
    names = [holder.label for holder in holders if holder.label]
    shown = ", ".join(names[:SHOWN_HOLDERS])
    more = len(names) - SHOWN_HOLDERS
    return f"{shown} et {more} autre{'s' if more > 1 else ''}" if more > 0 else shown


def describe_social(award: Award) -> str:
    """The considerations that the buyer declared, in words."""
    found = award.considerations
    if found is None:
        return "Considération sociale non déclarée"
    return ", ".join(label for kind, label in CONSIDERATION_LABELS.items() if kind in found)
