"""The interview grid: the same ten questions for everybody, scored by two assessors on proof."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import say_day
from app.exports.document import (
    Block,
    CheckItem,
    DocumentInfo,
    Heading,
    Look,
    PageBreak,
    Paragraph,
    Span,
    Table,
    fill_in,
    plain,
    strong,
    with_title,
)
from app.exports.docx import write_docx
from app.toolkit.recruitment.profile import Kit

FORBIDDEN = (
    "Ne posez pas de question sur ces sujets et n’en tenez pas compte (principe de "
    "non-discrimination et informations en lien direct et nécessaire avec l’emploi\u00a0: articles "
    "L1132-1 et L1221-6 du code du travail, à vérifier sur Légifrance)."
)
CODE = "Utilisez un numéro, jamais un nom. La correspondance reste dans le dossier de recrutement."


def write_grid(kit: Kit) -> bytes:
    """The grid, as DOCX."""
    title = f"Grille d’entretien – {kit.vacancy.post.title}"
    info = DocumentInfo(title=title, created_at=kit.made_at, footer=title)
    blocks = with_title(kit.vacancy.post.title, list_blocks(kit), overline="Grille d’entretien")
    return write_docx(info, blocks)


def list_blocks(kit: Kit) -> Iterator[Block]:
    """What the grid says under its title, block by block."""
    post = kit.vacancy.post
    yield Paragraph(text=plain(CODE), look=Look.WARNING)
    yield Table(
        caption="L’entretien",
        header=("L’entretien", "À remplir"),
        rows=tuple(
            (plain(label), fill_in())
            for label in (
                "Numéro de la personne reçue",
                "Date et durée",
                "Évaluateur 1, fonction",
                "Évaluateur 2, fonction",
            )
        ),
        widths=(0.4, 0.6),
    )
    yield Heading(text="Les règles, les mêmes pour tous")
    for rule in kit.texts.rules:
        yield CheckItem(label=plain(rule))
    yield Heading(text="L’échelle")
    for step in kit.texts.scale:
        yield Paragraph(text=plain(step), look=Look.ITEM)
    yield Heading(text="Questions interdites")
    yield Paragraph(text=plain(FORBIDDEN), look=Look.NOTE)
    for subject in kit.texts.forbidden:
        yield Paragraph(text=plain(subject), look=Look.ITEM)
    yield PageBreak()
    yield from tell_criteria(kit)
    yield Heading(text="Le cas pratique")
    yield Paragraph(text=plain(post.case), look=Look.QUOTATION)
    yield from tell_summary(kit)


def tell_criteria(kit: Kit) -> Iterator[Block]:
    """The ten criteria: the question, what to look for, the proof, two marks."""
    yield Heading(text="Les dix critères")
    for number, criterion in enumerate(kit.vacancy.post.criteria, start=1):
        yield Heading(text=f"{number}. {criterion.name}", level=2)
        yield Paragraph(
            text=(Span(text="Question\u00a0: ", is_bold=True), *plain(criterion.question))
        )
        yield Paragraph(text=(Span(text="Chercher\u00a0: ", is_bold=True), *plain(criterion.look)))
        yield Table(
            caption=f"Notes du critère {number}",
            header=("Preuve factuelle (mots entendus, fait)", "Note 1 (0 à 3)", "Note 2 (0 à 3)"),
            rows=((fill_in(), fill_in(), fill_in()),),
            widths=(0.6, 0.2, 0.2),
        )


def tell_summary(kit: Kit) -> Iterator[Block]:
    """The marks side by side, the reasoned summary, the answer given."""
    yield Heading(text="Synthèse motivée")
    yield Table(
        caption="Notes des deux évaluateurs",
        header=("Critère", "Évaluateur 1", "Évaluateur 2", "Écart à discuter"),
        rows=tuple(
            (plain(f"{number}. {criterion.name}"), fill_in(), fill_in(), fill_in())
            for number, criterion in enumerate(kit.vacancy.post.criteria, start=1)
        ),
        widths=(0.46, 0.18, 0.18, 0.18),
    )
    yield Table(
        caption="Avis",
        header=("Avis", "À remplir"),
        rows=tuple(
            (plain(label), fill_in())
            for label in (
                "Total évaluateur 1, sur 30",
                "Total évaluateur 2, sur 30",
                "Trois points forts, avec leur preuve",
                "Ce qui est à apprendre, et comment",
                "Avis motivé et décision",
                "Réponse donnée à la personne, date et forme",
            )
        ),
        widths=(0.4, 0.6),
    )
    day = say_day(kit.made_at.date())
    yield Paragraph(text=strong(f"Modèle du portail, à adapter. Édité le {day}."), look=Look.SOURCE)
