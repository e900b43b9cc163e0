"""Committees in CSV: one row each, `;` or `,`, lists separated by « | ».

A college is written « Nom : membre, membre », who brings what « thème : membre : apport », a guest
« thème : qui », a piece to bring « dossier : pièce, pièce ».
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from app.committees.reading import read_row
from app.committees.records import CommitteeRecord
from app.imports.csv_rows import Row, RowReader
from app.imports.report import RowError
from app.imports.text import clean_line, fold

COLUMNS = {
    "type": "kind",
    "identifiant": "slug",
    "nom": "name",
    "sigle": "acronym",
    "niveau": "level",
    "territoire": "territories",
    "nom_local": "local_name",
    "base_legale": "legal_basis",
    "a_verifier": "to_verify",
    "debut": "valid_from",
    "fin": "valid_to",
    "successeur": "successor",
    "anciens_noms": "former_names",
    "missions": "missions",
    "colleges": "colleges",
    "apports": "contributions",
    "invites": "guests",
    "pieces": "files",
    "themes": "themes",
    "secretariat": "secretariat",
    "frequence": "frequency",
    "note": "note",
    "source": "sources",
    "source_adresse": "source_url",
    "verifie_le": "verified_on",
}
LABELS = {key: name for name, key in COLUMNS.items()}
NEEDED = ("type", "territoire")
LISTS = {"former_names", "missions", "themes"}


def parse(content: bytes) -> Iterator[CommitteeRecord | RowError]:
    """Each committee of the file, and each refusal."""
    reader = RowReader(io.BytesIO(content))
    names = {cell: fold(cell).strip().replace(" ", "_") for cell in reader.read_header()}
    missing = [name for name in NEEDED if name not in names.values()]
    if not names:
        yield RowError(where="fichier", what="vide")
        return
    if missing:
        yield RowError(where="fichier", what=f"colonnes absentes : {', '.join(missing)}")
        return
    for row in reader:
        if isinstance(row, RowError):
            yield row
        else:
            yield from read_cells(names, row)


def read_cells(names: dict[str, str], row: Row) -> Iterator[CommitteeRecord | RowError]:
    """The committee of a row; a column that means nothing is refused where it says something."""
    raw: dict[str, object] = {}
    for header, cell in row.cells.items():
        if cell.strip():
            name = names[header]
            key = COLUMNS.get(name, clean_line(name, limit=40) or "sans nom")
            raw[key] = read_cell(key, cell.strip())
    url = raw.pop("source_url", "")
    if title := raw.pop("sources", ""):
        raw["sources"] = [{"title": title, "url": url}]
    yield from read_row(raw, f"ligne {row.line}", LABELS)


def read_cell(key: str, cell: str) -> object:
    """A cell, or the list that it holds."""
    if key not in LISTS and key not in PARTS:
        return cell
    items = [item.strip() for item in cell.split("|") if item.strip()]
    return [PARTS[key](item) for item in items] if key in PARTS else items


def read_college(item: str) -> dict[str, object]:
    """« Nom : membre, membre »."""
    name, members = cut(item, 2)
    return {"name": name, "members": members.split(",")}


def read_file(item: str) -> dict[str, object]:
    """« dossier : pièce, pièce »."""
    title, items = cut(item, 2)
    return {"title": title, "items": items.split(",")}


def read_contribution(item: str) -> dict[str, object]:
    """« thème : membre : apport »."""
    theme, member, brings = cut(item, 3)
    return {"theme": theme, "member": member, "brings": brings}


def read_guest(item: str) -> dict[str, object]:
    """« thème : qui »."""
    theme, who = cut(item, 2)
    return {"theme": theme, "who": who}


def cut(item: str, count: int) -> list[str]:
    """The pieces between colons, empty where there are fewer."""
    pieces = [piece.strip() for piece in item.split(":", count - 1)]
    return pieces + [""] * (count - len(pieces))


PARTS: dict[str, Callable[[str], dict[str, object]]] = {
    "colleges": read_college,
    "contributions": read_contribution,
    "guests": read_guest,
    "files": read_file,
}
