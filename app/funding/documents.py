"""A scheme as the search finds it."""

from __future__ import annotations

from app import territories
from app.search.backend import Document, DocumentKind
from app.toolkit.schemes import Scheme


def document_of(scheme: Scheme) -> Document:
    """What is searched and shown of a scheme, as it is at the day it was read for."""
    places = [t.name for code in scheme.territories if (t := territories.find_code(code))]
    text = (scheme.purpose, scheme.beneficiaries, scheme.amount, scheme.when, scheme.funder)
    return Document(
        kind=DocumentKind.SCHEME,
        id=scheme.slug,
        url=f"/financements/{scheme.slug}",
        title=scheme.name,
        text="\n".join(part for part in text if part),
        keywords=(
            "financement",
            scheme.form.label,
            *scheme.funders,
            *scheme.former_names,
            *scheme.themes,
            *(kind.value for kind in scheme.kinds),
            *(expense.label for expense in scheme.expenses),
        ),
        place=", ".join(places),
        closed=scheme.state.is_over,
        updated=scheme.verified_on,
    )
