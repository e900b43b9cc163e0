"""The page of a project: which one, and its parts drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template

from app import clock
from app.blueprints.access import me
from app.blueprints.dossier_sections.registry import SECTIONS
from app.blueprints.dossier_sections.section import Reading, Section
from app.blueprints.open_project import DOSSIERS_PATH
from app.dossiers import access
from app.dossiers.access import OwnDossier
from app.dossiers.models import Dossier
from app.extensions import db
from app.forms.tool_form import ToolForm
from app.organisations.roles import MemberRole

PAGE = f"{DOSSIERS_PATH}/<int:dossier>"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A part of the page with what it shows; None where it has nothing to show."""

    section: Section
    view: object | None


def load(dossier: int, least: MemberRole = MemberRole.READER) -> OwnDossier:
    """A dossier that the person signed in may open in that role; NotFoundError."""
    return access.require(db.session(), me().id, dossier, least)


def path_of(dossier: Dossier) -> str:
    """The address of its page."""
    return f"{DOSSIERS_PATH}/{dossier.id}"


def draw(reading: Reading) -> tuple[list[Drawn], list[Drawn]]:
    """The parts of the page, and those on the side."""
    drawn = [Drawn(section=s, view=s.read(reading)) for s in SECTIONS if s.is_on(reading)]
    return [d for d in drawn if not d.section.is_aside], [d for d in drawn if d.section.is_aside]


def read_own(own: OwnDossier, forms: Mapping[str, ToolForm] | None = None) -> Reading:
    """A project as one of those it belongs to reads it."""
    return Reading(
        dossier=own.dossier,
        now=clock.now(),
        base=path_of(own.dossier),
        may_write=own.may_write,
        forms=forms or {},
    )


def show_page(
    own: OwnDossier,
    forms: Mapping[str, ToolForm] | None = None,
    refusal: tuple[str, str] | None = None,
) -> str:
    """The page of a project to one of those it belongs to.

    `forms` are those sent with what is to mend, by the key of their part; `refusal` the key of a
    part and what could not be done there.
    """
    forms = forms or {}
    dossier = own.dossier
    reading = read_own(own, forms)
    main, aside = draw(reading)
    problems = [problem for form in forms.values() for problem in form.problems]
    is_shared_work = dossier.project.organisation_id is not None
    return render_template(
        "dossiers/show.html",
        reading=reading,
        dossier=dossier,
        sheet=reading.sheet,
        main=main,
        aside=aside,
        problems=[*problems, *([refusal] if refusal else [])],
        owner=access.name_owner(db.session(), dossier.project) if is_shared_work else "",
    )
