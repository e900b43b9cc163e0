"""The statistics of an organisation's answers: counts, shares, amounts, time to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import sectors
from app.pursuits.models import Pursuit, PursuitMove
from app.pursuits.states import SENT, PursuitState, Reason

FEWEST = 5  # cases: below, a share says nothing of the next answer
DAY = 86_400  # seconds
UNKNOWN_SECTOR, UNKNOWN_BUYER = "Filière non reconnue", "Acheteur non précisé"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the statistics read of a pursuit; `sent_at` is the day of the last sending that holds.

    `amount` is in euros before tax.
    """

    state: PursuitState
    reason: str
    amount: float | None
    sector: str
    buyer: str
    created_at: datetime
    sent_at: datetime | None

    @property
    def is_judged(self) -> bool:
        """Whether a buyer chose: what was called off was neither won nor lost."""
        if self.state is PursuitState.LOST:
            return self.reason != Reason.WITHOUT_FOLLOW_UP
        return self.state is PursuitState.WON


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The answers of one sector, of one buyer, or all of them.

    `share_won` is in [0, 1], of those that a buyer judged; None below `FEWEST` of them.
    `days` is the mean time from the first look to the sending, None where none was sent.
    """

    label: str
    followed: int
    sent: int
    won: int
    lost: int
    amount_won: float
    share_won: float | None
    days: float | None


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many there are; `share` is in [0, 1], None below `FEWEST` in all."""

    label: str
    count: int
    share: float | None


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """All the tables of the page."""

    whole: Tally
    states: tuple[Count, ...]
    reasons: tuple[Count, ...]
    sectors: tuple[Tally, ...]
    buyers: tuple[Tally, ...]


def read_answers(session: Session, organisation_id: int) -> list[Answer]:
    """Every pursuit of an organisation, as the statistics read it."""
    sent = (
        sa.select(PursuitMove.pursuit_id, sa.func.max(PursuitMove.at).label("at"))
        .where(PursuitMove.after == PursuitState.SUBMITTED.value, PursuitMove.is_back.is_(False))
        .group_by(PursuitMove.pursuit_id)
        .subquery()
    )
    select = (
        sa.select(Pursuit, sent.c.at)
        .outerjoin(sent, sent.c.pursuit_id == Pursuit.id)
        .where(Pursuit.organisation_id == organisation_id)
        .order_by(Pursuit.id)
    )
    return [answer_of(pursuit, at) for pursuit, at in session.execute(select)]


def answer_of(pursuit: Pursuit, sent_at: datetime | None) -> Answer:
    """What the statistics read of one pursuit."""
    state = pursuit.pursuit_state
    sector = sectors.find(pursuit.sectors[0]) if pursuit.sectors else None
    return Answer(
        state=state,
        reason=pursuit.reason,
        amount=pursuit.amount,
        sector=sector.name if sector else UNKNOWN_SECTOR,
        buyer=pursuit.buyer_name or UNKNOWN_BUYER,
        created_at=pursuit.created_at,
        sent_at=sent_at if state in SENT else None,
    )


def compute(answers: Sequence[Answer]) -> Statistics:
    """The statistics of these answers, the largest lines first."""
    total = len(answers)
    states = [
        count(state.label, sum(a.state is state for a in answers), total) for state in PursuitState
    ]
    ended = [a for a in answers if a.reason]
    reasons = [
        count(f"{state.label}\u00a0: {reason.label}", number, len(ended))
        for state in (PursuitState.NO_GO, PursuitState.LOST)
        for reason in Reason
        if (number := sum(a.state is state and a.reason == reason.value for a in ended))
    ]
    return Statistics(
        whole=tally("Toutes vos réponses", answers),
        states=tuple(states),
        reasons=tuple(sorted(reasons, key=lambda c: -c.count)),
        sectors=group(answers, lambda a: a.sector),
        buyers=group(answers, lambda a: a.buyer),
    )


def count(label: str, number: int, total: int) -> Count:
    """A number and its share, where there are enough cases."""
    return Count(label=label, count=number, share=number / total if total >= FEWEST else None)


def group(answers: Iterable[Answer], key: Callable[[Answer], str]) -> tuple[Tally, ...]:
    """A tally for each value of the key, the most followed first, then by name."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(key(answer), []).append(answer)
    tallies = [tally(label, those) for label, those in found.items()]
    return tuple(sorted(tallies, key=lambda t: (-t.followed, t.label)))


def tally(label: str, answers: Sequence[Answer]) -> Tally:
    """The tally of these answers."""
    won = [a for a in answers if a.state is PursuitState.WON]
    judged = sum(a.is_judged for a in answers)
    times = [(a.sent_at - a.created_at).total_seconds() / DAY for a in answers if a.sent_at]
    return Tally(
        label=label,
        followed=len(answers),
        sent=sum(a.state in SENT for a in answers),
        won=len(won),
        lost=sum(a.is_judged for a in answers if a.state is PursuitState.LOST),
        amount_won=sum(a.amount or 0 for a in won),
        share_won=len(won) / judged if judged >= FEWEST else None,
        days=sum(times) / len(times) if times else None,
    )
