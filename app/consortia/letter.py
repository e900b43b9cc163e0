"""The letter of intent of a group, as a Word document: a model to have read before it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clock import NBSP, say_day, to_paris
from app.consortia.content_models import SettledPoint
from app.consortia.models import Consortium, Place
from app.consortia.sharing import Shares, say_tenths
from app.consortia.texts import PointText, load_texts
from app.exports.document import (
    Block,
    DocumentInfo,
    Heading,
    Look,
    Paragraph,
    Table,
    Text,
    fill_in,
    plain,
    rich,
)
from app.exports.docx import write_docx
from app.imports.text import shorten
from app.toolkit.typography import set_french

TITLE = "Lettre d’intention de groupement"
WARNING = (
    "**Modèle à faire relire.** Ce document aide à écrire ; il ne remplace ni la convention de "
    "groupement, ni un conseil juridique. Le règlement de la consultation prévaut."
)
Points = Sequence[tuple[PointText, SettledPoint | None]]


@dataclass(frozen=True, kw_only=True)
class Intent:
    """All that the letter says of a group, its places loaded, at an instant."""

    consortium: Consortium
    lots: Sequence[tuple[str, str]]
    shares: Shares
    points: Points
    now: datetime


def write_letter(intent: Intent) -> bytes:
    """The bytes of the document."""
    info = DocumentInfo(
        title=f"{TITLE} – {shorten(intent.consortium.title)}",
        created_at=intent.now,
        subject=intent.consortium.reference,
        footer=f"{TITLE} – modèle à faire relire",
    )
    return write_docx(info, list_blocks(intent))


def list_blocks(intent: Intent) -> Iterator[Block]:
    """The letter, piece by piece."""
    yield Paragraph(text=plain("Réponse à plusieurs à un marché public"), look=Look.OVERLINE)
    yield Paragraph(text=plain(TITLE), look=Look.TITLE)
    yield Paragraph(text=rich(set_french(WARNING)), look=Look.WARNING)
    yield from say_object(intent)
    yield from say_parties(intent.consortium)
    yield from say_form(intent.consortium)
    yield from say_shares(intent)
    yield from say_points(intent.points)
    yield from say_commitment(intent.consortium)
    yield from say_signatures(intent.consortium)


def say_object(intent: Intent) -> Iterator[Block]:
    """What the group answers."""
    consortium = intent.consortium
    yield Heading(text="L’objet")
    yield Paragraph(text=plain(consortium.title))
    facts = [f"Avis n° {consortium.reference}"]
    if consortium.buyer_name:
        facts.append(f"Acheteur{NBSP}: {consortium.buyer_name}")
    if consortium.deadline_at is not None:
        day = say_day(to_paris(consortium.deadline_at).date())
        facts.append(f"Date limite lue au début du groupement{NBSP}: {day}, à vérifier")
    for fact in facts:
        yield Paragraph(text=plain(fact), look=Look.ITEM)


def say_parties(consortium: Consortium) -> Iterator[Block]:
    """Who makes the group."""
    yield Heading(text="Les membres")
    yield Table(
        caption="Les membres du groupement",
        header=("Structure", "SIRET", "Rôle", "Représentée par"),
        rows=tuple(
            (plain(p.name), siret_of(p), plain(role_of(p)), fill_in("nom, qualité"))
            for p in consortium.members
        ),
        widths=(0.36, 0.2, 0.16, 0.28),
    )


def siret_of(place: Place) -> Text:
    """Its SIRET, or a place for it."""
    return plain(place.siret) if place.siret else fill_in()


def role_of(place: Place) -> str:
    """Its role, in words."""
    return "Mandataire" if place.is_lead else "Membre"


def say_form(consortium: Consortium) -> Iterator[Block]:
    """The form of the group and what it means."""
    texts = load_texts()
    yield Heading(text="La forme du groupement")
    form = consortium.legal_form
    if form is None:
        yield Paragraph(text=fill_in("conjoint, solidaire, ou conjoint avec mandataire solidaire"))
    else:
        yield Paragraph(
            text=rich(set_french(f"**{form.label}.** {texts.forms[form.value].strip()}"))
        )
    yield Paragraph(text=plain(set_french(texts.law.strip())), look=Look.SOURCE)


def say_shares(intent: Intent) -> Iterator[Block]:
    """The part of each member."""
    members = intent.consortium.members
    yield Heading(text="Les parts")
    used = [(lot, title) for lot, title in intent.lots if any(k[1] == lot for k in intent.shares)]
    if used:
        yield Table(
            caption="Part de chaque membre dans chaque lot",
            header=("Lot", *(place.name for place in members)),
            rows=tuple(
                (
                    plain(f"Lot {lot} – {title}" if lot else "Ensemble du marché"),
                    *(plain(say_share(intent.shares, place, lot)) for place in members),
                )
                for lot, title in used
            ),
        )
    else:
        yield Paragraph(text=fill_in("part de chaque membre, en pourcentage de chaque lot"))
    total = intent.consortium.insertion_hours
    if total is not None:
        yield Table(
            caption="Heures d’insertion de chaque membre",
            header=("Membre", "Heures d’insertion"),
            rows=(
                *((plain(p.name), plain(f"{p.insertion_hours}{NBSP}h")) for p in members),
                (plain("Total demandé"), plain(f"{total}{NBSP}h")),
            ),
        )


def say_share(shares: Shares, place: Place, lot: str) -> str:
    """The part of a member in a lot."""
    tenths = shares.get((place.id, lot))
    return say_tenths(tenths) if tenths else "–"


def say_points(points: Points) -> Iterator[Block]:
    """What was agreed, and what is still to settle."""
    yield Heading(text="Ce qui est convenu")
    for point, settled in points:
        yield Heading(text=point.label, level=2)
        if settled is None:
            yield Paragraph(text=fill_in(point.hint))
        else:
            yield Paragraph(text=plain(settled.decision))


def say_commitment(consortium: Consortium) -> Iterator[Block]:
    """What the members say by signing."""
    lead = consortium.lead
    yield Heading(text="L’intention")
    name = lead.name if lead else "……"
    yield Paragraph(
        text=plain(
            "Les structures nommées ci-dessus ont l’intention de répondre ensemble à cette "
            f"consultation. Elles donnent à {name} mandat de les représenter auprès de l’acheteur "
            "pour cette réponse, et signeront une convention de groupement avant le dépôt. Chacune "
            "répond à un besoin qu’elle ne peut couvrir seule."
        )
    )


def say_signatures(consortium: Consortium) -> Iterator[Block]:
    """A place for each member to sign."""
    yield Heading(text="Signatures")
    yield Table(
        caption="Signatures des membres",
        header=("Structure", "Nom et qualité", "Date", "Signature"),
        rows=tuple(
            (plain(place.name), fill_in(), fill_in(), fill_in()) for place in consortium.members
        ),
        widths=(0.3, 0.28, 0.16, 0.26),
    )
