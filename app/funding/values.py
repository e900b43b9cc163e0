"""A scheme as plain JSON values and back: for rows, for differences, for proposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from cattrs import Converter
from cattrs.errors import BaseValidationError

from app.errors import InvalidError
from app.funding.sources.portal_cells import FIELDS
from app.toolkit.schemes import Call, Scheme

NAMES = tuple(field.name for field in fields(Scheme) if field.name != "as_of")
CALL_NAMES = tuple(field.name for field in fields(Call))
LABELS = {field: name.replace("_", " ") for name, field in FIELDS.items()} | {
    "calls": "appels",
    "slug": "identifiant",
    "former_names": "anciens noms",
    "former_slugs": "anciennes adresses",
    "sources": "sources citées",
    "is_minimis": "aide de minimis",
}
"""The French name of each field: the column of the CSV where there is one."""


@cache
def make_converter() -> Converter:
    """From records to JSON values, exactly: days as ISO texts, amounts as decimal texts."""
    converter = Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_unstructure_hook(Decimal, lambda amount: f"{amount.normalize():f}")
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    return converter


def values_of(scheme: Scheme) -> dict[str, Any]:
    """The fields of a scheme as JSON values, calls in the order of their dates."""
    values: dict[str, Any] = make_converter().unstructure(scheme)
    del values["as_of"]
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
    calls = sorted(scheme.calls, key=lambda call: call.sort_key)
    values["calls"] = [call_values(call) for call in calls]
    return values


def call_values(call: Call) -> dict[str, Any]:
    """The fields of a call as JSON values."""
    values: dict[str, Any] = make_converter().unstructure(call)
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def scheme_of_values(values: Mapping[str, Any]) -> Scheme:
    """The scheme that these values describe; InvalidError where they do not."""
    try:
        return make_converter().structure(dict(values), Scheme)
    except (BaseValidationError, ValueError, TypeError, ArithmeticError) as error:
        raise InvalidError("La fiche proposée est illisible.") from error
