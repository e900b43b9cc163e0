"""Public tenders: the list, its export, and the page of a consultation with who fits each lot."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.blueprints.asker import Asker
from app.blueprints.consortia_seekers import count_seekers
from app.blueprints.criteria import tender_criteria
from app.blueprints.lists import (
    SharedChoices,
    active_filters,
    address,
    page_count,
    render_list,
    sort_links,
    without,
)
from app.blueprints.pagination import build_page_links
from app.blueprints.structures import attachment
from app.blueprints.tender_help import TenderHelp
from app.blueprints.tender_page import TenderView
from app.exports.csv_export import write_csv
from app.extensions import db
from app.forms.tender_filters import (
    ANSWERS,
    CLAUSE_WORDS,
    FAMILIES,
    NATURES,
    WINDOWS,
    TenderFilters,
)
from app.siae.profiles import matchers
from app.tenders import directory
from app.tenders.clauses import CLAUSE_LABELS
from app.tenders.criteria import StateFilter, TenderOrder
from app.tenders.export import COLUMNS, export_row
from app.tenders.matching import match_consultation

bp = Blueprint("tenders", __name__)
PATH = "/marches"
ORDERS = (
    (TenderOrder.URGENCY, "Échéance"),
    (TenderOrder.RECENT, "Parution"),
    (TenderOrder.RELEVANCE, "Pertinence"),
)
SHOWN_MATCHES = 5
OPTIONS = {
    "windows": tuple((str(days), f"Dans les {days} jours") for days in WINDOWS),
    "natures": tuple(NATURES.items()),
    "families": tuple(FAMILIES.items()),
    "answers": tuple(ANSWERS.items()),
}


@bp.get(PATH)
def index() -> Response:
    """One page of consultations; htmx asks for the results alone."""
    now = clock.now()
    filters = TenderFilters.from_args(request.args)
    criteria = tender_criteria(filters)
    asker = Asker.of(filters, criteria, now)
    page = directory.read_page(
        db.session(),
        asker.criteria,
        now,
        page=filters.page,
        size=filters.size,
        whole=asker.is_known,
    )
    clauses = [(word, CLAUSE_LABELS[kind]) for word, kind in CLAUSE_WORDS.items()]
    usable = [
        (order.value, label)
        for order, label in ORDERS
        if order is not TenderOrder.RELEVANCE or filters.text
    ]
    return render_list(
        "tenders",
        filters=filters,
        cards=[asker.card(consultation, now) for consultation in page.rows],
        asker=asker,
        total=page.total,
        states=[(state.value, state.label) for state in StateFilter],
        options=OPTIONS,
        details=count_details(filters),
        clauses=clauses,
        chosen_clauses=[word for word, kind in CLAUSE_WORDS.items() if kind in filters.clauses],
        choices=SharedChoices.of(filters),
        active=active_filters(filters, PATH, filter_labels(clauses)),
        sorts=sort_links(filters, PATH, usable, criteria.order.value),
        outputs=list_outputs(filters),
        links=build_page_links(
            filters.page, page_count(page.total, filters), PATH, filters.to_args()
        ),
    )


def list_outputs(filters: TenderFilters) -> list[tuple[str, str]]:
    """The list in other formats, with its filters."""
    pairs = without(filters, "vue", "par")
    return [
        (label, address(f"{PATH}.{extension}", pairs))
        for label, extension in (
            ("Télécharger la liste (CSV)", "csv"),
            ("Suivre ces filtres (RSS)", "rss"),
            ("Échéances dans mon agenda (iCal)", "ics"),
            ("Données ouvertes (OCDS)", "ocds.json"),
        )
    ]


def count_details(filters: TenderFilters) -> int:
    """How many of the filters on figures, codes and buyer are in use."""
    numbers = (filters.least_value, filters.most_value, filters.least_months, filters.most_months)
    return bool(filters.buyer) + bool(filters.cpv) + sum(n is not None for n in numbers)


def filter_labels(clauses: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The words of each value of the filters of this list."""
    states = {("etat", state.value): state.label for state in StateFilter}
    windows = {("echeance", value): label for value, label in OPTIONS["windows"]}
    natures = {("nature", value): label for value, label in OPTIONS["natures"]}
    families = {("famille", value): label for value, label in OPTIONS["families"]}
    answers = {("reponse", value): label for value, label in OPTIONS["answers"]}
    said = {("clause", word): label for word, label in clauses}
    return states | windows | natures | families | answers | said


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """Every consultation the filters leave, as CSV."""
    now = clock.now()
    criteria = tender_criteria(TenderFilters.from_args(request.args))

    def rows() -> Iterator[tuple[object, ...]]:
        # Begun with the first line: the session of the view is closed by then.
        for consultation in directory.read_all(db.session(), criteria, now):
            yield export_row(consultation, now)

    lines = stream_with_context(write_csv(COLUMNS, rows()))
    return Response(lines, mimetype="text/csv", headers=attachment("marches"))


@bp.get(f"{PATH}/<reference>")
def show(reference: str) -> str | BaseResponse:
    """A consultation, its lots, its proof, and the structures that fit each lot."""
    consultation = directory.find(db.session(), reference)
    if consultation.reference != reference:
        return redirect(f"{PATH}/{consultation.reference}", code=301)
    now = clock.now()
    matcher = matchers.get(db.session())
    lots = match_consultation(matcher, consultation, now, limit=SHOWN_MATCHES)
    return render_template(
        "tenders/show.html",
        page=TenderView.of(consultation, lots, now),
        help=TenderHelp.of(consultation, lots, now),
        seekers=count_seekers([consultation.reference]),
        limit=SHOWN_MATCHES,
    )
