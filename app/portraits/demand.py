"""What public buyers ask for and bought in a territory over twelve months."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app import sectors
from app.awards import queries as award_queries
from app.clock import to_paris
from app.imports.siret import clean_siret
from app.portraits import demand_queries as queries
from app.portraits.places import Reach
from app.tenders import queries as tender_queries
from app.tenders.criteria import TenderCriteria
from app.tenders.records import ClauseKind

YEAR = timedelta(days=365)
SHOWN_BUYERS = 8


@dataclass(frozen=True, kw_only=True)
class GroupDemand:
    """The consultations of a group of sectors: here, here with a social clause, in the région."""

    slug: str
    name: str
    here: int
    social: int
    region: int


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """A buyer and how many consultations it published; `siret` is empty where none is known."""

    name: str
    siret: str
    count: int
    social: int


@dataclass(frozen=True, kw_only=True)
class AwardCount:
    """The contracts notified in the period that the archive knows; `amount` in euros before tax.

    `known` are those whose buyer declared its social considerations, `newest` the last notification
    of the archive, None where it is empty.
    """

    here: int
    amount: float
    amounts: int
    known: int
    social: int
    region: int
    known_region: int
    social_region: int
    newest: date | None
    ending: int


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Twelve months of consultations and contracts, from `since` to `until`.

    `here` counts what is performed inside the territory, `wide` what names only a wider place that
    contains it; `open` are all those that concern it now, both kinds, as the list of tenders gives
    them, `open_social` those with a clause that binds.
    """

    since: date
    until: date
    here: int
    social: int
    reserved: int
    wide: int
    region: int
    social_region: int
    demo: int
    open: int
    open_social: int
    groups: tuple[GroupDemand, ...]
    buyers: tuple[Buyer, ...]
    awards: AwardCount


def read_demand(session: Session, reach: Reach, now: datetime) -> Demand:
    """What is known of the demand at that instant; seven statements whatever there is."""
    until = to_paris(now).date()
    since = until - YEAR
    found = session.execute(queries.consultations(reach, since)).one()
    return Demand(
        since=since,
        until=until,
        here=found.here,
        social=found.social,
        reserved=found.reserved,
        wide=found.wide,
        region=found.region,
        social_region=found.social_region,
        demo=found.demo,
        open=count_open(session, reach, now),
        open_social=count_open(session, reach, now, queries.STRONG),
        groups=read_groups(session, reach, since),
        buyers=read_buyers(session, reach, since),
        awards=read_awards(session, reach, since, now),
    )


def count_open(
    session: Session, reach: Reach, now: datetime, clauses: Collection[ClauseKind] = ()
) -> int:
    """The consultations open at that instant that concern the territory."""
    criteria = TenderCriteria(territories=reach.inside | reach.around, clauses=tuple(clauses))
    return session.scalar(tender_queries.total(criteria, now)) or 0


def read_groups(session: Session, reach: Reach, since: date) -> tuple[GroupDemand, ...]:
    """The groups of sectors asked for in the région, those asked for most here first."""
    rows = {row.group: row for row in session.execute(queries.tender_groups(reach, since))}
    found = [
        GroupDemand(
            slug=group.slug,
            name=group.name,
            here=row.here,
            social=row.social,
            region=row.region,
        )
        for group in sectors.groups()
        if (row := rows.get(group.slug)) is not None
    ]
    return tuple(sorted(found, key=lambda row: (-row.here, row.name)))


def read_buyers(session: Session, reach: Reach, since: date) -> tuple[Buyer, ...]:
    """The buyers who published most."""
    rows = session.execute(queries.buyers(reach, since).limit(SHOWN_BUYERS))
    return tuple(
        Buyer(name=row.name, siret=clean_siret(row.siret), count=row.number, social=row.social)
        for row in rows
    )


def read_awards(session: Session, reach: Reach, since: date, now: datetime) -> AwardCount:
    """What the archive knows of the contracts notified since that day, and of those that end."""
    row = session.execute(queries.awards(reach, since, to_paris(now).date())).one()
    ending = award_queries.renewals(now, territories=reach.inside)
    return AwardCount(
        here=row.here,
        amount=float(row.amount),
        amounts=row.amounts,
        known=row.known,
        social=row.social,
        region=row.region,
        known_region=row.known_region,
        social_region=row.social_region,
        newest=row.newest,
        ending=session.scalar(award_queries.total(ending)) or 0,
    )
