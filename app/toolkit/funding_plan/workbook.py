"""The plan as a living workbook: change an amount, the totals follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.exports.docx_parts import clean
from app.exports.xlsx import open_workbook
from app.toolkit.funding_plan.model import FundingStatus, Plan, Resource
from app.toolkit.funding_plan.report import MARK, TITLE, describe_plan
from app.toolkit.funding_plan.totals import Summary
from app.toolkit.schemes import Expense

Value = str | int | Decimal | date | None
NEEDS, RESOURCES = "Besoins", "Ressources"
SPARE = 10  # empty rows inside the sums, to add one's own
NEED_HEADER = ("Besoin", "Nature", "Année", "Montant (€)")
RESOURCE_HEADER = (
    "Ressource", "Financeur", "Pour", "Année", "État", "Montant (€)", "Compté (€)",
    "Dépôt au plus tard", "Réponse attendue", "Plafond (%)",
)  # fmt: skip
WHOLE = "Tout le projet"


@dataclass(frozen=True, kw_only=True)
class Looks:
    """The looks of cells."""

    header: Format
    text: Format
    money: Format
    counted: Format
    day: Format
    result: Format
    note: Format


@dataclass(frozen=True, kw_only=True)
class Ranges:
    """Where the amounts are: what the formulas of the summary read."""

    needs: str
    natures: str
    years: str
    money: str
    paid_for: str
    statuses: str


def write_plan(summary: Summary) -> bytes:
    """The bytes of the workbook: needs, resources, summary, losses, alerts, dates."""
    workbook, file = open_workbook(TITLE, summary.made_at)
    looks = make_looks(workbook)
    plan = summary.plan
    write_needs(workbook.add_worksheet(NEEDS), plan, looks)
    write_resources(workbook.add_worksheet(RESOURCES), plan, looks)
    ranges = find_ranges(plan)
    write_summary(workbook.add_worksheet("Synthèse"), summary, ranges, looks)
    write_losses(workbook.add_worksheet("Si un financeur manque"), summary, ranges, looks)
    write_alerts(workbook.add_worksheet("Alertes"), summary, looks)
    write_dates(workbook.add_worksheet("Calendrier"), summary, looks)
    workbook.close()
    return file.getvalue()


def make_looks(workbook: Workbook) -> Looks:
    """The looks of the cells of a workbook."""
    top = {"valign": "top", "text_wrap": True}
    money = {"valign": "top", "num_format": "#,##0.00"}
    return Looks(
        header=workbook.add_format({**top, "bold": True, "bg_color": "#E3F7F8", "bottom": 1}),
        text=workbook.add_format(top),
        money=workbook.add_format(money),
        counted=workbook.add_format({**money, "num_format": "#,##0.00;-#,##0.00;"}),
        day=workbook.add_format({"valign": "top", "num_format": "dd/mm/yyyy"}),
        result=workbook.add_format({**money, "bold": True, "bg_color": "#F2FBFB"}),
        note=workbook.add_format({"italic": True, "font_color": "#555555"}),
    )


def find_ranges(plan: Plan) -> Ranges:
    """The columns of amounts, spare rows included; row 1 is the header."""
    need_end, resource_end = last_row(len(plan.needs)), last_row(len(plan.resources))
    return Ranges(
        needs=f"{NEEDS}!$D$2:$D${need_end}",
        natures=f"{NEEDS}!$B$2:$B${need_end}",
        years=f"{NEEDS}!$C$2:$C${need_end}",
        money=f"{RESOURCES}!$G$2:$G${resource_end}",
        paid_for=f"{RESOURCES}!$C$2:$C${resource_end}",
        statuses=f"{RESOURCES}!$E$2:$E${resource_end}",
    )


def last_row(count: int) -> int:
    """The last row of the amounts, as a spreadsheet numbers it."""
    return 1 + count + SPARE


def write_needs(page: Worksheet, plan: Plan, looks: Looks) -> None:
    """A row for each need, spare rows, their sum."""
    rows = [(n.label, n.expense.label, n.year, n.amount) for n in plan.needs]
    write_table(page, NEED_HEADER, rows, looks)
    end = last_row(len(rows))
    total = sum((n.amount for n in plan.needs), Decimal(0))
    page.write_string(end, 0, "Total des besoins", looks.header)
    page.write_formula(end, 3, f"=SUM(D2:D{end})", looks.result, total)
    page.data_validation(1, 1, end - 1, 1, {"validate": "list", "source": expense_labels()})


def write_resources(page: Worksheet, plan: Plan, looks: Looks) -> None:
    """A row for each resource, spare rows, their sum."""
    write_table(page, RESOURCE_HEADER, [resource_row(r) for r in plan.resources], looks)
    end = last_row(len(plan.resources))
    write_counted(page, plan, looks)
    for column, letter in ((5, "F"), (6, "G")):
        amounts = (r.amount if column == 5 else r.money for r in plan.resources)
        formula = f"=SUM({letter}2:{letter}{end})"
        page.write_formula(end, column, formula, looks.result, sum(amounts, Decimal(0)))
    page.write_string(end, 0, "Total des ressources", looks.header)
    page.write_string(
        end + 2,
        0,
        "La colonne « Compté » entre dans les totaux\u00a0: une garantie ou un accompagnement "
        "gratuit n’y valent rien.",
        looks.note,
    )
    labels = [status.label for status in FundingStatus]
    page.data_validation(1, 4, end - 1, 4, {"validate": "list", "source": labels})
    natures = [WHOLE, *expense_labels()]
    page.data_validation(1, 2, end - 1, 2, {"validate": "list", "source": natures})


def write_counted(page: Worksheet, plan: Plan, looks: Looks) -> None:
    """What counts of each amount: all of it, spare rows included, but for what pays nothing."""
    counts = [(r.brings_money, r.money) for r in plan.resources]
    for row, (is_counted, money) in enumerate([*counts, *[(True, Decimal(0))] * SPARE], start=1):
        if is_counted:
            page.write_formula(row, 6, f"=F{row + 1}", looks.counted, money)


def resource_row(resource: Resource) -> tuple[Value, ...]:
    """The cells of a resource."""
    return (
        resource.name,
        resource.funder,
        resource.expense.label if resource.expense else WHOLE,
        resource.year,
        resource.status.label,
        resource.amount,
        resource.money,
        resource.deposit_on,
        resource.answer_on,
        resource.cap,
    )


def expense_labels() -> list[str]:
    """The natures, as the cells name them."""
    return [expense.label for expense in Expense]


def write_summary(page: Worksheet, summary: Summary, ranges: Ranges, looks: Looks) -> None:
    """The totals, each a formula over the two first sheets."""
    lines: list[tuple[str, str, Decimal]] = [
        ("Total des besoins", f"=SUM({ranges.needs})", summary.needs),
        ("Total des ressources", f"=SUM({ranges.money})", summary.resources),
        ("Ce qui manque (négatif si excédent)", "=B2-B3", summary.gap),
    ]
    for status in summary.statuses:
        formula = f'=SUMIF({ranges.statuses},"{status.status.label}",{ranges.money})'
        lines.append((f"Ressources – {status.status.label.lower()}", formula, status.amount))
    for year in summary.years:
        formula = f"=SUMIF({ranges.years},{year.year},{ranges.needs})"
        lines.append((f"Besoins – année {year.year}", formula, year.needs))
    natures = {line.expense: line for line in summary.natures}
    for expense in Expense:
        known = natures.get(expense)
        need, paid = (known.total, known.paid) if known else (Decimal(0), Decimal(0))
        formula = f'=SUMIF({ranges.natures},"{expense.label}",{ranges.needs})'
        lines.append((f"Besoins – {expense.label.lower()}", formula, need))
        formula = f'=SUMIF({ranges.paid_for},"{expense.label}",{ranges.money})'
        lines.append((f"Ressources pour – {expense.label.lower()}", formula, paid))
    write_results(page, ("Synthèse", "Montant (€)"), lines, looks)
    page.write_string(len(lines) + 2, 0, describe_plan(summary.plan), looks.note)
    page.write_string(len(lines) + 3, 0, MARK, looks.note)


def write_losses(page: Worksheet, summary: Summary, ranges: Ranges, looks: Looks) -> None:
    """What would be missing without each resource."""
    # Counted from the row of the resource: two equal rows give the same figure.
    rows = {id(r): at for at, r in enumerate(summary.plan.resources, start=2)}
    whole = f"SUM({ranges.needs})-SUM({ranges.money})"
    lines = [
        (loss.resource.name, f"={whole}+{RESOURCES}!$G${rows[id(loss.resource)]}", loss.gap)
        for loss in summary.losses
    ]
    granted = FundingStatus.GRANTED.label
    formula = f'=SUM({ranges.needs})-SUMIF({ranges.statuses},"{granted}",{ranges.money})'
    lines.append(("Tout ce qui n’est pas accordé", formula, summary.without_hope))
    header = ("Sans cette ressource", "Ce qui manquerait (€, négatif si excédent)")
    write_results(page, header, lines, looks)


def write_results(
    page: Worksheet, header: tuple[str, str], lines: list[tuple[str, str, Decimal]], looks: Looks
) -> None:
    """Labels with their formulas and the values these have today."""
    write_table(page, header, [], looks)
    for at, (label, formula, value) in enumerate(lines, start=1):
        page.write_string(at, 0, clean(label), looks.text)
        page.write_formula(at, 1, formula, looks.result, value)
    page.set_column(0, 0, 48)


def write_alerts(page: Worksheet, summary: Summary, looks: Looks) -> None:
    """What to settle."""
    rows = [(a.level.label, a.title, a.text) for a in summary.alerts]
    write_table(page, ("Niveau", "Objet", "Explication"), rows, looks)
    page.set_column(1, 2, 60)


def write_dates(page: Worksheet, summary: Summary, looks: Looks) -> None:
    """Every date, in order."""
    rows = [
        (d.day, d.step.label, d.resource.name, d.resource.funder, d.resource.status.label)
        for d in summary.deadlines
    ]
    write_table(page, ("Date", "Étape", "Ressource", "Financeur", "État"), rows, looks)


def write_table(
    page: Worksheet, header: tuple[str, ...], rows: Sequence[Sequence[Value]], looks: Looks
) -> None:
    """A header that stays in view, then the rows."""
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_column(0, 1, 36)
    page.set_column(2, len(header), 18)
    for column, label in enumerate(header):
        page.write_string(0, column, label, looks.header)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write_value(page, at, column, value, looks)


def write_value(page: Worksheet, row: int, column: int, value: Value, looks: Looks) -> None:
    """One cell, by what it is; a text is never a formula."""
    match value:
        case None:
            page.write_blank(row, column, None, looks.text)
        case int():
            page.write_number(row, column, value, looks.text)
        case Decimal():
            page.write_number(row, column, value, looks.money)
        case date():
            page.write_datetime(row, column, value, looks.day)
        case _:
            page.write_string(row, column, clean(value), looks.text)
