"""A source of structures in CSV: how to recognise its header, how to read one row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.imports.csv_rows import Row, RowReader
from app.imports.report import RowError
from app.imports.siret import clean_siret, is_valid_siret
from app.imports.text import clean_line
from app.matching.kinds import SiaeKind
from app.siae.records import SiaeRecord

ADDRESS = re.compile(r"[a-z0-9._%+'-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}")


@dataclass(frozen=True, kw_only=True)
class CsvSource:
    """A CSV format; `read` raises ValueError, with a French reason, for a row to refuse."""

    key: str
    label: str
    columns: frozenset[str]
    read: Callable[[Row], SiaeRecord]

    def parse(self, rows: RowReader) -> Iterator[SiaeRecord | RowError]:
        """The structures of a file whose header was read, and the rows to refuse."""
        for row in rows:
            if isinstance(row, RowError):
                yield row
                continue
            try:
                yield self.read(row)
            except ValueError as error:
                yield RowError(where=f"ligne {row.line}", what=str(error))


def parse_file(file: BinaryIO, sources: tuple[CsvSource, ...]) -> Iterator[SiaeRecord | RowError]:
    """The structures of a file, its format found from its header."""
    rows = RowReader(file)
    header = set(rows.read_header())
    for source in sources:
        if source.columns <= header:
            yield from source.parse(rows)
            return
    if not any(header):
        yield RowError(where="fichier", what="vide")
        return
    known = " ; ".join(f"{s.label} ({', '.join(sorted(s.columns))})" for s in sources)
    yield RowError(
        where="en-tête",
        what=f"format non reconnu ; colonnes attendues : {known}",
    )


def read_siret(row: Row, column: str) -> str:
    """The SIRET of a row; raises ValueError where it is not one."""
    raw = row.cells.get(column, "")
    siret = clean_siret(raw)
    if not siret:
        raise ValueError(f"SIRET absent ou illisible : « {clean_line(raw, limit=40)} »")
    if not is_valid_siret(siret):
        raise ValueError(f"SIRET {siret} : la clé de contrôle est fausse")
    return siret


def read_kind(raw: str) -> SiaeKind:
    """The kind of structure; the administration's variants (ACI_DC, EI_MP, EATT) are known."""
    word = clean_line(raw, limit=40).upper().replace("-", "_").split("_")[0]
    word = KIND_VARIANTS.get(word, word)
    try:
        return SiaeKind(word)
    except ValueError:
        known = ", ".join(SiaeKind)
        raise ValueError(
            f"type de structure inconnu : « {clean_line(raw, limit=40)} » ; attendu : {known}"
        ) from None


KIND_VARIANTS = {"EATT": "EA", "ACIPA": "ACI", "ACIPHC": "ACI", "EIPHC": "EI", "CAT": "ESAT"}


def read_name(row: Row, *columns: str) -> str:
    """The first of these columns that holds a name; raises ValueError where none does."""
    for column in columns:
        name = clean_line(row.cells.get(column, ""), limit=255)
        if name:
            return name
    raise ValueError("nom absent")


def read_number(raw: str) -> float | None:
    """A number written with a point or a comma, or None."""
    try:
        value = float(raw.strip().replace(",", ".").replace("\u202f", "").replace(" ", ""))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def read_website(raw: str) -> str:
    """An http(s) address, or nothing: other schemes have no place in a page."""
    address = clean_line(raw, limit=255).replace(" ", "")
    if address.lower().startswith("www."):
        address = f"https://{address}"
    return address if address.lower().startswith(("http://", "https://")) else ""


def read_contact(raw: str) -> str:
    """The e-mail address on record, in lower case, or nothing: it is private and never shown."""
    address = clean_line(raw, limit=255).lower()
    return address if ADDRESS.fullmatch(address) and len(address) <= 254 else ""


def read_postal_code(raw: str) -> str:
    """Five digits, the leading zero restored, or nothing."""
    digits = "".join(c for c in raw if c.isdigit())
    return digits.zfill(5) if 4 <= len(digits) <= 5 else ""
