"""Follow a search: with an account at once, without one once the address has confirmed it."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import clock
from app.alerts import services
from app.alerts.links import Links
from app.alerts.watching import Search
from app.blueprints import entering
from app.blueprints.access import SIGN_IN, me
from app.blueprints.urls import letter_url
from app.blueprints.watchable.registry import WATCHES, find_watchable
from app.errors import InvalidError
from app.extensions import db
from app.forms.alerts import PaceForm, VisitorAlertForm

bp = Blueprint("alerts", __name__)
NEW, ASKED = "/alertes/nouvelle", "/alertes/demandee"


def links() -> Links:
    """The links of letters, of this portal."""
    return Links(secret=current_app.config["SECRET_KEY"], root=letter_url())


def asked_search() -> Search:
    """The search that the address names; NotFoundError where no list has it."""
    wanted = MultiDict((n, v) for n, v in request.args.items(multi=True) if n != "liste")
    return find_watchable(request.args.get("liste", "")).search_of(wanted)


def new_form(posted: MultiDict[str, str] | None = None) -> PaceForm:
    """The form to fill: without an account, it asks for an address."""
    return PaceForm(posted) if current_user.is_authenticated else VisitorAlertForm(posted)


def show_form(form: PaceForm, search: Search) -> str:
    """The page of the form, with what is to mend."""
    watch = WATCHES[search.listing]
    action = f"{NEW}?liste={search.listing}&{search.query}".rstrip("&")
    return render_template(
        "alerts/new.html",
        form=form,
        search=search,
        back=watch.address(search.query),
        back_label=watch.name,
        sign_in=f"{SIGN_IN}?suite={quote(action)}",
        action=action,
        problems=form.problems,
    )


@bp.get(NEW)
def new() -> str:
    """The form that follows a search."""
    return show_form(new_form(), asked_search())


@bp.post(NEW)
def create() -> tuple[str, int] | Response:
    """Follow the search of the address; commits."""
    form, search = new_form(request.form), asked_search()
    if not form.validate():
        return show_form(form, search), 422
    if current_user.is_authenticated:
        return follow(form, search)
    address = form["courriel"].data
    if not form["website"].data and entering.may_write_to(address):
        services.ask(db.session(), address, search, form.pace, links(), clock.now())
        db.session.commit()
    return redirect(ASKED, code=303)


def follow(form: PaceForm, search: Search) -> tuple[str, int] | Response:
    """Follow it with the account that is signed in; commits."""
    try:
        _alert, is_new = services.follow(db.session(), me().id, search, form.pace, clock.now())
    except InvalidError as error:
        form.frequence.errors = [str(error)]
        return show_form(form, search), 422
    db.session.commit()
    known = "Vous suiviez déjà cette recherche\u00a0: sa fréquence est à jour."
    flash("Vous suivez cette recherche." if is_new else known, "success")
    return redirect("/espace/alertes", code=303)


@bp.get(ASKED)
def asked() -> str:
    """What to do next: the same page whatever the address follows already."""
    return render_template("alerts/asked.html", days=services.UNCONFIRMED_FOR.days)


@bp.get("/alertes/confirmer/<secret>")
def show_confirmation(secret: str) -> str:
    """The button that confirms: a link alone does nothing, programs that check mail open them."""
    alert = services.look_up(db.session(), secret, clock.now())
    return render_template("alerts/confirm.html", alert=alert)


@bp.post("/alertes/confirmer/<secret>")
def confirm(secret: str) -> Response:
    """The address confirms an alert, and sees all of them; commits."""
    alert = services.confirm(db.session(), secret, clock.now())
    address = links().manage(alert.subscriber.key).removeprefix(letter_url())
    db.session.commit()
    flash("Votre alerte est confirmée.", "success")
    return redirect(address, code=303)
