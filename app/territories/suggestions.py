"""What to propose while a person types the name of a place."""

from __future__ import annotations

from app.territories.catalog import list_territories
from app.territories.kinds import Territory
from app.territories.names import load_names, normalize_name

LONGEST = 80


def suggest(prefix: str, limit: int = 8) -> tuple[Territory, ...]:
    """Territories of Île-de-France whose name, code or postal code begins so, the likeliest first.

    Names that begin with the text come before those where a later word does; then the most
    populated. Nothing typed gives nothing.
    """
    typed = normalize_name(prefix[:LONGEST])
    if not typed or limit <= 0:
        return ()
    ranked = [
        (rank, -t.population, t.code, t)
        for t in list_territories()
        if (rank := _rank(t, typed)) is not None
    ]
    return tuple(t for *_, t in sorted(ranked, key=lambda entry: entry[:3])[:limit])


def _rank(territory: Territory, typed: str) -> int | None:
    """0 for the very name or code, then its beginning, then the beginning of a later word."""
    names = load_names().names[territory.code]
    codes = (territory.code.lower(), *territory.postal_codes)
    if typed in names or typed in codes:
        return 0
    if any(name.startswith(typed) for name in names):
        return 1
    if typed[-1].isdecimal() and any(code.startswith(typed) for code in codes):
        return 2
    return 3 if any(f" {typed}" in name for name in names) else None
