"""« Se désabonner », from the letter or from the mailbox itself (RFC 8058).

A mailbox posts by itself, without cookie nor token: the signed link is the proof. GET only shows a
button, since programs that check mail open every link. POST answers with a page: RFC 8058 wants no
redirection. A link that already served says the same.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from app.alerts import links as signed
from app.alerts import queries, services
from app.blueprints.alerts import links
from app.extensions import csrf, db

bp = Blueprint("alert_stops", __name__)
ONE, ALL, DONE = "/alertes/arreter/<secret>", "/alertes/arreter-tout/<secret>", "/alertes/arretees"


@bp.get(ONE)
def show_one(secret: str) -> str:
    """The button that stops one alert."""
    alert = db.session.scalar(queries.by_key(links().read(signed.STOP, secret)))
    return render_template("alerts/stop.html", alert=alert, is_all=False)


@bp.post(ONE)
@csrf.exempt  # type: ignore[untyped-decorator]
def stop_one(secret: str) -> str:
    """Stop one alert; commits."""
    alert = db.session.scalar(queries.by_key(links().read(signed.STOP, secret)))
    if alert is not None:
        services.stop(db.session(), alert)
        db.session.commit()
    return done()


@bp.get(ALL)
def show_all(secret: str) -> str:
    """The button that stops them all."""
    links().read(signed.STOP_ALL, secret)
    return render_template("alerts/stop.html", alert=None, is_all=True)


@bp.post(ALL)
@csrf.exempt  # type: ignore[untyped-decorator]
def stop_all(secret: str) -> str:
    """Stop all the alerts of who received the letter; commits."""
    key = links().read(signed.STOP_ALL, secret)
    subscriber = db.session.scalar(queries.subscriber_by_key(key))
    if subscriber is not None:
        services.stop_all(db.session(), subscriber)
        db.session.commit()
    return done()


@bp.get(DONE)
def done() -> str:
    """What is done; it says nothing of anybody."""
    return render_template("alerts/stopped.html")
