"""What the asker is told of answers: together, once a day at most, the first « yes » at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.partnerships import letters
from app.partnerships.limits import TELLING
from app.partnerships.links import Links
from app.partnerships.models import MatchMove, Need, NeedMatch
from app.partnerships.moves import ANSWERS
from app.partnerships.states import LIVE, Decline, MatchState, Side

HOPEFUL = (MatchState.INTERESTED.value, MatchState.TOGETHER.value)


@dataclass(frozen=True, kw_only=True)
class News:
    """An answer that the asker has not been told: the move, and the match as it is now."""

    move: MatchMove
    match: NeedMatch


def answers_of(need_id: sa.SQLColumnExpression[int] | int) -> sa.Select[MatchMove, NeedMatch]:
    """The answers to a request, the first first; those already settled need no letter."""
    return (
        sa.select(MatchMove, NeedMatch)
        .join(NeedMatch, NeedMatch.id == MatchMove.match_id)
        .where(
            NeedMatch.need_id == need_id,
            MatchMove.side.in_([Side.ORGANISATION.value, Side.TEAM.value]),
            MatchMove.after.in_([state.value for state in ANSWERS]),
            NeedMatch.state.in_([state.value for state in ANSWERS]),
        )
        .order_by(MatchMove.id)
    )


def tell_asker(session: Session, need: Need, links: Links, now: datetime) -> bool:
    """Leave the letter of the answers not told yet, if it is time; whether it was left. Flushes.

    It is time a day after the last such letter, or at the first answer that gives hope.
    """
    session.refresh(need, ["told_at", "told_move"])
    rows = list(session.execute(answers_of(need.id)))
    news = [News(move=move, match=match) for move, match in rows if move.id > need.told_move]
    if not news:
        return False
    had_hope = any(m.id <= need.told_move and m.after in HOPEFUL for m, _ in rows)
    is_first = not had_hope and any(item.match.state in HOPEFUL for item in news)
    if not is_first and need.told_at is not None and now - need.told_at < TELLING:
        return False
    latest = {item.match.id: item for item in news}
    letters.to_asker(
        session,
        "need-answer",
        need,
        {"answers": [describe(item) for item in latest.values()], "is_first": is_first},
        links,
        now,
        once=f"need-answer:{news[-1].move.id}",
    )
    need.told_at, need.told_move = now, news[-1].move.id
    session.flush()
    return True


def describe(news: News) -> dict[str, object]:
    """An answer as the letter says it."""
    match = news.match
    reason = Decline(match.reason).label if match.reason else ""
    return {
        "name": match.organisation_name,
        "said": match.match_state.label,
        "reason": reason,
        "note": match.note,
    }


def untold(now: datetime) -> sa.Select[int]:
    """The numbers of the requests with answers to tell, whose last letter is a day old."""
    has_news = answers_of(Need.id).with_only_columns(MatchMove.id).order_by(None)
    return (
        sa.select(Need.id)
        .where(
            Need.state.in_([state.value for state in LIVE]),
            sa.or_(Need.told_at.is_(None), Need.told_at <= now - TELLING),
            has_news.where(MatchMove.id > Need.told_move).correlate(Need).exists(),
        )
        .order_by(Need.id)
    )
