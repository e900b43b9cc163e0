"""What becomes of the requests, as anybody may read it: medians and rates, never under five cases.

A group under five is hidden, and so is the smallest of the others where what is hidden would be
known by subtraction from the whole. Demonstration requests are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import territories
from app.matching.kinds import Modality
from app.partnerships.limits import LEAST_CASES
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import MatchState, Outcome

PERIOD = timedelta(days=730)
NOWHERE = "Lieu non précisé"


@dataclass(frozen=True, kw_only=True)
class NeedCase:
    """A request as the figures count it; `first_hours` is the time to its first answer."""

    modality: str
    department: str
    asked: int
    answered: int
    agreed: int
    first_hours: float | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """The figures of a group; all but `label` are None where they are hidden.

    `needs` counts requests, `asked` and `answered` what organisations received and answered,
    `agreed` the requests with an agreement; `first_hours` is a median over those answered, None
    too where fewer than five were.
    """

    label: str
    needs: int | None = None
    asked: int | None = None
    rate: float | None = None
    agreed: float | None = None
    first_hours: float | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether it has too few cases."""
        return self.needs is None


@dataclass(frozen=True, kw_only=True)
class OutcomeCount:
    """How many said so, of one side; None where it is hidden."""

    label: str
    askers: int | None
    organisations: int | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The whole, by modality, by département, and what the agreements led to."""

    whole: Group
    modalities: tuple[Group, ...]
    departments: tuple[Group, ...]
    outcomes: tuple[OutcomeCount, ...]


def compute(session: Session, now: datetime) -> Figures:
    """The figures of the requests confirmed within two years."""
    cases = read_cases(session, now)
    return Figures(
        whole=describe("Ensemble", cases),
        modalities=split(cases, lambda case: Modality(case.modality).label),
        departments=split(cases, lambda case: name_of(case.department)),
        outcomes=count_outcomes(session, now),
    )


def read_cases(session: Session, now: datetime) -> list[NeedCase]:
    """The requests confirmed within two years, each with its counts. One query."""
    agreed = sa.case((NeedMatch.agreed_at.is_not(None), 1), else_=0)
    rows = session.execute(
        sa.select(
            Need.modality,
            Need.department_code,
            Need.confirmed_at,
            sa.func.count(NeedMatch.id),
            sa.func.count(NeedMatch.answered_at),
            sa.func.coalesce(sa.func.sum(agreed), 0),
            sa.func.min(NeedMatch.answered_at),
        )
        .outerjoin(NeedMatch, NeedMatch.need_id == Need.id)
        .where(Need.confirmed_at > now - PERIOD, Need.is_demo.is_(False))
        .group_by(Need.id, Need.modality, Need.department_code, Need.confirmed_at)
    )
    return [
        NeedCase(
            modality=modality,
            department=department,
            asked=asked,
            answered=answered,
            agreed=int(agreements),
            first_hours=(first - confirmed).total_seconds() / 3600 if first else None,
        )
        for modality, department, confirmed, asked, answered, agreements, first in rows
    ]


def name_of(department: str) -> str:
    """A département by its name."""
    found = territories.find_code(department)
    return found.label if found else NOWHERE


def split(cases: Iterable[NeedCase], key: Callable[[NeedCase], str]) -> tuple[Group, ...]:
    """The figures of each group, by label; those too small are hidden."""
    groups: dict[str, list[NeedCase]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    hidden = choose_hidden({label: len(found) for label, found in groups.items()})
    return tuple(
        Group(label=label) if label in hidden else describe(label, groups[label])
        for label in sorted(groups)
    )


def choose_hidden(sizes: dict[str, int]) -> set[str]:
    """The groups to hide: those under five, and another where these can be subtracted."""
    hidden = {label for label, size in sizes.items() if size < LEAST_CASES}
    shown = sorted((size, label) for label, size in sizes.items() if label not in hidden)
    if hidden and shown and sum(sizes[label] for label in hidden) < LEAST_CASES:
        hidden.add(shown[0][1])
    return hidden


def describe(label: str, cases: Sequence[NeedCase]) -> Group:
    """The figures of these requests; hidden where they are too few."""
    if len(cases) < LEAST_CASES:
        return Group(label=label)
    times = [case.first_hours for case in cases if case.first_hours is not None]
    asked = sum(case.asked for case in cases)
    return Group(
        label=label,
        needs=len(cases),
        asked=asked,
        rate=sum(case.answered for case in cases) / asked if asked >= LEAST_CASES else None,
        agreed=sum(case.agreed > 0 for case in cases) / len(cases),
        first_hours=median(times) if len(times) >= LEAST_CASES else None,
    )


def count_outcomes(session: Session, now: datetime) -> tuple[OutcomeCount, ...]:
    """What each side says of the agreements; nothing of a side with fewer than five words.

    An outcome said by fewer than five is hidden, with the next where it could be subtracted.
    """
    found = [
        said_by(session, column, now)
        for column in (NeedMatch.asker_outcome, NeedMatch.organisation_outcome)
    ]
    askers, organisations = found
    return tuple(
        OutcomeCount(
            label=outcome.label,
            askers=askers.get(outcome.value),
            organisations=organisations.get(outcome.value),
        )
        for outcome in Outcome
    )


def said_by(session: Session, column: sa.SQLColumnExpression[str], now: datetime) -> dict[str, int]:
    """How many said each outcome, those to hide left out."""
    rows = session.execute(
        sa.select(column, sa.func.count())
        .join(Need, Need.id == NeedMatch.need_id)
        .where(
            column != "",
            NeedMatch.state == MatchState.AGREED.value,
            Need.confirmed_at > now - PERIOD,
            Need.is_demo.is_(False),
        )
        .group_by(column)
    )
    sizes = dict(iter(rows))
    hidden = choose_hidden(sizes)
    return {word: size for word, size in sizes.items() if word not in hidden}
