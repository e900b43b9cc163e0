"""My organisations: those I belong to, those that invite me, the one I create."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, signed_in
from app.blueprints.lists import suggested_territories
from app.blueprints.memberships_acts import act_of
from app.extensions import db
from app.forms.membership import CreateForm
from app.organisations import creating, invitations, members, requests
from app.organisations.creating import NewOrganisation
from app.organisations.invitations import Invitation
from app.organisations.joining import withdraw
from app.organisations.requests import JoinRequest, RequestState

bp = Blueprint("memberships", __name__)
PATH = "/espace/organisations"
UNANSWERED = (RequestState.WAITING, RequestState.REFUSED)


@bp.get(PATH)
@signed_in
def index() -> str:
    """My organisations with my role, my invitations, my requests."""
    person, now = me(), clock.now()
    invited = invitations.waiting(now).where(Invitation.email == person.email)
    asked = requests.in_state(*UNANSWERED).where(JoinRequest.person_id == person.id)
    return render_template(
        "memberships/index.html",
        memberships=list(db.session.scalars(members.of_person(person.id))),
        invited=list(db.session.scalars(invited)),
        asked=list(db.session.scalars(asked)),
    )


@bp.post(f"{PATH}/demandes/<int:number>/retirer")
@signed_in
def withdraw_request(number: int) -> Response:
    """Take back my request; commits."""
    withdraw(db.session(), number, act_of())
    db.session.commit()
    flash("Votre demande est retirée.", "success")
    return redirect(PATH, code=303)


@bp.get(f"{PATH}/creer")
@signed_in
def creation_form() -> str:
    """The form that creates an organisation."""
    return show_creation(CreateForm())


@bp.post(f"{PATH}/creer")
@signed_in
def create() -> tuple[str, int] | Response:
    """Create an organisation that I am responsible for; commits."""
    form = CreateForm(request.form)
    if (
        form.validate()
        and form.siret.data
        and creating.find_by_siret(db.session(), form.siret.data)
    ):
        form.siret.errors = [creating.KNOWN]
    if form.problems:
        return show_creation(form), 422
    wanted = NewOrganisation(
        name=form.nom.data,
        kind=form.nature.data,
        siret=form.siret.data or "",
        territory_code=form.territoire.code,
    )
    made = creating.create_organisation(db.session(), me(), wanted, act_of())
    db.session.commit()
    flash("L’organisation est créée. Vous en êtes responsable.", "success")
    return redirect(f"{PATH}/{made.id}/equipe", code=303)


def show_creation(form: CreateForm) -> str:
    """The form, with what is to mend in it."""
    return render_template(
        "memberships/create.html",
        form=form,
        problems=form.problems,
        territories=suggested_territories(),
    )


@bp.get("/invitation/<secret>")
def show_invitation(secret: str) -> str:
    """What a letter invites to; opening it does nothing."""
    invitation = invitations.open_letter(db.session(), secret, clock.now())
    person = me() if current_user.is_authenticated else None
    return render_template("memberships/invitation.html", invitation=invitation, person=person)


@bp.post(f"{PATH}/invitations/<int:number>")
@signed_in
def answer_invitation(number: int) -> Response:
    """Accept or decline an invitation to my address; commits."""
    if request.form.get("action") != "accepter":
        invitations.decline(db.session(), me(), number, act_of())
        said, path = "L’invitation est déclinée.", PATH
    else:
        made = invitations.accept(db.session(), me(), number, act_of())
        said, path = "Vous avez rejoint l’organisation.", f"{PATH}/{made.organisation_id}/equipe"
    db.session.commit()
    flash(said, "success")
    return redirect(path, code=303)
