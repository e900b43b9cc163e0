from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from app.funding.sources.portal_csv import COLUMNS
from app.imports.report import RowError
from app.toolkit.schemes import Call, Scheme, SchemeForm, SchemeState

TODAY = date(2026, 11, 25)


def scheme(slug: str = "aide", **values: Any) -> Scheme:
    base: dict[str, Any] = {
        "slug": slug,
        "name": slug.replace("-", " ").capitalize(),
        "funders": ("Ville",),
        "form": SchemeForm.GRANT,
        "purpose": "Aider.",
        "beneficiaries": "SIAE",
        "amount": "",
        "when": "",
        "declared": SchemeState.UNCERTAIN,
        "as_of": TODAY,
    }
    return Scheme(**(base | values))


def call(opens: str | None, closes: str | None, year: str = "") -> Call:
    return Call(
        opens_on=date.fromisoformat(opens) if opens else None,
        closes_on=date.fromisoformat(closes) if closes else None,
        year=year or (closes or opens or "")[:4],
    )


def csv_file(*rows: dict[str, str], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    names = [name for name, _ in COLUMNS]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    base = {"nom": "Aide locale", "financeurs": "Ville de Paris", "forme": "subvention"}
    for row in rows:
        writer.writerow(base | row)
    return out.getvalue().encode(encoding)


def reasons(items: list[Any]) -> list[str]:
    """What was refused, in plain spaces."""
    found = [item if isinstance(item, RowError) else item[1] for item in items]
    return [e.what.replace("\u00a0", " ") for e in found if isinstance(e, RowError)]
