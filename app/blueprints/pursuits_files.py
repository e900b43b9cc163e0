"""The files of a pursuit: sent, given back as files to keep, deleted; for members only."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.blueprints.access import me, member
from app.blueprints.private_files import give_private, let_a_file_in, read_sent, store_of
from app.blueprints.pursuits import BOARD_PATH
from app.blueprints.pursuits_cards import page_path
from app.blueprints.pursuits_page import load, show_page
from app.errors import InvalidError
from app.extensions import db
from app.files.store import FileStore
from app.organisations.roles import MemberRole
from app.pursuits import files, services

bp = Blueprint("pursuits_files", __name__)
FILES_PATH = f"{BOARD_PATH}/<int:pursuit>/fichiers"


def store() -> FileStore:
    """Where the files are."""
    return store_of("pursuits")


@bp.url_value_preprocessor
def widen(endpoint: str | None, _values: object) -> None:
    """Let this one form be heavy, before anything reads it, for who is signed in."""
    if endpoint == f"{bp.name}.send" and current_user.is_authenticated:
        let_a_file_in()


@bp.post(FILES_PATH)
@member(MemberRole.EDITOR)
def send(organisation: int, pursuit: int) -> BaseResponse | tuple[str, int]:
    """Keep a file; commits."""
    found = services.find(db.session(), organisation, pursuit)
    try:
        name, content = read_sent()
        files.add_file(db.session(), store(), found, name, content, me(), clock.now())
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        return show_page(load(organisation, pursuit), file_refusal=str(error)), 422
    flash("Le fichier est enregistré.", "success")
    return redirect(f"{page_path(found)}#fichiers", code=303)


@bp.get(f"{FILES_PATH}/<int:file>")
@member(MemberRole.READER)
def give(organisation: int, pursuit: int, file: int) -> Response:
    """A file, to keep: no browser opens it as a page of the portal."""
    found = files.find_file(db.session(), services.find(db.session(), organisation, pursuit), file)
    return give_private(store().read(found.key), found.media_type, found.name)


@bp.post(f"{FILES_PATH}/<int:file>/supprimer")
@member(MemberRole.EDITOR)
def remove(organisation: int, pursuit: int, file: int) -> BaseResponse:
    """Delete a file; commits."""
    found = services.find(db.session(), organisation, pursuit)
    key = files.remove_file(db.session(), found, file)
    db.session.commit()
    store().delete(key)
    flash("Le fichier est supprimé.", "success")
    return redirect(f"{page_path(found)}#fichiers", code=303)
