"""A structure as a row of the open directory."""

from __future__ import annotations

from app import sectors
from app.siae.models import Siae

COLUMNS = (
    "siret", "type", "nom", "enseigne", "adresse", "code_postal", "commune", "code_commune",
    "departement", "latitude", "longitude", "filieres", "filieres_deduites", "site", "effectif",
    "places", "source", "demonstration", "mise_a_jour",
)  # fmt: skip


def export_row(siae: Siae) -> tuple[object, ...]:
    """The cells of a structure, in the order of `COLUMNS`."""
    known = [(a, s) for a in siae.activities if (s := sectors.find(a.sector)) is not None]
    return (
        siae.organisation.siret,
        siae.kind.value,
        siae.name,
        siae.brand,
        siae.address,
        siae.postal_code,
        siae.city,
        siae.commune_code,
        siae.department_code,
        siae.latitude,
        siae.longitude,
        " | ".join(s.name for a, s in known if not a.is_inferred),
        " | ".join(s.name for a, s in known if a.is_inferred),
        siae.website,
        siae.headcount,
        siae.capacity_places,
        siae.source,
        "oui" if siae.is_demo else "non",
        siae.updated_at.date().isoformat(),
    )
