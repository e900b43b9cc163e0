"""What is new in the searches that the person follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.alerts.news import news_since
from app.blueprints.dashboard.block import Block, Desk
from app.blueprints.presenters import Link
from app.blueprints.watchable.registry import WATCHES
from app.extensions import db

SHOWN = 4  # of one alert
RECENT = timedelta(days=7)  # where no visit was marked


@dataclass(frozen=True, kw_only=True)
class AlertRow:
    """An alert, its list, its latest items and how many others."""

    title: str
    href: str
    items: tuple[Link, ...]
    more: int


def read(desk: Desk) -> tuple[AlertRow, ...] | None:
    """The alerts that found something since the last visit, or in the last seven days."""
    since = desk.since or desk.now - RECENT
    return (
        tuple(
            AlertRow(
                title=news.title,
                href=news.path,
                items=tuple((item.title, item.path) for item in news.items[:SHOWN]),
                more=max(0, len(news.items) - SHOWN),
            )
            for news in news_since(db.session(), WATCHES, desk.person.id, since, desk.now)
        )
        or None
    )


BLOCK = Block(
    key="alertes",
    title="Dans vos alertes",
    template="dashboard/alerts.html",
    read=read,
    empty=lambda _desk: "Rien de nouveau dans les recherches que vous suivez",
    tries=lambda _desk: (
        ("Suivre les marchés d’une filière et d’un territoire", "/marches"),
        ("Régler vos alertes", "/espace/alertes"),
    ),
)
