"""Public contracts: what is open, twelve months by group of sectors, buyers, what was awarded."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.formatting import format_day
from app.blueprints.presenters import Link, TenderCard
from app.blueprints.territory_sections.section import Reading, Section
from app.extensions import db
from app.portraits.demand import Buyer, GroupDemand
from app.portraits.wording import say_awards, say_demand
from app.tenders import directory
from app.tenders.criteria import TenderCriteria
from app.territories import Territory

SHOWN_OPEN, SHOWN_GROUPS = 4, 10


@dataclass(frozen=True, kw_only=True)
class MarketsView:
    """Sentences, rows of tables, and the open consultations that close first."""

    period: str
    sentences: tuple[str, ...]
    groups: tuple[GroupDemand, ...]
    more_groups: int
    buyers: tuple[Buyer, ...]
    open: int
    open_social: int
    cards: tuple[TenderCard, ...]
    awards: tuple[str, ...]


def read(reading: Reading) -> MarketsView | None:
    """The view of the demand; None where no consultation nor contract is known here."""
    demand = reading.portrait.demand
    if not demand.here and not demand.open and not demand.awards.here:
        return None
    asked = [row for row in demand.groups if row.here]
    return MarketsView(
        period=f"du {format_day(demand.since)} au {format_day(demand.until)}",
        sentences=say_demand(demand),
        groups=tuple(asked[:SHOWN_GROUPS]),
        more_groups=max(0, len(asked) - SHOWN_GROUPS),
        buyers=demand.buyers,
        open=demand.open,
        open_social=demand.open_social,
        cards=read_open(reading),
        awards=say_awards(demand.awards),
    )


def read_open(reading: Reading) -> tuple[TenderCard, ...]:
    """The open consultations that concern the territory, those that close first."""
    reach = reading.portrait.reach
    criteria = TenderCriteria(territories=reach.inside | reach.around)
    page = directory.read_page(db.session(), criteria, reading.now, page=1, size=SHOWN_OPEN)
    return tuple(TenderCard.of(consultation, reading.now) for consultation in page.rows)


def tries(territory: Territory) -> tuple[Link, ...]:
    """Where to look next."""
    around = territory.department or "R11"
    return (
        ("Voir tous les marchés ouverts", "/marches"),
        ("Regarder le territoire plus large", f"/territoires/{around}"),
        ("Voir les contrats qui finissent bientôt", "/marches/reconductions"),
    )


SECTION = Section(
    key="marches",
    title="Les marchés publics",
    template="territories/sections/marches.html",
    read=read,
    empty="Aucune consultation et aucun marché attribué connus ici en douze mois",
    tries=tries,
    in_short=True,
)
