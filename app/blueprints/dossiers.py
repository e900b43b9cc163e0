"""The projects of a person and of their organisations: which, a new one, its page, its sheet."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints import open_project
from app.blueprints.access import me, signed_in
from app.blueprints.dossier_page import PAGE, load, path_of, show_page
from app.blueprints.open_project import DOSSIERS_PATH, OpenProject
from app.clock import NBSP
from app.dossiers import access, services
from app.dossiers.models import Dossier
from app.dossiers.services import ConflictError
from app.dossiers.sheet import Sheet
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.dossiers import LinkForm, OwnerForm, SheetForm, VisibilityForm
from app.organisations import members
from app.organisations.roles import MemberRole

bp = Blueprint("dossiers", __name__)
NEW_PATH = f"{DOSSIERS_PATH}/nouveau"
EDIT = f"{PAGE}/modifier"
Answer = str | tuple[str, int] | Response


@bp.get(DOSSIERS_PATH)
@signed_in
def mine() -> str:
    """The projects of the person and of their organisations, the latest first."""
    owners = dict(list_owners(MemberRole.READER))
    cards = [
        (path_of(dossier), Sheet.of(dossier), owners.get(project.organisation_id or 0, ""), project)
        for dossier, _ in db.session.execute(access.of_person(me().id))
        for project in [dossier.project]
    ]
    return render_template("dossiers/mine.html", cards=cards, opened=find_link())


def find_link() -> OpenProject | None:
    """The project of a private link that is open in this browser."""
    opened = open_project.current()
    return opened if opened and opened.token else None


def list_owners(least: MemberRole) -> list[tuple[int, str]]:
    """The organisations where the person has at least that role, by name."""
    found = db.session.scalars(members.of_person(me().id))
    return [(m.organisation_id, m.organisation.name) for m in found if m.member_role.covers(least)]


@bp.get(NEW_PATH)
@signed_in
def new() -> str:
    """The form of a new project."""
    form = OwnerForm()
    form.outils.data = find_link() is not None
    return show_new(form)


@bp.post(NEW_PATH)
@signed_in
def create() -> Answer:
    """Begin a project; commits."""
    form = offer(OwnerForm(request.form))
    opened = find_link()
    if not form.validate():
        return show_new(form), 422
    owner = form.porteur.data
    who = {"organisation_id": int(owner)} if owner else {"person_id": me().id}
    try:
        made = services.create(db.session(), form.read(), clock.now(), **who)
        if opened and form.outils.data:
            services.adopt(db.session(), made, opened.token, clock.now())
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        form.titre.errors = [str(error)]
        return show_new(form), 422
    flash("Le projet est créé. Personne d’autre ne le voit.", "success")
    return redirect(path_of(made), code=303)


def offer(form: OwnerForm) -> OwnerForm:
    """The form with its lists."""
    form.offer()
    form.offer_owners(list_owners(MemberRole.EDITOR))
    return form


def show_new(form: OwnerForm) -> str:
    """The page of a new project."""
    offer(form)
    return render_template(
        "dossiers/new.html", form=form, problems=form.problems, opened=find_link(), action=NEW_PATH
    )


@bp.get(PAGE)
@signed_in
def show(dossier: int) -> str:
    """The page of a project."""
    return show_page(load(dossier))


@bp.get(EDIT)
@signed_in
def edit(dossier: int) -> str:
    """The sheet, to be changed."""
    found = load(dossier, MemberRole.EDITOR).dossier
    form = SheetForm.of(Sheet.of(found))
    return show_edit(found, form, found.version)


@bp.post(EDIT)
@signed_in
def save(dossier: int) -> Answer:
    """Keep the sheet; where another change came between, show both; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    form = SheetForm(request.form).offer()
    if not form.validate():
        return show_edit(found, form, form.seen), 422
    try:
        services.save(db.session(), found, form.read(), form.seen, clock.now())
        db.session.commit()
    except ConflictError as error:
        db.session.rollback()
        return show_edit(found, form, found.version, error.current), 409
    flash("C’est enregistré.", "success")
    return redirect(path_of(found), code=303)


def show_edit(
    dossier: Dossier, form: SheetForm, version: int, meanwhile: Sheet | None = None
) -> str:
    """The page of the sheet; `meanwhile` is what somebody else wrote since."""
    return render_template(
        "dossiers/edit.html",
        dossier=dossier,
        form=form,
        version=version,
        problems=form.problems,
        meanwhile=describe(meanwhile) if meanwhile else (),
        here=path_of(dossier),
    )


def describe(sheet: Sheet) -> list[tuple[str, str]]:
    """What a sheet says, as the form names it."""
    form = SheetForm.of(sheet)
    told = {field.label.text: field._value() for field in form if hasattr(field, "_value")}
    told |= {
        form.etape.label.text: sheet.read_stage.title if sheet.read_stage else "",
        form.type.label.text: sheet.kind,
        form.secteur.label.text: ", ".join(sheet.sector_names),
        form.publics.label.text: ", ".join(sheet.public_labels),
        form.beneficiaire.label.text: sheet.beneficiary_label,
        form.depenses.label.text: ", ".join(sheet.expense_labels),
    }
    return [(label, value) for label, value in told.items() if value and label != "Version"]


@bp.post(f"{PAGE}/visibilite")
@signed_in
def show_to(dossier: int) -> Answer:
    """Say who reads the sheet; commits."""
    own = load(dossier, MemberRole.EDITOR)
    form = VisibilityForm(request.form)
    if not form.validate():
        return show_page(own, {"qui-lit": form}), 422
    try:
        services.show_to(db.session(), own.dossier, form.visibility, form.seen, clock.now())
        db.session.commit()
    except (InvalidError, ConflictError) as error:
        db.session.rollback()
        status = 409 if isinstance(error, ConflictError) else 422
        return show_page(load(dossier), refusal=("qui-lit", str(error))), status
    flash("Votre choix est enregistré, avec effet immédiat.", "success")
    return redirect(f"{path_of(own.dossier)}#qui-lit", code=303)


@bp.post(f"{PAGE}/outils")
@signed_in
def adopt(dossier: int) -> Answer:
    """Bring in the tools of a private link; commits."""
    own = load(dossier, MemberRole.EDITOR)
    form = LinkForm(request.form)
    if not form.validate():
        return show_page(own, {"outils": form}), 422
    try:
        done = services.adopt(db.session(), own.dossier, form.token, clock.now())
        db.session.commit()
    except NotFoundError as error:
        db.session.rollback()
        form.refuse(str(error))
        return show_page(load(dossier), {"outils": form}), 422
    flash(say_adopted(len(done.taken), len(done.left)), "info" if done.left else "success")
    return redirect(f"{path_of(own.dossier)}#outils", code=303)


def say_adopted(taken: int, left: int) -> str:
    """What joined the project, and what stays behind its link."""
    said = f"Outils et étapes repris{NBSP}: {taken}."
    if left:
        said += f" Le projet en avait déjà {left}{NBSP}: ils restent derrière votre lien privé."
    return said


@bp.post(f"{PAGE}/ouvrir")
@signed_in
def open_tools(dossier: int) -> Response:
    """Open the project in the toolbox of this browser."""
    found = load(dossier, MemberRole.EDITOR).dossier
    open_project.open_dossier(found.id)
    tool = request.form.get("outil", "")
    known = tool.isascii() and tool.replace("-", "").isalnum()
    target = f"/boite-a-outils/outils/{tool}" if known else "/boite-a-outils"
    return redirect(target, code=303)


@bp.get(f"{PAGE}/supprimer")
@signed_in
def confirm_erasing(dossier: int) -> str:
    """Ask whether to erase."""
    found = load(dossier, MemberRole.EDITOR).dossier
    return render_template("dossiers/erase.html", dossier=found, here=path_of(found))


@bp.post(f"{PAGE}/supprimer")
@signed_in
def erase(dossier: int) -> Response:
    """Erase a project for good; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    services.erase(db.session(), found)
    db.session.commit()
    flash("Le projet est effacé, avec ses outils et ses documents.", "success")
    return redirect(DOSSIERS_PATH, code=303)
