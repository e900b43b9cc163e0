"""The groups of one's structures: which, those that look for partners, starting one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, member, my_membership, signed_in
from app.blueprints.consortia_cards import (
    CallCard,
    ConsortiumCard,
    list_path,
    make_actor,
    page_path,
)
from app.blueprints.lists import address
from app.consortia import places, queries, starting
from app.consortia.models import Consortium
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.consortia import AskForm, StartForm, offer_start
from app.organisations import members
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.siae.models import Siae
from app.siae.queries import by_numbers
from app.tenders import directory
from app.tenders.models import Consultation

bp = Blueprint("consortia", __name__)
MINE_PATH = "/espace/groupements"
START_PATH = f"{MINE_PATH}/nouveau"
LIST_PATH = "/espace/organisations/<int:organisation>/groupements"
CALLS_PATH = f"{LIST_PATH}/ouverts"
MOST_INVITED = 5
MOST_CALLS = 100


@bp.get(MINE_PATH)
@signed_in
def mine() -> str | Response:
    """The groups of the person, structure by structure; the only one is opened at once."""
    reference = request.args.get("marche", "")
    query = [("marche", reference)] if reference else []
    end = "/ouverts" if reference else ""
    found = list(db.session.scalars(members.of_person(me().id)))
    lists = [
        (m.organisation.name, address(f"{list_path(m.organisation_id)}{end}", query)) for m in found
    ]
    if len(lists) == 1:
        return redirect(lists[0][1])
    return render_template("consortia/mine.html", lists=lists)


@bp.get(LIST_PATH)
@member(MemberRole.READER)
def index(organisation: int) -> str:
    """The groups where a structure has a place, those that wait for its answer first."""
    found = db.session.scalars(queries.of_organisation(organisation)).all()
    cards = [ConsortiumCard.of(c, organisation) for c in found]
    cards.sort(key=lambda card: not card.is_waiting)
    return render_template(
        "consortia/index.html",
        organisation=my_membership().organisation,
        cards=cards,
        calls=f"{list_path(organisation)}/ouverts",
    )


@bp.get(CALLS_PATH)
@member(MemberRole.READER)
def calls(organisation: int) -> str:
    """The groups that look for partners: on one consultation, or on all."""
    return show_calls(my_membership(), request.args.get("marche", ""))


def show_calls(
    mine: Membership, reference: str, form: AskForm | None = None, asked: int = 0, refusal: str = ""
) -> str:
    """The page of the calls; `asked` is the group that a refused form was sent to."""
    select = queries.looking(clock.now()).limit(MOST_CALLS)
    if reference:
        select = select.where(Consortium.reference == reference)
    found = db.session.scalars(select).all()
    form = form or AskForm()
    problems = form.problems or ((("appels", refusal),) if refusal else ())
    return render_template(
        "consortia/calls.html",
        organisation=mine.organisation,
        may_act=mine.member_role.covers(MemberRole.EDITOR),
        cards=[CallCard.of(c, mine.organisation_id) for c in found],
        reference=reference,
        form=form,
        asked=asked,
        problems=problems,
        path=list_path(mine.organisation_id),
        start=address(START_PATH, [("marche", reference)]) if reference else "",
    )


@bp.post(f"{LIST_PATH}/<int:consortium>/proposer")
@member(MemberRole.EDITOR)
def ask(organisation: int, consortium: int) -> Response | tuple[str, int]:
    """Ask to join a group that looks for partners; commits."""
    found = starting.find_looking(db.session(), consortium, clock.now())
    reference = found.reference
    form = AskForm(request.form)
    if not form.validate():
        return show_calls(my_membership(), reference, form, consortium), 422
    try:
        text, has_read = form.message.data or "", form.lu.data
        places.ask(db.session(), found, text, make_actor(), has_read=has_read)
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        return show_calls(my_membership(), reference, form, consortium, str(error)), 422
    flash("Votre proposition est envoyée au mandataire.", "success")
    return redirect(f"{list_path(organisation)}/{consortium}", code=303)


@bp.get(START_PATH)
@signed_in
def start_form() -> str:
    """Choose for which structure and which lot to start a group, and whom to invite."""
    consultation = directory.find(db.session(), request.args.get("marche", ""))
    form = offer(StartForm(), consultation)
    lots = {choice[0] for choice in form.lot.choices or ()}
    wanted = request.args.get("lot", "")
    form.lot.data = wanted if wanted in lots else ""
    form.invitees.data = [choice[0] for choice in form.invitees.choices or ()]
    return show_start(consultation, form)


@bp.post(START_PATH)
@signed_in
def start() -> Response | tuple[str, int]:
    """Start a group and invite; commits."""
    consultation = directory.find(db.session(), request.args.get("marche", ""))
    form = offer(StartForm(request.form), consultation)
    check_organisation(form.organisation.data or "")
    if not form.validate():
        return show_start(consultation, form), 422
    organisation = db.session.get_one(Organisation, int(form.organisation.data))
    actor, reference = make_actor(organisation), consultation.reference
    try:
        made, is_new = starting.start(
            db.session(), actor, reference, form.lot.data or "", is_open_call=form.appel.data
        )
        chosen = set(form.invitees.data or ()) if is_new else set()
        whole = starting.find(db.session(), organisation.id, made.id)
        for siae in read_invitees():
            if str(siae.id) in chosen and siae.organisation_id != organisation.id:
                text = form.message.data or ""
                places.invite(db.session(), whole, siae.organisation, text, actor)
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        consultation = directory.find(db.session(), reference)
        return show_start(consultation, offer(form, consultation), str(error)), 422
    said = "Le groupement est commencé." if is_new else "Vous conduisez déjà ce groupement."
    flash(said, "success" if is_new else "info")
    return redirect(page_path(organisation.id, made.id), code=303)


def check_organisation(raw: str) -> None:
    """Refuse an organisation of others, as its pages do, and a role that is too weak."""
    if raw.isascii() and raw.isdecimal() and len(raw) < 10:
        members.require(db.session(), me().id, int(raw), MemberRole.EDITOR)
    elif raw:
        raise NotFoundError("Cette organisation n’existe pas, ou n’est pas la vôtre.")


def offer(form: StartForm, consultation: Consultation) -> StartForm:
    """The form with the organisations where the person may act, the lots, whom to invite."""
    mine = db.session.scalars(members.of_person(me().id))
    allowed = [
        (str(m.organisation_id), m.organisation.name)
        for m in mine
        if m.member_role.covers(MemberRole.EDITOR)
    ]
    lots = [(lot.number, f"Lot {lot.number} – {lot.title}") for lot in consultation.lots]
    invitees = [(str(siae.id), f"{siae.display_name} ({siae.city})") for siae in read_invitees()]
    return offer_start(form, allowed, lots, invitees)


def read_invitees() -> list[Siae]:
    """The structures that the address proposes to invite; what is no structure is left out."""
    raw = request.args.getlist("structure")[: MOST_INVITED + 1]
    numbers = [int(n) for n in raw if n.isascii() and n.isdecimal() and len(n) < 10]
    return list(db.session.scalars(by_numbers(numbers))) if numbers else []


def show_start(consultation: Consultation, form: StartForm, refusal: str = "") -> str:
    """The form, with what cannot be done."""
    query = [("marche", consultation.reference)]
    query += [("structure", str(siae.id)) for siae in read_invitees()]
    return render_template(
        "consortia/start.html",
        consultation=consultation,
        form=form,
        problems=form.problems or ((("organisation", refusal),) if refusal else ()),
        action=address(START_PATH, query),
    )
