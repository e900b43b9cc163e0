"""The files of `content/experiments/`: read strictly, checked against one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from app import territories
from app.clock import say_day
from app.errors import InvalidError, NotFoundError
from app.experiments.records import Experiment
from app.imports.text import slugify
from app.toolkit.actors import load_actors
from app.toolkit.schemes import load_schemes
from app.toolkit.sources import CONTENT, cite
from app.toolkit.yaml_files import read_yaml

FOLDER = CONTENT / "experiments"
GUIDES = CONTENT / "guides"


@cache
def load_experiments(folder: Path = FOLDER) -> tuple[Experiment, ...]:
    """Every experiment, in order; InvalidError names the file and what is wrong with it."""
    found = tuple(read_experiment(path) for path in sorted(folder.glob("*.yaml")))
    check_together(found)
    return tuple(sorted(found, key=lambda experiment: (experiment.order, experiment.slug)))


def read_experiment(path: Path) -> Experiment:
    """One file, checked by itself; its slug is its name."""
    experiment = read_yaml(path, Experiment)
    if experiment.slug != path.stem or slugify(experiment.slug) != experiment.slug:
        raise InvalidError(f"{path.name} : le champ slug doit être le nom du fichier.")
    try:
        check(experiment)
    except InvalidError as error:
        raise InvalidError(f"{path.name} : {error}") from error
    return experiment


def check(experiment: Experiment) -> None:
    """Raise InvalidError, with the field, where something named does not exist."""
    cite(experiment.sources)
    for figure in experiment.results:
        if not figure.sources:
            raise InvalidError(f"results : « {figure.label} » n’a pas de source.")
        cite(figure.sources)
    for place in experiment.places:
        if territories.find_code(place.territory) is None:
            raise InvalidError(f"places : le territoire « {place.territory} » est inconnu.")
    for field in ("publics", "needs", "sources", "what", "join", "carriers"):
        if not getattr(experiment, field):
            raise InvalidError(f"{field} : au moins une valeur est attendue.")
    since, until = experiment.since.day, experiment.until.day if experiment.until else None
    if since and until and until < since:
        raise InvalidError("until : la fin précède le début.")
    check_links(experiment)


def check_links(experiment: Experiment) -> None:
    """Raise InvalidError where a link to another part of `content/` leads nowhere."""
    directory = load_actors()
    partners = (*experiment.carriers, *experiment.partners)
    wanted = {
        "carriers, partners": (
            [partner.actor for partner in partners if partner.actor],
            {actor.slug for actor in directory.actors},
        ),
        "actors": (experiment.actors, {function.slug for function in directory.functions}),
        "schemes": (experiment.schemes, {scheme.slug for scheme in load_schemes()}),
        "guides": (experiment.guides, {path.stem for path in GUIDES.glob("*.md")}),
    }
    for field, (given, known) in wanted.items():
        for slug in given:
            if slug not in known:
                raise InvalidError(f"{field} : « {slug} » n’existe pas.")


def check_together(experiments: Iterable[Experiment]) -> None:
    """Raise InvalidError where two answer to one name, or one names an unknown other."""
    found = tuple(experiments)
    slugs = {experiment.slug for experiment in found}
    names = Counter(name for e in found for name in (e.slug, *e.other_slugs))
    for name, count in names.items():
        if count > 1:
            raise InvalidError(f"Deux expérimentations répondent au nom « {name} ».")
    for experiment in found:
        for other in experiment.complements:
            if other.experiment not in slugs - {experiment.slug}:
                message = f"complements : « {other.experiment} » n’existe pas."
                raise InvalidError(f"{experiment.slug}.yaml : {message}")


def find_experiment(name: str) -> Experiment:
    """The experiment of that slug, or of that former name as a slug; NotFoundError otherwise."""
    for experiment in load_experiments():
        if name == experiment.slug or name in experiment.other_slugs:
            return experiment
    raise NotFoundError("Aucune expérimentation ne porte cette adresse.")


def check_experiments(before: date, folder: Path = FOLDER) -> Iterator[str]:
    """Each sheet checked before that day, as a French sentence; InvalidError as in loading."""
    for experiment in load_experiments(folder):
        if experiment.verified_on < before:
            day = say_day(experiment.verified_on)
            yield f"Expérimentation « {experiment.slug} » : vérifiée le {day}, à relire"
