"""The preview of a request, its widening, its sending, and the proof of its address."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock, territories
from app.blueprints.match_doors import signed_person
from app.blueprints.need_drafts import BASE
from app.blueprints.need_links import links
from app.blueprints.need_preview import describe
from app.blueprints.need_steps import left, path_of
from app.blueprints.needs import TITLES
from app.blueprints.private_pages import keep_private
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.partnerships import asking, sending
from app.partnerships.asking import Step
from app.partnerships.modalities import get_modality
from app.partnerships.models import Need
from app.partnerships.questions import QuestionKey
from app.partnerships.routing import make_plan
from app.partnerships.sending import Sender, Sent
from app.partnerships.states import NeedState
from app.partnerships.widening import Widening

bp = Blueprint("need_sending", __name__)
CONFIRM = f"{BASE}/<secret>/confirmer/<token>"
NOT_WIDER = "Cet élargissement n’apporte plus personne\u00a0: l’aperçu a été mis à jour."


@bp.get(f"{BASE}/<secret>/{Step.PREVIEW.value}")
def preview(secret: str) -> Response:
    """Who would receive the request, in what order and why."""
    need = asking.find(db.session(), secret)
    step = asking.next_step(need)
    if step is not Step.PREVIEW:
        return redirect(path_of(secret, step), code=303)
    return left(need, secret) or show_preview(need, secret)


def show_preview(need: Need, secret: str, refusal: str = "") -> Response:
    """The preview, with why the request could not be sent."""
    person = signed_person()
    page = render_template(
        "needs/preview.html",
        need=need,
        sheet=get_modality(need.modality),
        secret=secret,
        page=describe(db.session(), need, clock.now()),
        problems=(("envoyer", refusal),) if refusal else (),
        is_proved=person is not None and person.email == need.email,
        waits=need.need_state is NeedState.UNCONFIRMED,
        titles=list(TITLES.values()),
    )
    return keep_private((page, 422 if refusal else 200))


@bp.post(f"{BASE}/<secret>/elargir")
def widen(secret: str) -> Response:
    """Ask for more, as the plan proposes; commits."""
    need, now = asking.find(db.session(), secret), clock.now()
    gone = left(need, secret)
    if gone is not None:
        return gone
    wanted = request.form.get("cle", "")
    found = next((w for w in make_plan(db.session(), need, now).widenings if w.key == wanted), None)
    if found is None:
        flash(NOT_WIDER, "info")
    else:
        asking.widen(db.session(), need, found, answers_of(found), now)
        db.session.commit()
        flash("Votre demande est élargie. Le détail est ci-dessous.", "success")
    return redirect(path_of(secret, Step.PREVIEW), code=303)


def answers_of(widening: Widening) -> dict[str, list[str]]:
    """What the steps hold once a request is widened, so that they show it."""
    if widening.key == "sectors":
        return {QuestionKey.NEIGHBOURS.value: ["y"]}
    return {"territoire": [territories.get(widening.values[0]).label]}


@bp.post(f"{BASE}/<secret>/envoyer")
def send(secret: str) -> Response:
    """Send a request: to its address first, or at once where it is proved; commits."""
    need, now = asking.find(db.session(), secret), clock.now()
    gone = left(need, secret)
    if gone is not None:
        return gone
    sender = Sender(network=request.remote_addr or "", person=signed_person())
    try:
        sent = sending.send(db.session(), need, secret, sender, links(), now)
    except InvalidError as error:
        db.session.rollback()
        need = asking.find(db.session(), secret)
        if asking.next_step(need) is not Step.PREVIEW:
            return redirect(path_of(secret, asking.next_step(need)), code=303)
        return show_preview(need, secret, str(error))
    if sent is Sent.TWIN:
        twin = sending.find_twin(db.session(), need, now)
        return keep_private(render_template("needs/twin.html", need=need, twin=twin, secret=secret))
    db.session.commit()
    if sent is Sent.OPENED:
        flash("Votre demande est partie. Voici où elle en est.", "success")
        return redirect(f"{BASE}/{secret}", code=303)
    return redirect(f"{BASE}/{secret}/envoyee", code=303)


@bp.get(f"{BASE}/<secret>/envoyee")
def sent_page(secret: str) -> Response:
    """What the asker does next: nothing has left yet."""
    need = asking.find(db.session(), secret)
    if need.need_state is not NeedState.UNCONFIRMED:
        return left(need, secret) or redirect(path_of(secret, Step.PREVIEW), code=303)
    return keep_private(render_template("needs/sent.html", need=need, secret=secret))


@bp.get(CONFIRM)
def confirmation(secret: str, token: str) -> Response:
    """The request and the button that sends it: opening the link sends nothing."""
    need, now = asking.find(db.session(), secret), clock.now()
    gone = left(need, secret)
    if gone is not None:
        return gone
    sending.look_up(db.session(), need, token, now)
    return show_confirmation(need, secret, token)


def show_confirmation(need: Need, secret: str, token: str, refusal: str = "") -> Response:
    """The page that confirms, with why it could not be."""
    page = render_template(
        "needs/confirm.html",
        need=need,
        sheet=get_modality(need.modality),
        secret=secret,
        token=token,
        page=describe(db.session(), need, clock.now()),
        problems=(("envoyer", refusal),) if refusal else (),
    )
    return keep_private((page, 422 if refusal else 200))


@bp.post(CONFIRM)
def confirm(secret: str, token: str) -> Response:
    """Open the request: the first organisations are asked, or the portal team; commits."""
    need = asking.find(db.session(), secret)
    gone = left(need, secret)
    if gone is not None:
        return gone
    try:
        asked = sending.confirm(db.session(), need, token, links(), clock.now())
    except InvalidError as error:
        db.session.rollback()
        return show_confirmation(asking.find(db.session(), secret), secret, token, str(error))
    except NotFoundError:
        db.session.rollback()
        again = left(asking.find(db.session(), secret), secret)  # pressed twice at once
        if again is None:
            raise
        return again
    db.session.commit()
    flash(say_asked(asked), "success")
    return redirect(f"{BASE}/{secret}", code=303)


def say_asked(count: int) -> str:
    """What has just happened."""
    if count == 0:
        return "Votre demande est chez l’équipe du portail, qui cherche avec vous."
    many = f"{count}\u00a0structures viennent" if count > 1 else "Une structure vient"
    return f"{many} de recevoir votre demande."
