"""The consultations that one's organisations follow: which, the board, its table, following one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.blueprints.access import me, member, my_membership, signed_in
from app.blueprints.consortia_cards import list_path
from app.blueprints.consortia_seekers import count_seekers
from app.blueprints.downloads import give_csv
from app.blueprints.lists import address
from app.blueprints.pagination import build_page_links
from app.blueprints.pursuits_cards import (
    COLUMNS,
    PursuitCard,
    board_path,
    build_columns,
    export_row,
    page_path,
)
from app.blueprints.urls import base_url
from app.extensions import db
from app.forms.pursuits import FollowForm
from app.forms.pursuits_filters import MINE, NOBODYS, WINDOWS, BoardFilters, BoardView
from app.organisations import members
from app.organisations.roles import MemberRole
from app.pursuits import queries, services
from app.pursuits.models import Pursuit
from app.pursuits.source import read_sources
from app.pursuits.states import ACTIVE, STATE_WORDS, PursuitState
from app.tenders import directory
from app.tenders.models import Consultation

bp = Blueprint("pursuits", __name__)
MINE_PATH = "/espace/consultations"
FOLLOW_PATH = f"{MINE_PATH}/suivre"
BOARD_PATH = "/espace/organisations/<int:organisation>/consultations"
Row = tuple[Pursuit, datetime | None]
MOST_CARDS = 200  # of a board in columns: beyond, the list has pages
PAGE_SIZE = 50
MOST_ROWS = 10_000  # of a table to download


@bp.get(MINE_PATH)
@signed_in
def mine() -> str | BaseResponse:
    """The boards of the person; the only one is opened at once."""
    found = list(db.session.scalars(members.of_person(me().id)))
    if len(found) == 1:
        return redirect(board_path(found[0].organisation_id))
    boards = [(m.organisation.name, board_path(m.organisation_id)) for m in found]
    return render_template("pursuits/mine.html", boards=boards)


@bp.get(BOARD_PATH)
@member(MemberRole.READER)
def board(organisation: int) -> str:
    """What an organisation follows, in columns or as a list, as the filters leave it."""
    now = clock.now()
    people = list_members(organisation)
    filters = BoardFilters.from_args(request.args, {value for value, _ in people})
    rows, total = read_rows(organisation, filters)
    sources = read_sources(db.session(), [pursuit for pursuit, _ in rows])
    cards = [PursuitCard.of(p, due, sources[p.id], now) for p, due in rows]
    path = board_path(organisation)
    return render_template(
        "pursuits/board.html",
        organisation=my_membership().organisation,
        may_act=my_membership().member_role.covers(MemberRole.EDITOR),
        filters=filters,
        cards=cards,
        columns=build_columns(cards, filters.states or ACTIVE),
        total=total,
        is_cut=filters.view is BoardView.COLUMNS and total > len(rows),
        counts=count_states(organisation, path),
        chosen=[STATE_WORDS[state] for state in filters.states],
        states=[(STATE_WORDS[state], state.label) for state in PursuitState],
        people=[(MINE, "Moi"), (NOBODYS, "Personne"), *people],
        windows=list(WINDOWS.items()),
        views=list_views(path, filters),
        export=address(f"{path}.csv", filters.to_args()),
        seekers=count_seekers({p.reference for p, _ in rows}, f"{list_path(organisation)}/ouverts"),
        path=path,
        links=build_page_links(filters.page, -(-total // PAGE_SIZE), path, filters.to_args()),
    )


def read_rows(organisation: int, filters: BoardFilters) -> tuple[list[Row], int]:
    """The pursuits of a page with their deadlines, and how many there are in all."""
    criteria = filters.criteria(me().id, clock.now())
    if filters.view is BoardView.COLUMNS and not filters.states:
        criteria = replace(criteria, states=ACTIVE)
    select = queries.of_organisation(organisation, criteria)
    total = db.session.scalar(queries.count_of(select)) or 0
    first, size = (filters.page - 1) * PAGE_SIZE, PAGE_SIZE
    if filters.view is BoardView.COLUMNS:
        first, size = 0, MOST_CARDS
    return [(row[0], row[1]) for row in db.session.execute(select.offset(first).limit(size))], total


def list_members(organisation: int) -> list[tuple[str, str]]:
    """The members of an organisation, as a field offers them."""
    found = db.session.scalars(members.of_organisation(organisation))
    return [(str(m.person_id), m.person.display_name) for m in found]


def count_states(organisation: int, path: str) -> list[tuple[str, int, str]]:
    """How many pursuits are in each state, with the list of them."""
    found = {row[0]: row[1] for row in db.session.execute(queries.state_counts(organisation))}
    return [
        (
            state.label,
            found.get(state.value, 0),
            address(path, [("etat", STATE_WORDS[state]), ("vue", BoardView.LIST.value)]),
        )
        for state in PursuitState
    ]


def list_views(path: str, filters: BoardFilters) -> list[tuple[str, str, bool]]:
    """The ways to show the board, the current one marked."""
    labels = ((BoardView.COLUMNS, "Colonnes"), (BoardView.LIST, "Liste"))
    return [
        (label, address(path, filters.shown_as(view).to_args()), view is filters.view)
        for view, label in labels
    ]


@bp.get(f"{BOARD_PATH}.csv")
@member(MemberRole.READER)
def export(organisation: int) -> Response:
    """What the filters leave, as a table to download."""
    people = {value for value, _ in list_members(organisation)}
    filters = BoardFilters.from_args(request.args, people)
    criteria = filters.criteria(me().id, clock.now())
    select = queries.of_organisation(organisation, criteria).limit(MOST_ROWS)
    rows = [export_row(row[0], row[1], base_url()) for row in db.session.execute(select)]
    return give_csv(COLUMNS, rows, "mes-marches")


@bp.get(FOLLOW_PATH)
@signed_in
def follow_form() -> str:
    """Choose for which organisation, and which lot, to follow a consultation."""
    consultation = directory.find(db.session(), request.args.get("marche", ""))
    return show_follow(consultation, offer(FollowForm(), consultation))


@bp.post(FOLLOW_PATH)
@signed_in
def follow() -> tuple[str, int] | BaseResponse:
    """Follow a consultation for an organisation of the person; commits."""
    consultation = directory.find(db.session(), request.args.get("marche", ""))
    form = offer(FollowForm(request.form), consultation)
    check_organisation(form.organisation.data or "")
    if not form.validate():
        return show_follow(consultation, form), 422
    given = (int(form.organisation.data), consultation.reference, form.lot.data or "")
    pursuit, is_new = services.follow(db.session(), *given, me(), clock.now())
    db.session.commit()
    said = "Votre organisation suit ce marché." if is_new else "Votre organisation le suivait déjà."
    flash(said, "success" if is_new else "info")
    return redirect(page_path(pursuit), code=303)


def check_organisation(raw: str) -> None:
    """Refuse an organisation of others, as its pages do, and a role that is too weak."""
    if raw.isascii() and raw.isdecimal() and len(raw) < 10:
        members.require(db.session(), me().id, int(raw), MemberRole.EDITOR)


def offer(form: FollowForm, consultation: Consultation) -> FollowForm:
    """The form with the organisations where the person may act, and the lots."""
    mine = db.session.scalars(members.of_person(me().id))
    allowed = [m for m in mine if m.member_role.covers(MemberRole.EDITOR)]
    form.organisation.choices = [(str(m.organisation_id), m.organisation.name) for m in allowed]
    if len(allowed) == 1 and not form.organisation.data:
        form.organisation.data = str(allowed[0].organisation_id)
    lots = [(lot.number, f"Lot {lot.number} – {lot.title}") for lot in consultation.lots]
    form.lot.choices = [("", "La consultation entière"), *(lots if len(lots) > 1 else [])]
    return form


def show_follow(consultation: Consultation, form: FollowForm) -> str:
    """The form, and what the person's organisations follow already."""
    numbers = [int(value) for value, _ in form.organisation.choices or ()]
    known = db.session.scalars(queries.followed(numbers, consultation.reference))
    return render_template(
        "pursuits/follow.html",
        consultation=consultation,
        form=form,
        problems=form.problems,
        known=[(p.organisation.name, p.lot, p.pursuit_state.label, page_path(p)) for p in known],
        action=address(FOLLOW_PATH, [("marche", consultation.reference)]),
    )
