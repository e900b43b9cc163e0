"""What a source of schemes is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.imports.report import RowError
from app.toolkit.schemes import Scheme


class Shape(StrEnum):
    """How a file is written."""

    JSON = "json"
    CSV = "csv"
    YAML = "yaml"


@dataclass(frozen=True, kw_only=True)
class SchemeRecord:
    """A scheme as a file says it.

    `where` is its place in the file, `key` its identifier there. `remarks` refuse nothing.
    `keeps_past` is true where the file only ever holds the present call of a scheme.
    """

    where: str
    key: str
    scheme: Scheme
    remarks: tuple[str, ...] = ()
    keeps_past: bool = False


Item = SchemeRecord | RowError


class RefusedError(ValueError):
    """A row that cannot be kept; the message names the field and the reason, in French."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A format of schemes.

    `recognises` looks at the head of a file: the first record of JSON, the names of the columns of
    CSV, the whole of YAML. `read` takes the records of JSON, the rows of CSV, or YAML as it is; it
    never raises on bad input.
    """

    key: str
    label: str
    shape: Shape
    recognises: Callable[[Any], bool]
    read: Callable[[Any], Iterator[Item]]
