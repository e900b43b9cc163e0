"""What a project keeps of a tool, computed again."""

from __future__ import annotations

from typing import Any

from app import clock
from app.blueprints.toolkit.tool import Circumstances, Export, Tool
from app.blueprints.urls import base_url
from app.extensions import db
from app.forms.tool_form import ToolForm
from app.projects import queries
from app.projects.models import Worksheet


def circumstances(sheet: Worksheet | None) -> Circumstances:
    """What surrounds a computation."""
    saves = db.session.scalars(queries.versions(sheet.id)) if sheet else ()
    return Circumstances(
        session=db.session(),
        now=clock.now(),
        base_url=base_url(),
        history=tuple((save.saved_at, save.data) for save in saves),
    )


def compute_again(tool: Tool[Any, Any], sheet: Worksheet) -> tuple[ToolForm, Any]:
    """The form of what is kept, and what it computes to; None where the form is not valid now."""
    around, form = circumstances(sheet), tool.form.from_raw(sheet.data)
    tool.prepare(form, around)
    return form, tool.compute(form, around) if form.validate() else None


def name_file(tool: Tool[Any, Any], export: Export[Any]) -> str:
    """The name of a file of a tool."""
    return f"{tool.slug}-{clock.today():%Y-%m-%d}.{export.key}"
