"""For the dashboard: what is new for the alerts of a person, whatever letters told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.alerts import looking, queries
from app.alerts.digest import Followed
from app.alerts.watching import WatchedItem, Watches


@dataclass(frozen=True, kw_only=True)
class AlertNews:
    """What moved for one alert; `path` is its list under its filters."""

    title: str
    path: str
    items: Sequence[WatchedItem]


def news_since(
    session: Session, watches: Watches, person_id: int, since: datetime, now: datetime
) -> list[AlertNews]:
    """What moved since an instant for each alert of a person that runs, silent ones left out.

    It changes nothing of what letters will tell. A thing that two alerts find is in both.
    """
    mine = [
        replace(Followed.of(alert), since=since)
        for alert in session.scalars(queries.of_person(person_id))
        if alert.paused_at is None and alert.listing in watches
    ]
    found = looking.look(session, watches, mine, now)
    news = []
    for alert in mine:
        items = [moved.item for moved in found.get(alert.id, ()) if moved.is_news_for(alert)]
        if items:
            path = watches[alert.listing].address(alert.query)
            news.append(AlertNews(title=alert.title, path=path, items=items))
    return news
