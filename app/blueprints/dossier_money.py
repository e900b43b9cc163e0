"""The money of a project: all that it may ask for, what joins its plan, its dates."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock, territories
from app.blueprints.access import signed_in
from app.blueprints.current_schemes import current_schemes
from app.blueprints.dossier_page import PAGE, load, path_of
from app.blueprints.dossier_sections import financing
from app.blueprints.dossier_sections.section import Reading
from app.blueprints.funding import give_dates
from app.clock import to_paris
from app.dossiers.access import OwnDossier
from app.dossiers.models import Dossier
from app.dossiers.money import SchemeFit, find_schemes
from app.dossiers.sheet import Sheet
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.funding_plan_lines import PLAN, add_scheme, begin_plan
from app.forms.tool_form import Raw
from app.organisations.roles import MemberRole
from app.projects import queries, services
from app.projects.services import ConflictError
from app.territories import TerritoryKind

bp = Blueprint("dossier_money", __name__)
MONEY = f"{PAGE}/financements"
CHANGED = (
    "Le plan de financement a été enregistré entre-temps, par vous ailleurs ou par un autre. "
    "Relisez-le, puis recommencez."
)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What could not be done, and the status that says so."""

    why: str
    status: int


@bp.get(MONEY)
@signed_in
def show(dossier: int) -> str:
    """All that a project may ask for, with the reasons."""
    return show_money(load(dossier))


def show_money(own: OwnDossier, why: str = "") -> str:
    """The page, with what could not be done."""
    dossier = own.dossier
    reading = Reading(
        dossier=dossier, now=clock.now(), base=path_of(dossier), may_write=own.may_write
    )
    return render_template(
        "dossiers/financements.html",
        dossier=dossier,
        reading=reading,
        view=financing.read(reading),
        problems=[("plan", why)] if why else [],
    )


@bp.get(f"{MONEY}.ics")
@signed_in
def dates(dossier: int) -> Response:
    """The dates of what a project may ask for."""
    found = find_schemes(Sheet.of(load(dossier).dossier), current_schemes(), clock.today())
    schemes = [one.scheme for one in found if one.is_askable]
    return give_dates("Financements de mon projet", schemes, f"projet-{dossier}-financements")


@bp.post(f"{MONEY}/ajouter")
@signed_in
def add(dossier: int) -> tuple[str, int] | AnyResponse:
    """Put a scheme in the funding plan; commits."""
    own = load(dossier, MemberRole.EDITOR)
    refusal = put_in_plan(own.dossier)
    if refusal is not None:
        db.session.rollback()
        return show_money(load(dossier), refusal.why), refusal.status
    db.session.commit()
    flash(
        "C’est dans le plan, à l’état «\u00a0envisagé\u00a0»\u00a0: écrivez-y le montant.",
        "success",
    )
    return redirect(f"{path_of(own.dossier)}/financements#plan", code=303)


def put_in_plan(dossier: Dossier) -> Refusal | None:
    """Write the line of the scheme that was chosen; what could not be done."""
    sheet, now = Sheet.of(dossier), clock.now()
    found = find_asked(sheet)
    seen = request.form.get("version", -1, type=int)
    kept = db.session.scalars(queries.worksheet(dossier.id, PLAN)).one_or_none()
    if seen != (kept.version if kept else 0):
        return Refusal(why=CHANGED, status=409)
    expense = found.expenses[0] if len(found.expenses) == 1 else None
    raw: Raw = kept.data if kept else begin_plan(sheet.kind, department_of(sheet))
    try:
        data = add_scheme(raw, found.scheme, expense=expense, deadline=found.fit.deadline)
        services.save(db.session(), dossier.project, PLAN, data, seen, now)
    except InvalidError as error:
        return Refusal(why=str(error), status=422)
    except ConflictError:
        return Refusal(why=CHANGED, status=409)
    return None


def find_asked(sheet: Sheet) -> SchemeFit:
    """The scheme that was chosen among those that the project may ask for; NotFoundError."""
    slug = request.form.get("dispositif", "")
    today = to_paris(clock.now()).date()
    for found in find_schemes(sheet, current_schemes(), today):
        if found.scheme.slug == slug and found.is_askable:
            return found
    raise NotFoundError("Ce dispositif n’est pas de ceux que le projet peut demander aujourd’hui.")


def department_of(sheet: Sheet) -> str:
    """The code of the département of a project, empty where it is none or several."""
    place = sheet.place
    around = (place, *territories.ancestors(place.code)) if place else ()
    found = [one.code for one in around if one.kind is TerritoryKind.DEPARTMENT]
    return found[0] if len(found) == 1 else ""
