"""The portal's own file, `content/schemes.yaml`, and any written the same way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cattrs import transform_error
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from app.clock import NBSP
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
        if not isinstance(entry, dict):
            yield RowError(where=where, what="une fiche est attendue, avec ses champs")
            continue
        try:
            scheme = converter.structure(entry, Scheme)
            cite(scheme.sources)
        except BaseValidationError as error:
            yield RowError(where=where, what=" ; ".join(say_faults(error)))
        except InvalidError as error:
            yield RowError(where=where, what=str(error))
        except (TypeError, ValueError, AttributeError, ArithmeticError):
            yield RowError(where=where, what="une valeur ne peut pas être lue")
        else:
            yield SchemeRecord(where=f"{where} ({scheme.slug})", key=scheme.slug, scheme=scheme)


def say_faults(error: BaseValidationError) -> Iterator[str]:
    """Each fault as « champ : raison »; the field as the file names it."""
    for fault in transform_error(error, format_exception=say_fault):
        why, _, field = fault.rpartition(" @ $")
        yield f"{field.lstrip('.') or 'fiche'}{NBSP}: {why}"


def say_fault(error: BaseException, _: type | None) -> str:
    """What is wrong with a value."""
    if isinstance(error, KeyError):
        return "absent"
    if isinstance(error, ForbiddenExtraKeysError):
        return f"champs inconnus ({', '.join(sorted(map(str, error.extra_fields)))})"
    return "valeur impossible"


SOURCE = Source(
    key=ORIGIN,
    label="fichier du portail (YAML, comme content/schemes.yaml)",
    shape=Shape.YAML,
    recognises=recognises,
    read=read,
)
