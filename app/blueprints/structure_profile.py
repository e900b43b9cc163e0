"""« Ma structure »: the profile as its members see it, and each of its sections to write."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, member, signed_in
from app.blueprints.my_structure import ROOT, own_address
from app.blueprints.structure_profile_view import (
    activity_cards,
    commit,
    conflict_page,
    fields_left,
    hold,
    may_edit,
    profile_label,
    proposal_cards,
    section_cards,
    seen_version,
)
from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.siae_profile import FORMS, ReferencesForm, SectionForm
from app.organisations.roles import MemberRole
from app.siae import profile_imports
from app.siae.completeness import Completeness, read_sheet
from app.siae.history import read_history
from app.siae.models import Siae
from app.siae.profile_edit import ConflictError, get_own, latest_change, save
from app.siae.profile_fields import Section, fields_of, read_values, say_field
from app.siae.profile_models import find_profile, waiting_values
from app.siae.queries import of_person

bp = Blueprint("structure_profile", __name__)
TEMPLATES = {
    Section.IDENTITY: "structure_profile/identity.html",
    Section.CAPACITY: "structure_profile/capacity.html",
    Section.PUBLICS: "structure_profile/publics.html",
    Section.QUALITY: "structure_profile/quality.html",
    Section.REFERENCES: "structure_profile/references.html",
    Section.MEANS: "structure_profile/means.html",
    Section.MANAGEMENT: "structure_profile/management.html",
    Section.PARTNERSHIPS: "structure_profile/partnerships.html",
    Section.NEEDS: "structure_profile/needs.html",
}
Answer = str | tuple[str, int] | Response


@bp.get("/espace/structure")
@signed_in
def mine() -> str | Response:
    """The structure of the person, or theirs to choose from, or how to join one."""
    found = list(db.session.scalars(of_person(me().id)))
    if len(found) == 1:
        return redirect(own_address(found[0]), code=302)
    links = [(siae, own_address(siae)) for siae in found]
    return render_template("structure_profile/mine.html", structures=links)


@bp.get(ROOT)
@member(MemberRole.READER)
def overview(organisation: int, siae: int) -> str:
    """The whole profile, what waits for a decision first."""
    found = get_own(db.session(), organisation, siae)
    kept = find_profile(db.session(), siae)
    waiting = db.session.scalars(waiting_values(siae))
    return render_template(
        "structure_profile/overview.html",
        siae=found,
        profile_path=own_address(found),
        may_edit=may_edit(),
        sections=section_cards(found, kept),
        activities=activity_cards(found, clock.today()),
        proposals=proposal_cards(found, kept, waiting),
        completeness=Completeness.of(read_sheet(db.session(), found, clock.today())),
        latest=read_history(db.session(), siae, 1, 3),
    )


def read_section(slug: str) -> Section:
    """The section of an address; NotFoundError for another word."""
    if slug not in set(Section):
        raise NotFoundError("Cette rubrique n’existe pas.")
    return Section(slug)


@bp.get(f"{ROOT}/rubriques/<section>")
@member(MemberRole.EDITOR)
def section_form(organisation: int, siae: int, section: str) -> str:
    """A section to write, filled with what it says now."""
    part = read_section(section)
    found = get_own(db.session(), organisation, siae)
    values = read_values(found, find_profile(db.session(), siae))
    form = FORMS[part].of_values({field.key: values[field.key] for field in fields_of(part)})
    return show_form(found, part, form, latest_change(db.session(), siae))


@bp.post(f"{ROOT}/rubriques/<section>")
@member(MemberRole.EDITOR)
def save_section(organisation: int, siae: int, section: str) -> Answer:
    """Keep a section; commits. What another person changed meanwhile is shown, nothing is lost."""
    part, seen, left = read_section(section), seen_version(), fields_left()
    form = FORMS[part](request.form)
    if not form.validate():
        return show_form(get_own(db.session(), organisation, siae), part, form, seen), 422
    edit = hold(organisation, siae)
    values = {key: value for key, value in form.values().items() if key not in left}
    try:
        save(edit, values, seen=seen)
    except ConflictError as error:
        return show_conflict(edit.siae, part, error), 409
    except InvalidError as error:
        form.refuse(str(error))
        return show_form(edit.siae, part, form, seen), 422
    commit(edit)
    flash(f"«{NBSP}{part.label}{NBSP}» est enregistré.", "success")
    return redirect(f"{own_address(edit.siae)}#{part.value}", code=303)


def show_form(siae: Siae, part: Section, form: SectionForm, version: int) -> str:
    """The form of a section, with what is to mend in it."""
    if isinstance(form, ReferencesForm):
        form.number_rows()
    return render_template(
        TEMPLATES[part],
        siae=siae,
        profile_path=own_address(siae),
        section=part,
        form=form,
        problems=form.problems,
        version=version,
    )


def show_conflict(siae: Siae, part: Section, error: ConflictError) -> str:
    """What two people changed at once, field by field."""
    return render_template(
        "structure_profile/conflict.html",
        profile_path=own_address(siae),
        title=part.label,
        action=f"{own_address(siae)}/rubriques/{part.value}",
        conflict=conflict_page(error, profile_label, say_field),
        siae=siae,
    )


@bp.post(f"{ROOT}/propositions/<int:proposal>/accepter")
@member(MemberRole.EDITOR)
def accept_proposal(organisation: int, siae: int, proposal: int) -> Response:
    """Take what an import proposes; commits."""
    edit = hold(organisation, siae)
    taken = profile_imports.accept(edit, proposal)
    commit(edit)
    flash(f"Proposition acceptée{NBSP}: {profile_label(taken.field)}.", "success")
    return redirect(own_address(edit.siae), code=303)


@bp.post(f"{ROOT}/propositions/<int:proposal>/refuser")
@member(MemberRole.EDITOR)
def refuse_proposal(organisation: int, siae: int, proposal: int) -> Response:
    """Leave what an import proposes; commits."""
    edit = hold(organisation, siae)
    profile_imports.refuse(edit, proposal)
    commit(edit)
    flash("Proposition refusée. La même ne reviendra pas.", "success")
    return redirect(own_address(edit.siae), code=303)
