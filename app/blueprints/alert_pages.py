"""The alerts of somebody: in their space, or behind the secret link of their letters."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.alerts import links as signed
from app.alerts import queries, services
from app.alerts.frequency import Frequency
from app.alerts.models import Alert, Subscriber
from app.blueprints.access import me, signed_in
from app.blueprints.alerts import links
from app.blueprints.private_pages import keep_private
from app.blueprints.watchable.registry import WATCHES
from app.errors import InvalidError
from app.extensions import db
from app.forms.alerts import PACES, PaceForm

bp = Blueprint("alert_pages", __name__)
SPACE = "/espace/alertes"
DONE = "/alertes/arretees"
SECRET = "/alertes/<secret>"  # noqa: S105  a pattern of addresses


@bp.get(SPACE)
@signed_in
def mine() -> str:
    """What the person signed in follows."""
    rows = rows_of(db.session.scalars(queries.of_person(me().id)))
    return render_template("alerts/mine.html", rows=rows, paces=PACES, base=SPACE)


@bp.post(f"{SPACE}/<int:number>")
@signed_in
def change_mine(number: int) -> Response:
    """Change one of them; commits."""
    subscriber = db.session.scalar(queries.subscriber_of(me().id))
    change(subscriber.id if subscriber else None, number)
    return redirect(SPACE, code=303)


@bp.post(f"{SPACE}/tout-arreter")
@signed_in
def stop_mine() -> Response:
    """Stop them all; commits."""
    subscriber = db.session.scalar(queries.subscriber_of(me().id))
    if subscriber is not None:
        stop_all(subscriber)
    flash("Toutes vos alertes sont supprimées.", "success")
    return redirect(SPACE, code=303)


def behind(secret: str) -> Subscriber | None:
    """The subscriber of a secret link, None where it follows nothing any more.

    NotFoundError where the link is none of ours.
    """
    key = links().read(signed.MANAGE, secret)
    return db.session.scalar(queries.subscriber_by_key(key))


@bp.get(SECRET)
def show(secret: str) -> Response:
    """What an address without an account follows; nobody keeps a copy of the page."""
    subscriber = behind(secret)
    if subscriber is None:
        return redirect(DONE)
    page = render_template(
        "alerts/secret.html",
        rows=rows_of(db.session.scalars(queries.of_subscriber(subscriber.id))),
        paces=PACES,
        base=f"/alertes/{secret}",
        is_asked=subscriber.renewal_asked_at is not None,
    )
    return keep_private(page)


@bp.post(f"{SECRET}/<int:number>")
def change_one(secret: str, number: int) -> Response:
    """Change one of them; commits."""
    subscriber = behind(secret)
    change(subscriber.id if subscriber else None, number)
    return redirect(f"/alertes/{secret}", code=303)


@bp.post(f"{SECRET}/continuer")
def go_on(secret: str) -> Response:
    """An address says that it still wants its alerts; commits."""
    subscriber = behind(secret)
    if subscriber is not None:
        services.renew(subscriber, clock.now())
        db.session.commit()
        flash("Merci\u00a0: vos alertes continuent.", "success")
    return redirect(f"/alertes/{secret}", code=303)


@bp.post(f"{SECRET}/tout-arreter")
def stop_everything(secret: str) -> Response:
    """Stop them all; commits."""
    subscriber = behind(secret)
    if subscriber is not None:
        stop_all(subscriber)
    return redirect(DONE, code=303)


def rows_of(alerts: Iterable[Alert]) -> list[tuple[Alert, str]]:
    """Each alert with the address of its list; a list that is no more has none."""
    return [
        (alert, WATCHES[alert.listing].address(alert.query) if alert.listing in WATCHES else "")
        for alert in alerts
    ]


def change(subscriber_id: int | None, number: int) -> None:
    """Do what the form asks to an alert of that subscriber, and say so; commits."""
    alert = services.find_alert(db.session(), subscriber_id, number)
    action, now = request.form.get("action", ""), clock.now()
    if action == "supprimer":
        services.stop(db.session(), alert)
        said = "L’alerte est supprimée."
    elif action == "suspendre":
        services.pause(alert, now)
        said = "L’alerte est suspendue."
    elif action == "reprendre":
        services.resume(alert, now)
        said = "L’alerte reprend."
    else:
        services.set_pace(alert, asked_pace())
        said = "La fréquence est changée."
    db.session.commit()
    flash(said, "success")


def asked_pace() -> Frequency:
    """The frequency that the form asks for; InvalidError where there is none."""
    form = PaceForm(request.form)
    if not form.validate():
        raise InvalidError("Choisissez une fréquence dans la liste.")
    return form.pace


def stop_all(subscriber: Subscriber) -> None:
    """Stop all that a subscriber follows; commits."""
    services.stop_all(db.session(), subscriber)
    db.session.commit()
