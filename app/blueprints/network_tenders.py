"""The consultations that a network publishes, in its members' space."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, member
from app.blueprints.lists import suggested_territories
from app.blueprints.memberships_networks import my_network
from app.blueprints.presenters import TenderCard
from app.errors import InvalidError
from app.extensions import db
from app.forms.network_tender import NetworkTenderForm, WithdrawalForm
from app.moderation import network_tenders
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.tenders import documents as tender_documents
from app.tenders.models import Consultation

bp = Blueprint("network_tenders", __name__)
PATH = "/espace/organisations/<int:organisation>/reseau/marches"
MOST_SHOWN = 200


def path_of(network: Organisation) -> str:
    """The list of what a network published."""
    return f"/espace/organisations/{network.id}/reseau/marches"


@bp.get(PATH)
@member(MemberRole.EDITOR)
def index(organisation: int) -> str:
    """What the network published, the latest first."""
    network, now = my_network(organisation), clock.now()
    calls = db.session.scalars(network_tenders.published(network).limit(MOST_SHOWN))
    return render_template(
        "memberships/tenders.html",
        network=network,
        here=path_of(network),
        rows=[
            (
                call.number,
                TenderCard.of(call.consultation, now),
                call.consultation.status not in network_tenders.ENDED,
            )
            for call in calls
        ],
    )


@bp.get(f"{PATH}/nouveau")
@member(MemberRole.EDITOR)
def new(organisation: int) -> str:
    """The form of a consultation."""
    network = my_network(organisation)
    return show_form(network, NetworkTenderForm(), f"{path_of(network)}/nouveau")


@bp.post(f"{PATH}/nouveau")
@member(MemberRole.EDITOR)
def publish(organisation: int) -> tuple[str, int] | Response:
    """Publish a consultation in the name of the network; commits."""
    network, form, now = my_network(organisation), NetworkTenderForm(request.form), clock.now()
    given = form.read()
    here = f"{path_of(network)}/nouveau"
    if given is None:
        return show_form(network, form, here), 422
    try:
        consultation = network_tenders.publish(db.session(), network, given, me(), now)
    except InvalidError as error:
        form.jour.errors = [str(error)]
        return show_form(network, form, here), 422
    return finish(consultation, "La consultation est publiée.", now)


@bp.get(f"{PATH}/<number>/modifier")
@member(MemberRole.EDITOR)
def edit(organisation: int, number: str) -> str:
    """The form of a consultation, with what the network said last."""
    network = my_network(organisation)
    call = network_tenders.find_call(db.session(), network, number)
    form = NetworkTenderForm.of(network_tenders.last_word(db.session(), call))
    return show_form(network, form, f"{path_of(network)}/{call.number}/modifier", call.number)


@bp.post(f"{PATH}/<number>/modifier")
@member(MemberRole.EDITOR)
def amend(organisation: int, number: str) -> tuple[str, int] | Response:
    """Correct a consultation by a notice that follows; commits."""
    network, form, now = my_network(organisation), NetworkTenderForm(request.form), clock.now()
    call = network_tenders.find_call(db.session(), network, number)
    here = f"{path_of(network)}/{call.number}/modifier"
    given = form.read()
    if given is None:
        return show_form(network, form, here, call.number), 422
    try:
        consultation = network_tenders.amend(db.session(), network, call, given, me(), now)
    except InvalidError as error:
        form.jour.errors = [str(error)]
        return show_form(network, form, here, call.number), 422
    return finish(consultation, "La correction est publiée.", now)


@bp.route(f"{PATH}/<number>/retirer", methods=["GET", "POST"])
@member(MemberRole.EDITOR)
def withdraw(organisation: int, number: str) -> tuple[str, int] | Response:
    """Withdraw a consultation, and say why; commits."""
    network, now = my_network(organisation), clock.now()
    call = network_tenders.find_call(db.session(), network, number)
    form = WithdrawalForm(request.form)
    if request.method == "POST" and form.validate():
        reason = form.raison.data or ""
        try:
            found = network_tenders.withdraw(db.session(), network, call, reason, me(), now)
        except InvalidError as error:
            form.raison.errors = [str(error)]
        else:
            return finish(found, "La consultation est retirée.", now)
    page = render_template(
        "memberships/tender_withdraw.html",
        network=network,
        title=call.consultation.title,
        here=path_of(network),
        number=call.number,
        form=form,
        problems=form.problems,
    )
    return page, 422 if form.problems else 200


def finish(consultation: Consultation, said: str, now: datetime) -> Response:
    """Commit, write in the search, and show the public page."""
    reference, document = consultation.reference, tender_documents.document_of(consultation, now)
    db.session.commit()
    current_app.extensions["search"].upsert([document])
    flash(said, "success")
    return redirect(f"/marches/{reference}", code=303)


def show_form(network: Organisation, form: NetworkTenderForm, action: str, number: str = "") -> str:
    """The form, with what is to mend in it; `number` is that of a consultation to correct."""
    return render_template(
        "memberships/tender_form.html",
        network=network,
        form=form,
        problems=form.problems,
        action=action,
        number=number,
        here=path_of(network),
        territories=suggested_territories(),
    )
