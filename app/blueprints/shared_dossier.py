"""A project read by the link that its holder gave: nothing there changes it.

Opening it notes when it was opened last, and does nothing else.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app import clock
from app.blueprints.dossier_contents import SHARED_PATH, store
from app.blueprints.dossier_outputs import give_tool_file, give_whole
from app.blueprints.dossier_page import draw
from app.blueprints.dossier_sections.section import Reading
from app.blueprints.private_files import give_private
from app.blueprints.private_pages import keep_private
from app.dossiers import access, files, sharing
from app.dossiers.content_models import DossierShare
from app.errors import NotFoundError
from app.extensions import db

bp = Blueprint("shared_dossier", __name__)
PATH = f"{SHARED_PATH}/<secret>"


@bp.after_request
def tell_nobody(answer: Response) -> Response:
    """Nothing that is read from here says where it came from, and nobody lists it."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.errorhandler(NotFoundError)
def show_lost(error: NotFoundError) -> Response:
    """A link that opens nothing any more, or nothing of that name."""
    return keep_private((render_template("dossiers/lost.html", message=str(error)), 404))


def open_link(secret: str) -> tuple[Reading, DossierShare]:
    """The project that a secret opens, its opening noted, and the link; commits."""
    now = clock.now()
    sharing.note_opening(db.session(), secret, now)
    db.session.commit()
    found = sharing.read_link(db.session(), secret, now)
    reading = Reading(
        dossier=found.dossier, now=now, base=f"{SHARED_PATH}/{secret}", is_shared=True
    )
    return reading, found.share


@bp.get(PATH)
def show(secret: str) -> Response:
    """The page of the project, to be read."""
    reading, share = open_link(secret)
    main, aside = draw(reading)
    page = render_template(
        "dossiers/shared.html",
        reading=reading,
        dossier=reading.dossier,
        sheet=reading.sheet,
        share=share,
        main=main,
        aside=aside,
        owner=access.name_owner(db.session(), reading.dossier.project),
    )
    return keep_private(page)


@bp.get(f"{PATH}.pdf")
def whole(secret: str) -> Response:
    """The whole dossier, as one PDF."""
    return give_whole(open_link(secret)[0])


@bp.get(f"{PATH}/outils/<name>")
def tool_file(secret: str, name: str) -> Response:
    """A file of a tool, of what the project keeps."""
    return give_tool_file(open_link(secret)[0], name)


@bp.get(f"{PATH}/fichiers/<int:file>")
def give(secret: str, file: int) -> Response:
    """A document, to keep."""
    reading, _ = open_link(secret)
    found = files.find_file(db.session(), reading.dossier, file)
    return give_private(store().read(found.key), found.media_type, found.name)
