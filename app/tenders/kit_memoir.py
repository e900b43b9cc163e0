"""The outline of the technical memoir, filled with what the portal knows of a structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app import sectors
from app.clock import say_day
from app.exports.document import (
    Block,
    Heading,
    Look,
    Paragraph,
    Span,
    Table,
    Text,
    fill_in,
    link,
    plain,
    rich,
)
from app.imports.text import shorten
from app.siae.models import Activity, Siae
from app.tenders.clause_labels import CLAUSE_LABELS
from app.tenders.kit_content import MemoirPart, load_texts, name_sources
from app.tenders.kit_planning import say_hour
from app.tenders.matching import clauses_of
from app.tenders.models import Consultation, Lot
from app.tenders.records import ClauseKind
from app.tenders.values import mask_contacts
from app.territories import find_code
from app.toolkit.typography import set_french

MOST_LOTS = 30  # outlines written: beyond, one copies the last
MOST_NAMED = 12  # territories or sectors named of one row
BLANK_IDENTITY = (
    "Nom de la structure", "Forme juridique", "SIRET", "Type (ACI, AI, EI, ETTI…)",
    "Convention en cours : numéro et dates", "Adresse", "Activités", "Territoire d’intervention",
    "Représentant légal", "Personne à contacter pour ce marché",
)  # fmt: skip


def outline_memoir(
    consultation: Consultation, lots: Sequence[Lot], structure: Siae | None
) -> Iterator[Block]:
    """The outline: the structure, what all lots share, then a part for each lot."""
    texts = load_texts().memoir
    yield Paragraph(text=rich(texts.intro))
    yield Paragraph(text=rich(texts.privacy), look=Look.WARNING)
    yield Heading(text="La structure candidate", level=2)
    if structure is None:
        yield Paragraph(text=rich(texts.blank_identity))
        yield identity_table([(set_french(label), fill_in()) for label in BLANK_IDENTITY])
    else:
        yield from present_structure(structure)
    for part in texts.common:
        yield Heading(text=part.title, level=2)
        yield from ask(part)
    yield from outline_lots(consultation, lots)


def ask(part: MemoirPart) -> Iterator[Block]:
    """The questions of a part, each with a place to write."""
    for prompt in part.prompts:
        text = rich(prompt)
        yield Paragraph(text=text, look=Look.ITEM)
        if not any(span.is_blank for span in text):
            yield Paragraph(text=fill_in(), look=Look.DETAIL)


def present_structure(structure: Siae) -> Iterator[Block]:
    """What the portal knows of the structure, and blanks for the rest."""
    texts = load_texts().memoir
    yield Paragraph(text=rich(texts.identity))
    yield identity_table([(set_french(label), text) for label, text in identify(structure)])
    if structure.activities:
        yield Heading(text="Activités et territoires", level=3)
        yield Table(
            caption="Activités de la structure, forme, territoire et capacité",
            header=("Filière", "Forme", "Territoire d’intervention", "Capacité"),
            rows=tuple(describe_activity(activity) for activity in structure.activities),
            widths=(0.28, 0.22, 0.3, 0.2),
        )
    kind = texts.kinds.get(structure.kind)
    if kind is not None:
        yield Heading(text="À surveiller pour votre type de structure", level=3)
        for caution in kind.cautions:
            yield Paragraph(text=rich(caution), look=Look.ITEM)
        yield Paragraph(text=name_sources(kind.sources), look=Look.SOURCE)


def identity_table(rows: Sequence[tuple[str, Text]]) -> Table:
    """Labels and what to write beside."""
    return Table(
        caption="Identité de la structure candidate",
        header=("Information", "À relire ou à compléter"),
        rows=tuple((plain(label), text) for label, text in rows),
        widths=(0.36, 0.64),
    )


def identify(structure: Siae) -> Iterator[tuple[str, Text]]:
    """What identifies the structure, label by label."""
    organisation = structure.organisation
    yield "Nom", known(structure.name)
    if structure.brand and structure.brand != structure.name:
        yield "Nom d’usage", known(structure.brand)
    yield "Forme juridique", known(organisation.legal_form)
    yield "SIRET", known(group_siret(organisation.siret or ""))
    yield "Code NAF", known(organisation.naf_code)
    yield "Type de structure", plain(f"{structure.kind.label} ({structure.kind.value})")
    yield (
        "Convention ou agrément en cours",
        fill_in("le portail ne la connaît pas : numéro, dates, annexe de l’année"),
    )
    yield "Adresse", known(address_of(structure))
    website = structure.website
    yield "Site", link(website, website) if website else fill_in()
    yield "Effectif", known(structure.headcount)
    if structure.capacity_places:
        yield "Places autorisées", plain(str(structure.capacity_places))
    yield "Représentant légal", fill_in()
    yield "Personne à contacter pour ce marché", fill_in()
    origin = "donnée fictive de démonstration" if structure.is_demo else structure.source
    if origin:
        yield "Source de la fiche", plain(origin)


def known(value: str) -> Text:
    """The value, or a blank where nobody knows it."""
    return plain(value) if value.strip() else fill_in()


def group_siret(siret: str) -> str:
    """A SIRET as people read it: « 123 456 789 00012 »."""
    if len(siret) != 14:
        return siret
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def address_of(structure: Siae) -> str:
    """The address on one line."""
    town = f"{structure.postal_code} {structure.city}".strip()
    return ", ".join(piece for piece in (structure.address, town) if piece)


def describe_activity(activity: Activity) -> tuple[Text, ...]:
    """The cells of an activity; what the portal inferred says so."""
    sector = sectors.find(activity.sector)
    name = sector.name if sector is not None else activity.sector
    inferred = " (déduite, à vérifier)" if activity.is_inferred else ""
    return (
        plain(f"{name}{inferred}"),
        plain(activity.service.label) if activity.service else fill_in(),
        known(say_area(activity)),
        known(say_capacity(activity)),
    )


def say_area(activity: Activity) -> str:
    """Where a structure goes for an activity, or nothing where nobody said."""
    if activity.is_nationwide:
        return "France entière"
    if activity.zones:
        places = [find_code(code) for code in activity.zones]
        return list_names([place.name for place in places if place is not None])
    if activity.radius_km is not None:
        return f"{activity.radius_km:.0f}\u00a0km autour du siège"
    return ""


def say_capacity(activity: Activity) -> str:
    """The declared capacity, with its date."""
    if activity.capacity_fte is None:
        return ""
    words = f"{activity.capacity_fte:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0ETP"
    return f"{words} au {say_day(activity.capacity_as_of)}" if activity.capacity_as_of else words


def list_names(names: Sequence[str]) -> str:
    """Names, the first dozen of them."""
    more = f" et {len(names) - MOST_NAMED} autres" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def outline_lots(consultation: Consultation, lots: Sequence[Lot]) -> Iterator[Block]:
    """The same questions for each lot, with what the notice says of it."""
    parts = load_texts().memoir.lot
    if not lots:
        yield Heading(text="Votre réponse au besoin", level=2)
        yield from ask_lot(parts)
    for lot in lots[:MOST_LOTS]:
        title = shorten(mask_contacts(lot.title))
        yield Heading(text=f"Lot {lot.number} – {title}", level=2)
        for label, value in lot_facts(consultation, lot):
            spans = (Span(text=f"{label}\u00a0: ", is_bold=True), Span(text=value))
            yield Paragraph(text=spans, look=Look.ITEM)
        yield from ask_lot(parts)
    if len(lots) > MOST_LOTS:
        left = len(lots) - MOST_LOTS
        words = f"Il reste {left} lots : recopiez la trame ci-dessus pour chacun d’eux."
        yield Paragraph(text=plain(set_french(words)), look=Look.WARNING)


def ask_lot(parts: Sequence[MemoirPart]) -> Iterator[Block]:
    """The questions on one lot."""
    for part in parts:
        yield Heading(text=part.title, level=3)
        yield from ask(part)


def lot_facts(consultation: Consultation, lot: Lot) -> Iterator[tuple[str, str]]:
    """What the notice says of a lot, label by label; what is unknown is left out."""
    places = [find_code(row.territory) for row in lot.territories]
    place = list_names([p.name for p in places if p is not None]) or shorten(
        mask_contacts(lot.place_text)
    )
    named = [sectors.find(row.sector) for row in lot.sectors]
    clauses = dict.fromkeys(clause.kind for clause in clauses_of(consultation, lot))
    facts = (
        ("Lieu", place),
        ("Filières", list_names([sector.name for sector in named if sector is not None])),
        ("Durée", f"{lot.duration_months:g}\u00a0mois" if lot.duration_months else ""),
        ("Valeur estimée", say_euros(lot.value)),
        ("Échéance de ce lot", say_hour(lot.deadline_at) if lot.deadline_at else ""),
        ("Clause sociale", ", ".join(CLAUSE_LABELS[ClauseKind(kind)] for kind in clauses)),
    )
    return ((label, value) for label, value in facts if value)


def say_euros(value: float | None) -> str:
    """« 96 000 € HT », or nothing."""
    return f"{value:,.0f}".replace(",", "\u202f") + "\u00a0€ HT" if value else ""
