"""From what a person or a file says to a territory.

A CEDEX code belongs to a mail sorting office and is in no public list of communes: where a name
comes with it, the name is looked for in the département of the code; without a name, the answer is
that département, the only thing that the code proves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from app.errors import NotFoundError
from app.territories.catalog import contains, find_code, load_catalog
from app.territories.kinds import Territory
from app.territories.locating import (
    contradicts,
    department_of_postal_code,
    find_prefixed,
    locate,
    read_arrondissement,
    strip_cedex,
)
from app.territories.names import load_names, normalize_name, order_readings, squeeze, strip_links
from app.territories.nuts import read_nuts

LONGEST = 200
CODE = re.compile(r"\d{1,2}|2[AB]|20[AB]|9[78]\d|T\d{1,2}|R\d{2}", re.IGNORECASE)
FIVE_DIGITS = re.compile(r"(?<!\d)(\d{5})(?!\d)")
QUALIFIED = re.compile(r"(.+?)[\s,(-]+(\d{2}|2[AB]|9[78]\d|T\d{1,2})\)?", re.IGNORECASE)
QUALIFIED_BEFORE = re.compile(r"(\d{2}|2[AB]|9[78]\d|T\d{1,2})[\s:–-]+(.+)", re.IGNORECASE)
GENERIC = re.compile(
    r"(?:ville|commune|mairie|departement|dept|region|ept|epci|etablissement public territorial"
    r"|metropole|communaute (?:d agglomeration|de communes|urbaine))"
    r"(?: de la| de l| du| des| de| d)? "
)
HINT = "Essayez un nom de commune, un code postal, un département, un EPT ou une intercommunalité."

Readings = tuple[Territory, ...]


def candidates(text: str) -> Readings:
    """All territories that the text may mean, the likeliest first; empty where it means none.

    Understands codes (département, « T6 », SIREN of an EPT or EPCI, NUTS, INSEE, postal), names in
    any spelling, former names, slugs, « 93200 Saint-Denis Cedex », « Paris 12e ». Five digits are a
    postal code before an INSEE code; two digits are a département, never a région.
    """
    query = " ".join(text[:LONGEST].split())
    for read in READINGS:
        if found := read(query):
            return found
    return ()


def find(text: str) -> Territory | None:
    """The likeliest territory, or None."""
    return next(iter(candidates(text)), None)


def resolve(text: str) -> Territory:
    """The likeliest territory; NotFoundError says what to try instead."""
    found = find(text)
    if found is not None:
        return found
    shown = " ".join("".join(c if c.isprintable() else " " for c in text[:60]).split())
    names = suggest_spellings(shown)
    advice = f"Vouliez-vous dire {' ou '.join(names)} ?" if names else HINT
    raise NotFoundError(f"Aucun territoire ne correspond à « {shown} ». {advice}")


def suggest_spellings(text: str) -> list[str]:
    """Labels of up to three regional territories whose name is spelt nearly like that."""
    index, catalog = load_names(), load_catalog()
    keys = [key for key, found in index.exact.items() if found[0].in_region]
    near = get_close_matches(squeeze(normalize_name(text)), keys, n=3, cutoff=0.8)
    return list(dict.fromkeys(catalog.territories[index.exact[k][0].code].label for k in near))


def read_slug(query: str) -> Readings:
    """An address of the portal; `resolve(territory.slug)` always gives it back."""
    found = load_names().by_slug.get(query.lower())
    return (found,) if found else ()


def read_code(query: str) -> Readings:
    """A code on its own."""
    code = query.upper().replace(" ", "")
    if len(code) == 5 and code.isdecimal():
        return read_five_digits(code)
    catalog = load_catalog()
    if CODE.fullmatch(code):
        code = code.removeprefix("20") if code in {"20A", "20B"} else code
        code = f"2{code}" if code in {"A", "B"} else code
        code = code.zfill(2)
        code = f"T{code[1:].lstrip('0')}" if code.startswith("T") else code
    found = catalog.territories.get(read_nuts(code) or code)
    return (found,) if found else ()


def read_five_digits(code: str) -> Readings:
    """Communes of a postal code, the most populated first, then the commune of an INSEE code.

    A code in no list (CEDEX) gives the département it begins with.
    """
    communes = load_names().by_postal_code.get(code, ())
    insee = find_code(code)
    found = dict.fromkeys([*communes, *([insee] if insee else [])])
    if not found and (department := department_of_postal_code(code)):
        return (department,)
    return tuple(found)


def read_address(query: str) -> Readings:
    """Text around a postal code: « 93200 Saint-Denis », « 12 rue X, 93521 Saint-Denis Cedex ».

    A name that nobody knows, or of another region, leaves the département of the code.
    """
    match = FIVE_DIGITS.search(query)
    if match is None:
        return ()
    code = match[1]
    before, after = query[: match.start()], query[match.end() :]
    city = next((c for c in (after, before) if normalize_name(strip_cedex(c))), "")
    if not city:
        return read_five_digits(code)
    found = locate(code, city)
    if found is None and not contradicts(code, city):
        found = department_of_postal_code(code)
    return (found,) if found else ()


def read_paris(query: str) -> Readings:
    """An arrondissement of Paris: « Paris 12e », « PARIS 12 », « Paris Cedex 12 »."""
    found = read_arrondissement(normalize_name(query))
    return (found,) if found else ()


def read_name(query: str) -> Readings:
    """A name, whatever its accents, case and hyphens; CEDEX is left out."""
    return load_names().exact.get(squeeze(normalize_name(strip_cedex(query))), ())


def read_qualified(query: str) -> Readings:
    """A name and the code of its département or its own: « Saint-Denis (93) », « 75 - Paris »."""
    for pattern, name_at in ((QUALIFIED, 1), (QUALIFIED_BEFORE, 2)):
        match = pattern.fullmatch(query)
        if match is None:
            continue
        around = read_code(match[3 - name_at])
        found = [t for t in read_name(match[name_at]) if around and _is_in(t, around[0])]
        if found:
            return tuple(sorted(found, key=lambda t: t.code != around[0].code))
    return ()


def _is_in(territory: Territory, around: Territory) -> bool:
    return contains(around.code, territory.code)


def read_generic(query: str) -> Readings:
    """A name after what it is the name of: « Ville de Saint-Denis », « département du 93 »."""
    normalized = normalize_name(query)
    rest = GENERIC.sub("", normalized, count=1) if GENERIC.match(normalized) else ""
    return (read_code(rest) or read_name(rest)) if rest else ()


def read_loose(query: str) -> Readings:
    """A name without its articles and prepositions."""
    return load_names().loose.get(strip_links(normalize_name(strip_cedex(query))), ())


def read_prefix(query: str) -> Readings:
    """The first words of one name of the region, where no other begins so."""
    found = find_prefixed(normalize_name(strip_cedex(query)))
    return order_readings(found) if len(found) == 1 else ()


READINGS: tuple[Callable[[str], Readings], ...] = (
    read_slug,
    read_code,
    read_paris,
    read_address,
    read_name,
    read_qualified,
    read_generic,
    read_loose,
    read_prefix,
)
"""From the surest to the boldest: the first that finds something answers."""
