"""Letters to those who have not answered: after three days, nine, and a last chance at twenty-one.

The caps are in the query: nobody who declined, no request that is closed, nobody more than three
times. One letter a reader holds all that is due that day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.clock import to_paris
from app.mail import outbox
from app.partnerships import addressees, letters
from app.partnerships.limits import LAST_CHANCE, REMINDERS
from app.partnerships.links import Links
from app.partnerships.models import Need, NeedMatch, PartnershipPreference
from app.partnerships.moves import UNSYNCED
from app.partnerships.states import LIVE, MatchState

STEPS = (*REMINDERS, LAST_CHANCE)


@dataclass(frozen=True, kw_only=True)
class Recall:
    """A match to recall, and how many letters it will have had."""

    match: NeedMatch
    step: int

    @property
    def is_last(self) -> bool:
        """Whether no other letter follows."""
        return self.step == len(STEPS)


def due(now: datetime) -> sa.Select[NeedMatch]:
    """The matches to recall, each with its request, the oldest first.

    Who asked for time (« pas maintenant ») is written to once, at the end; who is in pause, not.
    """
    silent = sa.or_(
        *(
            sa.and_(
                NeedMatch.state == MatchState.SENT.value,
                NeedMatch.reminders < step,
                NeedMatch.sent_at <= now - timedelta(days=days),
            )
            for step, days in enumerate(STEPS, start=1)
        )
    )
    later = sa.and_(
        NeedMatch.state == MatchState.LATER.value,
        NeedMatch.reminders < len(STEPS),
        NeedMatch.sent_at <= now - timedelta(days=LAST_CHANCE),
    )
    paused = sa.select(PartnershipPreference.organisation_id).where(
        PartnershipPreference.paused_until >= to_paris(now).date()
    )
    return (
        sa.select(NeedMatch)
        .join(NeedMatch.need)
        .where(
            NeedMatch.organisation_id.is_not(None),
            NeedMatch.organisation_id.not_in(paused),
            Need.state.in_([state.value for state in LIVE]),
            sa.or_(silent, later),
        )
        .options(contains_eager(NeedMatch.need))
        .order_by(NeedMatch.sent_at, NeedMatch.id)
    )


def send_reminders(session: Session, links: Links, now: datetime) -> int:
    """Leave the letters that are due, one a reader; how many. Flushes.

    A match that a job recalled meanwhile is left out: the count of its letters is compared.
    """
    by_reader: dict[str, list[Recall]] = defaultdict(list)
    for match in session.scalars(due(now)):
        recall = Recall(match=match, step=step_of(match, now))
        if not claim(session, recall):
            continue
        for address in addressees.addressees_of(session, match.organisation_id):
            by_reader[address].append(recall)
    for address, recalls in by_reader.items():
        write(session, address, recalls, links, now)
    session.flush()
    return len(by_reader)


def step_of(match: NeedMatch, now: datetime) -> int:
    """Which letter is due: where some were missed, the latest alone."""
    return max(
        step
        for step, days in enumerate(STEPS, start=1)
        if match.sent_at <= now - timedelta(days=days)
    )


def claim(session: Session, recall: Recall) -> bool:
    """Count a letter of a match that still waits, unless another job did."""
    match = recall.match
    done = session.execute(
        sa.update(NeedMatch)
        .where(
            NeedMatch.id == match.id,
            NeedMatch.reminders == match.reminders,
            NeedMatch.state == match.state,
        )
        .values(reminders=recall.step),
        execution_options=UNSYNCED,
    )
    session.refresh(match, ["reminders"])
    return bool(done.rowcount)  # type: ignore[attr-defined]


def write(
    session: Session, address: str, recalls: list[Recall], links: Links, now: datetime
) -> None:
    """One letter for all that is due to a reader."""
    count = len(recalls)
    values = {
        "count": count,
        "subject": say_subject(recalls),
        "items": [
            {
                **letters.base_values(recall.match.need),
                "organisation": recall.match.organisation_name,
                "days": (to_paris(now).date() - to_paris(recall.match.sent_at).date()).days,
                "is_last": recall.is_last,
                "answer_link": links.answer(recall.match),
            }
            for recall in recalls
        ],
        "pause_link": links.pause(recalls[0].match),
    }
    once = f"need-reminder:{to_paris(now):%Y%m%d}:{addressees.key_of(address)}"
    outbox.queue(session, "need-reminder", address, values, now, once=once)


def say_subject(recalls: list[Recall]) -> str:
    """« Dernière chance : … », « 3 demandes attendent votre réponse »."""
    if len(recalls) > 1:
        return f"{len(recalls)} demandes attendent votre réponse"
    (recall,) = recalls
    title = letters.base_values(recall.match.need)["title"]
    return f"{'Dernier rappel' if recall.is_last else 'Votre réponse est attendue'}\u00a0: {title}"
