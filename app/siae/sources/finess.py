"""The FINESS register of ESAT: one row per site, annexes sharing their main site's SIRET."""

from __future__ import annotations

from app.imports.csv_rows import Row
from app.imports.text import clean_line
from app.matching.kinds import SiaeKind
from app.siae.records import SiaeRecord
from app.siae.sources.csv_source import (
    CsvSource,
    read_name,
    read_number,
    read_postal_code,
    read_siret,
)


def read_row(row: Row) -> SiaeRecord:
    """One ESAT; raises ValueError for a row to refuse."""
    cells = row.cells
    places = read_number(cells.get("Capacité autorisée agrégée", ""))
    return SiaeRecord(
        line=row.line,
        siret=read_siret(row, "ET-SIRET"),
        kind=SiaeKind.ESAT,
        name=read_name(row, "ET-Raison sociale", "EJ-Raison sociale"),
        source="FINESS",
        source_id=clean_line(cells.get("ET-N°FINESS", ""), limit=60),
        address=clean_line(cells.get("ET-Adresse", ""), limit=255),
        postal_code=read_postal_code(cells.get("ET-Code Postal", "")),
        city=clean_line(cells.get("ET-Commune Libellé", ""), limit=120),
        commune_code=clean_line(cells.get("ET-Commune Code", ""), limit=5),
        legal_form=clean_line(cells.get("EJ-Statut juridique Libellé", ""), limit=120),
        naf_code="8810C",  # aide par le travail: what an ESAT is by definition
        capacity_places=int(places) if places is not None and places >= 0 else None,
        is_main=cells.get("ET-Type", "Principal").strip().lower() != "secondaire",
    )


SOURCE = CsvSource(
    key="finess",
    label="ESAT du répertoire FINESS",
    columns=frozenset({"ET-SIRET", "ET-Raison sociale"}),
    read=read_row,
)
