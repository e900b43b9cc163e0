"""The public forms that propose an event or premises: checked, kept for the team, thanked."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.lists import suggested_territories
from app.extensions import db
from app.forms.event_proposal import EventForm
from app.forms.premises_proposal import PremisesForm
from app.forms.proposed import ProposalForm
from app.proposals import services
from app.proposals.models import ProposalKind
from app.proposals.services import Draft

bp = Blueprint("proposing", __name__)
EVENT_PATH, PREMISES_PATH = "/agenda/proposer", "/locaux/proposer"


@bp.get(EVENT_PATH)
def event_form() -> str:
    """The form that proposes an event."""
    return show_form("events/propose.html", EventForm())


@bp.post(EVENT_PATH)
def propose_event() -> tuple[str, int] | Response:
    """Keep the event for the team; commits."""
    form = EventForm(request.form)
    record = form.read(clock.now())
    if record is None:
        return show_form("events/propose.html", form), 422
    return keep(form, ProposalKind.EVENT, record.title, EVENT_PATH)


@bp.get(PREMISES_PATH)
def premises_form() -> str:
    """The form that announces premises; `sens` in the address chooses to offer or to seek."""
    return show_form("premises/propose.html", PremisesForm(request.args))


@bp.post(PREMISES_PATH)
def propose_premises() -> tuple[str, int] | Response:
    """Keep the announcement for the team; commits."""
    form = PremisesForm(request.form)
    record = form.read()
    if record is None:
        return show_form("premises/propose.html", form), 422
    return keep(form, ProposalKind.PREMISES, record.title, PREMISES_PATH)


def show_form(template: str, form: ProposalForm) -> str:
    """A form, with what is to mend in it."""
    return render_template(
        template, form=form, problems=form.problems, territories=suggested_territories()
    )


def keep(form: ProposalForm, kind: ProposalKind, title: str, path: str) -> Response:
    """Keep what is proposed, and thank; a machine is thanked and ignored."""
    if not form.website.data:
        draft = Draft(kind=kind, title=title, payload=form.cells(), contact=form.contact.data or "")
        services.submit(db.session(), draft, clock.now())
        db.session.commit()
    return redirect(f"{path}/merci", code=303)


@bp.get(f"{EVENT_PATH}/merci")
def event_thanks() -> str:
    """What happens next to an event."""
    return render_template("events/thanks.html")


@bp.get(f"{PREMISES_PATH}/merci")
def premises_thanks() -> str:
    """What happens next to an announcement."""
    return render_template("premises/thanks.html")
