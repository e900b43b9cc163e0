"""The open consultations that fit a structure, from needs read once and kept in memory.

The needs of the open consultations are kept a process; an import makes only those that changed be
read again. What fits a profile is kept until a consultation, the profile or the day changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import to_paris
from app.matching.engine import Match, Matcher
from app.matching.grids import TENDER, Grid
from app.matching.profiles import Need, Profile
from app.matching.rules import Verdict
from app.tenders import queries
from app.tenders.criteria import TenderCriteria
from app.tenders.matching import need_of
from app.tenders.models import Consultation
from app.weighting import services as weighting

MOST_KEPT = 500  # profiles whose answers are kept


@dataclass(frozen=True, kw_only=True)
class OpenTender:
    """A consultation that was open when it was read: what each of its lots asks for."""

    id: int
    deadline_at: datetime
    created_at: datetime
    updated_at: datetime
    is_amended: bool
    needs: tuple[Need, ...]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A consultation that fits, by the lot that fits best."""

    tender: OpenTender
    match: Match


class FittingTenders:
    """What fits whom, kept a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: tuple[Any, ...] = ()
        self._open: dict[int, OpenTender] = {}
        self._grid = TENDER
        self._found: OrderedDict[tuple[Any, ...], tuple[Fit, ...]] = OrderedDict()

    def of(self, session: Session, profiles: Iterable[Profile], now: datetime) -> list[list[Fit]]:
        """For each profile, the open consultations that fit it, best first; one statement if kept.

        Only those whose deadline is to come at that instant, and that no rule refuses.
        """
        with self._lock:
            self._refresh(session, now)
            return [
                [fit for fit in self._fits(profile, now) if fit.tender.deadline_at > now]
                for profile in profiles
            ]

    def _refresh(self, session: Session, now: datetime) -> None:
        """Read what an import changed since; everything where something was removed."""
        row = session.execute(queries.stamp().add_columns(weighting.newest())).one()
        count, latest, weights = row
        stamp = (id(session.get_bind()), count, latest, weights)
        if stamp == self._stamp:
            return
        self._grid = weighting.in_force(session, TENDER)
        select = queries.with_lots(queries.consultations(TenderCriteria(), now))
        if self._stamp and self._stamp[0] == stamp[0] and self._stamp[1] <= count:
            since = self._stamp[2]
            if since is not None:
                changed = sa.select(Consultation.id).where(Consultation.updated_at >= since)
                for number in session.scalars(changed):
                    self._open.pop(number, None)
                select = select.where(Consultation.updated_at >= since)
        else:
            self._open = {}
        for consultation in session.scalars(select):
            if consultation.deadline_at is not None:
                self._open[consultation.id] = read(consultation, consultation.deadline_at)
        self._found.clear()
        self._stamp = stamp

    def _fits(self, profile: Profile, now: datetime) -> tuple[Fit, ...]:
        """What fits a profile, kept for the day."""
        key = (profile, to_paris(now).date())
        if key not in self._found:
            self._found[key] = match_all(profile, self._open.values(), self._grid, now)
            while len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)
        self._found.move_to_end(key)
        return self._found[key]


def read(consultation: Consultation, deadline: datetime) -> OpenTender:
    """What is kept of an open consultation, its lots loaded."""
    return OpenTender(
        id=consultation.id,
        deadline_at=deadline,
        created_at=consultation.created_at,
        updated_at=consultation.updated_at,
        is_amended=consultation.is_amended,
        needs=tuple(need_of(consultation, lot) for lot in consultation.lots),
    )


def match_all(
    profile: Profile, tenders: Iterable[OpenTender], grid: Grid, now: datetime
) -> tuple[Fit, ...]:
    """The consultations that fit a profile, best first, each by its best lot."""
    matcher = Matcher((profile,), grid)
    served = {activity.sector for activity in profile.activities}
    fits = []
    for tender in tenders:
        lots = (
            match
            for need in tender.needs
            if any(sought.slug in served for sought in need.sectors)
            for match in matcher.match(need, now, limit=1, near=0).matches
            if match.verdict is not Verdict.NOT_ELIGIBLE
        )
        best = max(lots, key=lambda m: m.worth, default=None)
        if best is not None:
            fits.append(Fit(tender=tender, match=best))
    return tuple(sorted(fits, key=lambda fit: (-fit.match.worth, fit.tender.id)))


fitting = FittingTenders()
