"""Where the rows come from and under which licence they are; what nobody verified says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from app.blueprints.urls import base_url

TO_VERIFY = "à vérifier"
OPEN_LICENCE = "Licence Ouverte 2.0"
OPEN_ANY = "Licence Ouverte"
EUROPE = "CC BY 4.0"
FICTION = "Données fictives de démonstration"
OWN = "Maillage"


class Origin(TypedDict):
    """The fields of a row that say where it comes from."""

    source: str
    source_url: str
    licence: str


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """A source, its address, its licence: the fields of the same names of a row."""

    source: str
    licence: str = TO_VERIFY
    source_url: str = ""

    def fields(self) -> Origin:
        """As a row takes them."""
        return Origin(source=self.source, source_url=self.source_url, licence=self.licence)


DEMO = Provenance(source=FICTION, licence="sans objet")
PORTAL = Provenance(source=OWN)
# app/territories/data/LICENCE.md
TERRITORIES = Provenance(
    source="Découpage administratif d’Etalab, d’après l’INSEE et l’IGN",
    licence=f"{OPEN_ANY}\u00a0; centres\u00a0: {TO_VERIFY}",
)
DECP = Provenance(source="Données essentielles de la commande publique (DECP)", licence=OPEN_ANY)


def of_notice(url: str, publisher: str) -> Provenance:
    """What an official journal published, or what a network gave."""
    if publisher:
        return Provenance(source=publisher, source_url=url)
    if "ted.europa.eu" in url:
        return Provenance(source="TED", licence=EUROPE, source_url=url)
    return Provenance(source="BOAMP (DILA)", licence=OPEN_LICENCE, source_url=url)


def of_sources(cited: list[tuple[str, str]]) -> Provenance:
    """What a sheet cites: the titles of its sources, the address of the first that has one."""
    titles = " ; ".join(title for title, _url in cited if title)
    url = next((url for _title, url in cited if url), "")
    return Provenance(source=titles or OWN, source_url=url)


def page_url(path: str) -> str:
    """The whole address of a page of the portal."""
    return f"{base_url()}{path}"
