"""« Qui fait quoi »: functions × territories and functions × stages, holes in public."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from app import territories
from app.blueprints.stakeholders import give_csv
from app.extensions import db
from app.forms.arguments import Arguments
from app.stakeholders.directory import load_directory
from app.stakeholders.export import PLACE_COLUMNS, STAGE_COLUMNS, place_rows, stage_rows
from app.stakeholders.matrix import PlaceMatrix, by_stage, by_territory, by_theme
from app.territories import TerritoryKind
from app.toolkit.actor_directory import Directory
from app.toolkit.actor_words import Letter
from app.toolkit.actors import load_functions
from app.toolkit.stages import load_stages

bp = Blueprint("who_does_what", __name__)
PATH = "/guide/qui-fait-quoi"
LEVEL = "par-territoire"
LEVELS = {"departement": TerritoryKind.DEPARTMENT, "ept": TerritoryKind.EPT}
SHOWN = 3  # names of a cell; the others are one link away


def read_level(arguments: Arguments) -> str:
    """The columns that the address asks for: départements, or EPT."""
    return arguments.one(LEVEL, {level: level for level in LEVELS}, default="departement")


def read_matrix(directory: Directory, level: str) -> PlaceMatrix:
    """Who holds each function in each territory of that level."""
    return by_territory(directory, territories.list_territories(LEVELS[level]))


@bp.get(PATH)
def index() -> str:
    """Both matrices."""
    arguments = Arguments(request.args, (LEVEL,))
    level = read_level(arguments)
    directory = load_directory(db.session())
    places = read_matrix(directory, level)
    return render_template(
        "stakeholders/matrix.html",
        level=level,
        ignored=arguments.ignored,
        places=places,
        stages=by_stage(load_functions(), load_stages()),
        themes=by_theme(directory, places.places),
        letters=tuple(Letter),
        shown=SHOWN,
        holes=sum(places.holes),
        cells=len(places.rows) * len(places.places),
    )


@bp.get(f"{PATH}.csv")
def places_csv() -> Response:
    """Who holds each function in each territory, as CSV."""
    level = read_level(Arguments(request.args, (LEVEL,)))
    matrix = read_matrix(load_directory(db.session()), level)
    return give_csv("qui-fait-quoi", PLACE_COLUMNS, place_rows(matrix))


@bp.get(f"{PATH}-etapes.csv")
def stages_csv() -> Response:
    """The part of each function in each stage, as CSV."""
    matrix = by_stage(load_functions(), load_stages())
    return give_csv("qui-fait-quoi-etapes", STAGE_COLUMNS, stage_rows(matrix))
