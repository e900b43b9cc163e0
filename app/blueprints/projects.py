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
def show() -> str:
    """What the open project holds, its link, how long it is kept, how to erase it."""
    opened = current()
    if opened is None:
        return render_template("projects/none.html", message=NONE_OPEN)
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
def confirm_erasing() -> str:
    """Ask whether to erase."""
    opened = current()
    if opened is None:
        return render_template("projects/none.html", message=NONE_OPEN)
    return render_template("projects/erase.html", opened=opened)


@bp.post(f"{PATH}/effacer")
def erase() -> Response:
    """Erase the open project for good."""
    opened = current()
    if opened is not None:
        services.erase(db.session(), opened.project)
        db.session.commit()
        forget()
        flash("Votre projet est effacé\u00a0: son lien ne mène plus à rien.", "success")
    return redirect(url_for("toolkit.index"), code=303)


@bp.post(f"{PATH}/fermer")
def close() -> Response:
    """Forget the project in this browser; its link still opens it."""
    forget()
    flash("Votre projet est fermé dans ce navigateur. Votre lien privé le rouvre.", "success")
    return redirect(url_for("toolkit.index"), code=303)
