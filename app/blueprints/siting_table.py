"""The table of territories as a page and a file show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.blueprints.formatting import format_number
from app.blueprints.lists import address
from app.forms.siting import ASCENDING, NEED_SORTS, NeedFilters
from app.portraits.need import LABELS, NeedRow, NeedTable
from app.portraits.need_levels import Level
from app.siting import NeedPart

PATH = "/territoires"
FIELDS = {
    "population": "population",
    "demandeurs-emploi": "job_seekers",
    "population-qpv": "qpv_population",
    "postes": "siae_posts",
    "structures": "siae_count",
    "filieres": "sectors_present",
}
TITLES = {
    "rang": "Rang",
    "territoire": "Territoire",
    "indice": "Indice",
    "confiance": "Confiance",
} | {name: LABELS[key] for name, key in FIELDS.items()}
CSV_COLUMNS = (
    "code", "territoire", "indice", "classe", "classe_en_mots", "confiance", "rang", "rang_min",
    "rang_max", "indice_min", "indice_max", "classe_stable", "population", "demandeurs_emploi",
    "population_qpv", "postes_siae", "structures", "filieres_presentes",
)  # fmt: skip
Key = Callable[[NeedRow], float | str | None]


def figure_key(field: str) -> Key:
    """How to sort by a figure."""
    return lambda row: getattr(row.figures, field)


KEYS: dict[str, Key] = {
    "rang": lambda row: row.stability.rank if row.stability else None,
    "territoire": lambda row: row.territory.code.zfill(9),
    "indice": lambda row: row.need.score if row.need else None,
    "confiance": lambda row: row.need.confidence if row.need else None,
} | {name: figure_key(field) for name, field in FIELDS.items()}


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading that sorts; `aria_sort` is what the table says of itself, empty for the others."""

    name: str
    label: str
    href: str
    aria_sort: str
    is_number: bool


def sort_rows(table: NeedTable, filters: NeedFilters) -> list[NeedRow]:
    """The rows in the order asked for, then by code; what is unknown comes last either way."""
    key = KEYS[filters.sort]
    rows = sorted(table.rows, key=lambda row: row.territory.code)
    known = [row for row in rows if key(row) is not None]
    known.sort(key=key, reverse=filters.is_descending)  # type: ignore[arg-type]
    return known + [row for row in rows if key(row) is None]


def headings(filters: NeedFilters) -> list[Heading]:
    """The headings: the one in use turns the order round."""
    found = []
    for name in NEED_SORTS:
        is_current = name == filters.sort
        descending = not filters.is_descending if is_current else name not in ASCENDING
        wanted = NeedFilters(level=filters.level, sort=name, is_descending=descending)
        order = "descending" if filters.is_descending else "ascending"
        found.append(
            Heading(
                name=name,
                label=TITLES[name],
                href=address(PATH, wanted.to_args()) + "#tableau",
                aria_sort=order if is_current else "",
                is_number=name not in {"territoire", "rang", "indice"},
            )
        )
    return found


def level_links(filters: NeedFilters) -> list[tuple[str, str, bool]]:
    """The levels, the current one marked."""
    links = []
    for level in Level:
        wanted = NeedFilters(level=level, sort=filters.sort, is_descending=filters.is_descending)
        links.append((level.label, address(PATH, wanted.to_args()), level is filters.level))
    return links


@dataclass(frozen=True, kw_only=True)
class RowView:
    """A row of the table in words; `figures` has None where nothing is known."""

    name: str
    href: str
    rank: str
    range: str
    score: str
    class_number: int | None
    class_label: str
    is_class_stable: bool
    confidence: float | None
    lacks_need: bool
    figures: tuple[str | None, ...]
    parts: tuple[NeedPart, ...]


def view_row(row: NeedRow) -> RowView:
    """What the table shows of a territory."""
    need, stability = row.need, row.stability
    values = (getattr(row.figures, field) for field in FIELDS.values())
    return RowView(
        name=row.territory.label,
        href=f"{PATH}/{row.territory.code}",
        rank=str(stability.rank) if stability else "",
        range=stability.sentence if stability else "",
        score=format_number(need.score) if need else "",
        class_number=need.need_class.number if need else None,
        class_label=need.need_class.label if need else "",
        is_class_stable=stability.is_class_stable if stability else False,
        confidence=need.confidence if need else None,
        lacks_need=need is not None and not need.has_need_side,
        figures=tuple(None if value is None else format_number(value) for value in values),
        parts=need.parts if need else (),
    )


def csv_rows(table: NeedTable, filters: NeedFilters) -> Iterator[tuple[object, ...]]:
    """The rows in the order of `CSV_COLUMNS`; what is unknown is empty."""
    for row in sort_rows(table, filters):
        need, stability = row.need, row.stability
        yield (
            row.territory.code,
            row.territory.name,
            round(need.score, 1) if need else None,
            need.need_class.number if need else None,
            need.need_class.label if need else None,
            round(need.confidence, 3) if need else None,
            *(
                (
                    stability.rank,
                    stability.best_rank,
                    stability.worst_rank,
                    round(stability.least_score, 1),
                    round(stability.most_score, 1),
                    "oui" if stability.is_class_stable else "non",
                )
                if stability
                else (None,) * 6
            ),
            *(getattr(row.figures, field) for field in FIELDS.values()),
        )
