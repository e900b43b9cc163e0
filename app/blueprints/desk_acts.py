"""What the pages where the portal team decides share: who, a page of what waits, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me
from app.blueprints.pagination import PageLinks, build_page_links
from app.blueprints.urls import own_path
from app.extensions import db
from app.moderation.deciding import Decider
from app.partnerships.queries import count_of

SIZE = 20
BACK = "suite"  # where a button of the queue comes back to


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """A page of rows that wait."""

    rows: list[Any]
    total: int
    links: PageLinks


def decider() -> Decider:
    """The person of the team, now."""
    return Decider(person=me(), now=clock.now())


def read_page(select: sa.Select[Any], path: str) -> DeskPage:
    """The page of a list that the address asks for; out of bounds, the nearest."""
    total = db.session.scalars(count_of(select)).one()
    pages = max(1, -(-total // SIZE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows = list(db.session.scalars(select.offset((page - 1) * SIZE).limit(SIZE)))
    return DeskPage(rows=rows, total=total, links=build_page_links(page, pages, path))


def written(name: str) -> str:
    """What was typed in a field."""
    return request.form.get(name, "").strip()


def go_back(said: str, path: str) -> Response:
    """Say what was done, and come back to the queue or to the list."""
    flash(said, "success")
    return redirect(own_path(request.form.get(BACK, "")) or path, code=303)
