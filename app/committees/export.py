"""Committees as CSV, in the columns that the import reads."""

from __future__ import annotations

from app.committees.models import Committee, Part
from app.committees.sources.csv_source import COLUMNS

SEPARATOR = " | "


def export_row(committee: Committee) -> tuple[object, ...]:
    """A committee as a row, in the order of `COLUMNS`."""
    first = committee.sources[0] if committee.sources else {}
    values: dict[str, object] = {
        "kind": committee.kind,
        "slug": committee.slug,
        "name": committee.name,
        "acronym": committee.acronym,
        "level": committee.level,
        "territories": committee.territory,
        "local_name": committee.local_name,
        "legal_basis": committee.legal_basis,
        "to_verify": "" if committee.is_confirmed else "oui",
        "valid_from": committee.valid_from,
        "valid_to": committee.valid_to,
        "successor": committee.successor,
        "former_names": SEPARATOR.join(committee.former_names),
        "missions": SEPARATOR.join(committee.missions),
        "colleges": join(committee.colleges, "name", "members"),
        "contributions": join(committee.contributions, "theme", "member", "brings"),
        "guests": join(committee.guests, "theme", "who"),
        "files": join(committee.files, "title", "items"),
        "themes": SEPARATOR.join(committee.themes),
        "secretariat": committee.secretariat,
        "frequency": committee.frequency,
        "note": committee.note,
        "sources": first.get("title", ""),
        "source_url": first.get("url", ""),
        "verified_on": committee.verified_on,
    }
    return tuple(values[key] for key in COLUMNS.values())


def join(parts: list[Part], *names: str) -> str:
    """Small records on one line, their fields between colons."""
    return SEPARATOR.join(" : ".join(say(part[name]) for name in names) for part in parts)


def say(value: object) -> str:
    """A text, or the texts of a list between commas."""
    return ", ".join(value) if isinstance(value, list) else str(value)
