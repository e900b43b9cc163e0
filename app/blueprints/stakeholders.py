"""The directory of actors, its export, and the sheet of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.audit import services as audit
from app.blueprints.actor_cards import ActorCard, ActorPage, FunctionAsked, usable_orders
from app.blueprints.criteria import find_texts
from app.blueprints.lists import (
    SharedChoices,
    active_filters,
    address,
    page_count,
    render_list,
    sort_links,
    without,
)
from app.blueprints.my_territory import current_department
from app.blueprints.pagination import build_page_links
from app.blueprints.structures import attachment
from app.errors import NotFoundError
from app.exports.csv_export import write_csv
from app.extensions import db
from app.forms.actor_filters import ActorFilters
from app.search.backend import DocumentKind
from app.stakeholders.directory import load_directory
from app.stakeholders.export import COLUMNS, EXAMPLE, FORMAT_COLUMNS, export_row
from app.stakeholders.listing import ActorCriteria, ActorOrder, count_functions, select_actors
from app.stakeholders.models import SUBJECT
from app.toolkit.actor_directory import Directory
from app.toolkit.actor_words import Theme
from app.toolkit.stages import load_stages

bp = Blueprint("stakeholders", __name__)
PATH = "/acteurs"


@bp.get(PATH)
def index() -> Response:
    """One page of the directory; htmx asks for the results alone."""
    filters = ActorFilters.from_args(request.args)
    directory = load_directory(db.session())
    criteria = criteria_of(filters)
    found = select_actors(directory, criteria)
    counts = count_functions(directory, criteria)
    start = (filters.page - 1) * filters.size
    return render_list(
        "stakeholders",
        filters=filters,
        cards=[ActorCard.of(directory, a) for a in found[start : start + filters.size]],
        total=len(found),
        functions=[(f.slug, f.name, counts[f.slug]) for f in directory.functions],
        asked=FunctionAsked.of(directory, filters),
        stages=[(stage.slug, stage.title) for stage in load_stages()],
        themes=[(theme.value, theme.label) for theme in Theme],
        choices=SharedChoices.of(filters),
        active=active_filters(filters, PATH, labels_of(directory)),
        sorts=sort_links(filters, PATH, usable_orders(criteria), criteria.order.value),
        csv=address(f"{PATH}.csv", without(filters, "par")),
        links=build_page_links(
            filters.page, page_count(len(found), filters), PATH, filters.to_args()
        ),
    )


def criteria_of(filters: ActorFilters) -> ActorCriteria:
    """What the list is asked for: the nearest first where a place is, else what fits best."""
    slugs = find_texts(filters, DocumentKind.ACTOR)
    default = ActorOrder.NAME if slugs is None else ActorOrder.RELEVANCE
    order = filters.order or (ActorOrder.NEAREST if filters.territories else default)
    if order is ActorOrder.RELEVANCE and slugs is None:
        order = ActorOrder.NAME
    return ActorCriteria(
        functions=filters.functions,
        stages=filters.stages,
        themes=filters.themes,
        territories=filters.territories,
        slugs=slugs,
        order=order,
    )


def labels_of(directory: Directory) -> dict[tuple[str, str], str]:
    """Each filter in use, in words."""
    labels = {("fonction", function.slug): function.name for function in directory.functions}
    labels |= {("etape", stage.slug): f"étape : {stage.title}" for stage in load_stages()}
    return labels | {("theme", theme.value): theme.label for theme in Theme}


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """Every actor the filters leave, as CSV; the same columns import it again."""
    directory = load_directory(db.session())
    found = select_actors(directory, criteria_of(ActorFilters.from_args(request.args)))
    rows = (export_row(directory, actor) for actor in found)
    return give_csv("acteurs", COLUMNS, rows)


@bp.get(f"{PATH}/format.csv")
def file_format() -> Response:
    """The columns that `flask stakeholders import` reads, with a row to replace."""
    return give_csv("format-acteurs", FORMAT_COLUMNS, [EXAMPLE])


def give_csv(name: str, columns: tuple[str, ...], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file to download, dated."""
    lines = "".join(write_csv(columns, rows))
    return Response(lines, mimetype="text/csv", headers=attachment(name))


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str | AnyResponse:
    """The sheet of an actor; a former name leads to the present one."""
    directory = load_directory(db.session())
    actor = directory.by_slug.get(slug)
    if actor is None:
        present = directory.present.get(slug)
        if present is None:
            raise NotFoundError("Aucun acteur ne porte cette adresse.")
        return redirect(url_for("stakeholders.show", slug=present.slug), code=301)
    history = list(db.session.scalars(audit.history(SUBJECT, slug)))
    return render_template(
        "stakeholders/show.html",
        page=ActorPage.of(directory, actor, current_department(), history),
        actor=actor,
    )
