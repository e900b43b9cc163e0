"""The page of a pursuit and what members do there; a form that is refused says why on the page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, member, my_membership
from app.blueprints.pursuits import BOARD_PATH
from app.blueprints.pursuits_cards import board_path, page_path
from app.blueprints.pursuits_files import store
from app.blueprints.pursuits_page import Forms, load, show_page
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.pursuits import (
    AssigneeForm,
    BackForm,
    ItemForm,
    MoveForm,
    ReminderForm,
    WrittenNoteForm,
)
from app.forms.versioned import VersionedForm
from app.organisations.roles import MemberRole
from app.pursuits import checklist, contents, moves, services
from app.pursuits.models import Pursuit
from app.pursuits.moves import ChangedMeanwhileError
from app.pursuits.source import read_sources

bp = Blueprint("pursuits_acts", __name__)
PAGE_PATH = f"{BOARD_PATH}/<int:pursuit>"
Answer = Response | tuple[str, int]


@bp.get(PAGE_PATH)
@member(MemberRole.READER)
def show(organisation: int, pursuit: int) -> str:
    """A pursuit, what it holds, what to do next."""
    return show_page(load(organisation, pursuit))


def do(pursuit: Pursuit, act: Callable[[], object], forms: Forms, said: str, at: str) -> Answer:
    """Do an act of a form that is right, commit, and go back to the page; or say why not."""
    number, organisation = pursuit.id, pursuit.organisation_id
    try:
        act()
        db.session.commit()
    except ChangedMeanwhileError as error:
        db.session.rollback()
        seen = next(
            (f.seen for f in vars(forms).values() if isinstance(f, VersionedForm) and f.seen), 0
        )
        page = show_page(load(organisation, number), forms, refusal=str(error), since=seen)
        return page, 409
    except InvalidError as error:
        db.session.rollback()
        return show_page(load(organisation, number), forms, refusal=str(error)), 422
    flash(said, "success")
    return redirect(f"{board_path(organisation)}/{number}#{at}", code=303)


@bp.post(f"{PAGE_PATH}/etape")
@member(MemberRole.EDITOR)
def move(organisation: int, pursuit: int) -> Answer:
    """Move it on; commits."""
    found = load(organisation, pursuit)
    form = MoveForm(request.form)
    forms = Forms(move=form)
    form.offer(found.pursuit_state)
    if form.seen != found.version:  # said first: the steps offered are no longer those that it saw
        return do(found, lambda: moves.check_version(found, form.seen), forms, "", "")
    step = form.read()
    if step is None:
        return show_page(found, forms), 422
    said = f"Ce marché est maintenant à l’étape «\u00a0{step.after.label}\u00a0»."

    def act() -> object:
        now = clock.now()
        return moves.move(db.session(), found, step, version=form.seen, person=me(), now=now)

    return do(found, act, forms, said, "etapes")


@bp.post(f"{PAGE_PATH}/retour")
@member(MemberRole.EDITOR)
def go_back(organisation: int, pursuit: int) -> Answer:
    """Undo the last move; commits."""
    found = load(organisation, pursuit)
    form = BackForm(request.form)
    forms = Forms(back=form)
    if not form.validate():
        return show_page(found, forms), 422
    note = form.retour.data or ""

    def act() -> object:
        now = clock.now()
        return moves.go_back(db.session(), found, note, version=form.seen, person=me(), now=now)

    return do(found, act, forms, "Ce marché est revenu à l’étape d’avant.", "etapes")


@bp.post(f"{PAGE_PATH}/responsable")
@member(MemberRole.EDITOR)
def assign(organisation: int, pursuit: int) -> Answer:
    """Give it to a member, or to nobody; commits."""
    found = load(organisation, pursuit)
    form = AssigneeForm(request.form)
    wanted = form.responsable.data or ""
    if wanted and not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        raise NotFoundError("Cette personne n’est pas membre de votre organisation.")
    person, now = form.read(), clock.now()

    def act() -> object:
        return moves.assign(db.session(), found, person, version=form.seen, person=me(), now=now)

    said = "Le responsable est enregistré."
    return do(found, act, Forms(assignee=form), said, "responsable-titre")


@bp.post(f"{PAGE_PATH}/vu")
@member(MemberRole.EDITOR)
def acknowledge(organisation: int, pursuit: int) -> Answer:
    """Say that what changed in the consultation was seen; commits."""
    found = load(organisation, pursuit)
    source = read_sources(db.session(), [found])[found.id]
    services.acknowledge(db.session(), found, source, me(), clock.now())
    db.session.commit()
    return redirect(page_path(found), code=303)


@bp.post(f"{PAGE_PATH}/notes")
@member(MemberRole.EDITOR)
def add_note(organisation: int, pursuit: int) -> Answer:
    """Keep a note; commits."""
    found = load(organisation, pursuit)
    form = WrittenNoteForm(request.form)
    forms = Forms(note=form)
    if not form.validate():
        return show_page(found, forms), 422
    text, now = form.note.data or "", clock.now()

    def act() -> object:
        return contents.add_note(db.session(), found, text, me(), now)

    return do(found, act, forms, "La note est enregistrée.", "notes")


@bp.post(f"{PAGE_PATH}/notes/<int:note>/supprimer")
@member(MemberRole.EDITOR)
def remove_note(organisation: int, pursuit: int, note: int) -> Answer:
    """Delete a note; commits."""
    found = load(organisation, pursuit)
    role = my_membership().member_role
    contents.remove_note(db.session(), found, note, me(), role)
    return do(found, lambda: None, Forms(), "La note est supprimée.", "notes")


@bp.post(f"{PAGE_PATH}/pieces")
@member(MemberRole.EDITOR)
def change_item(organisation: int, pursuit: int) -> Answer:
    """Tick, untick or remove what the button names; commits."""
    found = load(organisation, pursuit)
    act, _, raw = request.form.get("acte", "").partition(":")
    if act not in ("cocher", "decocher", "retirer") or not raw.isdecimal() or len(raw) > 9:
        raise NotFoundError("Cette pièce n’est plus dans la liste.")
    item = checklist.find_item(found, int(raw))
    if act == "cocher":
        checklist.tick(db.session(), item, me(), clock.now())
    elif act == "decocher":
        checklist.untick(db.session(), item)
    else:
        checklist.remove_item(db.session(), item)
    db.session.commit()
    return redirect(f"{page_path(found)}#pieces", code=303)


@bp.post(f"{PAGE_PATH}/pieces/ajouter")
@member(MemberRole.EDITOR)
def add_item(organisation: int, pursuit: int) -> Answer:
    """Add something to have ready; commits."""
    found = load(organisation, pursuit)
    form = ItemForm(request.form)
    forms = Forms(item=form)
    if not form.validate():
        return show_page(found, forms), 422
    label = form.piece.data or ""

    def act() -> object:
        return checklist.add_item(db.session(), found, label)

    return do(found, act, forms, "La pièce est ajoutée.", "pieces")


@bp.post(f"{PAGE_PATH}/pieces/liste")
@member(MemberRole.EDITOR)
def add_section(organisation: int, pursuit: int) -> Answer:
    """Add a list of the response kit; commits."""
    found = load(organisation, pursuit)
    title = request.form.get("liste", "")

    def act() -> None:
        checklist.add_section(db.session(), found, title)

    return do(found, act, Forms(), "Les pièces sont ajoutées.", "pieces")


@bp.post(f"{PAGE_PATH}/rappels")
@member(MemberRole.EDITOR)
def add_reminder(organisation: int, pursuit: int) -> Answer:
    """Recall something on a day; commits."""
    found = load(organisation, pursuit)
    form = ReminderForm(request.form)
    forms = Forms(reminder=form)
    on = form.read()
    if on is None:
        return show_page(found, forms), 422
    text, now = form.rappel.data or "", clock.now()

    def act() -> object:
        return contents.add_reminder(db.session(), found, on, text, me(), now)

    return do(found, act, forms, "Le rappel est enregistré.", "rappels")


@bp.post(f"{PAGE_PATH}/rappels/<int:reminder>/supprimer")
@member(MemberRole.EDITOR)
def remove_reminder(organisation: int, pursuit: int, reminder: int) -> Answer:
    """Recall it no more; commits."""
    found = load(organisation, pursuit)
    contents.remove_reminder(db.session(), found, reminder)
    return do(found, lambda: None, Forms(), "Le rappel est retiré.", "rappels")


@bp.get(f"{PAGE_PATH}/supprimer")
@member(MemberRole.EDITOR)
def confirm_removal(organisation: int, pursuit: int) -> str:
    """What would be lost."""
    found = load(organisation, pursuit)
    return render_template(
        "pursuits/remove.html", pursuit=found, board=board_path(organisation), href=page_path(found)
    )


@bp.post(f"{PAGE_PATH}/supprimer")
@member(MemberRole.EDITOR)
def remove(organisation: int, pursuit: int) -> Response:
    """Follow it no more, all it holds forgotten; commits."""
    keys = services.remove(db.session(), load(organisation, pursuit))
    db.session.commit()
    for key in keys:
        store().delete(key)
    flash("Votre organisation ne suit plus ce marché.", "success")
    return redirect(board_path(organisation), code=303)
