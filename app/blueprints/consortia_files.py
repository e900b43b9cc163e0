"""The files of a group, and its letter of intent; for its members only."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.blueprints.access import member
from app.blueprints.consortia_acts import PAGE_PATH
from app.blueprints.consortia_cards import make_actor, page_path
from app.blueprints.consortia_page import load, show_page
from app.blueprints.private_files import give_private, let_a_file_in, read_sent, store_of
from app.consortia import contents, files, sharing, starting
from app.consortia.letter import Intent, write_letter
from app.errors import InvalidError
from app.extensions import db
from app.files.store import FileStore
from app.organisations.roles import MemberRole

bp = Blueprint("consortia_files", __name__)
FILES_PATH = f"{PAGE_PATH}/fichiers"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def store() -> FileStore:
    """Where the files are."""
    return store_of("consortia")


@bp.url_value_preprocessor
def widen(endpoint: str | None, _values: object) -> None:
    """Let this one form be heavy, before anything reads it, for who is signed in."""
    if endpoint == f"{bp.name}.send" and current_user.is_authenticated:
        let_a_file_in()


@bp.post(FILES_PATH)
@member(MemberRole.EDITOR)
def send(organisation: int, consortium: int) -> BaseResponse | tuple[str, int]:
    """Keep a file; commits."""
    found = load(organisation, consortium)
    try:
        name, content = read_sent()
        files.add_file(db.session(), store(), found, name, content, make_actor())
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        return show_page(load(organisation, consortium), refusal=str(error)), 422
    flash("Le fichier est enregistré.", "success")
    return redirect(f"{page_path(organisation, consortium)}#fichiers", code=303)


@bp.get(f"{FILES_PATH}/<int:file>")
@member(MemberRole.READER)
def give(organisation: int, consortium: int, file: int) -> Response:
    """A file, to keep: no browser opens it as a page of the portal."""
    whole = load(organisation, consortium)
    make_actor().require_member(whole)
    found = files.find_file(db.session(), whole, file)
    return give_private(store().read(found.key), found.media_type, found.name)


@bp.post(f"{FILES_PATH}/<int:file>/supprimer")
@member(MemberRole.EDITOR)
def remove(organisation: int, consortium: int, file: int) -> BaseResponse:
    """Delete a file; commits."""
    found = load(organisation, consortium)
    key = files.remove_file(db.session(), found, file, make_actor())
    db.session.commit()
    store().delete(key)
    flash("Le fichier est supprimé.", "success")
    return redirect(f"{page_path(organisation, consortium)}#fichiers", code=303)


@bp.get(f"{PAGE_PATH}/lettre.docx")
@member(MemberRole.READER)
def letter(organisation: int, consortium: int) -> Response:
    """The letter of intent, as it stands."""
    found = load(organisation, consortium)
    make_actor().require_member(found)
    intent = Intent(
        consortium=found,
        lots=starting.list_lots(db.session(), found),
        shares=sharing.read_shares(db.session(), found),
        points=contents.list_points(db.session(), found),
        now=clock.now(),
    )
    return give_private(write_letter(intent), DOCX, f"lettre-d-intention-{found.id}.docx")
