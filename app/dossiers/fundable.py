"""The projects that funders may read: their holder chose so, and they fit one of their schemes.

Nothing here loads who holds a project, its worksheets or its documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import territories
from app.dossiers.funder_models import FunderPosition
from app.dossiers.models import Dossier
from app.dossiers.money import SchemeFit, judge_schemes
from app.dossiers.sheet import Sheet
from app.dossiers.words import Visibility
from app.errors import NotFoundError
from app.matching.rules import SEVERITY
from app.projects.models import Project
from app.toolkit.schemes import Scheme

NOT_VISIBLE = (
    "Ce projet n’existe pas, n’est plus visible des financeurs, ou ne correspond à aucun de vos "
    "dispositifs."
)


@dataclass(frozen=True, kw_only=True)
class Purse:
    """What an organisation, or several, pays by at that day: the scheme of each tie, by number.

    `schemes` are all that exist, as they are that day: a variant hides its generic.
    """

    tied: Mapping[int, Scheme]
    schemes: Sequence[Scheme]
    day: date


@dataclass(frozen=True, kw_only=True)
class FundableCriteria:
    """What narrows the list: a territory and what it holds, the slugs of a scheme and a stage."""

    territory: str = ""
    scheme: str = ""
    stage: str = ""


@dataclass(frozen=True, kw_only=True)
class FundableProject:
    """A project as funders read it, with the schemes that it fits, the best first."""

    number: int
    sheet: Sheet
    fits: tuple[SchemeFit, ...]
    updated_at: datetime

    @property
    def sort_key(self) -> tuple[int, date, float, int]:
        """The surest first, then the nearest deadline, then the latest written."""
        best = self.fits[0].fit
        deadline = best.deadline or date.max
        return (SEVERITY[best.verdict], deadline, -self.updated_at.timestamp(), self.number)


def visible(now: datetime) -> sa.Select[Dossier]:
    """The dossiers whose holder lets funders read them."""
    return (
        sa.select(Dossier)
        .join(Dossier.project)
        .where(Dossier.visibility == Visibility.FUNDERS.value, Project.expires_at > now)
    )


def narrow(select: sa.Select[Dossier], criteria: FundableCriteria) -> sa.Select[Dossier]:
    """The same, of that territory and of that stage."""
    if criteria.territory:
        select = select.where(Dossier.territory.in_(territories.codes_within(criteria.territory)))
    if criteria.stage:
        select = select.where(Dossier.stage == criteria.stage)
    return select


def list_projects(
    session: Session, purse: Purse, criteria: FundableCriteria, now: datetime
) -> list[FundableProject]:
    """The projects that fit a scheme of the purse, or that one of its funders answered, in order.

    Two statements, whatever their number.
    """
    found = session.scalars(narrow(visible(now), criteria)).all()
    projects = judge_dossiers(session, found, purse)
    if criteria.scheme:
        wanted = criteria.scheme
        projects = [p for p in projects if any(f.scheme.slug == wanted for f in p.fits)]
    return sorted(projects, key=lambda project: project.sort_key)


def find_project(session: Session, purse: Purse, number: int, now: datetime) -> FundableProject:
    """One of them; NotFoundError, so that nothing tells that another exists."""
    found = session.scalars(visible(now).where(Dossier.id == number)).all()
    projects = judge_dossiers(session, found, purse)
    if not projects:
        raise NotFoundError(NOT_VISIBLE)
    return projects[0]


def judge_dossiers(
    session: Session, dossiers: Sequence[Dossier], purse: Purse
) -> list[FundableProject]:
    """Those of these dossiers that fit, or that were answered: a closed call hides no grant."""
    answered: dict[int, set[str]] = {}
    rows = session.execute(
        sa.select(FunderPosition.dossier_id, FunderPosition.funder_id).where(
            FunderPosition.funder_id.in_(list(purse.tied))
        )
    )
    for dossier_id, tie in rows:
        answered.setdefault(dossier_id, set()).add(purse.tied[tie].slug)
    wanted = {scheme.slug for scheme in purse.tied.values()}
    judged = (
        FundableProject(
            number=dossier.id,
            sheet=sheet,
            fits=judge_schemes(
                sheet, purse.schemes, wanted, purse.day, answered.get(dossier.id, ())
            ),
            updated_at=dossier.updated_at,
        )
        for dossier in dossiers
        for sheet in [Sheet.of(dossier)]
    )
    return [project for project in judged if project.fits]


def take_turn(session: Session, number: int) -> None:
    """Wait for who writes about the same project, and have the others wait until the commit.

    NotFoundError where its holder has just made it private: nothing is written on it any more.
    """
    held = session.execute(
        sa.update(Dossier)
        .where(Dossier.id == number, Dossier.visibility == Visibility.FUNDERS.value)
        .values(updated_at=Dossier.updated_at),
        execution_options={"synchronize_session": False},
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFoundError(NOT_VISIBLE)
