"""The sheets that nobody has confirmed, or verified for a year: counted, each has no age."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app import clock
from app.blueprints.waiting.kind import EDITORS, Waiting
from app.funding.models import FundingScheme
from app.stakeholders.models import Stakeholder

LASTS = timedelta(days=365)  # as the page of an actor says


def actors() -> sa.Select[Any]:
    """The actors to verify."""
    return sa.select(Stakeholder).where(
        sa.or_(
            Stakeholder.is_confirmed.is_(False),
            Stakeholder.verified_on.is_(None),
            Stakeholder.verified_on < clock.today() - LASTS,
        )
    )


def schemes() -> sa.Select[Any]:
    """The schemes to verify."""
    old = FundingScheme.verified_on < clock.today() - LASTS
    return sa.select(FundingScheme).where(sa.or_(FundingScheme.verified_on.is_(None), old))


ACTORS = Waiting(
    key="acteurs",
    label="Acteurs à vérifier",
    href="/acteurs",
    roles=EDITORS,
    select=actors,
)
SCHEMES = Waiting(
    key="financements",
    label="Financements à vérifier",
    href="/financements",
    roles=EDITORS,
    select=schemes,
)
