"""`/admin`: all that waits for the portal team, in one list, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request

from app import clock
from app.accounts.roles import PortalRole
from app.blueprints.access import me, team
from app.blueprints.formatting import count_days
from app.blueprints.lists import address
from app.blueprints.pagination import build_page_links
from app.blueprints.waiting.kind import Item, Waiting
from app.blueprints.waiting.registry import count_each, kinds_for
from app.clock import to_paris
from app.extensions import db
from app.forms.arguments import Arguments

bp = Blueprint("desk_queue", __name__)
PATH = "/admin"
SIZE = 30
MOST_PAGES = 20  # each kind gives as many rows as the pages before: beyond, one filters


@dataclass(frozen=True, kw_only=True)
class Row:
    """A thing of the queue with its kind and its age."""

    kind: Waiting
    item: Item
    age: str


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A filter by kind, or a kind that is only counted and has its own page."""

    label: str
    href: str
    number: int
    is_current: bool = False


@bp.get(PATH)
@team(PortalRole.MODERATOR, PortalRole.EDITOR)
def index() -> str:
    """One page of the queue, in a number of statements that its length does not change."""
    session, now = db.session(), clock.now()
    seen = kinds_for(me().portal_role)
    aged = {kind.key: kind for kind in seen if kind.item is not None}
    given = Arguments(request.args, ("genre", "page"))
    chosen = given.one("genre", aged, default=None)
    asked = given.integer("page", default=1, least=1, most=MOST_PAGES)
    counts = count_each(session, seen)
    shown = (chosen,) if chosen else tuple(aged.values())
    total = sum(counts[kind.key] for kind in shown)
    pages = min(MOST_PAGES, max(1, -(-total // SIZE)))
    page = min(asked, pages)
    return render_template(
        "desk/queue.html",
        rows=read_page(shown, page, now),
        total=total,
        tabs=list_tabs(tuple(aged.values()), counts, chosen),
        counted=[
            Tab(label=kind.label, href=kind.href, number=counts[kind.key])
            for kind in seen
            if kind.item is None and counts[kind.key]
        ],
        chosen=chosen,
        here=address(PATH, pairs_of(chosen)),
        links=build_page_links(page, pages, PATH, pairs_of(chosen)),
        ignored=tuple(given.ignored),
    )


def read_page(kinds: tuple[Waiting, ...], page: int, now: datetime) -> list[Row]:
    """The rows of a page of these kinds together, the oldest first."""
    found = [
        Row(kind=kind, item=item, age=say_age(item.since, now))
        for kind in kinds
        for item in kind.oldest(db.session(), page * SIZE)
    ]
    found.sort(key=lambda row: row.item.since)
    return found[(page - 1) * SIZE : page * SIZE]


def list_tabs(
    kinds: tuple[Waiting, ...], counts: dict[str, int], chosen: Waiting | None
) -> list[Tab]:
    """« Tout », then the kinds that have something, and the one that is chosen."""
    tabs = [
        Tab(
            label="Tout",
            href=PATH,
            number=sum(counts[kind.key] for kind in kinds),
            is_current=chosen is None,
        )
    ]
    for kind in kinds:
        if counts[kind.key] or kind is chosen:
            href = address(PATH, pairs_of(kind))
            number = counts[kind.key]
            tabs.append(Tab(label=kind.label, href=href, number=number, is_current=kind is chosen))
    return tabs


def pairs_of(kind: Waiting | None) -> list[tuple[str, str]]:
    """The parameters that ask for that kind alone."""
    return [("genre", kind.key)] if kind else []


def say_age(since: datetime, now: datetime) -> str:
    """« aujourd’hui », « 12 jours »."""
    days = (to_paris(now).date() - to_paris(since).date()).days
    return count_days(days) if days > 0 else "aujourd’hui"
