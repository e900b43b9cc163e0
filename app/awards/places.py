"""From a declared place of performance to a territory, or to none rather than a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app import territories
from app.awards.records import AwardRecord
from app.imports.text import fold
from app.tenders.places import Proof
from app.tenders.values import read_department
from app.territories import Territory
from app.territories.catalog import PARIS
from app.territories.locating import department_of_postal_code


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The code of a territory and what it was read from; both empty where unknown."""

    code: str = ""
    proof: str = ""


def place_award(record: AwardRecord) -> Placed:
    """Where a contract is performed: its declared place, else its buyer's."""
    if code := resolve_place(record.place_code, record.place_type, record.place_name):
        return Placed(code=code, proof=Proof.PLACE)
    if code := resolve_place(record.buyer_place, "code postal", ""):
        return Placed(code=code, proof=Proof.BUYER)
    return Placed()


@lru_cache(maxsize=16384)
def resolve_place(code: str, kind: str, name: str) -> str:
    """The code of the territory meant by a code, its declared type and a name; empty if unknown.

    Types are often wrong (« Code région » with 83220): the shape of the code decides first, the
    type only between readings that the shape allows.
    """
    text, word = code.strip().upper().replace(" ", ""), fold(kind)
    if re.fullmatch(r"\d{4}", text) and ("postal" in word or "commune" in word):
        text = text.zfill(5)  # a spreadsheet lost its zero
    if re.fullmatch(r"\d[\dAB]\d{3}", text):
        found = read_five(text, word, name)
    elif "pays" in word:
        found = territories.find_code("FR") if text in {"FR", "FRA", "FRANCE"} else None
    elif re.fullmatch(r"R?\d{1,2}|\d[AB]|20[AB]|9[78]\d", text):
        found = read_short(text, word)
    elif re.fullmatch(r"FR[A-Z0-9]{0,3}", text):
        found = territories.find(text)
    elif re.fullmatch(r"\d{3,4}", text):  # an arrondissement or a canton: its département
        found = territories.find_code(read_department(text[:2]))
    else:
        found = None
    return found.code if found is not None else ""


def read_five(code: str, word: str, name: str) -> Territory | None:
    """The commune of five characters: an INSEE code if declared so, else a postal code.

    A postal code that several communes share gives the one named, else the département; so does
    that of a CEDEX, which may look like the INSEE code of another commune.
    """
    as_insee = territories.find_code(code)
    is_declared = "commune" in word or "arrondissement" in word or code == PARIS
    if as_insee is not None and as_insee.is_place and is_declared:
        return as_insee
    found = territories.locate(code, name) or territories.locate(code, "")
    return found or department_of_postal_code(code)


def read_short(code: str, word: str) -> Territory | None:
    """A région where declared so and where it is one, else a département."""
    if code.startswith("R") or "region" in word:
        found = territories.find_code(f"R{code.removeprefix('R').zfill(2)}")
        if found is not None:
            return found
    return territories.find_code(read_department(code.removeprefix("R")))
