"""From codes to sectors: CPV by its longest prefix, NAF and ROME whole."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from app.sectors.taxonomy import Sector, sectors, taxonomy

CPV = re.compile(r"(\d{2,8})(?:-\d)?")


def read_cpv(raw: str) -> str:
    """The digits of a CPV code, without its control digit and its trailing zeros; may be empty.

    At least the two digits of the division are kept.
    """
    found = CPV.fullmatch(raw.replace(" ", "").strip())
    if found is None:
        return ""
    return found[1][:2] + found[1][2:].rstrip("0")


@cache
def index(nomenclature: str) -> dict[str, tuple[Sector, ...]]:
    """The sectors by code of `cpv`, `naf` or `rome`."""
    found: dict[str, list[Sector]] = defaultdict(list)
    for sector in sectors():
        for code in getattr(sector, nomenclature):
            found[read_cpv(code) if nomenclature == "cpv" else code].append(sector)
    return {code: tuple(rows) for code, rows in found.items()}


def match_cpv(raw: str) -> tuple[str, tuple[Sector, ...]]:
    """The longest prefix of a code that leads somewhere, and where; empty where none does.

    Nowhere either where a longer prefix is out of scope: casinos are under culture.
    """
    code, prefixes, outside = read_cpv(raw), index("cpv"), taxonomy().out_of_scope
    for length in range(len(code), 1, -1):
        if rows := prefixes.get(code[:length]):
            return code[:length], rows
        if code[:length] in outside:
            break
    return "", ()


def by_cpv(raw: str) -> tuple[Sector, ...]:
    """The sectors of a CPV code, with or without its control digit; more precise ones win."""
    return match_cpv(raw)[1]


def by_naf(code: str) -> tuple[Sector, ...]:
    """The sectors of a NAF sub-class, written `8121Z` or `81.21Z`."""
    return index("naf").get(code.replace(".", "").strip().upper(), ())


def by_rome(code: str) -> tuple[Sector, ...]:
    """The sectors of a ROME code."""
    return index("rome").get(code.strip().upper(), ())


def out_of_scope(raw: str) -> str | None:
    """Why no structure serves that CPV code, by its longest known prefix; None where one may."""
    code, reasons = read_cpv(raw), taxonomy().out_of_scope
    if match_cpv(raw)[1]:
        return None
    return next((reasons[code[:n]] for n in range(len(code), 1, -1) if code[:n] in reasons), None)
