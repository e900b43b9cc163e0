"""The dated figures of that very territory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from app.blueprints.figure_views import FigureView, figure_of
from app.blueprints.presenters import Link
from app.blueprints.territory_sections.section import Reading, Section
from app.extensions import db
from app.facts.models import Fact
from app.facts.queries import of_territory
from app.territories import Territory
from app.toolkit.measures import load_measures


@dataclass(frozen=True, kw_only=True)
class FiguresView:
    """The figures, measure by measure."""

    figures: tuple[FigureView, ...]


def read(reading: Reading) -> FiguresView | None:
    """What was published or loaded of that territory."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in db.session.scalars(of_territory(reading.territory.code)):
        found[fact.measure].append(fact)
    measures = load_measures()
    figures = tuple(
        figure_of(measures[key], facts, measures) for key, facts in found.items() if key in measures
    )
    return FiguresView(figures=figures) if figures else None


def tries(_territory: Territory) -> tuple[Link, ...]:
    """Where figures are."""
    return (("Voir les chiffres de la région", "/indicateurs"),)


SECTION = Section(
    key="chiffres",
    title="Chiffres publiés",
    template="territories/sections/chiffres.html",
    read=read,
    empty="Aucun chiffre publié n’a été chargé pour ce territoire",
    tries=tries,
)
