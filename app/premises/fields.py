"""One announcement from the named texts of a proposal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app import territories
from app.errors import InvalidError
from app.imports.choices import split_words
from app.imports.text import clean_line, clean_text
from app.premises.kinds import Access, Direction, Lease, Owner, Use

Choice = TypeVar("Choice", bound=StrEnum)
Cells = Mapping[str, str]
NAMES = (
    "titre", "sens", "usages", "surface_min", "surface_max", "bail", "loyer", "acces",
    "a_partir_du", "jusqu_au", "territoire", "proprietaire", "description",
)  # fmt: skip
LONGEST_DESCRIPTION = 3_000  # characters
MOST_SURFACE = 1_000_000  # m²
FIRST_YEAR, LAST_YEAR = 2000, 2099
# An announcement is public: how to answer its author is not.
CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}|(?<!\d)(?:\+33|0)(?:[ .-]?\d){9}(?!\d)")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


class PremisesFieldError(InvalidError):
    """A field that cannot be used: `field` is its name, the message a French reason."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


@dataclass(frozen=True, kw_only=True)
class PremisesRecord:
    """One announcement, checked; see `Premises` for the meaning of each part."""

    title: str
    direction: Direction
    uses: tuple[Use, ...]
    territory_code: str
    owner: Owner
    surface_min: int | None = None
    surface_max: int | None = None
    lease: Lease = Lease.OPEN
    rent: str = ""
    access: Access = Access.UNKNOWN
    available_from: date | None = None
    available_until: date | None = None
    description: str = ""


def read_cells(cells: Cells) -> PremisesRecord:
    """The announcement that these texts say; PremisesFieldError names the first unusable one."""
    least, most = read_surface(cells, "surface_min"), read_surface(cells, "surface_max")
    if least is not None and most is not None and most < least:
        raise PremisesFieldError("surface_max", "la plus grande surface est sous la plus petite")
    first, last = read_day(cells, "a_partir_du"), read_day(cells, "jusqu_au")
    if first is not None and last is not None and last < first:
        raise PremisesFieldError("jusqu_au", "la fin de disponibilité précède son début")
    return PremisesRecord(
        title=read_public_text(cells, "titre", missing="titre absent"),
        direction=read_member(cells, "sens", Direction),
        uses=read_uses(cells.get("usages", "")),
        territory_code=read_territory(cells.get("territoire", "")),
        owner=read_member(cells, "proprietaire", Owner),
        surface_min=least,
        surface_max=most,
        lease=read_member(cells, "bail", Lease, default=Lease.OPEN),
        rent=clean_line(cells.get("loyer", ""), limit=120),
        access=read_member(cells, "acces", Access, default=Access.UNKNOWN),
        available_from=first,
        available_until=last,
        description=read_public_text(cells, "description", missing="description absente"),
    )


def read_public_text(cells: Cells, name: str, *, missing: str) -> str:
    """A text that must be there, and says nothing of how to reach a person."""
    is_line = name == "titre"
    raw = cells.get(name, "")
    text = clean_line(raw, limit=255) if is_line else clean_text(raw, limit=LONGEST_DESCRIPTION)
    if not text:
        raise PremisesFieldError(name, missing)
    if CONTACT.search(text):
        why = "ni adresse électronique ni téléphone : l’équipe du portail transmet les réponses"
        raise PremisesFieldError(name, why)
    return text


def read_member(
    cells: Cells, name: str, choices: type[Choice], *, default: Choice | None = None
) -> Choice:
    """A word of a closed list."""
    raw = clean_line(cells.get(name, ""), limit=60)
    if not raw and default is not None:
        return default
    try:
        return choices(raw)
    except ValueError as error:
        known = ", ".join(choices)
        raise PremisesFieldError(name, f"inconnu : « {raw} » ; {known}") from error


def read_uses(raw: str) -> tuple[Use, ...]:
    """What the premises serve for, between bars: one at least."""
    words = split_words(raw)
    unknown = [word for word in words if word not in set(Use)]
    if unknown or not words:
        raise PremisesFieldError("usages", "choisissez au moins un usage de la liste")
    return tuple(Use(word) for word in words)


def read_territory(raw: str) -> str:
    """The code of a territory of the region."""
    text = clean_line(raw, limit=120)
    found = territories.find(text) if text else None
    if found is None:
        raise PremisesFieldError("territoire", f"territoire inconnu : « {text} »")
    if not found.in_region:
        raise PremisesFieldError("territoire", f"{found.name} n’est pas en Île-de-France")
    return found.code


def read_surface(cells: Cells, name: str) -> int | None:
    """A surface in whole m², or None where nothing is said."""
    raw = "".join(cells.get(name, "").split()).removesuffix("m²").removesuffix("m2")
    if not raw:
        return None
    digits = raw.partition(",")[0].partition(".")[0]
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 7):
        raise PremisesFieldError(name, "écrivez un nombre de m², par exemple 250")
    surface = int(digits)
    if not 0 < surface <= MOST_SURFACE:
        raise PremisesFieldError(name, "surface impossible")
    return surface


def read_day(cells: Cells, name: str) -> date | None:
    """A day, « 12/01/2027 » or « 2027-01-12 », or None where nothing is said."""
    text = clean_line(cells.get(name, ""), limit=40)
    if not text:
        return None
    for pattern, order in ((ISO_DAY, (1, 2, 3)), (FRENCH_DAY, (3, 2, 1))):
        match = pattern.fullmatch(text)
        if match is not None:
            year, month, day = (int(match[group]) for group in order)
            try:
                if FIRST_YEAR <= year <= LAST_YEAR:
                    return date(year, month, day)
            except ValueError:
                break
    raise PremisesFieldError(name, f"date impossible : « {text} » ; exemple : 12/01/2027")
