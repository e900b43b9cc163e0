"""Schemes as rows of the portal's CSV: what is exported can be imported again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from app.funding.sources.portal_cells import FIELDS
from app.funding.sources.portal_csv import COLUMNS
from app.toolkit.schemes import Call, Scheme

NAMES = (*(name for name, _ in COLUMNS), "etat_affiche", "adresse")
STATE_WORDS = {
    "open": "ouvert", "upcoming": "à venir", "permanent": "permanent", "uncertain": "à vérifier",
    "closed": "clos", "historical": "historique",
}  # fmt: skip
FORM_WORDS = {
    "grant": "subvention", "loan": "prêt", "guarantee": "garantie", "equity": "fonds propres",
    "advance": "avance", "engineering": "ingénierie", "patronage": "mécénat", "forum": "instance",
}  # fmt: skip


def export_rows(scheme: Scheme) -> Iterator[list[str]]:
    """A row for each call, one where there is none, in the order of `NAMES`."""
    for call in scheme.calls or (Call(),):
        cells = {name: say(getattr(scheme, field)) for name, field in FIELDS.items()}
        cells |= {
            "identifiant": scheme.slug,
            "forme": FORM_WORDS[scheme.form],
            "etat": STATE_WORDS[scheme.declared],
            "etat_affiche": STATE_WORDS[scheme.state],
            "adresse": f"/financements/{scheme.slug}",
            "ouverture": say(call.opens_on),
            "predepot": say(call.pre_deposit_on),
            "cloture": say(call.closes_on),
            "millesime": call.year,
        }
        yield [cells[name] for name in NAMES]


def say(value: object) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "|".join(map(str, value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
