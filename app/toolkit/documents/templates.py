"""The documents of a folder: what each is for, its blocks, its sheets, its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from app.errors import InvalidError, NotFoundError
from app.toolkit.sources import CONTENT, FactSource, cite, load_sources
from app.toolkit.yaml_files import read_yaml

FOLDER = CONTENT / "documents"
Summary = Literal["sum", "average", "last"]


class Format(StrEnum):
    """A kind of file."""

    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def label(self) -> str:
        """What people call it."""
        return {"docx": "Texte (DOCX)", "xlsx": "Tableur (XLSX)"}[self]


@dataclass(frozen=True, kw_only=True)
class CheckText:
    """Something to tick, lines that explain it, and the article that asks for it where one does."""

    label: str
    details: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class TableText:
    """A table: rows already written, then `blank` rows to fill in; `widths`: shares of it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    blank: int = 0
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FieldsText:
    """A table of two columns: what is asked, and the place to write it."""

    caption: str
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BlockText:
    """A part of a document; what it holds comes in the order of its fields.

    `title` is of the first level, `subtitle` of the second; `new_page` starts it on a page.
    """

    title: str = ""
    subtitle: str = ""
    new_page: bool = False
    texts: tuple[str, ...] = ()
    note: str = ""
    warning: str = ""
    items: tuple[str, ...] = ()
    checks: tuple[CheckText, ...] = ()
    fields: FieldsText | None = None
    table: TableText | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SheetText:
    """A plain sheet of the workbook: rows already written, then `blank` ones."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    blank: int = 0
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IndicatorText:
    """A line of the dashboard, filled month by month; `year` says how its year is made."""

    name: str
    unit: str
    year: Summary = "sum"
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class DashboardText:
    """A sheet of twelve months with living formulas."""

    title: str
    indicators: tuple[IndicatorText, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentTemplate:
    """A document to download.

    `users` says who uses it, `moment` when; `stage` is the slug of the stage it belongs to, `tools`
    and `guides` are slugs of what goes with it.
    """

    slug: str
    title: str
    summary: str
    purpose: str
    users: str
    moment: str
    stage: str
    order: int
    blocks: tuple[BlockText, ...]
    sources: tuple[str, ...]
    formats: tuple[Format, ...] = (Format.DOCX,)
    tools: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    sheets: tuple[SheetText, ...] = ()
    dashboard: DashboardText | None = None

    def cited(self) -> tuple[FactSource, ...]:
        """Every source of the document."""
        return cite(self.sources)


@cache
def load_documents(folder: Path = FOLDER) -> tuple[DocumentTemplate, ...]:
    """The documents of that folder, in order; `InvalidError` says what is wrong with one."""
    paths = sorted(folder.glob("*.yaml"))
    documents = [read_yaml(path, DocumentTemplate) for path in paths]
    for path, document in zip(paths, documents, strict=True):
        faults = tuple(find_faults(document, path.stem))
        if faults:
            raise InvalidError(f"{path.name} : {' ; '.join(faults)}")
    return tuple(sorted(documents, key=lambda document: document.order))


def get_document(slug: str) -> DocumentTemplate:
    """The document of that address; NotFoundError where there is none."""
    for document in load_documents():
        if document.slug == slug:
            return document
    raise NotFoundError("Aucun document ne porte cette adresse.")


def find_faults(document: DocumentTemplate, stem: str) -> Iterator[str]:
    """What the shape alone does not check."""
    if document.slug != stem:
        yield "le nom du fichier n’est pas son adresse"
    cited = {key for block in document.blocks for key in block.sources}
    if not cited <= set(document.sources):
        missing = ", ".join(sorted(cited - set(document.sources)))
        yield f"sources citées mais pas annoncées : {missing}"
    unknown = sorted(set(document.sources) - set(load_sources()))
    if unknown:
        yield f"sources inconnues : {', '.join(unknown)}"
    has_sheets = bool(document.sheets or document.dashboard)
    if has_sheets is not (Format.XLSX in document.formats):
        yield "le tableur et ses feuilles vont ensemble"
    yield from find_table_faults(document)


def find_table_faults(document: DocumentTemplate) -> Iterator[str]:
    """The tables and sheets whose rows and columns do not agree."""
    for table in filter(None, (block.table for block in document.blocks)):
        if any(len(row) != len(table.header) for row in table.rows):
            yield f"« {table.caption} » : une ligne n’a pas le nombre de colonnes"
        if table.widths and len(table.widths) != len(table.header):
            yield f"« {table.caption} » : une largeur par colonne"
    for sheet in document.sheets:
        if any(len(row) != len(sheet.header) for row in sheet.rows):
            yield f"feuille « {sheet.title} » : une ligne n’a pas le nombre de colonnes"
