"""What the person asked for, and the job profile that comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from app.clock import NBSP, say_day
from app.exports.document import (
    Block,
    CheckItem,
    DocumentInfo,
    Heading,
    Look,
    Paragraph,
    Span,
    Table,
    Text,
    fill_in,
    plain,
    strong,
    with_title,
)
from app.exports.docx import write_docx
from app.matching.kinds import SiaeKind
from app.toolkit.recruitment.texts import Post, RecruitmentTexts

LIMITS = (
    "Modèle du portail, à adapter\u00a0: ce n’est ni un contrat, ni un avis juridique. N’écrivez "
    "le nom d’aucune personne candidate dans ce document."
)
PAY = "Coefficient × valeur du point, ou minimum de la classification\u00a0: à renseigner."


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """The post to fill; empty texts are left to fill in, numbers may be None.

    `hours` are by week; `followed` is how many people in a path the post follows or supervises.
    """

    kind: SiaeKind
    post: Post
    missions: tuple[str, ...]
    skills: tuple[str, ...]
    activity: str = ""
    place: str = ""
    agreement: str = ""
    start: str = ""
    hours: Decimal | None = None
    followed: Decimal | None = None

    @property
    def minutes(self) -> int | None:
        """The minutes a week for each person followed, at most; None where it is not known."""
        if not self.hours or not self.followed:
            return None
        whole = (self.hours * 60 / self.followed).to_integral_value(ROUND_DOWN)
        return int(whole)

    @property
    def workload(self) -> str:
        """The time for each person, in words."""
        if self.minutes is None:
            return ""
        return (
            f"{say_number(self.hours)}{NBSP}h par semaine pour {say_number(self.followed)} "
            f"personnes{NBSP}: {self.minutes}{NBSP}minutes au plus par personne et par semaine, "
            "écrits, réunions et réseau compris."
        )


def say_number(number: Decimal | None) -> str:
    """« 31,5 », empty where there is none."""
    return "" if number is None else f"{number.normalize():f}".replace(".", ",")


@dataclass(frozen=True, kw_only=True)
class Kit:
    """The vacancy with the texts; `made_at` is aware."""

    vacancy: Vacancy
    texts: RecruitmentTexts
    made_at: datetime

    @property
    def agreement(self) -> str:
        """The agreement and the pay to look up for that kind."""
        return self.texts.kinds[self.vacancy.kind]

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The vacancy in a few lines, empty where nothing was typed."""
        vacancy = self.vacancy
        hours = f"{say_number(vacancy.hours)}{NBSP}h par semaine" if vacancy.hours else ""
        return (
            ("Poste", vacancy.post.title),
            ("Structure", f"{vacancy.kind.label} ({vacancy.kind})"),
            ("Activité", vacancy.activity),
            ("Lieu", vacancy.place),
            ("Prise de poste", vacancy.start),
            ("Temps de travail", hours),
            ("Personnes suivies ou encadrées", say_number(vacancy.followed)),
            ("Convention collective", vacancy.agreement),
        )


def write_profile(kit: Kit) -> bytes:
    """The job profile, as DOCX."""
    post = kit.vacancy.post
    info = DocumentInfo(
        title=f"Fiche de poste – {post.title}",
        subject=kit.vacancy.activity,
        created_at=kit.made_at,
        footer=f"Fiche de poste – {post.title}",
    )
    blocks = with_title(post.title, list_blocks(kit), overline="Fiche de poste")
    return write_docx(info, blocks)


def list_blocks(kit: Kit) -> Iterator[Block]:
    """What the job profile says under its title, block by block."""
    post = kit.vacancy.post
    yield Paragraph(text=plain(post.purpose), look=Look.LEAD)
    yield Paragraph(text=plain(LIMITS), look=Look.WARNING)
    yield Table(
        caption="Le poste en bref",
        header=("Le poste", "En bref"),
        rows=tuple((plain(label), say_or_blank(value)) for label, value in kit.facts),
        widths=(0.35, 0.65),
    )
    yield from list_items("Missions", kit.vacancy.missions)
    yield Heading(text="Travailler ensemble")
    yield Paragraph(text=plain(post.team))
    if kit.vacancy.workload:
        yield Paragraph(text=plain(kit.vacancy.workload), look=Look.NOTE)
    yield from list_items("Compétences attendues", kit.vacancy.skills)
    yield from tell_diplomas(kit)
    yield Heading(text="Rémunération")
    yield Paragraph(text=plain(kit.agreement))
    yield Table(
        caption="Rémunération, à renseigner",
        header=("Élément", "À renseigner"),
        rows=tuple(
            (plain(label), fill_in(hint))
            for label, hint in (
                ("Convention collective et texte en vigueur (date)", "nom, IDCC, date"),
                ("Classification ou coefficient", "niveau"),
                ("Valeur du point ou minimum", "montant, date, source"),
                ("Salaire brut mensuel", "coefficient × valeur du point"),
                ("Coût employeur complet, au budget", "montant"),
            )
        ),
        widths=(0.5, 0.5),
    )
    yield from tell_after(kit)


def say_or_blank(value: str) -> Text:
    """That text, or a place to fill in."""
    return plain(value) if value else fill_in()


def list_items(title: str, texts: tuple[str, ...]) -> Iterator[Block]:
    """A title and its list."""
    yield Heading(text=title)
    for text in texts:
        yield Paragraph(text=plain(text), look=Look.ITEM)


def tell_diplomas(kit: Kit) -> Iterator[Block]:
    """What could prove the skills, to be verified."""
    yield Heading(text="Diplômes et titres possibles")
    for diploma in kit.vacancy.post.diplomas:
        yield CheckItem(
            label=plain(diploma),
            details=(
                plain("À vérifier au RNCP (France Compétences)\u00a0: intitulé et validité."),
            ),
        )


def tell_after(kit: Kit) -> Iterator[Block]:
    """Where to publish, what to check, how to keep people, and the sources."""
    yield from list_items("Où publier", kit.texts.publish)
    yield Heading(text="Avant de signer")
    for text in kit.texts.check:
        yield CheckItem(label=plain(text))
    yield from list_items("Fidéliser", kit.texts.keep)
    yield Heading(text="Sources et limites")
    yield Paragraph(text=(*strong(f"Édité le {say_day(kit.made_at.date())}. "), *plain(PAY)))
    for source in kit.texts.cited():
        words = Span(text=f" ({source.words}).")
        yield Paragraph(text=(Span(text=source.title, href=source.url), words), look=Look.ITEM)
