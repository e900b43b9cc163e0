"""What pages show of actors: values only, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import territories
from app.audit.models import Revision
from app.blueprints.presenters import Link
from app.clock import today
from app.forms.actor_filters import ActorFilters
from app.stakeholders.listing import ActorCriteria, ActorOrder
from app.toolkit.actor_check import LABELS
from app.toolkit.actor_directory import Coverage, Directory
from app.toolkit.actor_sheet import Actor, ActorFunction
from app.toolkit.actor_words import Letter
from app.toolkit.sources import load_sources
from app.toolkit.stages import Stage, load_stages

OWN_FILES = "import : content/"
SHOWN_ZONES = 4
STALE = timedelta(days=365)  # after which a sheet says that it is to be verified again
REGION = "Toute l’Île-de-France"


def name_zones(codes: tuple[str, ...], most: int = SHOWN_ZONES) -> str:
    """« Plaine Commune (T6), Seine-Saint-Denis (93) et 3 autres »; empty is the whole region."""
    names = [place.label if (place := territories.find_code(code)) else code for code in codes]
    if not names:
        return REGION
    shown, more = names[:most], len(names) - most
    return ", ".join(shown) + (f" et {more} autres" if more > 0 else "")


@dataclass(frozen=True, kw_only=True)
class ActorCard:
    """An actor in a list."""

    name: str
    href: str
    kind: str
    functions: tuple[Link, ...]
    where: str
    role: str
    former: str
    is_confirmed: bool
    verified: date | None

    @classmethod
    def of(cls, directory: Directory, actor: Actor) -> ActorCard:
        """The card of an actor."""
        return cls(
            name=actor.name,
            href=actor.path,
            kind=actor.kind.label,
            functions=tuple(
                (function.name, f"/acteurs?fonction={function.slug}")
                for function in functions_of(directory, actor)
            ),
            where=name_zones(directory.coverages[actor.slug].zones),
            role=actor.role,
            former=", ".join(former.name for former in actor.read_former_names),
            is_confirmed=actor.is_confirmed,
            verified=actor.verified,
        )


@dataclass(frozen=True, kw_only=True)
class FunctionAsked:
    """The only function of a list; `missing` says where nobody holds it, `propose` where to do so.

    Both are empty where somebody does, or where several places are asked for.
    """

    function: ActorFunction
    missing: str = ""
    propose: str = ""

    @classmethod
    def of(cls, directory: Directory, filters: ActorFilters) -> FunctionAsked | None:
        """What a list says of its function; None where it has none, or several."""
        if len(filters.functions) != 1:
            return None
        function = directory.function(filters.functions[0])
        if function is None or len(filters.territories) != 1:
            return cls(function=function) if function else None
        place = territories.get(filters.territories[0])
        if not directory.holders(function, place.code).is_hole:
            return cls(function=function)
        return cls(
            function=function,
            missing=territories.say_where(place),
            propose=f"/acteurs/proposer?fonction={function.slug}&territoire={place.code}",
        )


def functions_of(directory: Directory, actor: Actor) -> tuple[ActorFunction, ...]:
    """The functions of an actor, in the order of the directory."""
    return tuple(function for function in directory.functions if function.slug in actor.functions)


@dataclass(frozen=True, kw_only=True)
class StagePart:
    """The part of an actor in a stage; without a title in `source`, the portal proposes it."""

    stage: Stage
    function: str
    letter: Letter | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line of the history: when, from where, and each field before and after."""

    at: datetime
    author: str
    fields: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, revision: Revision) -> Change:
        """A change of a sheet, in words."""
        fields = (
            (LABELS.get(name, name).replace("_", " "), say(before), say(after))
            for name, (before, after) in revision.changes.items()
        )
        return cls(at=revision.at, author=say_author(revision.author), fields=tuple(fields))


def say_author(author: str) -> str:
    """Who changed a sheet, in words: the portal's own files have no name that a reader knows."""
    return "import des fiches du portail" if author.startswith(OWN_FILES) else author


def say(value: object) -> str:
    """A value of a sheet, in words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "rien"
    return str(value) if value else "rien"


@dataclass(frozen=True, kw_only=True)
class ActorPage:
    """The sheet of an actor, and what goes with it."""

    actor: Actor
    functions: tuple[ActorFunction, ...]
    parts: tuple[StagePart, ...]
    coverage: Coverage
    zones: tuple[Link, ...]
    why: str
    parent: Actor | None
    children: tuple[Actor, ...]
    former: str
    history: tuple[Change, ...]
    is_stale: bool

    @classmethod
    def of(
        cls, directory: Directory, actor: Actor, department: str, history: list[Revision]
    ) -> ActorPage:
        """The page of an actor, for a reader of that département, if it is known."""
        coverage = directory.coverages[actor.slug]
        places = [place for code in coverage.zones if (place := territories.find_code(code))]
        return cls(
            actor=actor,
            functions=functions_of(directory, actor),
            parts=tuple(list_parts(directory, actor)),
            coverage=coverage,
            zones=tuple((place.label, f"/acteurs?territoire={place.slug}") for place in places),
            why=explain_here(coverage, department),
            parent=directory.by_slug.get(actor.parent),
            children=directory.near(directory.children(actor.slug), ""),
            former=", ".join(former.words for former in actor.read_former_names),
            history=tuple(map(Change.of, history)),
            is_stale=actor.verified is not None and actor.verified < today() - STALE,
        )


def list_parts(directory: Directory, actor: Actor) -> list[StagePart]:
    """The stages in which an actor has a part, in order, function by function."""
    found = []
    own = {(part.stage, part.function): part for part in actor.read_parts}
    for stage in load_stages():
        for function in functions_of(directory, actor):
            part = own.get((stage.slug, function.slug)) or own.get((stage.slug, ""))
            part = part or function.part_in(stage.slug)
            if part is not None:
                title = title_of(part.source)
                found.append(
                    StagePart(stage=stage, function=function.name, letter=part.letter, source=title)
                )
    return found


def title_of(source: str) -> str:
    """The title of a source of `content/sources.yaml`."""
    known = load_sources().get(source)
    return known.title if known else source


def explain_here(coverage: Coverage, department: str) -> str:
    """Whether it works where the reader is, and why; empty where the reader said nothing."""
    if not department:
        return ""
    place = territories.get(department)
    if not coverage.zones:
        return f"Il travaille dans toute la région, donc aussi {territories.say_where(place)}."
    return territories.explain(territories.Area.of_zones(*coverage.zones), department)


def usable_orders(criteria: ActorCriteria) -> list[Link]:
    """The ways to sort that have a meaning for what is asked for."""
    orders = [(ActorOrder.NAME, "Nom"), (ActorOrder.VERIFIED, "Date de vérification")]
    if criteria.territories:
        orders.insert(0, (ActorOrder.NEAREST, "Proximité"))
    if criteria.slugs is not None:
        orders.insert(0, (ActorOrder.RELEVANCE, "Pertinence"))
    return [(order.value, label) for order, label in orders]
