"""The sectors of the taxonomy, for a list to choose from."""

from __future__ import annotations

from functools import cache

from app import sectors


@cache
def sector_choices() -> tuple[tuple[str, str], ...]:
    """Slug and « group – sector », group by group."""
    return tuple(
        (sector.slug, f"{group.name} – {sector.name}")
        for group in sectors.groups()
        for sector in group.sectors
    )
