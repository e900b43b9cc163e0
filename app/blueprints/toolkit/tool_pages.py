"""The pages of the tools: one view for all, since each tool says what it is."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.blueprints import open_project
from app.blueprints.downloads import give_file
from app.blueprints.open_project import OpenProject
from app.blueprints.toolkit.registry import find_tool
from app.blueprints.toolkit.tool import Export, Tool
from app.blueprints.toolkit.worksheets import circumstances, compute_again, name_file
from app.extensions import db
from app.forms.ticks import read_version
from app.forms.tool_form import ToolForm, keep_raw
from app.projects import services
from app.projects.models import Worksheet
from app.projects.services import ConflictError

bp = Blueprint("tools", __name__)
PATH = "/boite-a-outils/outils"
SAVE, REPLACE = "enregistrer", "remplacer"
Answer = str | tuple[str, int] | AnyResponse


class Shown(NamedTuple):
    """What the page of a tool shows besides its form."""

    result: Any = None
    conflict: Worksheet | None = None
    is_another: bool = False
    version: int | None = None


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> Answer:
    """A tool, as the open project keeps it; filled from the address where nothing is kept."""
    tool, opened = find_tool(slug), open_project.current()
    sheet = opened.worksheet(slug) if opened else None
    if sheet:
        form, result = compute_again(tool, sheet)
        return render(tool, form, opened, Shown(result=result))
    form = tool.form(request.args or None)
    tool.prepare(form, circumstances(None))
    return render(tool, form, opened, Shown())


@bp.post(f"{PATH}/<slug>")
def compute(slug: str) -> Answer:
    """Compute with what was typed, then show it, keep it or give it as a file."""
    tool, opened = find_tool(slug), open_project.current()
    around = circumstances(opened.worksheet(slug) if opened else None)
    form = tool.form(request.form)
    tool.prepare(form, around)
    if not form.validate():
        return render(tool, form, opened, Shown(version=read_version(request.form))), 422
    action = request.form.get("action", "")
    if action in {SAVE, REPLACE}:
        return keep(tool, form)
    result = tool.compute(form, around)
    for export in tool.exports:
        if export.key == action:
            return send(tool, export, result)
    return render(tool, form, opened, Shown(result=result, version=read_version(request.form)))


@bp.get(f"{PATH}/<slug>/export.<key>")
def export(slug: str, key: str) -> Answer:
    """A file of what the open project keeps."""
    tool, opened = find_tool(slug), open_project.current()
    sheet = opened.worksheet(slug) if opened else None
    wanted = next((e for e in tool.exports if e.key == key), None)
    if sheet is None or wanted is None:
        return redirect(f"{PATH}/{slug}", code=303)
    _, result = compute_again(tool, sheet)
    if result is None:
        return redirect(f"{PATH}/{slug}", code=303)
    return send(tool, wanted, result)


def keep(tool: Tool[Any, Any], form: ToolForm) -> Answer:
    """Keep what was typed in the open project, or in a new one; commits."""
    opened = open_project.current_or_new()
    if open_project.is_another(opened, request.form):
        return render(tool, form, opened, Shown(is_another=True)), 409
    version = read_version(request.form)
    try:
        services.save(
            db.session(),
            opened.project,
            tool.slug,
            keep_raw(request.form, form),
            version,
            clock.now(),
        )
    except ConflictError as error:
        shown = Shown(conflict=error.current, version=error.current.version)
        return render(tool, form, opened, shown), 409
    db.session.commit()
    flash(open_project.say_kept(opened), "success")
    return redirect(url_for("tools.show", slug=tool.slug), code=303)


def render(tool: Tool[Any, Any], form: ToolForm, opened: OpenProject | None, shown: Shown) -> str:
    """The page of a tool; `version` is the save that the person has before them."""
    sheet = opened.worksheet(tool.slug) if opened else None
    version = shown.version if shown.version is not None else (sheet.version if sheet else 0)
    return render_template(
        tool.template,
        tool=tool,
        form=form,
        problems=form.problems,
        result=shown.result,
        conflict=shown.conflict,
        is_another=shown.is_another,
        version=version,
        opened=opened,
        sheet=sheet,
        action=f"{PATH}/{tool.slug}",
    )


def send(tool: Tool[Any, Any], export: Export[Any], result: object) -> Response:
    """A file, to be kept."""
    return give_file(export.write(result), export.mimetype, name_file(tool, export))
