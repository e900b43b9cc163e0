"""« Proposer un acteur »: a form for anybody, that the team decides on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.errors import InvalidError
from app.extensions import db
from app.forms.actor_proposal import ActorProposalForm
from app.proposals.models import ProposalKind
from app.proposals.services import Draft, submit
from app.stakeholders.directory import load_directory
from app.stakeholders.services import make_proposed, problems_of_proposed

bp = Blueprint("actor_proposals", __name__)
PATH = "/acteurs/proposer"
THANKS = "Merci. L’équipe du portail vérifiera cet acteur avant de l’afficher."


@bp.get(PATH)
def show() -> str:
    """The form, for the function and the territory that the address names."""
    return render_page(ActorProposalForm(request.args), ())


@bp.post(PATH)
def send() -> str | tuple[str, int] | Response:
    """Keep the proposal for the team; commits."""
    form = ActorProposalForm(request.form)
    if not form.validate() or not is_right(form):
        return render_page(form, form.problems), 422
    if not form.website.data:
        draft = Draft(
            kind=ProposalKind.ACTOR,
            title=form.nom.data,
            payload=form.values,
            contact=form.courriel.data or "",
        )
        try:
            submit(db.session(), draft, clock.now())
        except InvalidError as error:
            return render_page(form, ((form.nom.id, str(error)),)), 422
        db.session.commit()
    flash(THANKS, "success")
    return redirect("/guide/qui-fait-quoi", code=303)


def is_right(form: ActorProposalForm) -> bool:
    """Whether the sheet could be kept; what is wrong is said beside each field."""
    others = load_directory(db.session()).actors
    found = problems_of_proposed(make_proposed(form.values), others, clock.now())
    for name, why in found:
        form.show_problem(name, why)
    return not found


def render_page(form: ActorProposalForm, problems: tuple[tuple[str, str], ...]) -> str:
    """The page of the form."""
    return render_template("stakeholders/propose.html", form=form, problems=problems)
