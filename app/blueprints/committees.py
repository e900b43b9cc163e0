"""Committees: their list, who has which in each département, a sheet each."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock, territories
from app.blueprints.committee_page import ComingSession, CommitteeGroup, CommitteePage
from app.blueprints.downloads import give_file
from app.blueprints.lists import address, render_list, suggested_territories
from app.committees import queries
from app.committees.export import export_row
from app.committees.kinds import CommitteeKind
from app.committees.models import Committee
from app.committees.selection import (
    BY_DEPARTMENT,
    build_rows,
    group_by_level,
    select_committees,
)
from app.committees.services import find_by_name
from app.committees.sources.csv_source import COLUMNS
from app.errors import NotFoundError
from app.events import queries as event_queries
from app.events.models import Event
from app.events.outputs import say_when
from app.exports.csv_export import write_csv
from app.extensions import db
from app.forms.committee_filters import STATES, CommitteeFilters

bp = Blueprint("committees", __name__)
PATH = "/instances"


def read_all() -> list[Committee]:
    """Every committee: there are a few dozen, of yesterday too."""
    return list(db.session.scalars(queries.every_committee()))


def select(committees: list[Committee], filters: CommitteeFilters) -> list[Committee]:
    """The committees that the filters leave."""
    return select_committees(
        committees,
        clock.today(),
        text=filters.text,
        kinds=filters.kinds,
        codes=filters.territories,
        state=filters.state,
    )


@bp.get(PATH)
def index() -> Response:
    """The committees that the filters leave, level by level, and the matrix of départements."""
    filters, day, committees = CommitteeFilters.from_args(request.args), clock.today(), read_all()
    found, pairs = select(committees, filters), filters.to_args()
    places = [territories.get(code) for code in filters.territories]
    return render_list(
        "committees",
        filters=filters,
        total=len(found),
        groups=[
            (level, CommitteeGroup.all_of(group, day)) for level, group in group_by_level(found)
        ],
        kinds=[(kind.value, kind.label) for kind in CommitteeKind],
        states=STATES,
        place=places[0].label if places else "",
        more_places=[place.slug for place in places[1:]],
        territories=suggested_territories(),
        active=[
            (label, address(PATH, [p for p in pairs if p != pair]))
            for pair, label in filters.labels()
        ],
        csv=address(f"{PATH}.csv", pairs),
        columns=BY_DEPARTMENT,
        rows=build_rows(committees, day),
    )


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """The committees that the filters leave, as CSV that the import reads."""
    found = select(read_all(), CommitteeFilters.from_args(request.args))
    lines = "".join(write_csv(list(COLUMNS), map(export_row, found)))
    return give_file(lines, "text/csv", f"instances-{clock.today():%Y-%m-%d}.csv")


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str | AnyResponse:
    """The sheet of a committee.

    What has been replaced keeps its page, which says by what: documents still name it. Another
    name of a committee leads to its page.
    """
    committee = db.session.scalar(queries.by_slug(slug))
    if committee is None:
        return redirect(find_address(slug), code=301)
    around = db.session.scalars(queries.around(committee))
    page = CommitteePage.of(committee, around, clock.today(), read_sessions(slug))
    return render_template("committees/show.html", page=page, committee=committee)


def read_sessions(slug: str) -> list[ComingSession]:
    """The sessions of the agenda that are to come, the next first."""
    select = event_queries.upcoming(clock.now()).where(Event.committee == slug)
    return [
        ComingSession(when=say_when(event), title=event.title, href=f"/agenda/{event.slug}")
        for event in db.session.scalars(select)
    ]


def find_address(name: str) -> str:
    """The address that a name leads to; NotFoundError where nothing is called so."""
    found = find_by_name(read_all(), name)
    if found is not None:
        return found.path
    if name in {kind.value for kind in CommitteeKind}:
        return address(PATH, [("type", name), ("etat", "tous")])
    raise NotFoundError("Aucune instance ne porte cette adresse.")
