"""`/admin/journal`: who changed what, when, as the audit keeps it; read by the administration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from app import clock
from app.audit import journal
from app.audit.models import Revision
from app.blueprints.access import team
from app.blueprints.downloads import give_csv
from app.blueprints.lists import address
from app.blueprints.pagination import build_page_links
from app.clock import to_paris
from app.extensions import db
from app.forms.journal_filters import SIZE, JournalFilters
from app.moderation.wording import say

bp = Blueprint("desk_journal", __name__)
PATH = "/admin/journal"
BATCH = 500
LONGEST_SHOWN = 200  # characters of a value: the file has them all
COLUMNS = ("date", "auteur", "compte", "genre", "sujet", "motif", "champ", "avant", "après")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A field before and after, in words."""

    name: str
    before: str
    after: str


def changes_of(row: Revision, longest: int | None = None) -> list[Change]:
    """The fields of a change, cut at so many characters."""

    def shown(value: object) -> str:
        text = say(value)
        return text if longest is None or len(text) <= longest else f"{text[:longest]}…"

    return [
        Change(name=name, before=shown(before), after=shown(after))
        for name, (before, after) in row.changes.items()
    ]


def kinds() -> list[str]:
    """The kinds of sheets that the audit knows."""
    return list(db.session.scalars(journal.kinds()))


@bp.get(PATH)
@team()
def index() -> str:
    """One page of changes, the latest first."""
    known = kinds()
    filters = JournalFilters.from_args(request.args, known)
    total = db.session.scalars(journal.count(filters.criteria)).one()
    pages = max(1, -(-total // SIZE))
    first = (min(filters.page, pages) - 1) * SIZE
    found = db.session.scalars(journal.revisions(filters.criteria).offset(first).limit(SIZE))
    return render_template(
        "desk/journal.html",
        rows=[(row, changes_of(row, LONGEST_SHOWN)) for row in found],
        total=total,
        filters=filters,
        kinds=[(kind, kind) for kind in known],
        csv=address(f"{PATH}.csv", filters.to_args()),
        links=build_page_links(filters.page, pages, PATH, filters.to_args()),
    )


@bp.get(f"{PATH}.csv")
@team()
def export() -> Response:
    """The same changes as a file, all pages, a line for each field."""
    filters = JournalFilters.from_args(request.args, kinds())
    return give_csv(COLUMNS, read_rows(filters), f"journal-{clock.today()}")


def read_rows(filters: JournalFilters) -> Iterator[tuple[object, ...]]:
    """The lines of the file, batch by batch."""
    select = journal.revisions(filters.criteria).execution_options(yield_per=BATCH)
    for row in db.session.scalars(select):
        about = (
            to_paris(row.at).isoformat(timespec="seconds"),
            row.author,
            row.person_id,
            row.subject_kind,
            row.subject_key,
            row.reason,
        )
        for change in changes_of(row):
            yield (*about, change.name, change.before, change.after)
