"""The activities of a structure: write, confirm, refuse, take out, say that a capacity holds."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.blueprints.access import member
from app.blueprints.lists import suggested_territories
from app.blueprints.my_structure import ROOT, own_address
from app.blueprints.structure_profile_view import (
    commit,
    conflict_page,
    fields_left,
    hold,
    seen_version,
)
from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.siae_activity import ActivityForm
from app.organisations.roles import MemberRole
from app.siae import activities
from app.siae.activities_words import PART_LABELS, say_part, say_sector
from app.siae.models import Activity, Siae
from app.siae.profile_edit import ConflictError, Editing, get_own, latest_change

bp = Blueprint("structure_activities", __name__)
Answer = str | tuple[str, int] | Response
NEW = f"{ROOT}/activites/nouvelle"
ONE = f"{ROOT}/activites/<int:activity>"
LOST = (
    "Une autre personne vient de supprimer cette activité. Ce que vous avez écrit est ci-dessous"
    "\u00a0: enregistrez-le pour la remettre."
)


@bp.get(NEW)
@member(MemberRole.EDITOR)
def new_activity(organisation: int, siae: int) -> str:
    """The form of an activity to add."""
    return show_form(get_own(db.session(), organisation, siae), ActivityForm())


@bp.post(NEW)
@member(MemberRole.EDITOR)
def add_activity(organisation: int, siae: int) -> Answer:
    """Add an activity; commits."""
    form = ActivityForm(request.form)
    if not form.validate():
        return show_form(get_own(db.session(), organisation, siae), form), 422
    edit = hold(organisation, siae)
    try:
        made = activities.add(edit, form.draft())
    except InvalidError as error:
        form.refuse(str(error))
        return show_form(edit.siae, form), 422
    return finish(edit, f"Activité ajoutée{NBSP}: {say_sector(made.sector)}.")


@bp.get(ONE)
@member(MemberRole.EDITOR)
def activity_form(organisation: int, siae: int, activity: int) -> str:
    """The form of an activity, filled with what it says now."""
    found = get_own(db.session(), organisation, siae)
    one = find_activity(found, activity)
    version = latest_change(db.session(), siae)
    return show_form(found, ActivityForm.of_values(activities.values_of(one)), one, version)


@bp.post(ONE)
@member(MemberRole.EDITOR)
def change_activity(organisation: int, siae: int, activity: int) -> Answer:
    """Change an activity; commits. What another person changed meanwhile is shown."""
    form, seen = ActivityForm(request.form), seen_version()
    edit = hold(organisation, siae)
    one = next((a for a in edit.siae.activities if a.id == activity), None)
    if one is None and not activities.is_known(edit, activity):
        raise NotFoundError(activities.GONE)
    if one is None:
        return show_form(edit.siae, form, notice=LOST), 409
    if not form.validate():
        return show_form(edit.siae, form, one, seen), 422
    return apply_change(edit, one, form, seen)


def apply_change(edit: Editing, one: Activity, form: ActivityForm, seen: int) -> Answer:
    """Change an activity as a valid form says; commits."""
    try:
        activities.change(edit, one.id, form.draft(), seen=seen, leave=fields_left())
    except ConflictError as error:
        return show_conflict(edit.siae, one, error), 409
    except InvalidError as error:
        form.refuse(str(error))
        return show_form(edit.siae, form, one, seen), 422
    return finish(edit, f"Activité enregistrée{NBSP}: {say_sector(one.sector)}.")


@bp.post(f"{ONE}/supprimer")
@member(MemberRole.EDITOR)
def remove_activity(organisation: int, siae: int, activity: int) -> Response:
    """Take out an activity, or refuse one that an import inferred; commits."""
    edit = hold(organisation, siae)
    sector = activities.remove(edit, activity)
    where = "L’historique permet de la remettre."
    return finish(edit, f"Activité retirée{NBSP}: {say_sector(sector)}. {where}")


@bp.post(f"{ONE}/confirmer")
@member(MemberRole.EDITOR)
def confirm_activity(organisation: int, siae: int, activity: int) -> Response:
    """Say that an inferred sector is right; commits."""
    edit = hold(organisation, siae)
    sector = activities.confirm(edit, activity)
    return finish(edit, f"Filière confirmée{NBSP}: {say_sector(sector)}.")


@bp.post(f"{ONE}/capacite")
@member(MemberRole.EDITOR)
def renew_capacity(organisation: int, siae: int, activity: int) -> Response:
    """Say that a capacity is still true today; commits."""
    edit = hold(organisation, siae)
    sector = activities.renew_capacity(edit, activity)
    return finish(edit, f"Capacité confirmée aujourd’hui{NBSP}: {say_sector(sector)}.")


def find_activity(siae: Siae, number: int) -> Activity:
    """An activity of a structure; NotFoundError for another's."""
    found = next((a for a in siae.activities if a.id == number), None)
    if found is None:
        raise NotFoundError(activities.GONE)
    return found


def finish(edit: Editing, message: str) -> Response:
    """Keep a change, say so, and go back to the activities."""
    commit(edit)
    flash(message, "success")
    return redirect(f"{own_address(edit.siae)}#activites", code=303)


def show_form(
    siae: Siae,
    form: ActivityForm,
    one: Activity | None = None,
    version: int = 0,
    notice: str = "",
) -> str:
    """The form of an activity, with what is to mend in it."""
    return render_template(
        "structure_profile/activity.html",
        siae=siae,
        profile_path=own_address(siae),
        form=form,
        problems=form.problems,
        activity=one,
        version=version,
        territories=suggested_territories(),
        notice_text=notice,
    )


def show_conflict(siae: Siae, one: Activity, error: ConflictError) -> str:
    """What two people changed at once, part by part."""
    return render_template(
        "structure_profile/conflict.html",
        profile_path=own_address(siae),
        title=f"Activité «{NBSP}{say_sector(one.sector)}{NBSP}»",
        action=f"{own_address(siae)}/activites/{one.id}",
        conflict=conflict_page(error, PART_LABELS.get, say_part),
        siae=siae,
    )
