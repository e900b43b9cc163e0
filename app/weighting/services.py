"""The weights in force, and how the team changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.services import differences, record
from app.errors import InvalidError, NotFoundError
from app.matching.grids import GRIDS, Grid
from app.weighting.models import WeightsVersion

SUBJECT = "weights"  # in the audit
TOTAL = 100
MEANWHILE = (
    "Ces pondérations ont changé entre-temps\u00a0: relisez celles qui sont en vigueur, puis "
    "recommencez."
)


def history(grid: Grid) -> sa.Select[WeightsVersion]:
    """The versions of a grid, the latest first."""
    return (
        sa.select(WeightsVersion)
        .where(WeightsVersion.grid == grid.key)
        .order_by(WeightsVersion.version.desc())
    )


def newest() -> sa.ScalarSelect[int]:
    """A value that changes whenever any weight does."""
    return sa.select(sa.func.coalesce(sa.func.max(WeightsVersion.id), 0)).scalar_subquery()


def in_force(session: Session, grid: Grid) -> Grid:
    """A grid with the weights in force. One query.

    Weights made for other parts than those of today are the portal's own again: a part may have
    come since.
    """
    found = session.scalars(history(grid).limit(1)).one_or_none()
    return grid if found is None else apply_version(grid, found)


def apply_version(grid: Grid, version: WeightsVersion) -> Grid:
    """A grid with the points of a version, where they are those of its parts."""
    if set(version.points) != set(grid.points):
        return replace(grid, version=version.version)
    return replace(grid, points=version.points, version=version.version)


def find_grid(key: str) -> Grid:
    """The grid of that key; NotFoundError where there is none."""
    if key not in GRIDS:
        raise NotFoundError("Cette grille n’existe pas.")
    return GRIDS[key]


def check(grid: Grid, points: Mapping[str, int]) -> None:
    """Refuse points that are not those of the parts, or do not add up to 100."""
    if set(points) != set(grid.points) or any(value < 0 for value in points.values()):
        raise InvalidError("Donnez à chaque critère un nombre entier de points, zéro ou plus.")
    total = sum(points.values())
    if total != TOTAL:
        raise InvalidError(f"Les points font {total}\u00a0: leur somme doit être {TOTAL}.")


def publish(
    session: Session,
    grid: Grid,
    points: Mapping[str, int],
    note: str,
    seen: int,
    person: Person,
    now: datetime,
    *,
    restores: int | None = None,
) -> WeightsVersion:
    """Put new weights in force, over the version that the person saw. Flushes.

    InvalidError where the points are wrong, change nothing, or others were published meanwhile.
    """
    check(grid, points)
    current = in_force(session, grid)
    if current.version != seen:
        raise InvalidError(MEANWHILE)
    if dict(points) == dict(current.points):
        raise InvalidError("Ces pondérations sont déjà en vigueur.")
    made = add(
        session,
        WeightsVersion(
            grid=grid.key,
            version=seen + 1,
            points=dict(points),
            note=note,
            restores=restores,
            author=person.display_name[:120],
            person_id=person.id,
            at=now,
        ),
    )
    changes = differences(dict(current.points), dict(points))
    record(
        session, (SUBJECT, grid.key), changes, author=made.author, now=now, person_id=person.id,
        reason=note,
    )  # fmt: skip
    return made


def add(session: Session, made: WeightsVersion) -> WeightsVersion:
    """Keep a version; InvalidError where another took its number, even just now. Flushes."""
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise InvalidError(MEANWHILE) from None
    return made


def points_of_version(session: Session, grid: Grid, version: int) -> dict[str, int]:
    """The points of a version, 0 being the portal's own; NotFoundError where there is none."""
    if version == 0:
        return {key: int(value) for key, value in grid.points.items()}
    select = history(grid).where(WeightsVersion.version == version)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Cette version n’existe pas.")
    return dict(found.points)


def restore(
    session: Session, grid: Grid, version: int, seen: int, person: Person, now: datetime
) -> WeightsVersion:
    """Put an earlier version in force again, as a new one. Flushes."""
    return publish(
        session,
        grid,
        points_of_version(session, grid, version),
        f"Retour à la version {version}",
        seen,
        person,
        now,
        restores=version,
    )
