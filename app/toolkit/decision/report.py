"""The path and its conclusion to take away, as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.clock import NBSP, say_moment
from app.exports.document import (
    Block,
    CheckItem,
    DocumentInfo,
    Heading,
    Look,
    Paragraph,
    Span,
    Table,
    plain,
    strong,
    with_title,
)
from app.exports.pdf import write_pdf
from app.toolkit.decision.tree import Conclusion, Decision, Tree

TITLE = f"Quel type de structure{NBSP}?"
LIMITS = (
    "Cette orientation vient des réponses données, pas d’un examen du dossier. Le service de "
    "l’État chargé de l’IAE et le préfet décident. Relisez chaque article sur Légifrance."
)
UNFINISHED = "Les questions ne sont pas finies\u00a0: aucune conclusion n’est encore possible."


def write_report(decision: Decision, tree: Tree, now: datetime) -> bytes:
    """The document; `now` is aware."""
    info = DocumentInfo(title=TITLE, created_at=now, footer=TITLE)
    blocks = list_blocks(decision, tree)
    return write_pdf(info, with_title(TITLE, blocks, edited=say_moment(now)))


def list_blocks(decision: Decision, tree: Tree) -> Iterator[Block]:
    """What the document says under its title, block by block."""
    conclusion = decision.conclusion
    yield Paragraph(text=plain(say_conclusion(decision)), look=Look.LEAD)
    yield Paragraph(text=plain(LIMITS), look=Look.NOTE)
    yield Heading(text="Le chemin suivi")
    yield Table(
        caption="Questions et réponses",
        header=("Question", "Votre réponse", "Article"),
        rows=tuple(
            (plain(step.question.text), plain(step.answer.label), plain(step.question.article))
            for step in decision.path
        ),
        widths=(0.4, 0.4, 0.2),
    )
    if conclusion:
        yield from tell_conclusion(conclusion)
    yield from tell_forms(tree)
    yield Heading(text="Sources")
    for source in tree.cited():
        words = Span(text=f" ({source.words}).")
        yield Paragraph(text=(Span(text=source.title, href=source.url), words), look=Look.ITEM)


def say_conclusion(decision: Decision) -> str:
    """The kind of structure that the answers lead to, or that they lead to none yet."""
    return decision.conclusion.title if decision.conclusion else UNFINISHED


def tell_conclusion(conclusion: Conclusion) -> Iterator[Block]:
    """Why, the articles, what it forbids, what to verify."""
    yield Heading(text=f"Conclusion{NBSP}: {conclusion.title}")
    for reason in conclusion.reasons:
        yield Paragraph(text=plain(reason), look=Look.ITEM)
    articles = ", ".join(conclusion.articles) or "aucun article lu par le portail, à vérifier"
    yield Paragraph(text=(*strong(f"Textes{NBSP}: "), *plain(articles)))
    yield Heading(text="Ce que cela interdit", level=2)
    for text in conclusion.forbids:
        yield Paragraph(text=plain(text), look=Look.ITEM)
    yield Heading(text="À vérifier", level=2)
    for text in conclusion.verify:
        yield CheckItem(label=plain(text))


def tell_forms(tree: Tree) -> Iterator[Block]:
    """The legal forms."""
    yield Heading(text="Les formes juridiques")
    yield Table(
        caption="Formes juridiques et types de structures",
        header=("Forme", "Types", "Ce que disent les textes lus", "À vérifier"),
        rows=tuple(
            (strong(form.name), plain(form.fits), plain(form.known), plain(form.verify))
            for form in tree.forms
        ),
        widths=(0.16, 0.2, 0.36, 0.28),
    )
