"""What an answer holds, declared once: dataclasses out of which come the JSON and its schema.

A field is declared with `told("…")`; its type is a plain one, a closed list, a dataclass, or a
tuple of these. Nothing else goes out: what is not a field of a row is in no answer.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from app.clock import to_paris

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MASK = "[courriel masqué]"
Json = dict[str, Any]
PLAIN: dict[type, Json] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def told(text: str) -> Any:  # noqa: ANN401  a field has the type of its annotation
    """A field of a row, with the French sentence that documents it."""
    return field(metadata={"text": text})


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row of open data says of itself."""

    id: str = told("Identifiant stable de la ligne.")
    url: str = told("Adresse de la page du portail qui la montre.")
    source: str = told("D’où vient la ligne.")
    source_url: str = told("Adresse de cette source, vide si elle n’est pas connue.")
    licence: str = told("Licence de la source, ou « à vérifier ».")
    is_demo: bool = told("Vrai pour une ligne fictive, de démonstration.")
    updated_at: datetime | None = told("Dernier changement dans le portail, s’il est connu.")


def to_json(value: Any) -> Any:  # noqa: ANN401  any value of a row
    """A row as JSON values: instants in Paris, amounts as numbers, no e-mail address."""
    if is_dataclass(value):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {name: to_json(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(inner) for inner in value]
    if isinstance(value, datetime):
        return to_paris(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Enum):
        return value.value
    return EMAIL.sub(MASK, value) if isinstance(value, str) else value


def schema_of(kind: Any, found: dict[str, Json]) -> Json:  # noqa: ANN401  any annotation
    """The JSON Schema of a type; `found` collects those of the dataclasses, by name."""
    if is_dataclass(kind) or is_typeddict(kind):
        return reference(kind, found)
    if get_origin(kind) in {Union, types.UnionType}:
        return optional(kind, found)
    if get_origin(kind) in {tuple, list}:
        return {"type": "array", "items": schema_of(get_args(kind)[0], found)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [member.value for member in kind]}
    return dict(PLAIN[kind])


def reference(kind: Any, found: dict[str, Json]) -> Json:  # noqa: ANN401  a class
    """A reference to the schema of a class, which is described once."""
    if kind.__name__ not in found:
        found[kind.__name__] = {}  # first: a class may hold its like
        found[kind.__name__] = describe(kind, found)
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def describe(kind: Any, found: dict[str, Json]) -> Json:  # noqa: ANN401  a class
    """The schema of a dataclass or of a typed mapping: every field, and no other."""
    hints = get_type_hints(kind, include_extras=True)
    optional_names = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
    texts = {f.name: f.metadata.get("text", "") for f in fields(kind)} if is_dataclass(kind) else {}
    properties = {}
    for name, hint in hints.items():
        is_optional = name in optional_names
        properties[name] = schema_of(get_args(hint)[0] if is_optional else hint, found)
        if texts.get(name):
            properties[name] = properties[name] | {"description": texts[name]}
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional_names],
        "additionalProperties": False,
    }


def optional(kind: Any, found: dict[str, Json]) -> Json:  # noqa: ANN401  a union with None
    """The schema of a type that may be missing, then null."""
    (inner,) = (part for part in get_args(kind) if part is not type(None))
    schema = schema_of(inner, found)
    if "$ref" in schema or "enum" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}
