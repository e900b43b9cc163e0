"""What public buyers awarded in some sectors: how much, to which buyers, with which clauses.

Only the surest sector of each contract counts here: a contract of a whole building is not one of
each of its trades. Amounts are in euros before tax, as declared; that of a framework agreement is
often its ceiling.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.awards.durations import add_months
from app.awards.models import Award, AwardSector
from app.awards.queries import NEWEST, count_if, with_details

MONTHS = 24  # before the last contract known
ENOUGH = 8  # amounts; under that, quartiles would tell nothing
SHOWN_BUYERS = 8


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """How amounts are spread over `count` contracts; the quartiles are None where too few."""

    count: int
    least: float
    most: float
    first: float | None
    median: float | None
    third: float | None

    @classmethod
    def of(cls, values: Collection[float]) -> Amounts | None:
        """The spread of these amounts; None where there is none."""
        if not values:
            return None
        cuts = quantiles(values, n=4, method="inclusive") if len(values) >= ENOUGH else [None] * 3
        first, median, third = cuts
        return cls(
            count=len(values),
            least=min(values),
            most=max(values),
            first=first,
            median=median,
            third=third,
        )


@dataclass(frozen=True, kw_only=True)
class SectorPractice:
    """The contracts of some sectors notified from `since` to `until`, both included.

    `known` declare a social consideration, be it none; `social` a clause, a criterion or a
    reservation. `buyers` are SIRET, name and how many contracts, the most active first.
    """

    since: date
    until: date
    total: int
    known: int
    social: int
    reserved: int
    amounts: Amounts | None
    buyers: tuple[tuple[str, str, int], ...]
    newest: tuple[Award, ...]


def read_practice(
    session: Session, sectors: Collection[str], today: date, shown: int
) -> SectorPractice | None:
    """What was awarded in these sectors over the 24 months before the last contract known.

    None where no dated contract is known. `newest` holds the last `shown`, whole.
    """
    until = session.scalar(last_notified(sectors, today))
    since = add_months(until, -MONTHS) if until is not None else None
    if until is None or since is None:
        return None
    period = Award.notified_on.between(since, until)
    of_sectors = (surely_in(sectors), period)
    row = session.execute(considerations(of_sectors)).one()
    found = session.scalars(
        sa.select(Award.amount).where(*of_sectors, Award.amount.is_not(None)).order_by(Award.amount)
    )
    newest = with_details(sa.select(Award).where(*of_sectors).order_by(*NEWEST).limit(shown))
    return SectorPractice(
        since=since,
        until=until,
        total=row.total,
        known=row.known,
        social=row.social,
        reserved=row.reserved,
        amounts=Amounts.of([amount for amount in found if amount is not None]),
        buyers=tuple((b.siret, b.name, b.total) for b in session.execute(top_buyers(of_sectors))),
        newest=tuple(session.scalars(newest)),
    )


Where = tuple[sa.ColumnElement[bool], ...]


def surely_in(sectors: Collection[str]) -> sa.ColumnElement[bool]:
    """Whose surest sector is one of these."""
    found = sa.select(AwardSector.award_id).where(
        AwardSector.sector.in_(sorted(sectors)), AwardSector.position == 0
    )
    return Award.id.in_(found)


def last_notified(sectors: Collection[str], today: date) -> sa.Select[date | None]:
    """The last day a contract of these sectors was notified, the future left out as a mistake."""
    return sa.select(sa.func.max(Award.notified_on)).where(
        surely_in(sectors), Award.notified_on <= today
    )


def considerations(where: Where) -> sa.Select[int, int, int, int]:
    """Columns `total`, `known`, `social`, `reserved` of these contracts."""
    social = sa.or_(Award.is_reserved, Award.has_clause, Award.has_criterion)
    return sa.select(
        sa.func.count(Award.id).label("total"),
        count_if(Award.is_social_known).label("known"),
        count_if(social).label("social"),
        count_if(Award.is_reserved).label("reserved"),
    ).where(*where)


def top_buyers(where: Where) -> sa.Select[str, str, int]:
    """The buyers of the most of these contracts: columns `siret`, `name`, `total`."""
    total = sa.func.count(Award.id).label("total")
    return (
        sa.select(
            Award.buyer_siret.label("siret"),
            sa.func.max(Award.buyer_name).label("name"),
            total,
        )
        .where(*where)
        .group_by(Award.buyer_siret)
        .order_by(total.desc(), Award.buyer_siret)
        .limit(SHOWN_BUYERS)
    )
