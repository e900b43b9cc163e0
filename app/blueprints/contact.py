"""Write to a structure without seeing its address: the form, the proof, the relay."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.blueprints.private_pages import keep_private
from app.blueprints.structures import find_structure
from app.blueprints.urls import letter_url
from app.errors import InvalidError
from app.extensions import db
from app.forms.contact import ContactForm
from app.siae import contacts
from app.siae.models import Siae

bp = Blueprint("contact", __name__)
PATH, LINK = "/structures/<slug>/contact", "/contact/<secret>"


@bp.get(PATH)
def form(slug: str) -> str:
    """The form, which says what becomes of a message."""
    return show(find_structure(slug), ContactForm())


@bp.post(PATH)
def send(slug: str) -> tuple[str, int] | AnyResponse:
    """Keep a message until its sender confirms it; a machine is thanked and ignored; commits."""
    siae, filled = find_structure(slug), ContactForm(request.form)
    if not filled.validate() or not (filled.website.data or keep(siae, filled)):
        return show(siae, filled), 422
    db.session.commit()
    return redirect(f"/structures/{slug}/contact/envoye", code=303)


@bp.get(f"{PATH}/envoye")
def sent(slug: str) -> str:
    """What the sender does next: nothing has left yet."""
    return render_template("structures/contact_sent.html", siae=find_structure(slug))


@bp.get(LINK)
def ask(secret: str) -> Response:
    """The message and the button that sends it: opening the link sends nothing."""
    message = contacts.waiting(db.session(), secret, clock.now())
    siae = db.session.get_one(Siae, message.siae_id)
    page = render_template(
        "structures/contact_confirm.html",
        message=message,
        siae=siae,
        is_joined=contacts.is_joined(db.session(), siae),
        secret=secret,
    )
    return keep_private(page)


@bp.post(LINK)
def relay(secret: str) -> AnyResponse:
    """Send the message on, and say to whom; commits."""
    message = contacts.relay(db.session(), secret, letter_url(), clock.now())
    siae = db.session.get_one(Siae, message.siae_id)
    address, is_relayed = f"/structures/{siae.slug}", message.relayed_to > 0
    db.session.commit()
    flash(RELAYED if is_relayed else TO_TEAM, "success")
    return redirect(address, code=303)


RELAYED = "Votre message est transmis aux personnes qui représentent la structure sur le portail."
TO_TEAM = (
    "Personne de cette structure n’a encore rejoint le portail\u00a0: votre message est transmis à "
    "l’équipe du portail. Rien ne garantit que la structure le reçoive."
)


def keep(siae: Siae, filled: ContactForm) -> bool:
    """Keep the message of a form, or say in it why it is refused."""
    draft = filled.draft(request.remote_addr or "")
    try:
        contacts.write(db.session(), siae, draft, letter_url(), clock.now())
    except InvalidError as error:
        filled.message.errors = [str(error)]
        return False
    return True


def show(siae: Siae, filled: ContactForm) -> str:
    """The form of a structure."""
    return render_template(
        "structures/contact.html",
        siae=siae,
        form=filled,
        problems=filled.problems,
        is_joined=contacts.is_joined(db.session(), siae),
    )
