"""What became of it: one question to each side, a month after contact details were exchanged."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.mail import outbox
from app.partnerships import addressees, letters
from app.partnerships.describing import asker_of
from app.partnerships.limits import SURVEY, SURVEY_WINDOW
from app.partnerships.links import Links
from app.partnerships.models import NeedMatch
from app.partnerships.states import MatchState, Outcome, Side


def due(now: datetime) -> sa.Select[NeedMatch]:
    """The matches agreed a month ago, or a little more, where a side has not said what became."""
    return (
        sa.select(NeedMatch)
        .join(NeedMatch.need)
        .where(
            NeedMatch.state == MatchState.AGREED.value,
            NeedMatch.agreed_at <= now - timedelta(days=SURVEY),
            NeedMatch.agreed_at > now - timedelta(days=SURVEY + SURVEY_WINDOW),
            sa.or_(NeedMatch.asker_outcome == "", NeedMatch.organisation_outcome == ""),
        )
        .options(contains_eager(NeedMatch.need))
        .order_by(NeedMatch.id)
    )


def send_surveys(session: Session, links: Links, now: datetime) -> int:
    """Leave the question to the sides that have not answered it, once each; how many. Flushes."""
    sent = 0
    for match in session.scalars(due(now)):
        if not match.asker_outcome and addressees.is_address(match.need.email):
            who = match.organisation_name
            sent += write(session, match, Side.ASKER, match.need.email, who, links, now)
        if not match.organisation_outcome:
            who = asker_of(match.need)
            for address in addressees.addressees_of(session, match.organisation_id):
                sent += write(session, match, Side.ORGANISATION, address, who, links, now)
    session.flush()
    return sent


def write(
    session: Session,
    match: NeedMatch,
    side: Side,
    address: str,
    who: str,
    links: Links,
    now: datetime,
) -> int:
    """One question to one reader; zero where it was asked before."""
    values = {
        **letters.base_values(match.need),
        "who": who,
        "survey_link": links.survey(match, side),
    }
    once = f"need-survey:{match.id}:{side.value}:{addressees.key_of(address)}"
    return outbox.queue(session, "need-survey", address, values, now, once=once) is not None


def keep_outcome(session: Session, match: NeedMatch, side: Side, outcome: Outcome) -> None:
    """Keep what one side says; said again, the last word counts. Flushes."""
    if side is Side.ASKER:
        match.asker_outcome = outcome.value
    else:
        match.organisation_outcome = outcome.value
    session.flush()
