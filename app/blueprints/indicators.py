"""The figures: every measure with its definition, its values, its sources and its cautions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template, request

from app import clock, territories
from app.blueprints.downloads import give_csv
from app.blueprints.figure_views import FigureView, figure_of
from app.blueprints.lists import Pair, address, label_of, suggested_territories
from app.blueprints.live_figures import live_figures
from app.errors import NotFoundError
from app.extensions import db
from app.facts.models import Fact
from app.facts.queries import all_facts
from app.forms.indicator_filters import IndicatorFilters
from app.matching.kinds import SiaeKind
from app.toolkit.measures import Measure, MeasureTheme, load_measures

bp = Blueprint("indicators", __name__)
PATH = "/indicateurs"
COLUMNS = (
    "cle", "mesure", "theme", "territoire", "type", "filiere", "date", "periode", "valeur",
    "en_mots", "unite", "objectif", "note", "definition", "mise_en_garde", "source", "url",
    "publie_le",
)  # fmt: skip


@bp.get(PATH)
def index() -> str:
    """Every figure that the filters leave, by theme; then what the portal counts now."""
    filters = IndicatorFilters.from_args(request.args)
    measures = load_measures()
    found = read_facts(filters)
    parts: dict[MeasureTheme, list[FigureView]] = defaultdict(list)
    for measure in kept(filters, found):
        parts[measure.theme].append(figure_of(measure, found.get(measure.key, ()), measures))
    args = filters.to_args()
    return render_template(
        "indicators/index.html",
        filters=filters,
        parts=[(theme, parts[theme]) for theme in MeasureTheme if parts[theme]],
        total=sum(map(len, parts.values())),
        live=live_figures(db.session(), clock.now()) if not args else [],
        themes=[(theme.value, theme.label) for theme in MeasureTheme],
        kinds=[(kind.value, f"{kind.label} ({kind})") for kind in SiaeKind if kind.is_siae],
        territories=suggested_territories(),
        territory=territories.get(filters.territories[0]).label if filters.territories else "",
        active=active(filters),
        csv=address(f"{PATH}.csv", args),
    )


def read_facts(filters: IndicatorFilters) -> dict[str, list[Fact]]:
    """The figures of the kinds and territories asked for, by measure; one query."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in db.session.scalars(all_facts()):
        of_kind = not filters.kinds or fact.kind in filters.kinds
        if of_kind and (not filters.territories or fact.territory in filters.territories):
            found[fact.measure].append(fact)
    return found


def kept(filters: IndicatorFilters, found: dict[str, list[Fact]]) -> Iterator[Measure]:
    """The measures asked for, with something to show."""
    for measure in load_measures().values():
        if found.get(measure.key) and filters.keeps(measure):
            yield measure


def active(filters: IndicatorFilters) -> list[Pair]:
    """Each filter in use with the address of the page without it."""
    labels = {("theme", theme.value): theme.label for theme in MeasureTheme}
    pairs = filters.to_args()
    return [
        (labels.get(pair) or label_of(*pair), address(PATH, [p for p in pairs if p != pair]))
        for pair in pairs
    ]


@bp.get(f"{PATH}.csv")
def index_csv() -> Response:
    """The same figures, one a line."""
    filters = IndicatorFilters.from_args(request.args)
    found = read_facts(filters)
    rows = [row for measure in kept(filters, found) for row in lines(measure, found[measure.key])]
    return give_csv(COLUMNS, rows, "indicateurs")


@bp.get(f"{PATH}/<key>")
def show(key: str) -> str:
    """One measure."""
    measure, facts = read_measure(key)
    figure = figure_of(measure, facts, load_measures())
    return render_template("indicators/show.html", figure_view=figure, theme=measure.theme)


@bp.get(f"{PATH}/<key>.csv")
def show_csv(key: str) -> Response:
    """The figures of one measure, one a line."""
    measure, facts = read_measure(key)
    return give_csv(COLUMNS, lines(measure, facts), f"indicateur-{key}")


def read_measure(key: str) -> tuple[Measure, Sequence[Fact]]:
    """The measure of that key and its figures; NotFoundError where there is none."""
    measure = load_measures().get(key)
    if measure is None:
        raise NotFoundError("Aucun indicateur ne porte cette adresse.")
    return measure, list(db.session.scalars(all_facts([key])))


def lines(measure: Measure, facts: Sequence[Fact]) -> Iterator[list[object]]:
    """The figures of a measure as lines of the table."""
    for fact in facts:
        yield [
            measure.key, measure.label, measure.theme.label, fact.territory, fact.kind, fact.sector,
            fact.dated.isoformat(), fact.period, write_value(fact), fact.words, measure.unit.label,
            "oui" if fact.is_target else "", fact.note, measure.definition, measure.caution,
            fact.source, fact.source_url, fact.published,
        ]  # fmt: skip


def write_value(fact: Fact) -> str:
    """The number with a comma, without useless zeros."""
    return "" if fact.value is None else f"{fact.value.normalize():f}".replace(".", ",")
