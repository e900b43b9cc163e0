"""What the directory counts in each territory: structures and sectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matching.kinds import SIAE_KINDS
from app.portraits.need_levels import Level, inside_index
from app.siae.models import Activity, Siae


@dataclass(frozen=True, kw_only=True)
class Supply:
    """Structures and sectors by code of territory, and how many structures have no place.

    `is_empty` where the directory holds no SIAE at all: its zeros then mean « unknown ».
    """

    structures: Mapping[str, int]
    sectors: Mapping[str, int]
    unplaced: int
    updated_at: datetime | None
    is_empty: bool


def read_supply(session: Session, level: Level) -> Supply:
    """The SIAE of each territory of a level, in two statements; GEIQ, EA and ESAT left out."""
    counted: dict[str, int] = defaultdict(int)
    unplaced, updates = 0, list[datetime]()
    for commune, department, number, updated_at in session.execute(count_by_place()):
        updates.append(updated_at)
        code = place_of(commune, department, level)
        if code is None:
            unplaced += number
        else:
            counted[code] += number
    present: dict[str, set[str]] = defaultdict(set)
    for commune, department, sector in session.execute(sectors_by_place()):
        code = place_of(commune, department, level)
        if code is not None:
            present[code].add(sector)
    return Supply(
        structures=counted,
        sectors={code: len(found) for code, found in present.items()},
        unplaced=unplaced,
        updated_at=max(updates, default=None),
        is_empty=not counted and not unplaced,
    )


def place_of(commune: str | None, department: str | None, level: Level) -> str | None:
    """The territory of a level that a structure is in; None where its address does not say."""
    index = inside_index(level)
    return index.get(commune or "") or index.get(department or "")


def count_by_place() -> sa.Select[str | None, str | None, int, datetime]:
    """How many SIAE each commune has, and when the last of them changed."""
    places = (Siae.commune_code, Siae.department_code)
    return (
        sa.select(*places, sa.func.count(Siae.id), sa.func.max(Siae.updated_at))
        .where(Siae.kind.in_(SIAE_KINDS))
        .group_by(*places)
    )


def sectors_by_place() -> sa.Select[str | None, str | None, str]:
    """The sectors in which the SIAE of each commune work, each once."""
    return (
        sa.select(Siae.commune_code, Siae.department_code, Activity.sector)
        .join(Activity, Activity.siae_id == Siae.id)
        .where(Siae.kind.in_(SIAE_KINDS))
        .distinct()
    )
