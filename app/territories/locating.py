"""From a postal code and the name of a city, as files write them, to a commune."""

from __future__ import annotations

import re

from app.territories.catalog import PARIS, load_catalog
from app.territories.kinds import Territory
from app.territories.names import load_names, normalize_name, squeeze, strip_links

CEDEX = re.compile(r"\bcedex\b(?:\s*\d{1,2}\b)?", re.IGNORECASE)
ARRONDISSEMENT = re.compile(
    r"(?:paris )?(?:cedex )?(\d{1,2}) ?(?:er|e|eme|ieme|nd|d)?( arr(?:ondissement)?)?"
    r"(?: (?:de )?paris)?(?: cedex(?: \d+)?)?"
)


def strip_cedex(text: str) -> str:
    """The text without « Cedex » and the number that follows it."""
    return CEDEX.sub(" ", text).strip(" ,;-")


def read_arrondissement(normalized: str) -> Territory | None:
    """The arrondissement of Paris in a normalised text, or None.

    The number after « Paris Cedex » is that of the arrondissement whose office sorts the mail.
    """
    match = ARRONDISSEMENT.fullmatch(normalized)
    if match is None or not ("paris" in normalized or match[2]):
        return None
    return load_catalog().territories.get(f"751{int(match[1]):02d}")


def department_of_postal_code(code: str) -> Territory | None:
    """The département that a postal code begins with, or None.

    Corsica has one beginning for two: 200 and 201 are in the South. A few communes are served from
    the next département (Orly aérogare, 94390, lies in Essonne).
    """
    prefix = code[:3] if code[:2] in {"97", "98"} else code[:2]
    if prefix == "20":
        prefix = "2A" if code[:3] in {"200", "201"} else "2B"
    return load_catalog().territories.get(prefix) if len(code) == 5 else None


def locate(postal_code: str, city: str) -> Territory | None:
    """The commune (in Paris, the arrondissement) of an address, or None rather than a guess.

    The name decides, within the département of the postal code; a name without a usable postal
    code must be the only one in the region. A name that is no commune's (a district, an old name)
    leaves the decision to a postal code of one commune. A name known in another département
    contradicts the code: None. A commune outside Île-de-France is None too.
    """
    code = "".join(c for c in postal_code[:20] if c.isdecimal() and c.isascii())
    department = department_of_postal_code(code)
    if department is not None and not department.in_region:
        return None
    normalized = normalize_name(city[:200])
    if department is None or department.code == "75":
        arrondissement = read_arrondissement(normalized)
        if arrondissement is not None:
            return arrondissement
    name = normalize_name(strip_cedex(city[:200]))
    if not name:
        return _only_place(code)
    return _locate_name(code, name, department)


def contradicts(postal_code: str, city: str) -> bool:
    """Whether the city is one of Île-de-France, but not where that postal code is."""
    department = department_of_postal_code(postal_code)
    if department is not None and not department.in_region:
        return False
    named = _places_named(normalize_name(strip_cedex(city[:200])))
    return bool(named) and not any(_is_served(t, postal_code, department) for t in named)


def _locate_name(code: str, name: str, department: Territory | None) -> Territory | None:
    named = _places_named(name)
    inside = [t for t in named if _is_served(t, code, department)]
    if not named and department is not None:
        begun = [t for t in find_prefixed(name) if t.is_place]
        inside = [t for t in begun if _is_served(t, code, department)]
    if len(inside) > 1:
        inside = [t for t in inside if code in t.postal_codes]
    if len(inside) == 1:
        return _narrow_paris(inside[0], code)
    return None if named else _only_place(code)


def _is_served(place: Territory, code: str, department: Territory | None) -> bool:
    if department is None or place.department == department.code:
        return True
    return code in place.postal_codes


def _places_named(name: str) -> list[Territory]:
    index = load_names()
    exact = [t for t in index.exact.get(squeeze(name), ()) if t.is_place]
    return exact or [t for t in index.loose.get(strip_links(name), ()) if t.is_place]


def _narrow_paris(found: Territory, code: str) -> Territory:
    """The arrondissement, where the postal code says which."""
    return (_only_place(code) or found) if found.code == PARIS else found


def _only_place(code: str) -> Territory | None:
    found = [t for t in load_names().by_postal_code.get(code, ()) if t.code != PARIS]
    return found[0] if len(found) == 1 else None


def find_prefixed(name: str) -> list[Territory]:
    """Territories of the region whose name starts with these words, four letters at least."""
    if len(name) < 4:
        return []
    index, catalog = load_names(), load_catalog()
    return [
        catalog.territories[code]
        for code, names in index.names.items()
        if catalog.territories[code].in_region and any(n.startswith(f"{name} ") for n in names)
    ]
