"""« Mon compte »: name, address, password, where one is signed in, leaving."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, session
from flask_login import logout_user
from werkzeug.wrappers import Response

from app import clock
from app.accounts import passwords, resetting, sessions, settings, totp
from app.accounts.roles import Purpose
from app.blueprints import entering
from app.blueprints.access import me, my_session, signed_in
from app.blueprints.urls import letter_url
from app.errors import InvalidError
from app.extensions import db
from app.forms.accounts_settings import LeaveForm, NameForm, NewAddressForm, PasswordChangeForm
from app.forms.tool_form import ToolForm
from app.organisations import members, team
from app.privacy.spans import SPANS

bp = Blueprint("account_settings", __name__)
bp.after_request(entering.keep_nowhere)
ACCOUNT = "/espace/compte"
SENT = (
    "Une lettre est partie à la nouvelle adresse\u00a0: ouvrez-la pour confirmer. D’ici là, rien "
    "ne change."
)


def show(template: str, form: ToolForm, **values: object) -> str:
    """A page of the account with its form, and what is to mend in it."""
    return render_template(
        template,
        form=form,
        problems=form.problems,
        person=me(),
        password_rule=passwords.RULE,
        **values,
    )


def save(
    form: ToolForm, template: str, said: str, act: Callable[[], None]
) -> tuple[str, int] | Response:
    """Do what a valid form asks, commit and go back to the account; else say what to mend.

    What the domain refuses is said beside the password: the forms check everything else.
    """
    try:
        if form.validate():
            act()
            db.session.commit()
            flash(said, "success")
            return redirect(ACCOUNT, code=303)
    except InvalidError as error:
        form["password"].errors = [str(error)]
    return show(template, form), 422


@bp.get(ACCOUNT)
@signed_in
def show_account() -> str:
    """What the portal keeps of the person, and where they are signed in."""
    opened = db.session.scalars(sessions.of_person(me().id, clock.now())).all()
    return render_template(
        "accounts/account.html",
        person=me(),
        purpose=Purpose(me().purpose),
        opened=opened,
        here=my_session(),
        codes_left=totp.left(db.session(), me().id),
    )


@bp.get(f"{ACCOUNT}/nom")
@signed_in
def name_form() -> str:
    """The form of the name."""
    return show("accounts/name.html", NameForm(data={"name": me().name, "purpose": me().purpose}))


@bp.post(f"{ACCOUNT}/nom")
@signed_in
def rename() -> tuple[str, int] | Response:
    """Change the name and what the person comes for; commits."""
    form = NameForm(request.form)
    act = lambda: settings.rename(me(), form.name.data, Purpose(form.purpose.data))  # noqa: E731
    return save(form, "accounts/name.html", "Votre nom est enregistré.", act)


@bp.get(f"{ACCOUNT}/adresse")
@signed_in
def address_form() -> str:
    """The form of another address."""
    return show("accounts/address.html", NewAddressForm())


@bp.post(f"{ACCOUNT}/adresse")
@signed_in
def request_address() -> tuple[str, int] | Response:
    """Write to the new address; commits."""
    form = NewAddressForm(request.form)
    if form.validate() and form.email.address == me().email:
        form.email.errors = [settings.SAME]
        return show("accounts/address.html", form), 422

    def act() -> None:
        entering.prove_me(form.password.data)
        if entering.may_write_to(form.email.address):
            address, now = form.email.address, clock.now()
            settings.request_address(db.session(), me(), address, now, site=letter_url())

    return save(form, "accounts/address.html", SENT, act)


@bp.get(f"{ACCOUNT}/mot-de-passe")
@signed_in
def password_form() -> str:
    """The form of another password."""
    return show("accounts/password.html", PasswordChangeForm())


@bp.post(f"{ACCOUNT}/mot-de-passe")
@signed_in
def change_password() -> tuple[str, int] | Response:
    """Change the password, and end the other sessions; commits."""
    form = PasswordChangeForm(request.form)
    if not form.validate() or not form.new.check_rule(me().email, me().name):
        return show("accounts/password.html", form), 422

    def act() -> None:
        entering.prove_me(form.password.data)
        here, now = my_session().id, clock.now()
        resetting.change(db.session(), me(), form.new.data, now, here=here)

    said = "Votre mot de passe est changé. Vos autres connexions sont terminées."
    return save(form, "accounts/password.html", said, act)


@bp.post(f"{ACCOUNT}/connexions/<int:number>/terminer")
@signed_in
def end_session(number: int) -> Response:
    """End one session of the person; commits."""
    sessions.end(db.session(), me().id, number)
    db.session.commit()
    flash("Cette connexion est terminée.", "success")
    return redirect(ACCOUNT, code=303)


@bp.post(f"{ACCOUNT}/connexions/terminer-les-autres")
@signed_in
def end_others() -> Response:
    """End every session of the person but this one; commits."""
    sessions.end_all(db.session(), me().id, but=my_session().id)
    db.session.commit()
    flash("Vous n’êtes plus connecté qu’ici.", "success")
    return redirect(ACCOUNT, code=303)


@bp.get(f"{ACCOUNT}/supprimer")
@signed_in
def leave_form() -> str:
    """What leaving erases, what stays and why."""
    return show("accounts/leave.html", LeaveForm(), memberships=my_memberships(), kept=SPANS)


@bp.post(f"{ACCOUNT}/supprimer")
@signed_in
def leave() -> tuple[str, int] | Response:
    """Erase the account; commits."""
    form = LeaveForm(request.form)
    try:
        if form.validate():
            entering.prove_me(form.password.data)
            team.refuse_to_abandon(db.session(), me().id)
            settings.leave(db.session(), me(), clock.now())
            db.session.commit()
            return say_goodbye()
    except InvalidError as error:
        form.password.errors = [str(error)]
    return show("accounts/leave.html", form, memberships=my_memberships(), kept=SPANS), 422


def my_memberships() -> list[members.Membership]:
    """The organisations that lose the person."""
    return list(db.session.scalars(members.of_person(me().id)))


def say_goodbye() -> Response:
    """Empty the cookie of who just left."""
    logout_user()
    session.clear()
    flash("Votre compte est effacé. Une lettre vous le confirme.", "success")
    return redirect("/", code=303)
