"""The export of the inclusion market: SIAE, GEIQ and EA, one row per establishment and kind."""

from __future__ import annotations

from app.imports.csv_rows import Row
from app.imports.text import clean_line
from app.siae.records import SiaeRecord
from app.siae.sources.csv_source import (
    CsvSource,
    read_contact,
    read_kind,
    read_name,
    read_number,
    read_postal_code,
    read_siret,
    read_website,
)


def read_row(row: Row) -> SiaeRecord:
    """One structure; raises ValueError for a row to refuse."""
    cells = row.cells
    headcount = clean_line(cells.get("employees", ""), limit=60)
    return SiaeRecord(
        line=row.line,
        siret=read_siret(row, "siret"),
        kind=read_kind(cells.get("kind", "")),
        name=read_name(row, "name", "brand"),
        source=clean_line(cells.get("source", ""), limit=60) or "Le Marché de l’inclusion",
        brand=clean_line(cells.get("brand", ""), limit=255),
        address=clean_line(cells.get("address", ""), limit=255),
        postal_code=read_postal_code(cells.get("post_code", "")),
        city=clean_line(cells.get("city", ""), limit=120),
        latitude=read_number(cells.get("lat", "")),
        longitude=read_number(cells.get("lon", "")),
        naf_code=clean_line(cells.get("naf", ""), limit=6),
        legal_form=clean_line(cells.get("legal_form", ""), limit=120),
        website=read_website(cells.get("website", "")),
        contact_email=read_contact(cells.get("contact_email", "")),
        headcount="" if headcount == "Non renseigné" else headcount,
    )


SOURCE = CsvSource(
    key="lemarche",
    label="SIAE du Marché de l’inclusion",
    columns=frozenset({"siret", "kind", "name"}),
    read=read_row,
)
