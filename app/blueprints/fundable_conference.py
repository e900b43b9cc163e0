"""The shared table of the funders of a territory: the page, its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, Response, render_template, request

from app import clock, territories
from app.blueprints.access import member
from app.blueprints.downloads import give_csv, give_file
from app.blueprints.fundable_purse import LIST_PATH, Funder, list_path, make_purse, need_funder
from app.blueprints.lists import address, suggested_territories
from app.clock import say_moment
from app.dossiers import conference, fundable, funders, positions
from app.dossiers.conference import ConferenceRow, ConferenceTotal
from app.dossiers.fundable import FundableCriteria, FundableProject
from app.exports import xlsx
from app.extensions import db
from app.forms.arguments import Arguments
from app.forms.filters import read_territory
from app.forms.funding_filters import read_one
from app.forms.funding_plan_lines import PLAN, sum_needs
from app.organisations.roles import MemberRole
from app.projects import queries

bp = Blueprint("fundable_conference", __name__)
PAGE = f"{LIST_PATH}/conference"
COLUMNS = (
    "Projet", "Étape", "Lieu", "Cherché (€)", "D’après", "Demandé (€)", "Accordé (€)",
    "Manque (€)", "Par financeur",
)  # fmt: skip
DETAIL_COLUMNS = (
    "Projet", "Financeur", "Dispositif", "État", "Demandé (€)", "Accordé (€)", "Précision",
    "Mis à jour",
)  # fmt: skip
NOTES = (
    "Cherché\u00a0: déclaré par le porteur, sur sa fiche ou, à défaut, dans son plan de "
    "financement (total des besoins).",
    "Demandé, accordé\u00a0: déclarés par les financeurs. Ce qui est refusé n’est pas compté.",
    "Manque\u00a0: cherché moins accordé, jamais au-dessous de zéro. Le portail n’a rien vérifié.",
)


@dataclass(frozen=True, kw_only=True)
class Table:
    """The table at this instant; `own` are the numbers of the projects that the funder may open."""

    funder: Funder
    territory: str
    rows: tuple[ConferenceRow, ...]
    total: ConferenceTotal
    own: frozenset[int]
    ignored: tuple[str, ...]

    @property
    def place(self) -> str:
        """The territory, in words."""
        return territories.get(self.territory).label if self.territory else ""

    @property
    def title(self) -> str:
        """What the files are called."""
        return f"Table des financeurs – {self.place or 'Île-de-France'}"


@bp.get(PAGE)
@member(MemberRole.READER)
def show(organisation: int) -> str:
    """The visible projects of a territory with what each looks for, is asked and granted."""
    table = read_table()
    here = f"{list_path(organisation)}/conference"
    slug = territories.get(table.territory).slug if table.territory else ""
    kept = [("territoire", slug)] if slug else []
    return render_template(
        "funders/conference.html",
        organisation=table.funder.organisation,
        table=table,
        notes=NOTES,
        places=suggested_territories(),
        list_path=list_path(organisation),
        here=here,
        csv=address(f"{here}.csv", kept),
        xlsx=address(f"{here}.xlsx", kept),
    )


@bp.get(f"{PAGE}.csv")
@member(MemberRole.READER)
def export_csv(organisation: int) -> Response:
    """The table in a file, a line for each project, then the total and who says what."""
    table = read_table()
    lines: list[tuple[object, ...]] = [*map(cells_of, table.rows), total_cells(table.total)]
    return give_csv(COLUMNS, [*lines, *((note,) for note in NOTES)], "table-des-financeurs")


@bp.get(f"{PAGE}.xlsx")
@member(MemberRole.READER)
def export_xlsx(organisation: int) -> Response:
    """The table as a workbook: projects, then each funder."""
    table, now = read_table(), clock.now()
    rows = (*map(cells_of, table.rows), total_cells(table.total))
    said = (*NOTES, f"{table.title}, {say_moment(now)}.")
    sheets = [
        xlsx.Sheet(title="Projets", header=COLUMNS, rows=rows, notes=said),
        xlsx.Sheet(title="Par financeur", header=DETAIL_COLUMNS, rows=detail(table.rows)),
    ]
    content = xlsx.write_workbook(table.title, sheets, now)
    return give_file(content, xlsx.MIMETYPE, "table-des-financeurs.xlsx")


def read_table() -> Table:
    """The table that this address asks for; NotFoundError to who is no funder."""
    funder, now = need_funder(), clock.now()
    given = Arguments(request.args, ("territoire",))
    territory = read_one(given, "territoire", read_territory)
    purse = make_purse(db.session.scalars(funders.ties()).all())
    criteria = FundableCriteria(territory=territory)
    found = fundable.list_projects(db.session(), purse, criteria, now)
    told = db.session.scalars(positions.of_dossiers([project.number for project in found])).all()
    names = {tie: scheme.name for tie, scheme in purse.tied.items()}
    rows = conference.make_rows(found, told, names, read_needs(found))
    mine = {scheme.slug for scheme in funder.purse.tied.values()}
    return Table(
        funder=funder,
        territory=territory,
        rows=rows,
        total=conference.add_up(rows),
        own=frozenset(p.number for p in found if any(f.scheme.slug in mine for f in p.fits)),
        ignored=tuple(given.ignored),
    )


def read_needs(projects: Sequence[FundableProject]) -> dict[int, Decimal]:
    """The total of the needs of the plan of those whose sheet names no amount."""
    silent = [project.number for project in projects if not project.sheet.amount]
    kept = db.session.scalars(queries.worksheets(silent, PLAN)).all() if silent else []
    found = {plan.project_id: sum_needs(plan.data) for plan in kept}
    return {number: total for number, total in found.items() if total is not None}


def cells_of(row: ConferenceRow) -> tuple[xlsx.Cell, ...]:
    """The cells of a project."""
    sheet = row.project.sheet
    source = "plan de financement" if row.is_from_plan else "fiche"
    return (
        sheet.title,
        sheet.read_stage.title if sheet.read_stage else "",
        sheet.place.name if sheet.place else "",
        row.sought,
        source if row.sought is not None else "non dit",
        row.asked,
        row.granted,
        row.missing,
        " | ".join(row.details),
    )


def total_cells(total: ConferenceTotal) -> tuple[xlsx.Cell, ...]:
    """The cells of the sums."""
    silent = f"{total.silent} sans montant dit" if total.silent else ""
    return ("Total", "", "", total.sought, silent, total.asked, total.granted, total.missing, "")


def detail(rows: Sequence[ConferenceRow]) -> tuple[tuple[xlsx.Cell, ...], ...]:
    """The cells of each position."""
    return tuple(
        (
            row.project.sheet.title,
            position.funder.organisation.name,
            scheme,
            position.position_state.label,
            position.asked,
            position.granted,
            position.note,
            clock.to_paris(position.updated_at).date(),
        )
        for row in rows
        for position, scheme in row.positions
    )
