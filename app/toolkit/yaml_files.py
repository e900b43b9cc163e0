"""Texts written by the team in `content/`, read in a shape, with French typography."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import yaml
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError

from app.errors import InvalidError
from app.toolkit.typography import set_french

File = TypeVar("File")


def read_yaml(path: Path, shape: type[File]) -> File:
    """A file of texts in that shape; a key that it misspells is an error.

    `InvalidError` names the file and the place.
    """
    try:
        return make_converter().structure(yaml.safe_load(path.read_text(encoding="utf-8")), shape)
    except BaseValidationError as error:
        raise InvalidError(f"{path.name} : {' ; '.join(transform_error(error))}") from error
    except (OSError, TypeError, ValueError, yaml.YAMLError) as error:
        raise InvalidError(f"{path.name} est illisible : {error}") from error


def make_converter() -> Converter:
    """What turns parsed YAML into records: strict on keys, texts on one line, exact amounts."""
    converter = Converter(forbid_extra_keys=True)
    # A closed list is a `str` too: it is read as its member, not as a text.
    converter.register_structure_hook(
        str, lambda value, shape: read_text(value) if shape is str else shape(value)
    )
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(str(value)))
    converter.register_structure_hook(date, lambda value, _: read_day(value))
    return converter


def read_day(value: object) -> date:
    """A day written as 2026-11-25."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def read_text(value: object) -> str:
    """A text on one line, with French typography."""
    if not isinstance(value, str):
        message = f"« {value} » n’est pas un texte"
        raise TypeError(message)
    return set_french(" ".join(value.split()))
