"""Actors: who does what, where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.blueprints.api.parameters import TERRITORY, TEXT
from app.blueprints.api.provenance import of_sources, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, keep_after
from app.blueprints.api.schema import Row, told
from app.blueprints.stakeholders import criteria_of
from app.extensions import db
from app.forms.actor_filters import ActorFilters
from app.stakeholders.directory import load_directory
from app.stakeholders.listing import select_actors
from app.toolkit.actor_directory import Directory
from app.toolkit.actor_sheet import Actor
from app.toolkit.actor_words import BodyKind, Theme
from app.toolkit.actors import load_functions
from app.toolkit.stages import load_stages


@dataclass(frozen=True, kw_only=True)
class ActorRow(Row):
    """An institution, a network or a scheme."""

    name: str = told("Nom.")
    acronym: str = told("Sigle.")
    kind: BodyKind = told("Nature.")
    parent: str = told("Identifiant de l’acteur dont il dépend.")
    functions: tuple[str, ...] = told("Fonctions.")
    themes: tuple[Theme, ...] = told("Thèmes.")
    role: str = told("Ce qu’il fait.")
    territories: tuple[str, ...] = told("Codes des territoires servis\u00a0; vide pour la région.")
    former_names: tuple[str, ...] = told("Anciens noms.")
    site_url: str = told("Site.")
    is_confirmed: bool = told("Faux si son existence ou son rôle sont à vérifier.")
    verified_on: date | None = told("Date de la dernière vérification.")


def make_row(directory: Directory, actor: Actor) -> ActorRow:
    """An actor, where it works said. Whom to contact is on its page only."""
    origin = of_sources([(cited.title, cited.url) for cited in actor.cited])
    return ActorRow(
        id=actor.slug,
        url=page_url(actor.path),
        **origin.fields(),
        is_demo=False,
        updated_at=None,
        name=actor.name,
        acronym=actor.acronym,
        kind=actor.kind,
        parent=actor.parent,
        functions=actor.functions,
        themes=actor.themes,
        role=actor.role,
        territories=tuple(directory.coverages[actor.slug].zones),
        former_names=tuple(former.name for former in actor.read_former_names),
        site_url=actor.url,
        is_confirmed=actor.is_confirmed,
        verified_on=actor.verified,
    )


def read(query: Query) -> Answer[ActorRow]:
    """The actors that the filters leave."""
    filters = ActorFilters.from_args(query.args)
    directory = load_directory(db.session())
    found = select_actors(directory, criteria_of(filters))
    answer = keep_after(found, lambda a: a.slug, query, lambda a: make_row(directory, a))
    return answer.saying(filters.ignored)


def find(slug: str, _now: datetime) -> ActorRow | None:
    """The actor of that slug."""
    directory = load_directory(db.session())
    actor = directory.by_slug.get(slug)
    return make_row(directory, actor) if actor is not None else None


RESOURCE = Resource(
    name="actors",
    title="Acteurs",
    text="Les institutions, les réseaux et les appuis, par fonction, étape et territoire.",
    row=ActorRow,
    parameters=(
        TEXT,
        TERRITORY,
        Parameter(
            name="fonction",
            text="Fonction.",
            values=tuple(function.slug for function in load_functions()),
            is_repeated=True,
        ),
        Parameter(
            name="etape",
            text="Étape du projet.",
            values=tuple(stage.slug for stage in load_stages()),
            is_repeated=True,
        ),
        Parameter(
            name="theme",
            text="Thème.",
            values=tuple(theme.value for theme in Theme),
            is_repeated=True,
        ),
    ),
    read=read,
    find=find,
    page="/acteurs",
    has_csv=True,
)
