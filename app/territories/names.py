"""Names as people and files write them, made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from app.territories.catalog import load_catalog
from app.territories.kinds import Territory, TerritoryKind

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
LINKS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sous", "sur"}
)
USUAL_NAMES = {
    "idf": "R11",
    "region parisienne": "R11",
    "france entiere": "FR",
    "toute la france": "FR",
    "mgp": "200054781",
    "grand paris": "200054781",
    "grand paris sud": "200059228",
    "gpseo": "200059889",
    "gpso": "T3",
    "pold": "T4",
    "sqy": "200058782",
    "evry": "91228",
    "courcouronnes": "91228",
    "saint ouen": "93070",
    "la plaine saint denis": "93066",
    "orly aerogare": "91479",
}
"""Names in daily use that no source gives, by normalised text.

Évry and Courcouronnes merged in 2019, Saint-Ouen has become Saint-Ouen-sur-Seine; La Poste's list
gives Orly aérogare (94390) to Paray-Vieille-Poste.
"""


def normalize_name(text: str) -> str:
    """Words in lower case without accents; « St » and « S/ » spelt out, the rest is spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    plain = re.sub(r"\bs/s\b|\bs/", " sur ", plain)
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join([*(SAINTS.get(w, w) for w in words[:-1]), *words[-1:]])


def squeeze(normalized: str) -> str:
    """The same without spaces, so that « Boulognebillancourt » is found."""
    return normalized.replace(" ", "")


def strip_links(normalized: str) -> str:
    """The same without articles and prepositions, for « Kremlin Bicêtre » or « Épinay Seine »."""
    return "".join(w for w in normalized.split() if w not in LINKS)


@dataclass(frozen=True, kw_only=True)
class NameIndex:
    """Territories by squeezed name, by name without links, and all names of each, normalised.

    Each list has the best reading first: Île-de-France, then the smallest kind, then population.
    """

    exact: dict[str, tuple[Territory, ...]]
    loose: dict[str, tuple[Territory, ...]]
    names: dict[str, tuple[str, ...]]
    by_slug: dict[str, Territory]
    by_postal_code: dict[str, tuple[Territory, ...]]


@cache
def load_names() -> NameIndex:
    """The index of all names and postal codes."""
    catalog = load_catalog()
    usual: dict[str, list[str]] = defaultdict(list)
    for name, code in USUAL_NAMES.items():
        usual[code].append(name)
    exact: dict[str, set[Territory]] = defaultdict(set)
    loose: dict[str, set[Territory]] = defaultdict(set)
    postal: dict[str, set[Territory]] = defaultdict(set)
    names: dict[str, tuple[str, ...]] = {}
    for t in catalog.territories.values():
        spellings = [t.name, *t.aliases, *([t.full_name] if t.full_name else [])]
        known = dict.fromkeys([*map(normalize_name, spellings), *usual[t.code]])
        names[t.code] = tuple(known)
        for name in known:
            exact[squeeze(name)].add(t)
            loose[strip_links(name)].add(t)
        for code in t.postal_codes:
            postal[code].add(t)
    return NameIndex(
        exact={key: order_readings(found) for key, found in exact.items()},
        loose={key: order_readings(found) for key, found in loose.items() if key},
        names=names,
        by_slug={t.slug: t for t in catalog.territories.values()},
        by_postal_code={code: order_readings(found) for code, found in postal.items()},
    )


def order_readings(found: Iterable[Territory]) -> tuple[Territory, ...]:
    """The likeliest meaning first."""
    return tuple(sorted(found, key=lambda t: (not t.in_region, _order(t), -t.population, t.code)))


def _order(territory: Territory) -> int:
    return _ORDER.index(territory.kind)


_ORDER = (
    TerritoryKind.ARRONDISSEMENT,
    TerritoryKind.COMMUNE,
    TerritoryKind.DEPARTMENT,
    TerritoryKind.EPT,
    TerritoryKind.EPCI,
    TerritoryKind.REGION,
    TerritoryKind.COUNTRY,
)
