"""The desk of the portal team: requests, SIRET to check, teams, networks."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.roles import PortalRole
from app.blueprints.access import team
from app.blueprints.desk_acts import go_back
from app.blueprints.memberships_acts import act_of, read_team
from app.blueprints.memberships_joining import search_page
from app.blueprints.memberships_team import apply_decision
from app.blueprints.pagination import build_page_links
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.membership import ROLES, DecisionForm, RoleForm, SearchForm
from app.organisations import creating, domains, networks, requests
from app.organisations import team as teams
from app.organisations.membership import NO_ORGANISATION
from app.organisations.models import Organisation
from app.organisations.requests import JoinRequest, RequestState, get_request

bp = Blueprint("memberships_desk", __name__)
REQUESTS, NETWORKS = "/admin/rattachements", "/admin/reseaux"
TEAM = f"{REQUESTS}/organisations/<int:number>"
PAGE_SIZE = 20


@bp.get(REQUESTS)
@team(PortalRole.MODERATOR)
def index() -> str:
    """What waits for the team: requests, then SIRET to check; the last refusals."""
    return show_requests()


def show_requests(problems: tuple[tuple[str, str], ...] = ()) -> str:
    """The page, with what is to mend."""
    waiting = requests.in_state(RequestState.WAITING)
    total = count(waiting)
    page = max(1, request.args.get("page", 1, type=int))
    pages = max(1, -(-total // PAGE_SIZE))
    first = (min(page, pages) - 1) * PAGE_SIZE
    refused = requests.in_state(RequestState.REFUSED).order_by(None)
    return render_template(
        "memberships/desk.html",
        asked=list(db.session.scalars(waiting.offset(first).limit(PAGE_SIZE))),
        total=total,
        links=build_page_links(page, pages, REQUESTS),
        refused=list(
            db.session.scalars(refused.order_by(JoinRequest.decided_at.desc()).limit(PAGE_SIZE))
        ),
        to_verify=list(db.session.scalars(creating.to_verify().limit(100))),
        is_free_mail=domains.is_free_mail,
        roles=ROLES,
        problems=problems,
    )


def count(select: sa.Select[JoinRequest]) -> int:
    """How many rows a select gives."""
    rows = select.order_by(None).with_only_columns(JoinRequest.id).subquery()
    return db.session.scalars(sa.select(sa.func.count()).select_from(rows)).one()


@bp.post(f"{REQUESTS}/<int:number>")
@team(PortalRole.MODERATOR)
def decide(number: int) -> tuple[str, int] | Response:
    """Accept, refuse or reopen a request; commits."""
    found, form = get_request(db.session(), number), DecisionForm(request.form)
    if not form.validate():
        problems = tuple((f"{name}-{number}", text) for name, text in form.problems)
        return show_requests(problems), 422
    said = apply_decision(found, form, act_of(is_team=True))
    return done(said, REQUESTS)


@bp.post(f"{REQUESTS}/siret/<int:number>")
@team(PortalRole.MODERATOR)
def check_siret(number: int) -> Response:
    """Confirm the SIRET that an organisation claims, or take it back; commits."""
    act = act_of(is_team=True)
    if request.form.get("action") == "confirmer":
        creating.verify_siret(db.session(), number, act)
        return done("Le SIRET est confirmé.", REQUESTS)
    creating.reject_siret(db.session(), number, request.form.get("motif", "")[:300], act)
    return done("Le SIRET n’est pas confirmé.", REQUESTS)


@bp.get(TEAM)
@team(PortalRole.MODERATOR)
def show_team(number: int) -> str:
    """The team of an organisation, to undo what should not have been done."""
    organisation = db.session.get(Organisation, number)
    if organisation is None:
        raise NotFoundError(NO_ORGANISATION)
    return render_template(
        "memberships/desk_team.html",
        organisation=organisation,
        team=read_team(number, clock.now()),
        roles=ROLES,
    )


@bp.post(f"{TEAM}/membres/<int:member>/role")
@team(PortalRole.MODERATOR)
def change_role(number: int, member: int) -> Response:
    """Give a member another role; commits."""
    form = RoleForm(request.form)
    if not form.validate():
        raise InvalidError("Choisissez un rôle dans la liste.")
    teams.change_role(db.session(), number, member, form.chosen_role, act_of(is_team=True))
    return done("Le rôle est changé.", f"{REQUESTS}/organisations/{number}")


@bp.post(f"{TEAM}/membres/<int:member>/retirer")
@team(PortalRole.MODERATOR)
def remove(number: int, member: int) -> Response:
    """Take a member out; commits."""
    teams.remove_member(db.session(), number, member, act_of(is_team=True))
    return done("Cette personne n’est plus membre.", f"{REQUESTS}/organisations/{number}")


@bp.post(f"{TEAM}/anciens/<int:person>")
@team(PortalRole.MODERATOR)
def put_back(number: int, person: int) -> Response:
    """Make a person who was removed a member again; commits."""
    teams.put_back(db.session(), number, person, act_of(is_team=True))
    return done("Cette personne est de nouveau membre.", f"{REQUESTS}/organisations/{number}")


@bp.get(NETWORKS)
@team(PortalRole.MODERATOR)
def show_networks() -> tuple[str, int]:
    """The networks, what waits for an agreement, and a search to name another."""
    form = SearchForm(request.args)
    page = search_page(form, NETWORKS)
    return render_template(
        "memberships/desk_networks.html",
        networks=list(db.session.scalars(networks.networks())),
        proposed=list(db.session.scalars(networks.proposed().limit(100))),
        form=form,
        page=page,
        problems=form.problems,
    ), (422 if form.problems else 200)


@bp.post(f"{NETWORKS}/<int:number>")
@team(PortalRole.MODERATOR)
def set_network(number: int) -> Response:
    """Make an organisation a network, or no longer; commits."""
    is_network = request.form.get("action") == "reconnaitre"
    networks.set_network(db.session(), number, act_of(is_team=True), is_network=is_network)
    said = "L’organisation est un réseau." if is_network else "Elle n’est plus un réseau."
    return done(said, NETWORKS)


@bp.post(f"{NETWORKS}/adhesions/<int:number>")
@team(PortalRole.MODERATOR)
def answer(number: int) -> Response:
    """Agree, for an organisation, that it belongs to a network, or refuse; commits."""
    place, act = networks.get_place(db.session(), number), act_of(is_team=True)
    if request.form.get("action") == "accepter":
        networks.agree(db.session(), place, act)
    else:
        networks.end(db.session(), place, act)
    return done("La réponse est enregistrée.", NETWORKS)


def done(said: str, path: str) -> Response:
    """Commit, say it, and come back to the queue or to the page of the desk."""
    db.session.commit()
    return go_back(said, path)
