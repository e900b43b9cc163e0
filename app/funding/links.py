"""The links of sheets: which are broken, since when and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.fetching.links import LinkReport, LinkState
from app.funding.models import FundingScheme

CheckAll = Callable[[Iterable[str]], dict[str, LinkReport]]


@dataclass(frozen=True, kw_only=True)
class LinkCount:
    """How many links were tried, and what became of them."""

    tried: int
    broken: int
    unsure: int

    @property
    def summary(self) -> str:
        """In a French sentence."""
        return f"{self.tried} liens vérifiés, {self.broken} cassés, {self.unsure} sans réponse sûre"


def check_links(session: Session, check_all: CheckAll, now: datetime) -> LinkCount:
    """Try the link of each sheet, keep what it answers; flushes.

    What could not be told (a site that is down, that refuses machines) leaves a broken link broken
    and a good one good: only the date and the note move.
    """
    rows = session.scalars(with_links()).all()
    reports = check_all(row.url for row in rows)
    for row in rows:
        report = reports[row.url]
        if report.state is not LinkState.UNSURE or not row.link_state:
            row.link_state = report.state.value
        row.link_note, row.link_checked_at = report.note[:255], now
    session.flush()
    found = [reports[row.url].state for row in rows]
    return LinkCount(
        tried=len(found),
        broken=found.count(LinkState.BROKEN),
        unsure=found.count(LinkState.UNSURE),
    )


def with_links() -> sa.Select[FundingScheme]:
    """The sheets that have a link."""
    return sa.select(FundingScheme).where(FundingScheme.url != "").order_by(FundingScheme.slug)


def broken() -> sa.Select[FundingScheme]:
    """The sheets whose link is broken."""
    return with_links().where(FundingScheme.link_state == LinkState.BROKEN.value)
