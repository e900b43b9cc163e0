"""Selects on signals; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.dossiers.models import Dossier
from app.dossiers.proximity.models import Proximity, ProximityMove
from app.dossiers.proximity.search import of_dossier
from app.dossiers.proximity.states import OPEN, ProximityState
from app.extensions import has_word
from app.siae.models import Siae

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, kw_only=True)
class DeskCriteria:
    """What the team looks for; empty parts ask for nothing.

    `codes` are those of a territory and of all it holds, `sectors` slugs.
    """

    states: tuple[ProximityState, ...] = OPEN
    codes: frozenset[str] = frozenset()
    sectors: tuple[str, ...] = ()


def whole() -> tuple[ORMOption, ...]:
    """What loads the projects of a signal and its structure."""
    return (
        joinedload(Proximity.dossier).joinedload(Dossier.project),
        joinedload(Proximity.other).joinedload(Dossier.project),
        joinedload(Proximity.siae),
    )


def shown_to_holder(dossier_id: int) -> sa.Select[Proximity]:
    """The signals of a dossier that are not over, all loaded, the nearest first."""
    return (
        of_dossier(dossier_id)
        .where(Proximity.state != ProximityState.ENDED.value)
        .options(*whole(), joinedload(Proximity.siae).selectinload(Siae.activities))
        .order_by(None)
        .order_by(Proximity.distance_km.nulls_last(), Proximity.id)
    )


def for_team(criteria: DeskCriteria) -> sa.Select[Proximity]:
    """The signals that the team looks for, all loaded, the oldest first."""
    order = (Proximity.created_at, Proximity.id)
    return narrow(sa.select(Proximity), criteria).options(*whole()).order_by(*order)


def count(criteria: DeskCriteria) -> sa.Select[int]:
    """How many there are."""
    return narrow(sa.select(sa.func.count(Proximity.id)), criteria)


def narrow(select: sa.Select[*Columns], criteria: DeskCriteria) -> sa.Select[*Columns]:
    """The select, kept to what the team looks for."""
    select = select.where(Proximity.state.in_([state.value for state in criteria.states]))
    if criteria.sectors:
        select = select.where(has_word(Proximity.sectors, criteria.sectors))
    if criteria.codes:
        inside = sa.select(Dossier.id).where(Dossier.territory.in_(sorted(criteria.codes)))
        select = select.where(
            sa.or_(Proximity.dossier_id.in_(inside), Proximity.other_id.in_(inside))
        )
    return select


def one(number: int) -> sa.Select[Proximity]:
    """A signal, all loaded, as the database has it now."""
    select = sa.select(Proximity).where(Proximity.id == number).options(*whole())
    return select.execution_options(populate_existing=True)


def history(numbers: Collection[int]) -> sa.Select[ProximityMove]:
    """What was done of these signals, the latest first."""
    return (
        sa.select(ProximityMove)
        .where(ProximityMove.proximity_id.in_(sorted(numbers)))
        .order_by(ProximityMove.at.desc(), ProximityMove.id.desc())
    )
