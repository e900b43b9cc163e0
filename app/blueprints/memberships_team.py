"""The team of an organisation: members, requests, invitations, what happened."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock, territories
from app.blueprints.access import me, member, my_membership
from app.blueprints.memberships import PATH
from app.blueprints.memberships_acts import act_of, read_team
from app.dossiers import funders
from app.errors import InvalidError
from app.extensions import db
from app.forms.membership import ROLES, DecisionForm, InviteForm, RoleForm
from app.organisations import invitations, joining, members, team
from app.organisations.members import Membership
from app.organisations.requests import JoinRequest, get_request
from app.organisations.roles import MemberRole
from app.organisations.steps import Act

bp = Blueprint("memberships_team", __name__)
TEAM = f"{PATH}/<int:organisation>/equipe"


@bp.get(TEAM)
@member(MemberRole.READER)
def show(organisation: int) -> str:
    """The team, to its members; what only those who are responsible may do is theirs alone."""
    return show_team(organisation)


def show_team(
    organisation: int,
    form: InviteForm | None = None,
    problems: tuple[tuple[str, str], ...] = (),
) -> str:
    """The page of the team, with what is to mend in a form."""
    mine, form = my_membership(), form or InviteForm()
    place = territories.find(mine.organisation.territory_code or "")
    return render_template(
        "memberships/team.html",
        team=read_team(organisation, clock.now()),
        organisation=mine.organisation,
        territory=place.label if place else "",
        mine=mine,
        is_funder=db.session.scalar(funders.of_organisations([organisation]).limit(1)) is not None,
        is_owner=mine.member_role is MemberRole.OWNER,
        roles=ROLES,
        form=form,
        problems=form.problems + problems,
    )


@bp.post(f"{TEAM}/invitations")
@member(MemberRole.OWNER)
def invite(organisation: int) -> tuple[str, int] | Response:
    """Invite an address; commits."""
    form = InviteForm(request.form)
    if not form.validate():
        return show_team(organisation, form), 422
    invitations.invite(db.session(), organisation, str(form.email.data), form.chosen_role, act_of())
    return done(organisation, "L’invitation est partie. Elle vaut quatorze jours.")


@bp.post(f"{TEAM}/invitations/<int:number>/annuler")
@member(MemberRole.OWNER)
def cancel_invitation(organisation: int, number: int) -> Response:
    """Take back an invitation; commits."""
    invitations.cancel(db.session(), organisation, number, act_of())
    return done(organisation, "L’invitation est annulée.")


@bp.post(f"{TEAM}/demandes/<int:number>")
@member(MemberRole.OWNER)
def decide(organisation: int, number: int) -> tuple[str, int] | Response:
    """Accept, refuse or reopen a request; commits."""
    found, form = get_request(db.session(), number, organisation), DecisionForm(request.form)
    if not form.validate():
        problems = tuple((f"{name}-{number}", text) for name, text in form.problems)
        return show_team(organisation, problems=problems), 422
    return done(organisation, apply_decision(found, form, act_of()))


def apply_decision(found: JoinRequest, form: DecisionForm, act: Act) -> str:
    """Do what a decision says on a request, and say it."""
    if form.action.data == "accepter":
        joining.accept_request(db.session(), found, form.chosen_role, act)
        return "La demande est acceptée."
    if form.action.data == "refuser":
        joining.refuse_request(db.session(), found, form.motif.data or "", act)
        return "La demande est refusée. La personne reçoit votre motif."
    joining.reopen_request(db.session(), found, act)
    return "La demande est rouverte."


@bp.post(f"{TEAM}/membres/<int:number>/role")
@member(MemberRole.OWNER)
def change_role(organisation: int, number: int) -> Response:
    """Give a member another role; commits."""
    form = RoleForm(request.form)
    if not form.validate():
        raise InvalidError("Choisissez un rôle dans la liste.")
    team.change_role(db.session(), organisation, number, form.chosen_role, act_of())
    return done(organisation, "Le rôle est changé.")


@bp.post(f"{TEAM}/membres/<int:number>/retirer")
@member(MemberRole.OWNER)
def remove(organisation: int, number: int) -> Response:
    """Take a member out; commits."""
    team.remove_member(db.session(), organisation, number, act_of())
    return done(organisation, "Cette personne n’est plus membre. Vous pouvez la réintégrer.")


@bp.post(f"{TEAM}/anciens/<int:number>")
@member(MemberRole.OWNER)
def put_back(organisation: int, number: int) -> Response:
    """Make a person who was removed a member again; commits."""
    team.put_back(db.session(), organisation, number, act_of())
    return done(organisation, "Cette personne est de nouveau membre.")


@bp.post(f"{TEAM}/quitter")
@member(MemberRole.READER)
def leave(organisation: int) -> Response:
    """Go out of the team; commits."""
    team.leave(db.session(), organisation, act_of())
    db.session.commit()
    flash("Vous n’êtes plus membre de l’organisation.", "success")
    return redirect(PATH, code=303)


def done(organisation: int, said: str) -> Response:
    """Commit, and show the team again; to who has just gone out of it, their organisations."""
    db.session.commit()
    flash(said, "success")
    known = members.of_person(me().id).where(Membership.organisation_id == organisation)
    is_in = db.session.scalars(known).first() is not None
    return redirect(f"{PATH}/{organisation}/equipe" if is_in else PATH, code=303)
