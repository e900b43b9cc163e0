"""What may be asked for here: the schemes that serve the territory."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.blueprints.funding_cards import SchemeCard
from app.blueprints.presenters import Link
from app.blueprints.territory_sections.section import Reading, Section
from app.extensions import db
from app.funding.directory import open_in
from app.territories import Territory

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class FundingView:
    """The first schemes, the nearest deadline first, and how many there are."""

    cards: tuple[SchemeCard, ...]
    total: int
    more: str


def read(reading: Reading) -> FundingView | None:
    """The schemes that may be asked for today, local variants in place of their generic."""
    code = "" if reading.portrait.is_region else reading.territory.code
    found = open_in(db.session(), code, clock.to_paris(reading.now).date())
    if not found:
        return None
    return FundingView(
        cards=tuple(map(SchemeCard.of, found[:SHOWN])),
        total=len(found),
        more=f"/financements?territoire={reading.territory.slug}",
    )


def tries(_territory: Territory) -> tuple[Link, ...]:
    """Where else to look."""
    return (("Voir tous les financements", "/financements"),)


SECTION = Section(
    key="financements",
    title="Financements",
    template="territories/sections/financements.html",
    read=read,
    empty="Aucun financement ouvert ou permanent connu ici",
    tries=tries,
)
