"""The toolbox and its ten stages, adapted to who reads; a checklist that an open project keeps."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.blueprints import open_project
from app.blueprints.downloads import give_file
from app.blueprints.my_territory import current_department
from app.blueprints.open_project import OpenProject
from app.blueprints.toolkit.registry import TOOLS
from app.blueprints.toolkit.stage_files import write_checklist, write_checklist_pdf
from app.blueprints.toolkit.stage_page import StagePage, Ticks, describe_steps, ticks_of
from app.exports import pdf
from app.extensions import db
from app.forms.path import PathChoices
from app.forms.ticks import read_ticks, read_version
from app.projects import services
from app.projects.services import ConflictError
from app.stakeholders.directory import load_directory
from app.toolkit.stages import Stage, get_stage, load_stages

bp = Blueprint("toolkit", __name__)
PATH = "/boite-a-outils"
Answer = str | tuple[str, int] | AnyResponse


@bp.get(PATH)
def index() -> str:
    """The ten stages, where to begin, the tools and the documents."""
    choices, opened = read_choices(), open_project.current()
    return render_template(
        "toolkit/index.html",
        choices=choices,
        steps=describe_steps(choices, opened, load_directory(db.session())),
        tools=TOOLS,
        opened=opened,
    )


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str:
    """One stage: questions, what to do, what it ends with, who to call, who pays."""
    opened = open_project.current()
    return render_page(get_stage(slug), opened, ticks_of(opened, slug))


@bp.post(f"{PATH}/<slug>")
def tick(slug: str) -> Answer:
    """Keep what was ticked and noted in the open project, or in a new one; commits."""
    stage = get_stage(slug)
    opened = open_project.current_or_new()
    data = read_ticks(request.form, stage)
    if open_project.is_another(opened, request.form):
        kept = ticks_of(opened, slug)
        return render_page(stage, opened, replace(kept, data=data, is_another=True)), 409
    version = read_version(request.form)
    try:
        services.save(db.session(), opened.project, tool_of(stage), data, version, clock.now())
    except ConflictError as error:
        ticks = Ticks(data=data, version=error.current.version, conflict=error.current)
        return render_page(stage, opened, ticks), 409
    db.session.commit()
    flash("Votre avancement est enregistré.", "success")
    return redirect(url_for("toolkit.show", slug=slug) + read_choices().query, code=303)


@bp.get(f"{PATH}/<slug>.csv")
def checklist_csv(slug: str) -> Response:
    """What is to be done at a stage, with what the open project says of it."""
    stage = get_stage(slug)
    page = build_page(stage, ticks_of(open_project.current(), slug))
    return give_file(write_checklist(page).encode(), "text/csv; charset=utf-8", f"etape-{slug}.csv")


@bp.get(f"{PATH}/<slug>.pdf")
def checklist_pdf(slug: str) -> Response:
    """A stage to print or to share."""
    stage = get_stage(slug)
    page = build_page(stage, ticks_of(open_project.current(), slug))
    content = write_checklist_pdf(page, clock.now())
    return give_file(content, pdf.MIMETYPE, f"etape-{slug}.pdf")


def render_page(stage: Stage, opened: OpenProject | None, ticks: Ticks) -> str:
    """The page of a stage."""
    page = build_page(stage, ticks)
    return render_template("toolkit/stage.html", page=page, stages=load_stages(), opened=opened)


def build_page(stage: Stage, ticks: Ticks) -> StagePage:
    """What the page and the files of a stage show."""
    return StagePage.of(stage, read_choices(), ticks, load_directory(db.session()))


def read_choices() -> PathChoices:
    """What the person said of herself, her département kept from another page."""
    choices = PathChoices.from_args(request.args)
    return replace(choices, department=choices.department or current_department())


def tool_of(stage: Stage) -> str:
    """Under what name a project keeps the checklist of a stage."""
    return f"etape-{stage.slug}"
