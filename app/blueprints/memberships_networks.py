"""A network in its members' space: its figures, its members, the events it publishes."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.blueprints.access import member, my_membership
from app.blueprints.downloads import give_csv
from app.blueprints.lists import suggested_territories
from app.blueprints.memberships import PATH
from app.blueprints.memberships_acts import act_of
from app.blueprints.memberships_joining import search_page
from app.errors import InvalidError
from app.events import documents as event_documents
from app.events.services import get_event
from app.extensions import db
from app.forms.event_proposal import EventForm
from app.forms.membership import SearchForm
from app.moderation.networks import publish_event
from app.organisations import networks
from app.organisations.models import Organisation
from app.organisations.networks import NetworkPlace
from app.organisations.roles import MemberRole
from app.siae import claims
from app.siae.network_figures import (
    capacity_of,
    department_of,
    of_network,
    read_figures,
    sectors_of,
)

bp = Blueprint("memberships_networks", __name__)
ONE = f"{PATH}/<int:organisation>"
COLUMNS = (
    "Organisation", "SIRET", "Structure", "Type", "Commune", "Département", "Filières",
    "Capacité déclarée (ETP)", "Places autorisées",
)  # fmt: skip


def my_network(organisation: int) -> Organisation:
    """The network of this page; NotFoundError where the organisation is none."""
    return networks.get_network(db.session(), organisation)


@bp.get(f"{ONE}/reseau")
@member(MemberRole.READER)
def show(organisation: int) -> str:
    """The figures of a network, and its members."""
    return render_template(
        "memberships/network.html",
        network=my_network(organisation),
        figures=read_figures(db.session(), organisation),
        places=list(db.session.scalars(networks.of_network(organisation))),
        can_edit=my_membership().member_role.covers(MemberRole.EDITOR),
    )


@bp.get(f"{ONE}/reseau.csv")
@member(MemberRole.READER)
def export(organisation: int) -> Response:
    """The structures of a network, in a file."""
    my_network(organisation)
    rows = (
        (
            one.organisation.name, one.organisation.siret or "", one.display_name, one.kind.value,
            one.city, department_of(one), " | ".join(sectors_of(one)), capacity_of(one) or "",
            one.capacity_places or "",
        )
        for one in db.session.scalars(of_network(organisation))
    )  # fmt: skip
    return give_csv(COLUMNS, rows, "reseau")


@bp.get(f"{ONE}/reseau/proposer")
@member(MemberRole.EDITOR)
def search(organisation: int) -> tuple[str, int]:
    """Search the directory for organisations to propose."""
    form = SearchForm(request.args)
    page = search_page(form, f"{PATH}/{organisation}/reseau/proposer")
    return render_template(
        "memberships/network_search.html",
        network=my_network(organisation),
        form=form,
        page=page,
        problems=form.problems,
    ), (422 if form.problems else 200)


@bp.post(f"{ONE}/reseau/proposer/<int:listed>")
@member(MemberRole.EDITOR)
def propose(organisation: int, listed: int) -> AnyResponse:
    """Propose to an organisation to belong to the network; commits."""
    my_network(organisation)
    other = claims.get_listed(db.session(), listed)
    networks.propose(db.session(), organisation, other.id, act_of())
    db.session.commit()
    flash("La proposition est partie.", "success")
    return redirect(f"{PATH}/{organisation}/reseau", code=303)


@bp.post(f"{ONE}/reseau/membres/<int:number>/retirer")
@member(MemberRole.EDITOR)
def end_place(organisation: int, number: int) -> AnyResponse:
    """Take back a proposal, or end the membership of an organisation; commits."""
    my_network(organisation)
    place = networks.get_place(db.session(), number, NetworkPlace.network_id == organisation)
    networks.end(db.session(), place, act_of())
    db.session.commit()
    flash("Cette organisation n’est plus dans le réseau.", "success")
    return redirect(f"{PATH}/{organisation}/reseau", code=303)


@bp.post(f"{ONE}/equipe/reseaux/<int:number>")
@member(MemberRole.OWNER)
def answer(organisation: int, number: int) -> AnyResponse:
    """Agree to belong to a network, refuse, or leave it; commits."""
    place = networks.get_place(db.session(), number, NetworkPlace.organisation_id == organisation)
    if request.form.get("action") == "accepter":
        networks.agree(db.session(), place, act_of())
    else:
        networks.end(db.session(), place, act_of())
    db.session.commit()
    flash("Votre réponse est enregistrée.", "success")
    return redirect(f"{PATH}/{organisation}/equipe#reseaux", code=303)


@bp.get(f"{ONE}/reseau/evenement")
@member(MemberRole.EDITOR)
def event_form(organisation: int) -> str:
    """The form of an event that the network publishes."""
    return show_event(my_network(organisation), EventForm())


@bp.post(f"{ONE}/reseau/evenement")
@member(MemberRole.EDITOR)
def publish(organisation: int) -> tuple[str, int] | AnyResponse:
    """Publish an event in the name of the network; commits."""
    network, form, now = my_network(organisation), EventForm(request.form), clock.now()
    form.organisateur.data = network.name
    record = form.read(now)
    if record is None:
        return show_event(network, form), 422
    try:
        path = publish_event(db.session(), network, record.title, form.cells(), now)
    except InvalidError as error:
        form.titre.errors = [str(error)]
        return show_event(network, form), 422
    db.session.commit()
    event = get_event(db.session(), path.rpartition("/")[2])
    current_app.extensions["search"].upsert([event_documents.document_of(event, now)])
    flash("L’événement est dans l’agenda.", "success")
    return redirect(path, code=303)


def show_event(network: Organisation, form: EventForm) -> str:
    """The form of an event, with what is to mend in it."""
    return render_template(
        "memberships/event.html",
        network=network,
        form=form,
        problems=form.problems,
        territories=suggested_territories(),
    )
