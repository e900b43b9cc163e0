"""The figures of a portrait as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from app.portraits.comparison import Figure
from app.portraits.portrait import Portrait

COLUMNS = (
    "code", "territoire", "indicateur", "valeur", "region", "rapport", "en_mots", "petit_nombre",
    "source", "date", "precision",
)  # fmt: skip


def export_rows(portrait: Portrait) -> Iterator[tuple[object, ...]]:
    """A row a figure, then one a kind of structure; shares are in [0, 1], unknown is empty."""
    place = portrait.territory
    for figure in (*portrait.figures, *kind_figures(portrait)):
        ratio = figure.ratio
        yield (
            place.code,
            place.label,
            figure.label,
            round_off(figure.here),
            round_off(figure.region),
            "" if ratio is None or portrait.is_region else round_off(ratio),
            "" if portrait.is_region else figure.words,
            "oui" if figure.is_small else "non",
            figure.source,
            figure.as_of,
            figure.note,
        )


def kind_figures(portrait: Portrait) -> Iterator[Figure]:
    """How many structures of each kind, as figures."""
    siae = portrait.figure("siae")
    for row in portrait.supply.kinds:
        yield Figure(
            key=f"type_{row.kind}",
            label=f"{row.kind.label} ({row.kind})",
            here=row.here,
            region=row.region,
            counted=row.here,
            source=siae.source,
            as_of=siae.as_of,
            note="" if row.kind.is_siae else "Ce n’est pas une SIAE.",
        )


def round_off(value: float | None) -> float | int | None:
    """A number of four decimals at most; whole ones stay whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 4)
