"""A figure between a file and the database, and the reader of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from app import sectors, territories
from app.imports.csv_rows import Row, RowReader
from app.imports.report import RowError
from app.imports.text import clean_line
from app.matching.kinds import SiaeKind
from app.toolkit.measures import REGION, Measure, Unit, WrittenFact

COLUMNS = (
    "cle", "territoire", "type", "filiere", "date", "periode", "valeur", "unite", "source",
    "url", "publie_le", "mise_en_garde",
)  # fmt: skip
"""The columns of a table of figures; `cle`, `date`, `valeur` and `source` are needed."""
NEEDED = frozenset({"cle", "date", "valeur", "source"})
SPACES = re.compile(r"[\s\u00a0\u202f]+")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})")
LARGEST = Decimal(10) ** 12
MAY_BE_NEGATIVE = frozenset({Unit.PERCENT, Unit.POINTS})


@dataclass(frozen=True, kw_only=True)
class FactRecord:
    """A figure with its source; see `Fact` for the meaning of each part. `where` is its line."""

    measure: str
    territory: str
    dated: date
    period: str
    source: str
    value: Decimal | None
    words: str = ""
    kind: str = ""
    sector: str = ""
    is_target: bool = False
    note: str = ""
    source_url: str = ""
    published: str = ""
    reliability: str = "institution"
    where: str = field(default="", compare=False)


def record_of(measure: Measure, fact: WrittenFact) -> FactRecord:
    """A figure of `content/facts.yaml`."""
    first, *_ = fact.cited
    return FactRecord(
        measure=measure.key,
        territory=fact.territory,
        dated=fact.dated,
        period=fact.period,
        source=" ; ".join(source.title for source in fact.cited)[:255],
        value=fact.value,
        words=fact.words,
        kind=fact.kind.value if fact.kind else "",
        sector=fact.sector,
        is_target=fact.is_target,
        note=fact.note,
        source_url=first.url,
        published=first.date,
        reliability=first.reliability,
        where=f"{measure.key} {fact.period}",
    )


def parse_table(file: BinaryIO, measures: Mapping[str, Measure]) -> Iterator[FactRecord | RowError]:
    """The figures of a CSV table (comma or semicolon, any usual encoding), and what is refused."""
    rows = RowReader(file)
    header = set(rows.read_header())
    if not header:
        yield RowError(where="fichier", what="vide")
        return
    if not header >= NEEDED:
        missing = ", ".join(name for name in COLUMNS if name in NEEDED - header)
        what = f"colonnes absentes : {missing} ; colonnes connues : {', '.join(COLUMNS)}"
        yield RowError(where="en-tête", what=what)
        return
    for row in rows:
        if isinstance(row, RowError):
            yield row
            continue
        try:
            yield read_row(row, measures)
        except ValueError as error:
            yield RowError(where=f"ligne {row.line}", what=str(error))


def read_row(row: Row, measures: Mapping[str, Measure]) -> FactRecord:
    """The figure of a row; ValueError names the column and what is wrong with it."""
    cells = {name: clean_line(row.cells.get(name, ""), limit=500) for name in COLUMNS}
    measure = measures.get(cells["cle"])
    if measure is None:
        raise ValueError(f"cle : la mesure « {cells['cle']} » n’existe pas")
    if not cells["source"]:
        raise ValueError("source : elle manque ; un chiffre sans source ne s’affiche pas")
    if cells["unite"] and cells["unite"] not in {measure.unit.value, measure.unit.label}:
        raise ValueError(f"unite : « {cells['unite']} » au lieu de « {measure.unit.label} »")
    dated = read_day(cells["date"])
    return FactRecord(
        measure=measure.key,
        territory=read_territory(cells["territoire"]),
        dated=dated,
        period=cells["periode"][:60] or str(dated.year),
        source=cells["source"][:255],
        value=read_value(cells["valeur"], measure.unit),
        kind=read_kind(cells["type"]),
        sector=read_sector(cells["filiere"]),
        note=cells["mise_en_garde"],
        source_url=read_url(cells["url"]),
        published=cells["publie_le"][:60],
        where=f"ligne {row.line}",
    )


def read_day(raw: str) -> date:
    """A day; a year alone gives its last day. ValueError where it is none."""
    match = DAY.fullmatch(raw)
    if match is None:
        raise ValueError(f"date : « {raw[:40]} » ; attendu 2025-12-31, 31/12/2025 ou 2025")
    year, month, day, last, middle, first, alone = match.groups()
    try:
        if alone:
            return date(int(alone), 12, 31)
        return date(int(year or first), int(month or middle), int(day or last))
    except ValueError:
        raise ValueError(f"date : le jour « {raw[:40]} » n’existe pas") from None


def read_value(raw: str, unit: Unit) -> Decimal:
    """A number, with a comma or a point, spaces between thousands; ValueError otherwise."""
    text = SPACES.sub("", raw).removesuffix("%").removesuffix("€").replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"valeur : « {raw[:40]} » n’est pas un nombre") from None
    if not value.is_finite() or abs(value) > LARGEST:
        raise ValueError(f"valeur : « {raw[:40]} » est hors de portée")
    if value < 0 and unit not in MAY_BE_NEGATIVE:
        raise ValueError(f"valeur : « {raw[:40]} » ne peut pas être négative")
    return value


def read_territory(raw: str) -> str:
    """The code of a territory, the region where none is given; ValueError where it is unknown."""
    found = territories.find_code(raw or REGION) or territories.find(raw)
    if found is None:
        raise ValueError(f"territoire : « {raw[:40]} » n’existe pas")
    return found.code


def read_kind(raw: str) -> str:
    """A kind of structure, or nothing; ValueError where it is unknown."""
    if raw and raw.upper() not in set(SiaeKind):
        raise ValueError(f"type : « {raw[:40]} » est inconnu ; attendu {', '.join(SiaeKind)}")
    return raw.upper()


def read_sector(raw: str) -> str:
    """The slug of a sector or of a group, or nothing; ValueError where it is unknown."""
    if raw and sectors.find(raw) is None and raw not in sectors.groups_by_slug():
        raise ValueError(f"filiere : « {raw[:40]} » n’existe pas")
    return raw


def read_url(raw: str) -> str:
    """An http(s) address, or nothing; ValueError for anything else."""
    if raw and not raw.startswith(("https://", "http://")):
        raise ValueError(f"url : « {raw[:40]} » ne commence pas par https://")
    return raw
