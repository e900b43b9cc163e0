"""Structures as the matching engine sees them, read once and kept until one of them changes."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import sectors
from app.imports.text import fold
from app.matching.engine import Matcher
from app.matching.grids import TENDER
from app.matching.kinds import Modality
from app.matching.profiles import Activity as ProfileActivity
from app.matching.profiles import Profile
from app.siae import queries
from app.siae.models import Activity, Siae
from app.siae.profile_models import SiaeProfile
from app.weighting import services as weighting


def profile_of(siae: Siae, said: SiaeProfile | None = None) -> Profile:
    """One structure, without its database; `said` is what its members wrote, for partnerships."""
    words = said or SiaeProfile.empty(siae.id)
    return Profile(
        key=siae.id,
        siret=siae.organisation.siret or "",
        name=siae.display_name,
        kind=siae.kind,
        slug=siae.slug,
        commune=siae.commune_code,
        point=siae.point,
        city=siae.city,
        is_demo=siae.is_demo,
        activities=tuple(filter(None, (activity_of(a, siae) for a in siae.activities))),
        partnerships=frozenset(m for m in Modality if m in words.partnerships) or None,
        conditions=conditions_of(words),
        references=len(words.client_references) or None,
    )


def conditions_of(said: SiaeProfile) -> frozenset[str] | None:
    """The publics welcomed, by their values, and the labels, folded; None where nothing is said."""
    return frozenset((*said.publics, *map(fold, said.labels))) or None


def activity_of(activity: Activity, siae: Siae) -> ProfileActivity | None:
    """One activity; None where its sector has left the taxonomy."""
    sector = sectors.find(activity.sector)
    if sector is None:
        return None
    return ProfileActivity(
        sector=sector.slug,
        group=sector.group,
        service=activity.service,
        area=activity.area_around(siae.point),
        capacity_fte=activity.capacity_fte,
        capacity_as_of=activity.capacity_as_of,
        available_from=activity.available_from,
        is_inferred=activity.is_inferred,
    )


def read_profiles(session: Session) -> Iterable[Profile]:
    """Every structure that declares or is given an activity."""
    said = {row.siae_id: row for row in session.scalars(sa.select(SiaeProfile))}
    for siae in session.scalars(queries.everything()):
        profile = profile_of(siae, said.get(siae.id))
        if profile.activities:
            yield profile


class MatcherCache:
    """One matcher a process, made again when the database's structures change."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: tuple[Any, ...] | None = None
        self._matcher = Matcher(())

    def get(self, session: Session) -> Matcher:
        """The matcher over all structures, as they are now."""
        row = session.execute(queries.stamp().add_columns(weighting.newest())).one()
        stamp = (id(session.get_bind()), *row)
        with self._lock:
            if stamp != self._stamp:
                grid = weighting.in_force(session, TENDER)
                self._matcher = Matcher(read_profiles(session), grid)
                self._stamp = stamp
            return self._matcher


matchers = MatcherCache()
