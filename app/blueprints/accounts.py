"""Signing up, in and out; a forgotten password. No answer tells whether an account exists."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.accounts import passwords, registration, resetting
from app.blueprints import entering, oidc, signed_in
from app.blueprints.urls import letter_url, own_path
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.accounts import (
    AddressForm,
    CodeForm,
    NewPasswordForm,
    ProofForm,
    SignInForm,
    SignUpForm,
)
from app.forms.tool_form import ToolForm

bp = Blueprint("accounts", __name__)
bp.after_request(entering.keep_nowhere)
bp.register_error_handler(NotFoundError, entering.show_lost_link)
SIGN_UP, RESEND, SIGN_IN = "/inscription", "/inscription/renvoyer", "/connexion"
FORGOTTEN = "/mot-de-passe-oublie"
WRONG = (
    "L’adresse ou le mot de passe ne convient pas, ou l’inscription n’est pas confirmée\u00a0: "
    "regardez aussi votre messagerie."
)


def show(template: str, form: ToolForm, **values: object) -> str:
    """A page with its form, and what is to mend in it."""
    return render_template(
        template,
        form=form,
        problems=form.problems,
        password_rule=passwords.RULE,
        **values,
    )


@bp.get(SIGN_UP)
def sign_up_form() -> str:
    """The form that makes an account."""
    return show("accounts/sign_up.html", SignUpForm())


@bp.post(SIGN_UP)
def sign_up() -> tuple[str, int] | Response:
    """Make the account and write to its address; commits."""
    form = SignUpForm(request.form)
    draft = form.read()
    if draft is None:
        return show("accounts/sign_up.html", form), 422
    if not form.website.data:
        told = entering.may_write_to(draft.email)
        registration.sign_up(db.session(), draft, clock.now(), site=letter_url(), is_told=told)
        db.session.commit()
    return redirect(f"{SIGN_UP}/messagerie", code=303)


@bp.get(f"{SIGN_UP}/messagerie")
def sign_up_sent() -> str:
    """« Regardez votre messagerie », for everybody alike."""
    return render_template("accounts/sign_up_sent.html")


@bp.get(RESEND)
def resend_form() -> str:
    """The form that asks for the letter again."""
    return show("accounts/resend.html", AddressForm())


@bp.post(RESEND)
def resend() -> tuple[str, int] | Response:
    """Write again to an address that waits for its proof; commits."""
    form = AddressForm(request.form)
    if not form.validate():
        return show("accounts/resend.html", form), 422
    address = form.email.address
    if not form.website.data and entering.may_write_to(address):
        registration.send_again(db.session(), address, clock.now(), site=letter_url())
    db.session.commit()
    return redirect(f"{SIGN_UP}/messagerie", code=303)


@bp.get(f"{SIGN_UP}/confirmer/<secret>")
def confirm_form(secret: str) -> str:
    """The page of the letter: it changes nothing by itself."""
    person = registration.whose(db.session(), secret, clock.now())
    return show("accounts/confirm.html", ProofForm(), person=person)


@bp.post(f"{SIGN_UP}/confirmer/<secret>")
def confirm(secret: str) -> tuple[str, int] | Response:
    """Prove the address, and sign in; commits."""
    form = ProofForm(request.form)
    person = registration.whose(db.session(), secret, clock.now())
    try:
        if form.validate():
            return entering.try_confirmation(secret, form.password.data)
    except InvalidError as error:
        form.password.errors = [str(error)]
    return show("accounts/confirm.html", form, person=person), 422


@bp.get(SIGN_IN)
def sign_in_form() -> str | Response:
    """The form that signs in; who is signed in already goes on."""
    suite = own_path(request.args.get("suite", ""))
    if current_user.is_authenticated:
        return redirect(suite or entering.HOME)
    return show("accounts/sign_in.html", SignInForm(data={"suite": suite}))


@bp.post(SIGN_IN)
def sign_in() -> tuple[str, int] | Response:
    """Sign in, or ask for the second step; the same refusal for all reasons; commits."""
    form = SignInForm(request.form)
    form.suite.data = own_path(form.suite.data or "")
    if not form.validate():
        return show("accounts/sign_in.html", form), 422
    person = entering.try_password(form.email.address, form.password.data)
    if person is None:
        form.password.errors = [WRONG]
        return show("accounts/sign_in.html", form), 422
    return entering.enter(person, "password", form.suite.data)


@bp.get(entering.CODE_PATH)
def code_form() -> str | Response:
    """The form of the second step."""
    try:
        entering.half_signed_in()
    except NotFoundError:
        return entering.begin_again("Commencez par votre adresse et votre mot de passe.")
    return show("accounts/code.html", CodeForm())


@bp.post(entering.CODE_PATH)
def send_code() -> tuple[str, int] | Response:
    """Sign in who gives the right code; commits."""
    form = CodeForm(request.form)
    try:
        person = entering.half_signed_in()
        if form.validate():
            return entering.try_code(person, form.code.data)
    except NotFoundError:
        return entering.begin_again("Trop de temps a passé\u00a0: recommencez.")
    except InvalidError as error:
        form.code.errors = [str(error)]
    return show("accounts/code.html", form), 422


@bp.post("/deconnexion")
def sign_out() -> Response:
    """End the session of this browser; commits."""
    elsewhere = oidc.end_session_url()
    if current_user.is_authenticated:
        signed_in.sign_out()
        db.session.commit()
    return oidc.leave(elsewhere)


@bp.get(FORGOTTEN)
def forgotten_form() -> str:
    """The form that asks for a new password."""
    return show("accounts/forgotten.html", AddressForm())


@bp.post(FORGOTTEN)
def forgotten() -> tuple[str, int] | Response:
    """Write to the address, if it has an account; commits."""
    form = AddressForm(request.form)
    if not form.validate():
        return show("accounts/forgotten.html", form), 422
    address = form.email.address
    if not form.website.data and entering.may_write_to(address):
        resetting.request_reset(db.session(), address, clock.now(), site=letter_url())
    db.session.commit()
    return redirect(f"{FORGOTTEN}/messagerie", code=303)


@bp.get(f"{FORGOTTEN}/messagerie")
def forgotten_sent() -> str:
    """« Regardez votre messagerie », for everybody alike."""
    return render_template("accounts/forgotten_sent.html")


@bp.get("/mot-de-passe/<secret>")
def reset_form(secret: str) -> str:
    """The form of a new password, that a letter leads to."""
    resetting.whose(db.session(), secret, clock.now())
    return show("accounts/reset.html", NewPasswordForm())


@bp.post("/mot-de-passe/<secret>")
def reset(secret: str) -> tuple[str, int] | Response:
    """Keep the new password, end every session, and sign in; commits."""
    form, now, key = NewPasswordForm(request.form), clock.now(), entering.portal_key()
    person = resetting.whose(db.session(), secret, now)
    if not form.validate() or not form.password.check_rule(person.email, person.name):
        return show("accounts/reset.html", form), 422
    resetting.reset(db.session(), secret, form.password.data, key, now)
    return entering.enter(person, "password", said="Votre nouveau mot de passe est enregistré.")
