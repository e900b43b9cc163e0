"""« Suivre cette recherche » on the pages of lists, and the RSS twins of those that had none."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, request

from app import clock
from app.blueprints.lists import address
from app.blueprints.urls import base_url
from app.blueprints.watchable.frame import Watchable
from app.blueprints.watchable.registry import BY_PATH, WATCHABLES, WATCHES
from app.exports import rss
from app.exports.rss import FeedHead, FeedItem, write_feed
from app.extensions import db

bp = Blueprint("watch_links", __name__)
MOST_ITEMS = 50  # in one feed


def watched_here() -> dict[str, str]:
    """The links of the list that is shown: to follow it, and its feed; empty on another page."""
    watchable = BY_PATH.get(request.path)
    if watchable is None:
        return {}
    pairs = watchable.pairs_of(request.args)
    feed = watchable.feed_address(pairs) if watchable.feed else ""
    return {"follow": watchable.follow_address(pairs), "feed": feed}


def feed_of(key: str) -> Response:
    """The latest things of a list under its filters."""
    watchable: Watchable[Any] = WATCHES[key]
    pairs, now, root = watchable.pairs_of(request.args), clock.now(), base_url()
    filters = watchable.read(request.args)
    found = watchable.select(db.session(), filters, None, now, MOST_ITEMS)
    items = [
        FeedItem(
            guid=f"maillage:{item.key}",
            title=item.title,
            link=f"{root}{item.path}",
            description="\n".join(item.why),
            published_at=item.added_at,
        )
        for item in found
    ]
    head = FeedHead(
        title=f"Maillage – {watchable.feed}",
        link=f"{root}{address(watchable.path, pairs)}",
        self_url=f"{root}{watchable.feed_address(pairs)}",
        description="Ce qui répond à vos filtres, le plus récent d’abord.",
        updated_at=max((i.added_at for i in found if i.added_at is not None), default=now),
    )
    return Response(write_feed(head, items), content_type=rss.CONTENT_TYPE)


for watched in WATCHABLES:
    if watched.feed:
        bp.add_url_rule(
            f"{watched.path}.rss",
            endpoint=watched.key,
            view_func=feed_of,
            defaults={"key": watched.key},
        )


def register(app: Flask) -> None:
    """Give the links to the templates of the lists."""
    app.jinja_env.globals["watched_here"] = watched_here
