"""The contract in OpenAPI 3.1, made from the registry: nothing in it is written twice."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from app.blueprints.api.calls import MATCH, READ
from app.blueprints.api.limits import Quota
from app.blueprints.api.matching import (
    FEW_MATCHES,
    FEW_NEAR,
    MOST_HOURS,
    MOST_MATCHES,
    MOST_MONTHS,
    MOST_PLACES,
    MOST_SECTORS,
    RESERVING,
    MatchingAnswer,
)
from app.blueprints.api.parameters import FEW_ROWS, LIMIT, MOST_ROWS, PAGING
from app.blueprints.api.problems import MEDIA_TYPE, Problem
from app.blueprints.api.registry import RESOURCES
from app.blueprints.api.resource import Parameter, Resource
from app.blueprints.api.schema import Json, schema_of
from app.matching.kinds import ServiceType

VERSION = "1.0.0"
ROOT = "/api/v1"
DESCRIPTION = (
    "Les données ouvertes du portail, en lecture, sans compte. Les filtres sont ceux des pages."
    " Une valeur inconnue est ignorée et dite dans « ignored ». Aucune donnée personnelle n’y est."
)
JSON, GEOJSON = "application/json", "application/geo+json"
IGNORED: Json = {
    "type": "array",
    "items": {"type": "string"},
    "description": "Ce qui n’a pas été compris et n’a pas filtré.",
}
NEXT: Json = {
    "type": ["string", "null"],
    "description": "Adresse de la suite, nulle à la fin.",
}
NEAR = f"Nombre de structures qui conviennent presque\u00a0; {FEW_NEAR} par défaut."


@cache
def write_document() -> str:
    """The contract as the repository keeps it."""
    return json.dumps(build_document(), ensure_ascii=False, indent=2) + "\n"


def build_document() -> Json:
    """The contract."""
    schemas: dict[str, Json] = {}
    paths: dict[str, Json] = {}
    for resource in RESOURCES:
        paths |= paths_of(resource, schemas)
    paths["/matching"] = {"post": matching(schemas)}
    schema_of(Problem, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Maillage", "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def paths_of(resource: Resource[Any], schemas: dict[str, Json]) -> dict[str, Json]:
    """The addresses of a resource: its list, its points, each of its rows."""
    row = schema_of(resource.row, schemas)
    base = f"/{resource.name}"
    parameters = [describe_parameter(p) for p in (*resource.parameters, *PAGING)]
    found = {
        base: {
            "get": reading(f"list_{resource.name}", resource, parameters, list_of(resource, row))
        }
    }
    if resource.point is not None:
        found[f"{base}.geojson"] = {
            "get": reading(f"map_{resource.name}", resource, parameters, points_of(row), GEOJSON)
        }
    if resource.find is not None:
        key = {
            "name": "id",
            "in": "path",
            "required": True,
            "description": "Identifiant de la ligne.",
            "schema": {"type": "string"},
        }
        one = reading(f"get_{resource.name}", resource, [key], row)
        one["responses"]["404"] = problem("Aucune ligne ne porte cet identifiant.")
        found[f"{base}/{{id}}"] = {"get": one}
    return found


def reading(
    name: str, resource: Resource[Any], parameters: list[Json], schema: Json, media: str = JSON
) -> Json:
    """A read."""
    return {
        "operationId": name,
        "tags": [resource.title],
        "summary": resource.title,
        "description": resource.text,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "La réponse.",
                "headers": headers(READ),
                "content": {media: {"schema": schema}},
            },
            "304": {"description": "Rien n’a changé depuis la réponse que vous avez."},
            "400": problem("La taille ou le curseur est inutilisable."),
            "429": problem("Trop de demandes\u00a0: « Retry-After » dit quand réessayer."),
        },
    }


def matching(schemas: dict[str, Json]) -> Json:
    """The matching of a lot."""
    return {
        "operationId": "match_lot",
        "tags": ["Rapprochement"],
        "summary": "Rapprochement",
        "description": "Qui, dans l’annuaire, pourrait répondre à ce lot, et pourquoi\u00a0: les"
        " règles, les parts de la note, et qui convient presque.",
        "requestBody": {"required": True, "content": {JSON: {"schema": lot_schema()}}},
        "responses": {
            "200": {
                "description": "La réponse.",
                "headers": headers(MATCH),
                "content": {JSON: {"schema": schema_of(MatchingAnswer, schemas)}},
            },
            "400": problem("Un champ est inutilisable\u00a0: « detail » dit lequel."),
            "413": problem("Le corps est trop long."),
            "429": problem("Trop de demandes\u00a0: « Retry-After » dit quand réessayer."),
        },
    }


def lot_schema() -> Json:
    """The body of a matching."""
    words: Json = {"type": "array", "items": {"type": "string"}}
    properties: Json = {
        "sectors": words | {"minItems": 1, "maxItems": MOST_SECTORS, "description": "Filières."},
        "territories": words | {"maxItems": MOST_PLACES, "description": "Lieux d’exécution."},
        "deadline": {"type": ["string", "null"], "description": "Date limite, ISO 8601."},
        "reservation": {
            "type": "array",
            "items": {"type": "string", "enum": list(RESERVING)},
            "description": "Articles du code de la commande publique qui réservent le lot.",
        },
        "hours": number(MOST_HOURS, "Heures d’insertion, sur toute la durée."),
        "months": number(MOST_MONTHS, "Durée, en mois."),
        "service": {
            "enum": [*(service.value for service in ServiceType), None],
            "description": "Forme du service.",
        },
        "buyer_siret": {"type": ["string", "null"], "description": "SIRET de l’acheteur."},
        "limit": count(1, FEW_MATCHES, f"Nombre de structures\u00a0; {FEW_MATCHES} par défaut."),
        "near": count(0, FEW_NEAR, NEAR),
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["sectors"],
        "additionalProperties": False,
    }


def number(most: int, text: str) -> Json:
    """A number of a lot."""
    return {"type": ["number", "null"], "minimum": 0, "maximum": most, "description": text}


def count(least: int, default: int, text: str) -> Json:
    """How many answers are wanted."""
    return {
        "type": "integer",
        "minimum": least,
        "maximum": MOST_MATCHES,
        "default": default,
        "description": text,
    }


def describe_parameter(parameter: Parameter) -> Json:
    """A parameter of the query string; a value outside of its list is ignored, not refused."""
    value: Json = {"type": parameter.kind}
    if parameter.values:
        value["examples"] = list(parameter.values)
    if parameter is LIMIT:
        value |= {"minimum": 1, "maximum": MOST_ROWS, "default": FEW_ROWS}
    schema = {"type": "array", "items": value} if parameter.is_repeated else value
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.text,
        "schema": schema,
    }


def list_of(resource: Resource[Any], row: Json) -> Json:
    """A list of rows."""
    properties = {"data": {"type": "array", "items": row}, "next": NEXT, "ignored": IGNORED}
    if resource.has_csv:
        text = "Adresse de la même liste, entière, en CSV."
        properties["csv"] = {"type": "string", "description": text}
    return closed(properties)


def points_of(row: Json) -> Json:
    """Rows as GeoJSON points."""
    pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    point = closed({"type": {"const": "Point"}, "coordinates": pair})
    feature = {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": point,
        "properties": row,
    }
    features = {"type": "array", "items": closed(feature)}
    whole = {"type": {"const": "FeatureCollection"}, "features": features}
    return closed(whole | {"next": NEXT, "ignored": IGNORED})


def closed(properties: Json) -> Json:
    """An object with these fields, all of them and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def headers(quota: Quota) -> Json:
    """The headers of an answer."""
    text = f"Ce qui reste de la minute, sur {quota.most} demandes."
    return {
        "ETag": {"schema": {"type": "string"}, "description": "À renvoyer dans If-None-Match."},
        "RateLimit": {"schema": {"type": "string"}, "description": text},
        "RateLimit-Policy": {"schema": {"type": "string"}, "description": "La limite."},
    }


def problem(text: str) -> Json:
    """A problem document."""
    return {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
