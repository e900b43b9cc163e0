"""The project of a person without an account: its private link, its page, its end."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.blueprints.open_project import PATH, current, forget, open_here
from app.blueprints.toolkit.registry import TOOLS
from app.blueprints.toolkit.stage_page import describe_steps
from app.extensions import db
from app.forms.path import PathChoices
from app.projects import services
from app.stakeholders.directory import load_directory

bp = Blueprint("projects", __name__)
NONE_OPEN = (
    "Aucun projet n’est ouvert dans ce navigateur. Ouvrez votre lien privé, ou commencez par un "
    "outil\u00a0: un projet se crée quand vous enregistrez."
)


@bp.get(PATH)
def show() -> str | Response:
    """What the open project holds, its link, how long it is kept, how to erase it.

    A dossier that is open has a page of its own.
    """
    opened = current()
    if opened is None:
        return render_template("projects/none.html", message=NONE_OPEN)
    if not opened.token:
        return redirect(opened.home)
    kept = {sheet.tool: sheet for sheet in opened.project.worksheets}
    rows = [(tool, kept.get(tool.slug)) for tool in TOOLS]
    return render_template(
        "projects/show.html",
        opened=opened,
        rows=rows,
        steps=describe_steps(PathChoices(), opened, load_directory(db.session())),
    )


@bp.get(f"{PATH}/<token>")
def resume(token: str) -> Response:
    """Open the project of a private link in this browser."""
    open_here(token)
    answer = redirect(url_for("projects.show"), code=303)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@bp.get(f"{PATH}/effacer")
def confirm_erasing() -> str | Response:
    """Ask whether to erase; a dossier is erased from its page."""
    opened = current()
    if opened is None:
        return render_template("projects/none.html", message=NONE_OPEN)
    if not opened.token:
        return redirect(f"{opened.home}/supprimer")
    return render_template("projects/erase.html", opened=opened)


@bp.post(f"{PATH}/effacer")
def erase() -> Response:
    """Erase the open project for good."""
    opened = current()
    if opened is not None and opened.token:
        services.erase(db.session(), opened.project)
        db.session.commit()
        forget()
        flash("Votre projet est effacé\u00a0: son lien ne mène plus à rien.", "success")
    return redirect(url_for("toolkit.index"), code=303)


@bp.post(f"{PATH}/fermer")
def close() -> Response:
    """Forget the project in this browser; its link still opens it."""
    opened = current()
    forget()
    key = "Votre lien privé" if opened is None or opened.token else "« Mes projets »"
    flash(f"Votre projet est fermé dans ce navigateur. {key} le rouvre.", "success")
    return redirect(url_for("toolkit.index"), code=303)
