"""A draft, step by step: kept at each one, opened again by its link, erased."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.lists import suggested_territories
from app.blueprints.match_doors import signed_person
from app.blueprints.need_drafts import (
    BASE,
    field_names,
    fill,
    own_organisations,
    typed_in,
)
from app.blueprints.need_links import links
from app.blueprints.needs import TITLES, show_subject
from app.blueprints.private_pages import keep_private
from app.blueprints.urls import base_url
from app.errors import InvalidError
from app.extensions import db
from app.forms.need_contact import ContactStepForm, LinkForm
from app.forms.need_place import PlaceStepForm
from app.forms.need_subject import subject_form
from app.forms.tool_form import ToolForm
from app.mail import outbox
from app.partnerships import asking, sending
from app.partnerships.asking import Contact, Place, Step, Subject
from app.partnerships.modalities import get_modality
from app.partnerships.models import Need

bp = Blueprint("need_steps", __name__)
DRAFT = f"{BASE}/<secret>/brouillon"
MAILED = "Le lien est parti\u00a0: regardez votre boîte, et les courriers indésirables."


def path_of(secret: str, step: Step) -> str:
    """The address of a step of a draft."""
    return f"{BASE}/{secret}/{step.value}"


def left(need: Need, secret: str) -> Response | None:
    """Where to go for a request that has left: it cannot be changed any more."""
    if need.need_state in asking.BEFORE:
        return None
    return redirect(f"{BASE}/{secret}", code=303)


def open_place(need: Need) -> PlaceStepForm:
    """The form of the second step; the only organisation of a member is chosen beforehand."""
    form, own = fill(PlaceStepForm, need), own_organisations()
    form.offer(own)
    if "au_nom_de" not in need.answers and len(own) == 1:
        form.au_nom_de.data = str(own[0].id)
    return form


def open_contact(need: Need) -> ContactStepForm:
    """The form of the third step; who is signed in finds their name and address."""
    person = signed_person()
    if person is None:
        return fill(ContactStepForm, need)
    return fill(ContactStepForm, need, nom=person.name, adresse=person.email)


@bp.get(DRAFT)
def resume(secret: str) -> Response:
    """Open a draft where it was left."""
    need = asking.find(db.session(), secret)
    return left(need, secret) or redirect(path_of(secret, asking.next_step(need)), code=303)


@bp.get(f"{BASE}/<secret>/{Step.SUBJECT.value}")
def subject(secret: str) -> Response:
    """The first step of a draft."""
    need = asking.find(db.session(), secret)
    sheet = get_modality(need.modality)
    form = fill(subject_form(sheet.slug), need)
    return left(need, secret) or keep_private(show_subject(sheet, form, secret))


@bp.post(f"{BASE}/<secret>/{Step.SUBJECT.value}")
def keep_subject(secret: str) -> Response:
    """Keep the first step; commits."""
    need = asking.find(db.session(), secret)
    sheet = get_modality(need.modality)
    form = subject_form(sheet.slug)(request.form)
    found = form.read(clock.today())
    if found is None:
        return left(need, secret) or keep_private((show_subject(sheet, form, secret), 422))
    return keep(need, secret, form, found)


@bp.get(f"{BASE}/<secret>/{Step.PLACE.value}")
def place(secret: str) -> Response:
    """The second step."""
    need = asking.find(db.session(), secret)
    return left(need, secret) or show_step(need, secret, Step.PLACE, open_place(need))


@bp.post(f"{BASE}/<secret>/{Step.PLACE.value}")
def keep_place(secret: str) -> Response:
    """Keep the second step; commits."""
    need, form = asking.find(db.session(), secret), PlaceStepForm(request.form)
    form.offer(own_organisations())
    found = form.read(lambda siret: asking.commune_of(db.session(), siret))
    if found is None:
        return left(need, secret) or show_step(need, secret, Step.PLACE, form, 422)
    return keep(need, secret, form, found)


@bp.get(f"{BASE}/<secret>/{Step.CONTACT.value}")
def contact(secret: str) -> Response:
    """The third step."""
    need = asking.find(db.session(), secret)
    return left(need, secret) or show_step(need, secret, Step.CONTACT, open_contact(need))


@bp.post(f"{BASE}/<secret>/{Step.CONTACT.value}")
def keep_contact(secret: str) -> Response:
    """Keep the third step; a machine goes round in circles; commits."""
    need, form = asking.find(db.session(), secret), ContactStepForm(request.form)
    found = form.read()
    if found is None:
        return left(need, secret) or show_step(need, secret, Step.CONTACT, form, 422)
    if form.website.data:
        return redirect(path_of(secret, Step.CONTACT), code=303)
    return keep(need, secret, form, found)


def keep(need: Need, secret: str, form: ToolForm, part: Subject | Place | Contact) -> Response:
    """Keep a step that is right, and go on to the next that is missing; commits."""
    gone = left(need, secret)
    if gone is not None:
        return gone
    asking.keep(db.session(), need, typed_in(form), field_names(form), part, clock.now())
    db.session.commit()
    return redirect(path_of(secret, asking.next_step(need)), code=303)


def show_step(need: Need, secret: str, step: Step, form: ToolForm, status: int = 200) -> Response:
    """The page of the second or third step."""
    page = render_template(
        "needs/place.html" if step is Step.PLACE else "needs/contact.html",
        need=need,
        sheet=get_modality(need.modality),
        secret=secret,
        form=form,
        problems=form.problems,
        territories=suggested_territories(),
        is_signed_in=signed_person() is not None,
        titles=list(TITLES.values()),
    )
    return keep_private((page, status))


@bp.get(f"{BASE}/<secret>/lien")
def link(secret: str) -> Response:
    """The link of a draft, and the form that mails it."""
    need = asking.find(db.session(), secret)
    return left(need, secret) or show_link(need, secret, LinkForm())


@bp.post(f"{BASE}/<secret>/lien")
def mail_link(secret: str) -> Response:
    """Mail the link of a draft; the letter holds nothing that was typed; commits."""
    need, form, now = asking.find(db.session(), secret), LinkForm(request.form), clock.now()
    gone = left(need, secret)
    if gone is not None:
        return gone
    if not form.validate():
        return show_link(need, secret, form, 422)
    address = form.courriel.data
    try:
        sending.count_letter(db.session(), address, request.remote_addr or "", now)
    except InvalidError as error:
        form.courriel.errors = [str(error)]
        return show_link(need, secret, form, 422)
    values = {
        "modality": need.kind.label,
        "reference": need.reference,
        "link": f"{links().root}{BASE}/{secret}/brouillon",
    }
    outbox.queue(db.session(), "need-draft", address, values, now)
    db.session.commit()
    flash(MAILED, "success")
    return redirect(path_of(secret, asking.next_step(need)), code=303)


def show_link(need: Need, secret: str, form: LinkForm, status: int = 200) -> Response:
    """The page of the link."""
    page = render_template(
        "needs/link.html",
        need=need,
        secret=secret,
        form=form,
        problems=form.problems,
        href=f"{base_url()}{BASE}/{secret}/brouillon",
        back=path_of(secret, asking.next_step(need)),
    )
    return keep_private((page, status))


@bp.get(f"{BASE}/<secret>/supprimer")
def confirm_erasing(secret: str) -> Response:
    """Ask whether to erase a draft."""
    need = asking.find(db.session(), secret)
    page = render_template(
        "needs/erase.html",
        need=need,
        secret=secret,
        back=path_of(secret, asking.next_step(need)),
    )
    return left(need, secret) or keep_private(page)


@bp.post(f"{BASE}/<secret>/supprimer")
def erase(secret: str) -> Response:
    """Erase a draft for good; commits."""
    need = asking.find(db.session(), secret)
    gone = left(need, secret)
    if gone is not None:
        return gone
    asking.forget(db.session(), need)
    db.session.commit()
    flash("Le brouillon est effacé\u00a0: son lien ne mène plus à rien.", "success")
    return redirect("/mise-en-relation", code=303)
