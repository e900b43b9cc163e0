"""The double authentication of the person signed in: set up, recovery codes, taken away."""

from __future__ import annotations

import segno
from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts import sessions, throttling, totp
from app.blueprints import entering
from app.blueprints.access import SET_TOTP, Access, declare, me, my_session, signed_in
from app.errors import InvalidError
from app.extensions import db
from app.forms.accounts import CodeForm, ProofForm
from app.forms.tool_form import ToolForm

bp = Blueprint("account_totp", __name__)
bp.after_request(entering.keep_nowhere)
SET_UP = Access(needs_totp=False)  # the team comes here before anywhere else
REMOVE, CODES = f"{SET_TOTP}/retirer", f"{SET_TOTP}/codes"


def show(form: ToolForm) -> str:
    """The state of the double authentication; the key and its QR code while it is set up."""
    person, secret, picture = me(), "", ""
    if not person.has_totp and person.totp_secret:
        secret = totp.secret_of(person, entering.portal_key())
        drawn = segno.make(totp.address_of(person, entering.portal_key()), error="m")
        picture = drawn.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template(
        "accounts/totp.html",
        person=person,
        form=form,
        problems=form.problems,
        secret=grouped,
        picture=picture,
        codes_left=totp.left(db.session(), person.id),
    )


@bp.get(SET_TOTP)
@declare(SET_UP)
def state() -> str:
    """Where the double authentication stands, and what to do next."""
    return show(CodeForm())


@bp.post(SET_TOTP)
@declare(SET_UP)
def begin() -> Response:
    """Draw a key; commits."""
    totp.begin(db.session(), me(), entering.portal_key())
    db.session.commit()
    return redirect(SET_TOTP, code=303)


@bp.post(f"{SET_TOTP}/activer")
@declare(SET_UP)
def activate() -> str | tuple[str, int]:
    """Check the first code, end the other sessions, show the recovery codes once; commits."""
    form = CodeForm(request.form)
    try:
        if form.validate():
            claim_code()
            key, now = entering.portal_key(), clock.now()
            codes = totp.activate(db.session(), me(), form.code.data, key, now)
            sessions.end_all(db.session(), me().id, but=my_session().id)
            return show_codes(codes)
    except InvalidError as error:
        form.code.errors = [str(error)]
    return show(form), 422


def claim_code() -> None:
    """Count a try of a code; TooManyError after several."""
    key = throttling.key_of(entering.portal_key(), f"person:{me().id}")
    entering.claim((throttling.SECOND_STEP, key))


def show_codes(codes: list[str]) -> str:
    """The page of the recovery codes, which no address shows again; commits."""
    key = throttling.key_of(entering.portal_key(), f"person:{me().id}")
    throttling.forget(db.session(), throttling.SECOND_STEP, key)
    db.session.commit()
    return render_template("accounts/recovery_codes.html", codes=codes, person=me())


@bp.get(CODES)
@signed_in
def codes_form() -> str:
    """The form that draws new recovery codes."""
    return show_proof("accounts/codes_again.html", ProofForm())


@bp.post(CODES)
@signed_in
def draw_codes() -> str | tuple[str, int]:
    """Draw new recovery codes, and show them once; commits."""
    form = ProofForm(request.form)
    try:
        if form.validate():
            entering.prove_me(form.password.data)
            return show_codes(totp.draw_again(db.session(), me(), entering.portal_key()))
    except InvalidError as error:
        form.password.errors = [str(error)]
    return show_proof("accounts/codes_again.html", form), 422


@bp.get(REMOVE)
@signed_in
def remove_form() -> str:
    """The form that takes the double authentication away."""
    return show_proof("accounts/totp_remove.html", ProofForm())


@bp.post(REMOVE)
@signed_in
def remove() -> str | tuple[str, int] | Response:
    """Sign in without a code from now on; commits."""
    form = ProofForm(request.form)
    try:
        if form.validate():
            entering.prove_me(form.password.data)
            totp.remove(db.session(), me(), clock.now())
            db.session.commit()
            flash("La double authentification est retirée.", "success")
            return redirect(SET_TOTP, code=303)
    except InvalidError as error:
        form.password.errors = [str(error)]
    return show_proof("accounts/totp_remove.html", form), 422


def show_proof(template: str, form: ProofForm) -> str:
    """A page that asks for the password again."""
    return render_template(template, form=form, problems=form.problems, person=me())
