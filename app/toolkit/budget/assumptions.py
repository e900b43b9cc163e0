"""The sheet of what was typed, and where each value is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from app.clock import NBSP
from app.exports.docx_parts import clean
from app.toolkit.budget.forecast import Forecast
from app.toolkit.budget.inputs import BudgetInputs

SHEET = "Hypothèses"
NO_CAP = Decimal(999_999)  # posts: what stands for « no limit » in a cell
Row = tuple[str, ...]
"""The absolute addresses of the cells of one row."""


@dataclass(frozen=True, kw_only=True)
class Looks:
    """The looks of cells."""

    header: Format
    text: Format
    money: Format
    posts: Format
    typed: Format

    @classmethod
    def of(cls, workbook: xlsxwriter.Workbook) -> Looks:
        """The looks of a workbook; what may be changed has a colour and says so in a note."""
        return cls(
            header=workbook.add_format({"bold": True, "bg_color": "#E3F7F8", "text_wrap": True}),
            text=workbook.add_format({"text_wrap": True, "valign": "top"}),
            money=workbook.add_format({"num_format": "#,##0.00"}),
            posts=workbook.add_format({"num_format": "0.00"}),
            typed=workbook.add_format({"bg_color": "#FEF3D1"}),
        )


@dataclass(kw_only=True)
class Assumptions:
    """Where each value is: single cells and rows by name, tables as a row of cells per line."""

    cells: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)


class Writer:
    """Writes the sheet line after line, and remembers the places."""

    def __init__(self, page: Worksheet, looks: Looks) -> None:
        self.page, self.looks = page, looks
        self.at = 0
        self.known = Assumptions()

    def title(self, text: str, columns: Sequence[str] = ()) -> None:
        """A title of a part, with the names of its columns."""
        self.at += 1
        self.page.write_string(self.at, 0, clean(text), self.looks.header)
        for column, label in enumerate(columns, start=1):
            self.page.write_string(self.at, column, label, self.looks.header)
        self.at += 1

    def line(self, label: str, values: Sequence[Decimal | int]) -> Row:
        """A line of numbers, and the addresses of its cells."""
        self.page.write_string(self.at, 0, clean(label)[:200], self.looks.text)
        addresses = []
        for column, value in enumerate(values, start=1):
            self.page.write_number(self.at, column, float(value), self.looks.typed)
            cell = xl_rowcol_to_cell(self.at, column, row_abs=True, col_abs=True)
            addresses.append(f"'{SHEET}'!{cell}")
        self.at += 1
        return tuple(addresses)

    def cell(self, name: str, label: str, value: Decimal | int) -> None:
        """A single number."""
        (self.known.cells[name],) = self.line(label, (value,))

    def row(self, name: str, label: str, values: Sequence[Decimal | int]) -> None:
        """A row of numbers."""
        self.known.rows[name] = self.line(label, values)

    def table(self, name: str, lines: Sequence[tuple[str, Sequence[Decimal | int]]]) -> None:
        """Several lines of one shape."""
        self.known.tables[name] = [self.line(label, values) for label, values in lines]

    def text(self, words: str) -> None:
        """A sentence."""
        self.page.write_string(self.at, 0, clean(words)[:1_000], self.looks.text)
        self.at += 1


def write_assumptions(
    workbook: xlsxwriter.Workbook, looks: Looks, forecasts: Sequence[Forecast], notes: Sequence[str]
) -> Assumptions:
    """The sheet of the assumptions of a budget, and where each is."""
    page = workbook.add_worksheet(SHEET)
    page.set_column(0, 0, 52)
    page.set_column(1, 12, 13)
    writer = Writer(page, looks)
    inputs = forecasts[0].inputs
    page.write_string(0, 0, f"Les cases colorées se changent{NBSP}: tout se recalcule.", looks.text)
    write_general(writer, inputs)
    write_rows(writer, inputs)
    sold = "Ventes et heures ×" if inputs.sells_hours else "Ventes ×"
    writer.title("Scénarios", (sold, "Retard (mois)", "Part modulée comptée"))
    for forecast in forecasts:
        scenario = forecast.scenario
        values = (scenario.sales_factor, scenario.delay, int(scenario.counts_modulation))
        writer.row(scenario.key, scenario.label, values)
    writer.title("À savoir")
    for note in notes:
        writer.text(note)
    return writer.known


def write_general(writer: Writer, inputs: BudgetInputs) -> None:
    """The single values, the quarters and the years."""
    writer.title(f"Budget {inputs.kind.value}, à partir de {inputs.first_month}")
    writer.cell(
        "weekly_hours", "Heures par semaine d’une personne en insertion", inputs.weekly_hours
    )
    writer.cell("unit_cost", "Coût d’une personne par mois, ou d’une heure (€)", inputs.unit_cost)
    writer.cell("aid", "Aide au poste, socle annuel par ETP (€)", inputs.aid_per_fte)
    writer.cell("aid_delay", "Délai de versement de l’aide (mois)", inputs.aid_delay)
    writer.cell("modulation", "Part modulée (0,05 pour 5 %)", inputs.modulation)
    writer.cell("opening_cash", "Trésorerie de départ (€)", inputs.opening_cash)
    writer.cell("hours_per_fte", "Heures d’un ETP sur un an", inputs.hours_per_fte or 0)
    writer.cell("hourly_price", "Prix d’une heure facturée (€)", inputs.hourly_price)
    writer.cell("hourly_delay", "Délai de paiement des heures (mois)", inputs.hourly_delay)
    writer.title("Trimestres", tuple(f"T{n}" for n in range(1, 13)))
    what = "Heures travaillées" if inputs.sells_hours else "Personnes en insertion"
    writer.row("presence", what, inputs.presence)
    writer.title("Années", ("Année 1", "Année 2", "Année 3"))
    caps = tuple(NO_CAP if cap is None else cap for cap in inputs.caps)
    writer.row("caps", f"ETP conventionnés ({NO_CAP}{NBSP}: sans limite)", caps)
    first = f"ETP en CDI d’inclusion, première année (aide à 100{NBSP}%, sans effet sur le calcul)"
    writer.row("first", first, inputs.cdi_first)
    later = f"ETP en CDI d’inclusion, ensuite (aide à 70{NBSP}%)"
    writer.row("later", later, inputs.cdi_later)


def write_rows(writer: Writer, inputs: BudgetInputs) -> None:
    """The tables: permanents, sales, charges, investments, funding."""
    writer.title("Permanents", ("ETP", "Coût mensuel", "Premier mois"))
    writer.table(
        "permanents",
        [(p.function, (p.fte, p.monthly_cost, p.first_month)) for p in inputs.permanents],
    )
    writer.title("Ventes", ("Année 1", "Année 2", "Année 3", "Délai (mois)"))
    writer.table("sales", [(row.label, (*row.amounts, row.delay)) for row in inputs.sales])
    writer.title("Charges", ("Année 1", "Année 2", "Année 3", "Délai (mois)", "Variable"))
    writer.table(
        "charges",
        [(r.label, (*r.amounts, r.delay, int(r.is_variable))) for r in inputs.charges],
    )
    writer.title("Investissements", ("Montant", "Mois", "Années"))
    writer.table(
        "investments", [(i.label, (i.amount, i.month, i.years)) for i in inputs.investments]
    )
    writer.title(
        "Financements", ("Montant", "Mois", "Taux", "Durée (mois)", "Différé (mois)", "Années")
    )
    writer.table(
        "funding",
        [
            (
                f"{f.kind.label}{NBSP}: {f.label}",
                (f.amount, f.month, f.rate, f.length, f.deferral, f.years),
            )
            for f in inputs.funding
        ],
    )
