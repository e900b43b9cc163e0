"""The portal's own file, `content/schemes.yaml`, and any written the same way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cattrs import transform_error
from cattrs.errors import BaseValidationError

from app.errors import InvalidError
from app.funding.sources.source import Item, SchemeRecord, Shape, Source
from app.imports.report import RowError
from app.toolkit.schemes import Scheme
from app.toolkit.sources import cite
from app.toolkit.yaml_files import make_converter

ORIGIN = "portail"


def recognises(value: Any) -> bool:  # noqa: ANN401  any YAML
    """Whether it is a list of schemes."""
    return isinstance(value, dict) and isinstance(value.get("schemes"), list)


def read(value: dict[str, Any]) -> Iterator[Item]:
    """The schemes of the file."""
    converter = make_converter()
    for number, entry in enumerate(value["schemes"], start=1):
        where = f"fiche {number}"
        try:
            scheme = converter.structure(entry, Scheme)
            cite(scheme.sources)
        except BaseValidationError as error:
            yield RowError(where=where, what=" ; ".join(transform_error(error)))
        except (InvalidError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            yield RowError(where=where, what=str(error))
        else:
            yield SchemeRecord(where=f"{where} ({scheme.slug})", key=scheme.slug, scheme=scheme)


SOURCE = Source(
    key=ORIGIN,
    label="fichier du portail (YAML, comme content/schemes.yaml)",
    shape=Shape.YAML,
    recognises=recognises,
    read=read,
)
