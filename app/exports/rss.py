"""RSS 2.0 feeds, always well formed, with the same address for the same item."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import feedgenerator

from app.clock import to_paris

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
# What XML 1.0 cannot carry, even escaped.
ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class FeedItem:
    """One item.

    `guid` never changes and is no address; `description` is plain text; `published_at` is aware,
    shown in Paris time.
    """

    guid: str
    title: str
    link: str
    description: str
    published_at: datetime | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeedHead:
    """The channel: `self_url` is its own address, `link` the page it follows.

    `updated_at` is aware; `minutes` is how long a reader may keep the feed.
    """

    title: str
    link: str
    self_url: str
    description: str
    updated_at: datetime
    minutes: int = 60


class Feed(feedgenerator.Rss201rev2Feed):  # type: ignore[misc]
    """A feed whose date is given, where the library reads the clock when there is no item."""

    def latest_post_date(self) -> datetime:
        """The instant of the last change."""
        moment: datetime = self.feed["updated_at"]
        return moment


def write_feed(head: FeedHead, items: Iterable[FeedItem]) -> str:
    """The feed; the same items give the same text."""
    feed = Feed(
        title=clean(head.title),
        link=clean(head.link),
        description=escape(head.description),
        feed_url=clean(head.self_url),
        language="fr",
        ttl=str(head.minutes),
        updated_at=to_paris(head.updated_at),
    )
    for item in items:
        feed.add_item(
            title=clean(item.title),
            link=clean(item.link),
            description=escape(item.description),
            pubdate=to_paris(item.published_at) if item.published_at else None,
            unique_id=clean(item.guid),
            unique_id_is_permalink=False,
            categories=[clean(category) for category in item.categories],
        )
    text: str = feed.writeString("utf-8")
    return text


def clean(text: str) -> str:
    """The text without the characters that XML forbids."""
    return ILLEGAL.sub("", text)


def escape(text: str) -> str:
    """The text as HTML that shows it: readers take a description for a page."""
    return html.escape(clean(text), quote=False)
