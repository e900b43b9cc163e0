"""The capacities that are about to count for nothing, or count for nothing already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.blueprints.dashboard.block import PROFILE, Block, Desk, is_served
from app.blueprints.formatting import format_number
from app.blueprints.presenters import Link, sector_link
from app.matching.weights import FRESH_DAYS
from app.siae.models import Activity, Siae

AHEAD = timedelta(days=14)
BEFORE_NUDGE = timedelta(days=FRESH_DAYS) - AHEAD
SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class CapacityRow:
    """A capacity, the day it stops counting, and whether that is past."""

    structure: str
    sector: str
    fte: str
    declared: date | None
    until: date | None
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class CapacityView:
    """What to confirm, how many more, and where."""

    rows: tuple[CapacityRow, ...]
    more: int
    door: str


def read(desk: Desk) -> CapacityView | None:
    """The capacities declared more than 76 days ago, or nobody knows when; the oldest first."""
    rows = [
        row_of(siae, activity, desk.today)
        for siae in desk.structures
        for activity in siae.activities
        if expires(activity, desk.today)
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: row.until or date.min)
    door = PROFILE[1] if is_served(PROFILE[1]) else ""
    return CapacityView(rows=tuple(rows[:SHOWN]), more=max(0, len(rows) - SHOWN), door=door)


def expires(activity: Activity, on: date) -> bool:
    """Whether a declared capacity must be confirmed; what was never declared is another matter."""
    if activity.capacity_fte is None:
        return False
    return activity.capacity_as_of is None or on - activity.capacity_as_of > BEFORE_NUDGE


def row_of(siae: Siae, activity: Activity, on: date) -> CapacityRow:
    """One row."""
    declared, fte = activity.capacity_as_of, activity.capacity_fte or 0.0
    until = declared + timedelta(days=FRESH_DAYS) if declared else None
    return CapacityRow(
        structure=siae.display_name,
        sector=sector_link(activity.sector)[0],
        fte=f"{format_number(fte, 0 if fte.is_integer() else 1)}\u00a0ETP",
        declared=declared,
        until=until,
        is_over=until is None or until < on,
    )


def why_empty(desk: Desk) -> str:
    """Nothing was declared, or everything is fresh."""
    told = any(a.capacity_fte is not None for siae in desk.structures for a in siae.activities)
    if told:
        return "Vos capacités déclarées comptent encore au moins quatorze jours"
    return "Aucune capacité n’est déclarée\u00a0: les rapprochements ne peuvent pas en tenir compte"


def tries(desk: Desk) -> tuple[Link, ...]:
    """Where to declare one."""
    told = any(a.capacity_fte is not None for siae in desk.structures for a in siae.activities)
    return () if told else (PROFILE,)


BLOCK = Block(
    key="capacites",
    title="Vos capacités à confirmer",
    template="dashboard/capacity.html",
    read=read,
    empty=why_empty,
    tries=tries,
    is_for=lambda desk: bool(desk.structures),
)
