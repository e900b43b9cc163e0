"""The API: each resource read the same way, and the matching of a lot given in the body."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import MethodNotAllowed, NotFound

from app import clock
from app.blueprints.api import answers, calls
from app.blueprints.api.matching import match_lot
from app.blueprints.api.openapi import build_document
from app.blueprints.api.registry import BY_NAME, RESOURCES, find_resource
from app.blueprints.urls import base_url
from app.errors import NotFoundError
from app.extensions import csrf

bp = Blueprint("api", __name__, url_prefix=answers.ROOT)
csrf.exempt(bp)  # nothing is written, and nobody is acted for
calls.bind(bp)
OTHER_METHODS = ("POST", "PUT", "PATCH", "DELETE")
NO_ROW = "Aucune ligne ne porte cet identifiant."


@bp.get("")
def index() -> Response:
    """What there is to read."""
    root = f"{base_url()}{answers.ROOT}"
    body = {
        "documentation": f"{base_url()}/api/docs",
        "contract": f"{root}/openapi.json",
        "resources": [
            {"name": r.name, "title": r.title, "url": f"{root}/{r.name}"} for r in RESOURCES
        ],
        "matching": f"{root}/matching",
    }
    return answers.give(body, answers.JSON, (), None)


@bp.get("/openapi.json")
def contract() -> Response:
    """The contract, as docs/api/openapi.json keeps it."""
    return answers.give(build_document(), answers.JSON, (), None)


@bp.get("/<name>")
def show_list(name: str) -> Response:
    """The rows of a resource."""
    return answers.give_list(find_resource(name))


@bp.get("/<name>.geojson")
def show_points(name: str) -> Response:
    """The rows of a resource, as points."""
    resource = find_resource(name)
    if resource.point is None:
        raise NotFoundError("Cette ressource n’a pas de points\u00a0: elle se lit en JSON.")
    return answers.give_points(resource)


@bp.get("/<name>/<path:key>")
def show_row(name: str, key: str) -> Response:
    """One row, by its id."""
    resource = find_resource(name)
    # PostgreSQL keeps no NUL: such an id names nothing.
    is_asked = resource.find is not None and "\x00" not in key
    row = resource.find(key, clock.now()) if resource.find is not None and is_asked else None
    if row is None:
        raise NotFoundError(NO_ROW)
    return answers.give_row(resource, row)


@bp.post("/matching")
def match() -> Response:
    """The structures that fit the lot of the body."""
    return match_lot()


@bp.route("/matching", methods=["GET", "PUT", "PATCH", "DELETE"])
def refuse_matching() -> Response:
    """A lot is sent, not read."""
    raise MethodNotAllowed(valid_methods=["POST"])


@bp.route("/<path:rest>", methods=[*OTHER_METHODS, "GET"])
def refuse(rest: str) -> Response:
    """What is not there, or is only read."""
    if rest.split("/", maxsplit=1)[0].removesuffix(".geojson") in BY_NAME:
        raise MethodNotAllowed(valid_methods=["GET", "HEAD", "OPTIONS"])
    raise NotFound
