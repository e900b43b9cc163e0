"""A stage as files: its checklist for a spreadsheet, the whole for paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.blueprints.toolkit.stage_page import ItemView, StagePage
from app.clock import NBSP, say_date
from app.exports.csv_export import write_csv
from app.exports.document import (
    TOOLBOX,
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
from app.forms.ticks import TickState

COLUMNS = (
    "etape", "case", "axe", "nature", "article", "types", "etat", "note", "sources",
)  # fmt: skip
PROPOSED = "Proposition du portail"


def write_checklist(page: StagePage) -> str:
    """The checklist as CSV, a row an item."""
    rows = (
        (
            page.step.stage.title,
            view.item.text,
            view.item.axis.label,
            duty_of(view),
            view.item.article,
            " ".join(view.item.kinds),
            view.state.label,
            view.note,
            sources_of(view),
        )
        for view in page.items
    )
    return "".join(write_csv(COLUMNS, rows))


def duty_of(view: ItemView) -> str:
    """Whether the law asks for it."""
    return "Obligation légale" if view.item.duty == "law" else "Bonne pratique"


def sources_of(view: ItemView) -> str:
    """Where it comes from, in words."""
    cited = " ; ".join(f"{source.title} ({source.words})" for source in view.item.cited)
    return cited or PROPOSED


def write_checklist_pdf(page: StagePage, now: datetime) -> bytes:
    """The stage as a PDF, edited at that aware instant."""
    stage = page.step.stage
    info = DocumentInfo(
        title=f"Étape {stage.order}{NBSP}: {stage.title}",
        created_at=now,
        footer=f"Maillage – boîte à outils, étape {stage.order} – édité le {say_date(now.date())}",
    )
    return write_pdf(info, with_title(info.title, list_blocks(page), overline=TOOLBOX))


def list_blocks(page: StagePage) -> Iterator[Block]:
    """Summary, advice, questions, checklist, what it ends with, who to call, who pays."""
    stage = page.step.stage
    yield Paragraph(text=plain(stage.summary), look=Look.LEAD)
    yield Paragraph(text=plain(stage.goal), look=Look.KEY)
    for advice in page.step.advice:
        yield Paragraph(text=plain(advice), look=Look.NOTE)
    yield Heading(text="Les questions à se poser")
    for axis, questions in page.questions:
        yield Heading(text=axis.label, level=2)
        for question in questions:
            words = (Span(text=question.text, is_bold=True), Span(text=f" {question.help}"))
            yield Paragraph(text=words, look=Look.ITEM)
    yield Heading(text="À faire")
    yield from map(describe_item, page.items)
    yield Heading(text="Ce que l’étape produit")
    for deliverable in stage.deliverables:
        yield Paragraph(text=plain(deliverable.name), look=Look.ITEM)
    yield from describe_help(page)


def describe_item(view: ItemView) -> CheckItem:
    """An item, its state and its note."""
    state = "" if view.state is TickState.TO_DO else f" ({view.state.label.lower()})"
    facts = f"{view.item.axis.label} · {duty_of(view)} {view.item.article}".strip()
    details = [plain(view.item.help)] if view.item.help else []
    if view.note:
        details.append(plain(f"Votre note{NBSP}: {view.note}"))
    return CheckItem(
        label=(*strong(view.item.text), Span(text=state)),
        details=(*details, plain(facts)),
        source=plain(sources_of(view)),
    )


def describe_help(page: StagePage) -> Iterator[Block]:
    """Who to call and what may pay."""
    yield Table(
        caption="Qui appeler",
        header=("Fonction", "Sur ce territoire", "Ce qu’il faut demander"),
        rows=tuple(
            (
                plain(holders.function.name),
                plain(holders.words),
                plain(holders.function.ask),
            )
            for holders in page.step.holders
        ),
    )
    if page.step.schemes:
        yield Table(
            caption="Ce qui peut aider à payer",
            header=("Dispositif", "Financeur", "Ouverture"),
            rows=tuple(
                (plain(s.name), plain(s.funder), plain(f"{s.state.label}. {s.when}"))
                for s in page.step.schemes
            ),
        )
