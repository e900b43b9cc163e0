"""The official labels of the codes that lead to our sectors.

CPV 2008, NAF rév. 2 and ROME, as public referentials write them; `scripts/build_code_labels.py`
keeps those that the taxonomy uses.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

LABELS = Path(__file__).parent / "labels"
CodeKind = Literal["cpv", "naf", "rome"]


def label_of(kind: CodeKind, code: str) -> str:
    """The label of a code as the taxonomy writes it; empty where the referential has none."""
    return load_labels(kind).get(code, "")


def write_code(kind: CodeKind, code: str) -> str:
    """A code as its referential writes it: « 90910000 » of a prefix, « 81.21Z », « K2204 »."""
    if kind == "cpv":
        return code.ljust(8, "0")
    return f"{code[:2]}.{code[2:]}" if kind == "naf" else code


@cache
def load_labels(kind: CodeKind) -> MappingProxyType[str, str]:
    """Every label of that referential, by code."""
    with (LABELS / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: row["label"] for row in csv.DictReader(file)})
