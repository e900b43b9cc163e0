"""The pages that letters on a change of address lead to: they act by a button, never by a link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from app import clock
from app.accounts import settings, tokens
from app.accounts.resetting import NEW_EMAIL
from app.blueprints import entering
from app.blueprints.urls import letter_url
from app.errors import NotFoundError
from app.extensions import db

bp = Blueprint("account_addresses", __name__)
bp.after_request(entering.keep_nowhere)
bp.register_error_handler(NotFoundError, entering.show_lost_link)
CONFIRM, TAKE_BACK = "/adresse/confirmer/<secret>", "/adresse/reprendre/<secret>"


@bp.get(CONFIRM)
def confirm_form(secret: str) -> str:
    """The page that proves a new address."""
    token = tokens.look_up(db.session(), NEW_EMAIL, secret, clock.now())
    return render_template("accounts/address_confirm.html", address=token.value)


@bp.post(CONFIRM)
def confirm(secret: str) -> Response:
    """Change the address, and tell the one before; commits."""
    settings.confirm_address(db.session(), secret, clock.now(), site=letter_url())
    db.session.commit()
    flash("Votre nouvelle adresse est enregistrée. Elle sert dès maintenant à vous connecter.")
    return redirect("/espace/compte", code=303)


@bp.get(TAKE_BACK)
def take_back_form(secret: str) -> str:
    """The page that goes back to the address before."""
    token = tokens.look_up(db.session(), settings.OLD_EMAIL, secret, clock.now())
    return render_template("accounts/address_take_back.html", address=token.value)


@bp.post(TAKE_BACK)
def take_back(secret: str) -> Response:
    """Go back to the address before, and end every session; commits."""
    settings.take_back(db.session(), secret, clock.now(), site=letter_url())
    db.session.commit()
    flash("Votre adresse est reprise. Une lettre vous y attend, pour choisir un mot de passe.")
    return redirect("/connexion", code=303)
