"""A funding plan to take away: a document to read, lines for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.clock import NBSP, say_day, say_moment
from app.exports.csv_export import write_csv
from app.exports.document import (
    Block,
    DocumentInfo,
    Heading,
    Look,
    Paragraph,
    Span,
    Table,
    Text,
    plain,
    with_title,
)
from app.exports.pdf import write_pdf
from app.territories import find_code
from app.toolkit.funding_plan.model import Plan, Resource, say_euros, say_share
from app.toolkit.funding_plan.totals import Summary

TITLE = "Plan de financement"
MARK = (
    "Repère du portail, à adapter\u00a0: un financeur qui apporte la moitié des ressources ou plus "
    "est signalé. Les règles de cumul affichées viennent des textes cités et des pages lues par le "
    "portail\u00a0; celles de chaque financeur l’emportent."
)
COLUMNS = (
    "Partie", "Intitulé", "Financeur", "Nature", "Année", "Montant (€)", "État",
    "Dépôt au plus tard", "Réponse attendue", "Plafond (%)",
)  # fmt: skip


def describe_plan(plan: Plan) -> str:
    """« ACI – Seine-Saint-Denis », with what was not chosen said."""
    place = find_code(plan.department) if plan.department else None
    kind = f"{plan.kind} – {plan.kind.label}" if plan.kind else "Type non choisi"
    return f"{kind}, {place.name if place else 'département non indiqué'}"


def say_balance(summary: Summary) -> str:
    """The state of the plan with its figure."""
    if summary.gap == 0:
        return f"{summary.balance.label}{NBSP}: {say_euros(summary.needs)} de part et d’autre."
    return f"{summary.balance.label}{NBSP}: {say_euros(abs(summary.gap))}."


def write_report(summary: Summary) -> bytes:
    """The document, as a PDF."""
    info = DocumentInfo(
        title=TITLE,
        created_at=summary.made_at,
        subject=describe_plan(summary.plan),
        footer=f"{TITLE} – {describe_plan(summary.plan)}",
    )
    edited = say_moment(summary.made_at)
    return write_pdf(info, with_title(TITLE, list_blocks(summary), edited=edited))


def list_blocks(summary: Summary) -> Iterator[Block]:
    """What the document says under its title, block by block."""
    yield Paragraph(text=plain(describe_plan(summary.plan)), look=Look.LEAD)
    yield Paragraph(text=plain("Montants en euros."))
    yield Paragraph(text=plain(say_balance(summary)), look=Look.KEY)
    yield from tell_natures(summary)
    yield from tell_resources(summary)
    yield from tell_losses(summary)
    yield from tell_alerts(summary)
    yield from tell_deadlines(summary)
    yield Paragraph(text=plain(MARK), look=Look.NOTE)


def tell_natures(summary: Summary) -> Iterator[Block]:
    """The needs by nature and by year."""
    yield Heading(text="Les besoins")
    rows = [
        cells(line.expense.label, *map(say_euros, line.years), say_euros(line.total))
        for line in summary.natures
    ]
    total = cells("Total", *(say_euros(y.needs) for y in summary.years), say_euros(summary.needs))
    yield Table(
        caption="Besoins par nature et par année",
        header=("Nature", "Année 1", "Année 2", "Année 3", "Total"),
        rows=(*rows, total),
    )
    yield Table(
        caption="Chaque besoin",
        header=("Besoin", "Nature", "Année", "Montant"),
        rows=tuple(
            cells(n.label, n.expense.label, str(n.year), say_euros(n.amount))
            for n in summary.plan.needs
        ),
        widths=(0.45, 0.25, 0.1, 0.2),
    )


def tell_resources(summary: Summary) -> Iterator[Block]:
    """The resources, how sure they are, and who brings them."""
    yield Heading(text="Les ressources")
    yield Table(
        caption="Chaque ressource",
        header=("Ressource", "Financeur", "Pour", "État", "Montant"),
        rows=tuple(
            cells(r.name, r.funder, r.expense_label, r.status.label, say_amount(r))
            for r in summary.plan.resources
        ),
        widths=(0.3, 0.25, 0.15, 0.12, 0.18),
    )
    yield Paragraph(
        text=plain(
            f"Accordé{NBSP}: {say_euros(summary.secured)}. Espéré{NBSP}: "
            f"{say_euros(summary.hoped)}. À rembourser{NBSP}: {say_euros(summary.repaid)}."
        )
    )
    yield Table(
        caption="Part de chaque financeur",
        header=("Financeur", "Montant", "Part", "Remarque"),
        rows=tuple(
            cells(f.funder, say_euros(f.amount), say_share(f.share), f.remark)
            for f in summary.funders
        ),
        widths=(0.35, 0.2, 0.1, 0.35),
    )


def say_amount(resource: Resource) -> str:
    """Its amount, and whether it counts."""
    if resource.brings_money:
        return say_euros(resource.amount)
    return f"{say_euros(resource.amount)}, non compté"


def tell_losses(summary: Summary) -> Iterator[Block]:
    """The plan without each resource."""
    yield Heading(text="Que devient le projet si un financeur manque")
    rows = [
        cells(loss.resource.name, say_euros(loss.resource.money), say_gap(loss.gap))
        for loss in summary.losses
    ]
    nothing = cells(
        "Tout ce qui n’est pas accordé", say_euros(summary.hoped), say_gap(summary.without_hope)
    )
    yield Table(
        caption="Ce qui manquerait sans chaque ressource",
        header=("Sans cette ressource", "Montant perdu", "Ce qui manquerait"),
        rows=(*rows, nothing),
    )


def say_gap(gap: Decimal) -> str:
    """What is missing, « rien » where nothing is."""
    if gap > 0:
        return say_euros(gap)
    return "rien" if gap == 0 else f"rien, il reste {say_euros(-gap)}"


def tell_alerts(summary: Summary) -> Iterator[Block]:
    """What to settle."""
    if not summary.alerts:
        return
    yield Heading(text="Alertes et règles de cumul")
    for alert in summary.alerts:
        yield Paragraph(
            text=(
                Span(text=f"{alert.level.label} – {alert.title}. ", is_bold=True),
                Span(text=alert.text),
            ),
            look=Look.ITEM,
        )


def tell_deadlines(summary: Summary) -> Iterator[Block]:
    """Every date, in order."""
    if not summary.deadlines:
        return
    yield Heading(text="Calendrier des demandes")
    yield Table(
        caption="Dates de dépôt et réponses attendues",
        header=("Date", "Étape", "Ressource", "État"),
        rows=tuple(
            cells(
                f"{say_day(d.day)}{' (passée)' if d.is_past else ''}",
                d.step.label,
                d.resource.name,
                d.resource.status.label,
            )
            for d in summary.deadlines
        ),
    )


def cells(*texts: str) -> tuple[Text, ...]:
    """A row of a table."""
    return tuple(map(plain, texts))


def write_lines(summary: Summary) -> bytes:
    """Every row of the plan, then its totals, as CSV."""
    return "".join(write_csv(COLUMNS, list_lines(summary))).encode()


def list_lines(summary: Summary) -> Iterator[tuple[object, ...]]:
    """A line for each need, each resource, each total."""
    for need in summary.plan.needs:
        label = need.expense.label
        yield ("Besoin", need.label, "", label, need.year, need.amount, "", "", "", "")
    for resource in summary.plan.resources:
        yield (
            "Ressource" if resource.brings_money else "Soutien sans argent, non compté",
            resource.name,
            resource.funder,
            resource.expense_label,
            resource.year or "",
            resource.amount,
            resource.status.label,
            resource.deposit_on or "",
            resource.answer_on or "",
            resource.cap if resource.cap is not None else "",
        )
    totals = (
        ("Total des besoins", summary.needs),
        ("Total des ressources", summary.resources),
        ("Ce qui manque (négatif si excédent)", summary.gap),
        ("Accordé", summary.secured),
        ("Espéré", summary.hoped),
    )
    for label, amount in totals:
        yield ("Synthèse", label, "", "", "", amount, "", "", "", "")
