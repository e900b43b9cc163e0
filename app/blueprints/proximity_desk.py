"""The proximities that the portal team looks after: listed, moved, noted; a holder has a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from app import clock
from app.accounts.roles import PortalRole
from app.blueprints.access import me, team
from app.blueprints.criteria import expand_sectors
from app.blueprints.downloads import give_csv
from app.blueprints.lists import address
from app.blueprints.pagination import build_page_links
from app.blueprints.proximity_desk_page import CSV_COLUMNS, PATH, csv_row, describe
from app.blueprints.urls import letter_url
from app.dossiers.proximity import moves, queries
from app.dossiers.proximity.models import Proximity
from app.dossiers.proximity.moves import Actor, ProximityChangedError
from app.dossiers.proximity.queries import DeskCriteria
from app.dossiers.proximity.states import Side, choices_after
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.proximity import (
    SIZE,
    STATE_CHOICES,
    ProximityFilters,
    ProximityMoveForm,
    ProximityNoteForm,
    wide_choices,
)

bp = Blueprint("proximity_desk", __name__)
SIGNAL = f"{PATH}/<int:signal>"
LOST = "Ce signal n’existe pas, ou son projet a été effacé."
BATCH = 200  # signals of a file that are read at once
Answer = tuple[str, int] | Redirect


def find(number: int) -> Proximity:
    """A signal, all loaded; NotFoundError."""
    found = db.session.scalars(queries.one(number)).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return found


def criteria_of(filters: ProximityFilters) -> DeskCriteria:
    """What the table is asked for."""
    return filters.criteria(expand_sectors((filters.sector,)) if filters.sector else ())


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> str:
    """One page of signals, the oldest first."""
    filters = ProximityFilters.from_args(request.args)
    asked = criteria_of(filters)
    total = db.session.scalars(queries.count(asked)).one()
    pages = max(1, -(-total // SIZE))
    first = (min(filters.page, pages) - 1) * SIZE
    rows = list(db.session.scalars(queries.for_team(asked).offset(first).limit(SIZE)))
    return render_template(
        "proximities/index.html",
        rows=describe(rows),
        filters=filters,
        total=total,
        states=STATE_CHOICES,
        territories=wide_choices(),
        here=PATH,
        csv=address(f"{PATH}.csv", filters.to_args()),
        links=build_page_links(filters.page, pages, PATH, filters.to_args()),
    )


@bp.get(f"{PATH}.csv")
@team(PortalRole.MODERATOR)
def export() -> Response:
    """The same signals as a file, all pages."""
    filters = ProximityFilters.from_args(request.args)
    return give_csv(CSV_COLUMNS, read_rows(criteria_of(filters)), f"proximites-{clock.today()}")


def read_rows(asked: DeskCriteria) -> Iterator[tuple[object, ...]]:
    """The rows of the file, batch by batch."""
    select, first = queries.for_team(asked), 0
    while rows := list(db.session.scalars(select.offset(first).limit(BATCH))):
        yield from map(csv_row, describe(rows))
        first += BATCH


@bp.get(SIGNAL)
@team(PortalRole.MODERATOR)
def show(signal: int) -> str:
    """A signal, what was done of it, what may be."""
    return show_page(signal)


def show_page(
    number: int,
    move_form: ProximityMoveForm | None = None,
    note_form: ProximityNoteForm | None = None,
    refusal: str = "",
) -> str:
    """The page of a signal, with what is to mend."""
    row = find(number)
    (view,) = describe([row])
    form = move_form or ProximityMoveForm().offer(choices_after(row.proximity_state))
    noting = note_form or ProximityNoteForm()
    problems = [*form.problems, *noting.problems]
    return render_template(
        "proximities/show.html",
        view=view,
        form=form,
        noting=noting,
        problems=[*problems, *([("titre-signal", refusal)] if refusal else [])],
        here=view.href,
    )


def actor() -> Actor:
    """The person of the team, now."""
    return Actor(side=Side.TEAM, now=clock.now(), person=me(), site=letter_url())


def do(number: int, act: Callable[[], object], said: str) -> Answer:
    """Do an act, commit, and go back to the page; or say why not."""
    try:
        act()
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        status = 409 if isinstance(error, ProximityChangedError) else 422
        return show_page(number, refusal=str(error)), status
    flash(said, "success")
    return redirect(f"{PATH}/{number}", code=303)


@bp.post(f"{SIGNAL}/etat")
@team(PortalRole.MODERATOR)
def move(signal: int) -> Answer:
    """Move a signal on, with a note; commits."""
    row = find(signal)
    form = ProximityMoveForm(request.form).offer(choices_after(row.proximity_state))
    if form.seen != row.version:  # the states offered may be others by now
        return show_page(signal, refusal=moves.CHANGED), 409
    if not form.validate():
        return show_page(signal, move_form=form), 422
    given = (form.state, actor())
    note = form.note.data or ""
    return do(
        signal,
        lambda: moves.move(db.session(), row, *given, note=note, seen=form.seen),
        "Le nouvel état est enregistré.",
    )


@bp.post(f"{SIGNAL}/notes")
@team(PortalRole.MODERATOR)
def note(signal: int) -> Answer:
    """Keep what the team did; commits."""
    row = find(signal)
    form = ProximityNoteForm(request.form)
    if not form.validate():
        return show_page(signal, note_form=form), 422
    return do(
        signal,
        lambda: moves.write_note(db.session(), row, form.precision.data, actor()),
        "La note est enregistrée.",
    )
