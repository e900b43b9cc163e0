"""The documentation of the API, drawn from its contract: no script, nothing from elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from werkzeug.datastructures import MultiDict

from app import clock
from app.blueprints.api.answers import ROOT
from app.blueprints.api.calls import MATCH, READ
from app.blueprints.api.openapi import build_document, lot_schema
from app.blueprints.api.registry import RESOURCES, find_resource
from app.blueprints.api.resource import Query, Resource
from app.blueprints.api.schema import Json, to_json
from app.blueprints.urls import base_url

bp = Blueprint("api_docs", __name__)
PATH = "/api/docs"
LOT: Json = {
    "sectors": ["nettoyage-de-locaux"],
    "territories": ["93"],
    "reservation": ["L2113-13"],
    "hours": 1500,
    "months": 12,
    "limit": 1,
    "near": 0,
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A parameter or a field, as the contract has it; `values` are those of a closed list."""

    name: str
    kind: str
    text: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shape:
    """An object of an answer, and its fields; `key` is an anchor."""

    key: str
    fields: tuple[Line, ...]


@bp.get(PATH)
def index() -> str:
    """What there is to read, and the rules that hold everywhere."""
    return render_template(
        "api/index.html",
        resources=RESOURCES,
        root=f"{base_url()}{ROOT}",
        quotas=(READ, MATCH),
        lot=json.dumps(LOT, ensure_ascii=False, indent=2),
        lot_line=json.dumps(LOT, ensure_ascii=False),
        lot_fields=lines(lot_schema()),
    )


@bp.get(f"{PATH}/<name>")
def show(name: str) -> str:
    """One resource: its parameters, its fields, an answer."""
    resource = find_resource(name)
    document = build_document()
    path = document["paths"][f"/{name}"]["get"]
    return render_template(
        "api/resource.html",
        resource=resource,
        root=f"{base_url()}{ROOT}",
        parameters=tuple(map(read_parameter, path["parameters"])),
        shapes=shapes_of(resource.row.__name__, document["components"]["schemas"]),
        example=example_of(resource),
    )


def read_parameter(parameter: Json) -> Line:
    """A parameter of the contract."""
    schema = parameter["schema"]
    inner = schema.get("items", schema)
    kind = say_kind(inner) + (", répétable" if schema["type"] == "array" else "")
    values = tuple(inner.get("examples", ()))
    return Line(name=parameter["name"], kind=kind, text=parameter["description"], values=values)


def lines(schema: Json) -> tuple[Line, ...]:
    """The fields of an object."""
    return tuple(
        Line(
            name=name,
            kind=say_kind(field),
            text=field.get("description", ""),
            values=values_of(field),
        )
        for name, field in schema["properties"].items()
    )


def shapes_of(name: str, schemas: dict[str, Json]) -> tuple[Shape, ...]:
    """The object of that name, then those that it holds, each once."""
    wanted = [name]
    found: dict[str, Shape] = {}
    while wanted:
        current = wanted.pop(0)
        if current not in found:
            found[current] = Shape(key=current, fields=lines(schemas[current]))
            wanted += [
                ref for field in schemas[current]["properties"].values() if (ref := held(field))
            ]
    return tuple(found.values())


def held(field: Json) -> str:
    """The name of the object that a field holds, or nothing."""
    inner = field.get("items", field)
    return str(inner.get("$ref", "")).rpartition("/")[2]


def values_of(field: Json) -> tuple[str, ...]:
    """The values of a closed list."""
    inner = field.get("items", field)
    for option in (inner, *inner.get("anyOf", ())):
        if "enum" in option:
            return tuple(value for value in option["enum"] if value is not None)
    return ()


KINDS = {
    "string": "texte",
    "number": "nombre",
    "integer": "nombre entier",
    "boolean": "oui ou non",
    "date-time": "date et heure",
    "date": "date",
}


def say_kind(field: Json) -> str:
    """The type of a field, in French."""
    if "$ref" in field:
        return held(field)
    if "items" in field:
        return f"liste de {say_kind(field['items'])}"
    options: list[Any] = field.get("anyOf", [])
    if options:
        return f"{say_kind(options[0])} ou nul"
    kind = field.get("type", "string")
    is_optional = isinstance(kind, list) or None in field.get("enum", ())
    name = str(kind[0] if isinstance(kind, list) else kind)
    return KINDS[str(field.get("format", name))] + (" ou nul" if is_optional else "")


def example_of(resource: Resource[Any]) -> str:
    """The beginning of the true answer; empty where there is no row yet."""
    args = MultiDict([("q", "insertion")]) if resource.name == "search" else MultiDict()
    answer = resource.read(Query(args=args, limit=1, now=clock.now()))
    if not answer.rows:
        return ""
    return json.dumps({"data": to_json(answer.rows)}, ensure_ascii=False, indent=2)
