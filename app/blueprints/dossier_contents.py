"""What a project’s dossier holds, changed from its page: documents, decisions, links."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, signed_in
from app.blueprints.dossier_page import PAGE, load, path_of, show_page
from app.blueprints.dossier_sections import decisions as decisions_section
from app.blueprints.dossier_sections import documents as documents_section
from app.blueprints.dossier_sections import sharing as sharing_section
from app.blueprints.dossier_sections.decisions import list_committees
from app.blueprints.private_files import give_private, let_a_file_in, read_sent, store_of
from app.blueprints.private_pages import keep_private
from app.blueprints.urls import base_url
from app.dossiers import decisions, files, services, sharing
from app.dossiers.content_models import DossierDecision
from app.dossiers.decisions import ConflictError
from app.dossiers.models import Dossier
from app.dossiers.words import FileKind
from app.errors import InvalidError
from app.extensions import db
from app.files.store import FileStore
from app.forms.dossier_contents import DecisionForm, DocumentForm, ShareForm
from app.organisations.roles import MemberRole

bp = Blueprint("dossier_contents", __name__)
FILES, DECISIONS, SHARES = f"{PAGE}/fichiers", f"{PAGE}/decisions", f"{PAGE}/partages"
SHARED_PATH = "/projet-partage"
Answer = str | tuple[str, int] | Response


def store() -> FileStore:
    """Where the documents are."""
    return store_of("dossiers")


@bp.url_value_preprocessor
def widen(endpoint: str | None, _values: object) -> None:
    """Let this one form be heavy, before anything reads it, for who is signed in."""
    if endpoint == f"{bp.name}.send" and current_user.is_authenticated:
        let_a_file_in()


def back(dossier: Dossier, part: str) -> Response:
    """Back to a part of the page."""
    return redirect(f"{path_of(dossier)}#{part}", code=303)


@bp.post(FILES)
@signed_in
def send(dossier: int) -> Answer:
    """Keep a document; commits."""
    own = load(dossier, MemberRole.EDITOR)
    form = DocumentForm(request.form)
    try:
        sent = read_sent()
        if not form.validate():
            return show_page(own, {documents_section.SECTION.key: form}), 422
        kind = FileKind(form.nature.data)
        files.add_file(db.session(), store(), own.dossier, kind, sent, me(), clock.now())
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        form.refuse(str(error))
        return show_page(load(dossier), {documents_section.SECTION.key: form}), 422
    flash("Le document est enregistré.", "success")
    return back(own.dossier, documents_section.SECTION.key)


@bp.get(f"{FILES}/<int:file>")
@signed_in
def give(dossier: int, file: int) -> Response:
    """A document, to keep: no browser opens it as a page of the portal."""
    found = files.find_file(db.session(), load(dossier).dossier, file)
    return give_private(store().read(found.key), found.media_type, found.name)


@bp.post(f"{FILES}/<int:file>/supprimer")
@signed_in
def remove(dossier: int, file: int) -> Response:
    """Delete a document; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    key = files.remove_file(db.session(), found, file, clock.now())
    db.session.commit()
    store().delete(key)
    flash("Le document est supprimé.", "success")
    return back(found, documents_section.SECTION.key)


@bp.post(DECISIONS)
@signed_in
def decide(dossier: int) -> Answer:
    """Write a decision down; commits."""
    own = load(dossier, MemberRole.EDITOR)
    form = DecisionForm(request.form)
    form.offer(list_committees(own.dossier.territory, clock.today()))
    decided = form.read()
    if decided is None:
        return show_page(own, {decisions_section.SECTION.key: form}), 422
    try:
        decisions.add(db.session(), own.dossier, decided, clock.now())
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        form.objet.errors = [str(error)]
        return show_page(load(dossier), {decisions_section.SECTION.key: form}), 422
    flash("La décision est enregistrée.", "success")
    return back(own.dossier, decisions_section.SECTION.key)


@bp.get(f"{DECISIONS}/<int:decision>/modifier")
@signed_in
def edit_decision(dossier: int, decision: int) -> str:
    """A decision, to be corrected."""
    found = load(dossier, MemberRole.EDITOR).dossier
    kept = decisions.find(db.session(), found, decision)
    form = DecisionForm.of(kept, list_committees(found.territory, clock.today()))
    return show_decision(found, kept, form)


@bp.post(f"{DECISIONS}/<int:decision>/modifier")
@signed_in
def correct(dossier: int, decision: int) -> Answer:
    """Keep a correction; where another came between, show both; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    kept = decisions.find(db.session(), found, decision)
    offered = DecisionForm.of(kept, list_committees(found.territory, clock.today()))
    form = DecisionForm(request.form).offer((offered.comite.choices or [])[1:])
    decided = form.read()
    if decided is None:
        return show_decision(found, kept, form, version=form.seen), 422
    try:
        decisions.correct(db.session(), found, decision, decided, form.seen, clock.now())
        db.session.commit()
    except ConflictError:
        db.session.rollback()
        found = load(dossier).dossier
        kept = decisions.find(db.session(), found, decision)
        return show_decision(found, kept, form, is_conflict=True), 409
    flash("La décision est corrigée.", "success")
    return back(found, decisions_section.SECTION.key)


def show_decision(
    dossier: Dossier,
    kept: DossierDecision,
    form: DecisionForm,
    *,
    version: int | None = None,
    is_conflict: bool = False,
) -> str:
    """The page of a decision; in a conflict, what is kept is shown beside what was typed."""
    return render_template(
        "dossiers/decision.html",
        dossier=dossier,
        kept=kept,
        form=form,
        problems=form.problems,
        version=kept.version if version is None else version,
        is_conflict=is_conflict,
        here=path_of(dossier),
    )


@bp.post(f"{DECISIONS}/<int:decision>/supprimer")
@signed_in
def remove_decision(dossier: int, decision: int) -> Response:
    """Delete a decision; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    decisions.remove(db.session(), found, decision, clock.now())
    db.session.commit()
    flash("La décision est supprimée.", "success")
    return back(found, decisions_section.SECTION.key)


@bp.post(SHARES)
@signed_in
def share(dossier: int) -> Answer:
    """A new link, shown on this answer and nowhere else; commits."""
    own = load(dossier, MemberRole.EDITOR)
    form = ShareForm(request.form)
    if not form.validate():
        return show_page(own, {sharing_section.SECTION.key: form}), 422
    days, label = int(form.duree.data), form.pour.data or ""
    try:
        secret = sharing.give(db.session(), own.dossier, label, days, me(), clock.now())
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        form.pour.errors = [str(error)]
        return show_page(load(dossier), {sharing_section.SECTION.key: form}), 422
    made = ShareForm()
    made.address = f"{base_url()}{SHARED_PATH}/{secret}"
    return keep_private(show_page(load(dossier), {sharing_section.SECTION.key: made}))


@bp.post(f"{SHARES}/<int:share>/fermer")
@signed_in
def close(dossier: int, share: int) -> Response:
    """Take a link back; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    sharing.revoke(db.session(), found, share)
    db.session.commit()
    flash("Le lien est fermé\u00a0: il n’ouvre plus rien.", "success")
    return back(found, sharing_section.SECTION.key)


@bp.post(f"{PAGE}/garder")
@signed_in
def keep(dossier: int) -> Response:
    """Keep the project twelve months from now; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    services.keep(db.session(), found, clock.now())
    db.session.commit()
    flash("Le projet est gardé douze mois de plus.", "success")
    return redirect(path_of(found), code=303)
