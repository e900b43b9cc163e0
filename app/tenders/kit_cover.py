"""The first page of a kit: what the consultation is, until when to answer, what to beware of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.clock import say_day
from app.exports.document import (
    Block,
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
from app.tenders.kit_planning import choose_deadline, say_hour
from app.tenders.lifecycle import ConsultationState, read_state
from app.tenders.models import Consultation, Lot
from app.tenders.values import mask_contacts
from app.toolkit.typography import set_french

UNTITLED = "Consultation sans titre"
LONGEST_PRINTED = 140  # characters of an address written out for those who print
ENDED = frozenset(
    {
        ConsultationState.CLOSED,
        ConsultationState.CANCELLED,
        ConsultationState.WITHOUT_FOLLOW_UP,
        ConsultationState.AWARDED,
    }
)
PREVAILS = (
    "**Le règlement de consultation de l’acheteur prévaut sur ce kit.** Ce document aide à "
    "répondre ; il ne remplace ni les documents de la consultation, ni un conseil juridique. Ce "
    "qui porte la mention « à vérifier » n’est pas confirmé."
)
MOST_LISTED = 40  # lots named on the cover


def make_cover(
    consultation: Consultation, lots: Sequence[Lot], deadline: str, now: datetime
) -> Iterator[Block]:
    """What the consultation is, until when to answer, and what to beware of."""
    yield Paragraph(text=plain("Kit de réponse à un marché public"), look=Look.OVERLINE)
    title = shorten(mask_contacts(consultation.title)) or UNTITLED
    yield Paragraph(text=plain(title), look=Look.TITLE)
    if consultation.buyer_name:
        yield Paragraph(text=plain(shorten(consultation.buyer_name)), look=Look.LEAD)
    yield Paragraph(text=plain(deadline), look=Look.KEY)
    for warning in list_warnings(consultation, lots, now):
        yield Paragraph(text=rich(set_french(warning)), look=Look.WARNING)
    yield Table(
        caption="L’essentiel de la consultation",
        header=("L’essentiel", "Ce que dit l’avis"),
        rows=tuple((plain(label), text) for label, text in cover_facts(consultation, lots, now)),
        widths=(0.3, 0.7),
    )


def list_warnings(consultation: Consultation, lots: Sequence[Lot], now: datetime) -> Iterator[str]:
    """What people must know before they start, the most serious first."""
    if consultation.is_demo:
        yield "**Donnée fictive de démonstration.** Cette consultation n’existe pas."
    state = read_state(consultation.status, choose_deadline(consultation, lots), now)
    if state in ENDED:
        label = state.label.lower()
        yield f"**État : {label}.** Aucune réponse n’est attendue : ce kit n’est qu’un exemple."
    if consultation.proposed_deadline_at is not None:
        moment = say_hour(consultation.proposed_deadline_at)
        yield (
            "**Nouvelle date à confirmer.** Un rectificatif semble reporter l’échéance au "
            f"{moment}. Vérifiez-la sur le profil d’acheteur."
        )
    if consultation.is_amended:
        yield "**L’avis a été rectifié.** Téléchargez de nouveau les documents avant de répondre."
    if lots and consultation.lot_count > len(lots):
        yield f"Ce kit porte sur {len(lots)} des {consultation.lot_count} lots."
    yield PREVAILS


def cover_facts(
    consultation: Consultation, lots: Sequence[Lot], now: datetime
) -> Iterator[tuple[str, Text]]:
    """What identifies the consultation, label by label."""
    whole = mask_contacts(consultation.title)
    published = consultation.published_on
    rows = (
        ("Objet complet", whole if whole != shorten(whole) else ""),
        ("Référence de l’avis", consultation.reference),
        ("Référence de l’acheteur", mask_contacts(consultation.buyer_reference)),
        ("Procédure", consultation.procedure),
        ("Parution", say_day(published) if published else ""),
        ("Lots", name_lots(lots)),
        ("Critères d’attribution", mask_contacts(consultation.criteria)),
    )
    yield from ((label, plain(value)) for label, value in rows if value)
    yield "Avis", locate("Lire l’avis publié", consultation.url)
    yield "Documents", locate("Télécharger les documents", consultation.documents_url)
    yield "Kit édité le", plain(say_hour(now))


def locate(label: str, href: str) -> Text:
    """A link with its address in words for those who print, or a blank."""
    if not href:
        return fill_in("adresse à chercher sur le profil d’acheteur")
    printed = f"\n{href}" if len(href) <= LONGEST_PRINTED else ""
    return (*link(label, href), Span(text=printed))


def name_lots(lots: Sequence[Lot]) -> str:
    """The lots, one on a line."""
    lines = [f"Lot {lot.number} – {shorten(mask_contacts(lot.title))}" for lot in lots]
    if len(lines) > MOST_LISTED:
        lines = [*lines[:MOST_LISTED], f"et {len(lines) - MOST_LISTED} autres lots"]
    return "\n".join(lines)
