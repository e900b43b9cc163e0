"""Who is asked, wave after wave; where nobody is left to ask, the portal team takes over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import PARIS, to_paris, to_utc
from app.errors import InvalidError
from app.partnerships import letters
from app.partnerships.describing import closes_at
from app.partnerships.holidays import add_working_days
from app.partnerships.limits import (
    DEMAND_GAP,
    ENOUGH_ANSWERS,
    REMINDERS,
    WAVE,
    WAVE_HOUR,
    WORKING_DAYS,
)
from app.partnerships.links import Links
from app.partnerships.models import Need, NeedMatch
from app.partnerships.moves import hold, move_need
from app.partnerships.routing import Asked, Plan, make_plan
from app.partnerships.states import LIVE, POSITIVE, WAITING, MatchState, NeedState, Side

TOO_SOON = (
    "Une vague vient de partir\u00a0: laissez un jour aux structures pour vous répondre, puis "
    "demandez-en une autre."
)
NOBODY_LEFT = (
    "Toutes les structures qui correspondent ont déjà reçu votre demande. L’équipe du portail "
    "peut vous aider à l’élargir."
)


def open_need(session: Session, need: Need, links: Links, now: datetime) -> int:
    """Open a request whose address has just been confirmed; how many organisations were asked.

    Where nobody fits, it goes to the portal team, and the asker is told what happens next.
    Flushes. Raises InvalidError where it was opened before.
    """
    need.confirmed_at = need.confirmed_at or now
    plan = make_plan(session, need, now)
    if not plan.asked:
        hand_to_team(session, need, links, now)
        return 0
    move_need(session, need, NeedState.OPEN, Side.ASKER, now)
    sent = ask(session, need, plan, links, now)
    letters.write_sent(session, need, [match.organisation_name for match in sent], links, now)
    return len(sent)


def send_wave(
    session: Session,
    need: Need,
    links: Links,
    now: datetime,
    side: Side,
    person: Person | None = None,
) -> int:
    """Ask the next organisations now; how many, zero where nobody is left. Flushes.

    Raises InvalidError where the request is closed, or where the asker had a wave sent less than a
    day before.
    """
    hold(session, need.id, now, is_live=True)
    session.refresh(need, ["state", "wave", "version", "next_wave_at"])
    if side is Side.ASKER and (last := last_wave(session, need)) and now - last < DEMAND_GAP:
        raise InvalidError(TOO_SOON)
    plan = make_plan(session, need, now)
    if not plan.asked:
        need.next_wave_at = next_look(need, now)
        if not has_hope(session, need) and need.need_state is NeedState.OPEN:
            hand_to_team(session, need, links, now)
        session.flush()
        return 0
    if need.need_state is NeedState.ORPHAN:
        move_need(session, need, NeedState.OPEN, side, now, person)
    return len(ask(session, need, plan, links, now))


def due(now: datetime) -> sa.Select[int]:
    """The numbers of the requests whose next wave is to be looked at."""
    return (
        sa.select(Need.id)
        .where(Need.state.in_([state.value for state in LIVE]), Need.next_wave_at <= now)
        .order_by(Need.next_wave_at, Need.id)
    )


def send_due_wave(session: Session, number: int, links: Links, now: datetime) -> int:
    """Send the wave of a request that is due, unless enough answered; how many were asked.

    Enough is three answers of which one is hopeful, or an agreement: more would be noise. Nothing
    where it is no longer due: a job that runs twice sends nothing twice. Flushes.
    """
    hold(session, number, now, is_live=True)
    need = session.scalars(due(now).with_only_columns(Need).where(Need.id == number)).one_or_none()
    if need is None:
        return 0
    states = count_states(session, need.id)
    if states.get(MatchState.AGREED):
        need.next_wave_at = None
    elif has_enough(session, need, states):
        need.next_wave_at = next_look(need, now)
    else:
        return send_wave(session, need, links, now, Side.PORTAL)
    session.flush()
    return 0


def has_enough(session: Session, need: Need, states: dict[MatchState, int]) -> bool:
    """Whether enough organisations answered, one of them hopefully."""
    answered = session.scalars(
        sa.select(sa.func.count(NeedMatch.answered_at)).where(NeedMatch.need_id == need.id)
    ).one()
    return answered >= ENOUGH_ANSWERS and any(states.get(state) for state in POSITIVE)


def has_hope(session: Session, need: Need) -> bool:
    """Whether somebody may still answer, or said that they are interested."""
    states = count_states(session, need.id)
    return any(states.get(state) for state in (*WAITING, *POSITIVE))


def count_states(session: Session, need_id: int) -> dict[MatchState, int]:
    """How many of those asked are in each state."""
    rows = session.execute(
        sa.select(NeedMatch.state, sa.func.count())
        .where(NeedMatch.need_id == need_id)
        .group_by(NeedMatch.state)
    )
    return {MatchState(state): number for state, number in rows}


def last_wave(session: Session, need: Need) -> datetime | None:
    """When the last wave was sent."""
    return session.scalar(
        sa.select(sa.func.max(NeedMatch.sent_at)).where(NeedMatch.need_id == need.id)
    )


def next_look(need: Need, now: datetime) -> datetime | None:
    """When the next wave is looked at; None where too little time would be left to answer."""
    day = add_working_days(to_paris(now).date(), WORKING_DAYS)
    moment = to_utc(datetime.combine(day, time(WAVE_HOUR), PARIS))
    return moment if moment < closes_at(need) - timedelta(days=REMINDERS[0]) else None


def ask(session: Session, need: Need, plan: Plan, links: Links, now: datetime) -> list[NeedMatch]:
    """Send a request to the first of a plan; the row of the request is held. Flushes."""
    need.wave += 1
    need.next_wave_at = next_look(need, now)
    made = [
        make_match(need, asked, place, plan.weights_version, now)
        for place, asked in enumerate(plan.asked[:WAVE], start=1)
    ]
    deliver(session, need, made, links, now)
    return made


def ask_one(session: Session, need: Need, asked: Asked, links: Links, now: datetime) -> NeedMatch:
    """Send a request to one organisation, apart from the waves; its row is held. Flushes."""
    version = asked.match.weights_version if asked.match else 0
    made = make_match(need, asked, WAVE + 1, version, now)
    made.wave = max(need.wave, 1)
    need.next_wave_at = need.next_wave_at or next_look(need, now)
    deliver(session, need, [made], links, now)
    return made


def deliver(
    session: Session, need: Need, made: list[NeedMatch], links: Links, now: datetime
) -> None:
    """Keep what organisations receive and write to them. Flushes."""
    session.add_all(made)
    session.flush()
    for match in made:
        match.relayed_to = letters.write_received(session, need, match, links, now)
    session.flush()


def make_match(
    need: Need, asked: Asked, place: int, weights_version: int, now: datetime
) -> NeedMatch:
    """A request as an organisation receives it, with the reasons of that moment."""
    match = asked.match
    return NeedMatch(
        need_id=need.id,
        organisation_id=asked.organisation_id,
        siae_id=asked.siae_id,
        organisation_name=asked.name[:255],
        wave=need.wave,
        position=place,
        verdict=match.verdict.value if match else "eligible",
        score=match.score if match else 0.0,
        confidence=match.confidence if match else 0.0,
        parts=[asdict(part) for part in match.parts] if match else [],
        rules=[asdict(rule) for rule in match.rules] if match else [],
        why=asked.why,
        weights_version=weights_version,
        sent_at=now,
    )


def hand_to_team(session: Session, need: Need, links: Links, now: datetime) -> None:
    """Give a request to the portal team, and tell the asker so. Flushes."""
    move_need(session, need, NeedState.ORPHAN, Side.PORTAL, now)
    need.next_wave_at = next_look(need, now)
    letters.write_orphan(session, need, links, now)
