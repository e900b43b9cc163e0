"""Dated figures, each with its measure and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from app.blueprints.api.parameters import KIND, TERRITORY, TEXT
from app.blueprints.api.provenance import Provenance, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, read_after
from app.blueprints.api.schema import Row, told
from app.extensions import db
from app.facts.models import Fact
from app.facts.queries import all_facts
from app.facts.services import identify
from app.forms.indicator_filters import THEMES, IndicatorFilters
from app.toolkit.measures import MeasureTheme, Unit, load_measures


@dataclass(frozen=True, kw_only=True)
class FactRow(Row):
    """A figure of a measure."""

    measure: str = told("Identifiant de la mesure.")
    label: str = told("Nom de la mesure.")
    theme: MeasureTheme | None = told("Thème.")
    unit: Unit | None = told("Unité.")
    territory: str = told("Code du territoire.")
    kind: str = told("Type de structure, vide pour tous.")
    sector: str = told("Identifiant de la filière, vide pour toutes.")
    dated: date = told("Fin de la période.")
    period: str = told("Période, en mots.")
    value: float | None = told(
        "Valeur, dans l’unité\u00a0; nulle si la source ne dit que des mots."
    )
    words: str = told("Ce que la source dit sans compter.")
    is_target: bool = told("Vrai pour un objectif.")
    note: str = told("Mise en garde propre à ce chiffre.")
    definition: str = told("Définition de la mesure.")
    caution: str = told("Précaution de lecture de la mesure.")
    published: str = told("Date de publication de la source, en mots.")


def make_row(fact: Fact) -> FactRow:
    """A figure, with its measure where it is still known."""
    measure = load_measures().get(fact.measure)
    origin = Provenance(source=fact.source, source_url=fact.source_url)
    return FactRow(
        id=f"{fact.measure}-{digest(fact)}",
        url=page_url(f"/indicateurs/{fact.measure}"),
        **origin.fields(),
        is_demo=False,
        updated_at=fact.updated_at,
        measure=fact.measure,
        label=measure.label if measure else "",
        theme=measure.theme if measure else None,
        unit=measure.unit if measure else None,
        territory=fact.territory,
        kind=fact.kind,
        sector=fact.sector,
        dated=fact.dated,
        period=fact.period,
        value=float(fact.value) if fact.value is not None else None,
        words=fact.words,
        is_target=fact.is_target,
        note=fact.note,
        definition=measure.definition if measure else "",
        caution=measure.caution if measure else "",
        published=fact.published,
    )


def digest(fact: Fact) -> str:
    """What names a figure: what it measures, where, when and after which source."""
    return sha256(repr(identify(fact)).encode()).hexdigest()[:16]


def read(query: Query) -> Answer[FactRow]:
    """The figures of the measures, places and kinds asked for."""
    filters = IndicatorFilters.from_args(query.args)
    kept = [key for key, measure in load_measures().items() if filters.keeps(measure)]
    select = all_facts(kept)
    if filters.kinds:
        select = select.where(Fact.kind.in_([kind.value for kind in filters.kinds]))
    if filters.territories:
        select = select.where(Fact.territory.in_(filters.territories))
    return read_after(select, Fact.id, query, make_row).saying(filters.ignored)


def find(key: str, _now: datetime) -> FactRow | None:
    """The figure of that id, among those of its measure."""
    measure, _, wanted = key.rpartition("-")
    found = (fact for fact in db.session.scalars(all_facts([measure])) if digest(fact) == wanted)
    return next(map(make_row, found), None)


RESOURCE = Resource(
    name="facts",
    title="Chiffres",
    text="Les chiffres datés et sourcés, avec la définition et les précautions de leur mesure.",
    row=FactRow,
    parameters=(
        TEXT,
        Parameter(name="theme", text="Thème.", values=tuple(THEMES), is_repeated=True),
        KIND,
        TERRITORY,
    ),
    read=read,
    find=find,
    page="/indicateurs",
    has_csv=True,
)
