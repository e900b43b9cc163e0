"""Experiments: their list, the matrix of what they answer, a sheet each, files to print."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock, territories
from app.blueprints.downloads import give_file
from app.blueprints.experiment_page import ExperimentCard, ExperimentPage
from app.blueprints.kept import Kept
from app.blueprints.lists import address, render_list, suggested_territories
from app.blueprints.my_territory import current_department
from app.blueprints.structures import attachment
from app.blueprints.urls import base_url
from app.errors import NotFoundError
from app.experiments.document import dossier_blocks, experiment_blocks, title_of
from app.experiments.files import find_experiment, load_experiments
from app.experiments.kinds import LegalStatus, Need, Public
from app.experiments.matrix import CSV_COLUMNS, NONE_KNOWN, build_matrix, csv_rows
from app.experiments.records import Experiment
from app.experiments.selection import select_experiments
from app.exports import pdf
from app.exports.csv_export import write_csv
from app.exports.document import DocumentInfo
from app.forms.experiment_filters import ExperimentFilters

bp = Blueprint("experiments", __name__)
PATH = "/experimentations"
COLUMNS = (
    "Expérimentation", "Statut", "Statut en mots", "Vérifié le", "Publics", "Besoins", "Lieux",
    "Depuis", "Jusqu’à", "Base légale", "Adresse",
)  # fmt: skip
laid_out: Kept[bytes] = Kept(most=40)


def read_filters() -> tuple[ExperimentFilters, tuple[Experiment, ...]]:
    """The filters of the address, and the experiments that they leave."""
    filters = ExperimentFilters.from_args(request.args)
    found = select_experiments(
        load_experiments(),
        clock.today(),
        text=filters.text,
        publics=filters.publics,
        needs=filters.needs,
        territories=filters.territories,
        statuses=filters.statuses,
    )
    return filters, found


@bp.get(PATH)
def index() -> Response:
    """The experiments that the filters leave, then the whole matrix."""
    filters, found = read_filters()
    day = clock.today()
    pairs = filters.to_args()
    places = [territories.get(code).label for code in filters.territories]
    return render_list(
        "experiments",
        filters=filters,
        cards=[ExperimentCard.of(experiment, day) for experiment in found],
        publics=[(public.value, public.label) for public in Public],
        needs=[(need.value, need.label) for need in Need],
        statuses=[(status.value, status.label) for status in LegalStatus],
        place=places[0] if places else "",
        more_places=[territories.get(code).slug for code in filters.territories[1:]],
        territories=suggested_territories(),
        active=[
            (label, address(PATH, [p for p in pairs if p != pair]))
            for pair, label in filters.labels()
        ],
        csv=address(f"{PATH}.csv", pairs),
        dossier=address(f"{PATH}/dossier.pdf", pairs),
        map_link=address("/carte", [p for p in pairs if p[0] == "territoire"]),
        matrix=build_matrix(load_experiments()),
        none_known=NONE_KNOWN,
    )


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """The experiments that the filters leave, as CSV."""
    day = clock.today()
    rows = [csv_row(experiment, base_url()) for experiment in read_filters()[1]]
    name = f"experimentations-{day:%Y-%m-%d}.csv"
    return give_file("".join(write_csv(COLUMNS, rows)), "text/csv", name)


def csv_row(experiment: Experiment, root: str) -> tuple[object, ...]:
    """An experiment as a row of the export."""
    status = experiment.status_on(clock.today())
    return (
        experiment.name,
        status.state.label,
        status.words,
        status.verified_on,
        " ; ".join(public.label for public in experiment.publics),
        " ; ".join(need.label for need in experiment.needs),
        " ; ".join(experiment.place_labels),
        experiment.since.words,
        experiment.until.words if experiment.until else "",
        status.legal_basis,
        f"{root}{experiment.path}",
    )


@bp.get(f"{PATH}/matrice.csv")
def export_matrix() -> Response:
    """The matrix of public and need, holes included, as CSV."""
    lines = "".join(write_csv(CSV_COLUMNS, csv_rows(build_matrix(load_experiments()))))
    return Response(lines, mimetype="text/csv", headers=attachment("matrice-experimentations"))


@bp.get(f"{PATH}/dossier.pdf")
def dossier() -> Response:
    """The sheets that the filters leave in one document, to present in session."""
    filters, found = read_filters()
    if not found:
        raise NotFoundError("Aucune expérimentation ne répond à ces filtres.")
    where = " et ".join(territories.say_where(territories.get(c)) for c in filters.territories)
    root, day = base_url(), clock.today()
    title = f"Les expérimentations {where or 'à connaître'}"
    content = laid_out.get(
        ("dossier", tuple(filters.to_args()), day, root),
        lambda: pdf.write_pdf(
            describe(title, f"{root}{PATH}"), dossier_blocks(found, day, where or "à connaître")
        ),
    )
    return give_file(content, pdf.MIMETYPE, "dossier-experimentations.pdf", inline=True)


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str | AnyResponse:
    """The sheet of an experiment; a former name leads to the present address."""
    experiment = find_experiment(slug)
    if slug != experiment.slug:
        return redirect(experiment.path, code=301)
    page = ExperimentPage.of(experiment, current_department(), clock.today())
    return render_template("experiments/show.html", page=page, experiment=experiment)


@bp.get(f"{PATH}/<slug>.pdf")
def show_pdf(slug: str) -> AnyResponse:
    """The sheet of an experiment, to print or to present."""
    experiment = find_experiment(slug)
    if slug != experiment.slug:
        return redirect(f"{experiment.path}.pdf", code=301)
    root, day = base_url(), clock.today()
    content = laid_out.get(
        (experiment, day, root),
        lambda: pdf.write_pdf(
            describe(title_of(experiment), f"{root}{experiment.path}"),
            experiment_blocks(experiment, day),
        ),
    )
    return give_file(content, pdf.MIMETYPE, f"{slug}.pdf", inline=True)


def describe(title: str, page: str) -> DocumentInfo:
    """What a document made from that page says of itself."""
    return DocumentInfo(title=title, created_at=clock.now(), footer=f"Maillage – {page}")
