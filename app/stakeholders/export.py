"""The sheets and the matrices as rows of open data."""

from __future__ import annotations

from collections.abc import Iterator

from app.stakeholders.matrix import PlaceMatrix, StageMatrix
from app.stakeholders.values import FIELDS, values_of
from app.toolkit.actor_check import LABELS
from app.toolkit.actor_directory import Directory
from app.toolkit.actor_sheet import Actor
from app.toolkit.actor_words import LETTER_LABELS

COLUMNS = (*(LABELS[name] for name in FIELDS), "zones", "zones_heritees_de")
FORMAT_COLUMNS = tuple(LABELS[name] for name in FIELDS)
PLACE_COLUMNS = ("fonction", "code", "territoire", "acteurs", "acteurs_de_toute_la_region", "trou")
STAGE_COLUMNS = ("fonction", "etape", "lettre", "sens", "source")
REGION = "toute la région"


def cells_of(actor: Actor) -> tuple[str, ...]:
    """The fields of a sheet, as an import reads them again."""
    cells = []
    for value in values_of(actor).values():
        if isinstance(value, list):
            cells.append(" | ".join(map(str, value)))
        else:
            cells.append(("oui" if value else "non") if isinstance(value, bool) else str(value))
    return tuple(cells)


def export_row(directory: Directory, actor: Actor) -> tuple[str, ...]:
    """The cells of an actor, in the order of `COLUMNS`: its fields, then where it works and why."""
    coverage = directory.coverages[actor.slug]
    giver = coverage.giver.slug if coverage.giver else ""
    return (*cells_of(actor), " | ".join(coverage.zones) or REGION, giver)


def place_rows(matrix: PlaceMatrix) -> Iterator[tuple[str, ...]]:
    """Who holds each function in each territory, a row a cell."""
    for row in matrix.rows:
        for place, holders in row.cells:
            yield (
                row.function.name,
                place.code,
                place.name,
                " | ".join(actor.name for actor in holders.local),
                " | ".join(actor.name for actor in holders.regional),
                "oui" if holders.is_hole else "non",
            )


def stage_rows(matrix: StageMatrix) -> Iterator[tuple[str, ...]]:
    """The part of each function in each stage, a row a part."""
    for row in matrix.rows:
        for stage, part in row.known:
            letter = part.letter
            yield (
                row.function.name,
                stage.title,
                letter.value if letter else "",
                LETTER_LABELS[letter] if letter else "part non précisée",
                part.source or "proposition du portail, à vérifier",
            )


EXAMPLE = (
    "mission-locale-exemple", "Mission locale (exemple à remplacer)", "prescripteur", "association",
    "", "mission-locale", "Ancien nom [..2021]", "",
    "Accueille et oriente les jeunes de son bassin.",
    "lancement:R", "jeunes | prescription", "T6", "Accueil de la mission locale",
    "https://www.example.org", "Site de la structure, novembre 2026", "", "oui", "2026-11-20",
)  # fmt: skip
"""A row of the format, in the order of `FORMAT_COLUMNS`; it is no actor."""
