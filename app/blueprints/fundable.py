"""The projects that an organisation of a funder may read: the list, its file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request

from app import clock
from app.blueprints.access import member
from app.blueprints.downloads import give_csv
from app.blueprints.fundable_purse import LIST_PATH, Funder, list_path, load_funder, need_funder
from app.blueprints.funding_cards import say_deadline
from app.blueprints.funding_lists import STAGES
from app.blueprints.lists import address, suggested_territories
from app.blueprints.pagination import build_page_links
from app.dossiers import fundable
from app.dossiers.fundable import FundableProject
from app.extensions import db
from app.forms.fundable_filters import FundableFilters
from app.organisations.roles import MemberRole

bp = Blueprint("fundable", __name__)
PAGE_SIZE = 20
COLUMNS = (
    "Projet", "Résumé", "Étape", "Type de structure", "Lieu", "Filières", "Publics",
    "Postes d’insertion (ETP)", "Montant cherché (€)", "Pour", "Dispositif", "Avis",
    "À demander, à vérifier", "Échéance", "Adresse",
)  # fmt: skip


@bp.get(LIST_PATH)
@member(MemberRole.READER)
def index(organisation: int) -> str:
    """The projects that fit the schemes of an organisation; how to be a funder where it is none."""
    funder = load_funder()
    if not funder.purse.tied:
        return render_template("funders/none.html", organisation=funder.organisation)
    filters = read_filters(funder)
    found = read_projects(funder, filters)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    first = (min(filters.page, pages) - 1) * PAGE_SIZE
    here, kept = list_path(organisation), filters.to_args()
    return render_template(
        "funders/projects.html",
        organisation=funder.organisation,
        schemes=funder.scheme_choices,
        stages=STAGES,
        filters=filters,
        places=suggested_territories(),
        total=len(found),
        projects=found[first : first + PAGE_SIZE],
        say_deadline=lambda day: say_deadline(day, funder.purse.day),
        here=here,
        csv=address(f"{here}.csv", kept),
        conference=address(f"{here}/conference", [p for p in kept if p[0] == "territoire"]),
        links=build_page_links(filters.page, pages, here, kept),
    )


@bp.get(f"{LIST_PATH}.csv")
@member(MemberRole.READER)
def export(organisation: int) -> Response:
    """The same in a file, a line for each project and scheme."""
    funder = need_funder()
    found = read_projects(funder, read_filters(funder))
    rows = (row for project in found for row in list_rows(project, list_path(organisation)))
    return give_csv(COLUMNS, rows, f"projets-a-financer-{clock.today():%Y-%m-%d}")


def read_filters(funder: Funder) -> FundableFilters:
    """The filters of this address."""
    slugs = frozenset(scheme.slug for scheme in funder.purse.tied.values())
    return FundableFilters.from_args(request.args, slugs)


def read_projects(funder: Funder, filters: FundableFilters) -> list[FundableProject]:
    """The projects that the filters leave."""
    return fundable.list_projects(db.session(), funder.purse, filters.criteria, clock.now())


def list_rows(project: FundableProject, here: str) -> Iterator[tuple[object, ...]]:
    """The lines of a project."""
    sheet = project.sheet
    for found in project.fits:
        yield (
            sheet.title,
            sheet.pitch,
            sheet.read_stage.title if sheet.read_stage else "",
            sheet.kind,
            sheet.place.name if sheet.place else "",
            ", ".join(sheet.sector_names),
            ", ".join(sheet.public_labels),
            sheet.jobs if sheet.jobs is not None else "",
            sheet.amount if sheet.amount is not None else "",
            ", ".join(sheet.expense_labels),
            found.scheme.name,
            found.fit.verdict.label,
            " | ".join(found.fit.missing),
            found.fit.deadline.isoformat() if found.fit.deadline else "",
            f"{here}/{project.number}",
        )
