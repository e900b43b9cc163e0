"""Two pages for an elected official: what there is, what is missing, what to do, whom to call.

Every list is cut and says how much it leaves out, so that two pages always hold it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.clock import NBSP, say_day, to_paris
from app.exports.document import (
    Block,
    DocumentInfo,
    Heading,
    KeyFigure,
    KeyFigures,
    Look,
    PageBreak,
    Paragraph,
    Table,
    Text,
    plain,
    strong,
)
from app.exports.pdf import write_pdf
from app.portraits import wording
from app.portraits.comparison import Figure, say_number
from app.portraits.portrait import Portrait
from app.portraits.sheet_action import list_action

SHOWN_GROUPS, SHOWN_MISSING, SHOWN_PARTS = 6, 8, 8
COMPARED = (
    "population", "siae_par_habitant", "autres", "places_esat_par_habitant",
    "consultations_par_habitant", "part_clause", "marches_attribues",
)  # fmt: skip
CAUTION = (
    f"Un manque dans l’annuaire n’est pas une preuve{NBSP}: une structure peut être inconnue du "
    "portail, ou venir d’ailleurs. Faites-le vérifier par le service de l’État et les réseaux "
    "avant de décider."
)


def write_sheet(portrait: Portrait, site: str, now: datetime) -> bytes:
    """The sheet as a PDF; `site` is the public address of the portal, `now` an aware instant.

    Raises LayoutError where it cannot be laid out.
    """
    day = say_day(to_paris(now).date())
    info = DocumentInfo(
        title=f"Fiche élu – {portrait.territory.label}",
        created_at=now,
        subject="L’insertion par l’activité économique sur un territoire",
        footer=f"Maillage – {portrait.territory.label} – édité le {day}",
        is_dense=True,
    )
    return write_pdf(info, list_blocks(portrait, site))


def list_blocks(portrait: Portrait, site: str) -> Iterator[Block]:
    """The two pages, piece by piece."""
    yield from list_head(portrait)
    yield from list_supply(portrait)
    yield from list_gaps(portrait)
    yield from list_comparison(portrait)
    yield PageBreak()
    yield from list_action(portrait, site)


def list_head(portrait: Portrait) -> Iterator[Block]:
    """Whose sheet it is, and four numbers."""
    supply, demand = portrait.supply, portrait.demand
    places = portrait.figure("places_esat")
    yield Paragraph(
        text=plain(f"Fiche pour les élus{NBSP}: l’insertion par l’activité économique (IAE)"),
        look=Look.OVERLINE,
    )
    yield Paragraph(text=plain(portrait.territory.label), look=Look.TITLE)
    people = portrait.figure("population")
    known = f"{people.shown} habitants ({people.source}, {people.as_of}). "
    yield Paragraph(text=plain(f"{known if people.here else ''}{portrait.density}"), look=Look.LEAD)
    yield KeyFigures(
        items=(
            KeyFigure(value=str(supply.siae), label="structures d’insertion (SIAE) connues"),
            KeyFigure(value=str(supply.others), label="GEIQ, entreprises adaptées et ESAT"),
            KeyFigure(value=places.shown, label="places d’ESAT autorisées, connues"),
            KeyFigure(value=say_number(demand.here), label="consultations en douze mois"),
        )
    )
    if portrait.demo:
        warning = (
            f"Données de démonstration{NBSP}: structures et consultations fictives comptées "
            f"ici{NBSP}: {portrait.demo}."
        )
        yield Paragraph(text=plain(warning), look=Look.WARNING)


def list_supply(portrait: Portrait) -> Iterator[Block]:
    """The kinds of structures, and what they do."""
    supply = portrait.supply
    yield Heading(text="Ce que le territoire a")
    yield Table(
        caption="Structures dont l’adresse est sur le territoire, par type",
        header=("Type", "Ici", "Région"),
        rows=tuple(
            (plain(f"{row.kind.label} ({row.kind})"), number(row.here), number(row.region))
            for row in supply.kinds
        ),
        widths=(0.72, 0.14, 0.14),
    )
    known = sorted((g for g in supply.groups if g.siae), key=lambda g: (-g.siae, g.name))
    if known:
        names = wording.cut([f"{g.name} ({g.siae})" for g in known], SHOWN_GROUPS)
        yield Paragraph(text=(*strong(f"Métiers des SIAE{NBSP}: "), *plain(f"{names}.")))
    notes = (wording.say_fte, wording.say_described, wording.say_outside)
    said = " ".join(filter(None, (note(supply) for note in notes)))
    yield Paragraph(text=plain(f"{said} GEIQ, EA et ESAT ne sont pas des SIAE.".strip()))


def list_gaps(portrait: Portrait) -> Iterator[Block]:
    """What nobody is known to do here."""
    supply = portrait.supply
    kinds = [f"{kind.label} ({kind})" for kind in supply.missing_kinds]
    groups = [group.name for group in supply.missing_groups]
    empty = [count.part.territory.name for count in supply.parts if not count.siae]
    found = (
        ("Types de SIAE sans adresse ici", kinds, len(kinds)),
        ("Métiers présents dans la région, sans SIAE connue ici", groups, SHOWN_MISSING),
        ("Territoires sans SIAE connue", empty, SHOWN_PARTS),
    )
    yield Heading(text="Ce qui manque, d’après l’annuaire")
    if not any(names for _, names, _ in found):
        yield Paragraph(text=plain("Aucun manque visible avec ce que le portail connaît."))
    for label, names, most in found:
        if names:
            text = (*strong(f"{label}{NBSP}: "), *plain(f"{wording.cut(names, most)}."))
            yield Paragraph(text=text, look=Look.ITEM)
    yield Paragraph(text=plain(CAUTION), look=Look.SOURCE)


def list_comparison(portrait: Portrait) -> Iterator[Block]:
    """The figures that compare, in words too."""
    figures = [portrait.figure(key) for key in COMPARED]
    if portrait.is_region:
        yield Heading(text="Les chiffres de la région")
        yield Table(
            caption="Chiffres de la région, avec leur date",
            header=("Chiffre", "Valeur", "Date"),
            rows=tuple((plain(f.label), plain(f.shown), plain(f.as_of)) for f in figures),
            widths=(0.45, 0.2, 0.35),
        )
        return
    yield Heading(text="Le territoire et la région")
    yield Table(
        caption="Chiffres du territoire comparés à ceux de l’Île-de-France",
        header=("Chiffre", "Ici", "Région", "En mots"),
        rows=tuple(map(compare, figures)),
        widths=(0.33, 0.12, 0.13, 0.42),
    )


def compare(figure: Figure) -> tuple[Text, ...]:
    """A figure as a row."""
    return plain(figure.label), plain(figure.shown), plain(figure.shown_region), plain(figure.words)


def number(value: int) -> Text:
    """A number as a cell."""
    return plain(say_number(value))
