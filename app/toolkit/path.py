"""The path through the stages, adapted to who carries the project, what, where and how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.matching.kinds import SiaeKind
from app.toolkit.actor_directory import Directory, FunctionHolders
from app.toolkit.schemes import Scheme
from app.toolkit.stages import Item, Level, Profile, Stage, load_stages

# Where to enter, by how far the weakest axis is; a structure that grows enters at its own stage.
# A choice of the portal: every stage may be entered first.
ENTRIES = {
    None: "idee",
    Level.TO_BUILD: "idee",
    Level.IN_PROGRESS: "modele-economique",
    Level.READY: "conventionnement",
}
GROWING_ENTRY = "developpement"
# Who knows the field, or has staff and premises, begins with what is needed, not with the idea.
LATER_ENTRIES = {
    Profile.ASSOCIATION: "etude",
    Profile.COMPANY: "etude",
    Profile.AUTHORITY: "etude",
}


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Who carries the project; None and empty are what nobody said. `department` is a code."""

    profile: Profile | None = None
    kind: SiaeKind | None = None
    department: str = ""
    level: Level | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A stage as it is for somebody.

    `advice` is what changes with who they are; `schemes` those open to the kind and territory,
    closed ones after the others; `holders` who to call there, holes included.
    """

    stage: Stage
    items: tuple[Item, ...]
    advice: tuple[str, ...]
    schemes: tuple[Scheme, ...]
    holders: tuple[FunctionHolders, ...]
    is_entry: bool

    @property
    def duties(self) -> int:
        """How many of the items the law asks for."""
        return sum(item.duty == "law" for item in self.items)


def find_entry(bearer: Bearer) -> str:
    """The slug of the stage where that person had better begin."""
    if bearer.profile is Profile.GROWING_SIAE:
        return GROWING_ENTRY
    if bearer.level in {None, Level.TO_BUILD} and bearer.profile in LATER_ENTRIES:
        return LATER_ENTRIES[bearer.profile]
    return ENTRIES[bearer.level]


def adapt(stage: Stage, bearer: Bearer, directory: Directory, schemes: Sequence[Scheme]) -> Step:
    """A stage as it is for that person: who to call, and what may pay for it."""
    return Step(
        stage=stage,
        items=stage.items(bearer.profile, bearer.kind),
        advice=tuple(list_advice(stage, bearer)),
        schemes=find_schemes(stage, bearer, schemes),
        holders=directory.for_territory(bearer.department, stage.functions),
        is_entry=stage.slug == find_entry(bearer),
    )


def adapt_all(bearer: Bearer, directory: Directory, schemes: Sequence[Scheme]) -> tuple[Step, ...]:
    """The ten stages as they are for that person, in order."""
    return tuple(adapt(stage, bearer, directory, schemes) for stage in load_stages())


def list_advice(stage: Stage, bearer: Bearer) -> list[str]:
    """What changes with the profile, the kind and the maturity, in that order."""
    advice = []
    if bearer.profile:
        advice.append(stage.advice[bearer.profile])
    if bearer.kind in stage.kinds_advice:
        advice.append(stage.kinds_advice[bearer.kind])
    if bearer.level:
        advice.append(stage.maturity.at(bearer.level))
    return advice


def find_schemes(stage: Stage, bearer: Bearer, schemes: Sequence[Scheme]) -> tuple[Scheme, ...]:
    """The schemes of a stage for that kind and territory: open ones first, those over last."""
    found = [
        scheme
        for scheme in schemes
        if scheme.slug in stage.schemes
        and scheme.serves(bearer.department)
        and (bearer.kind is None or not scheme.kinds or bearer.kind in scheme.kinds)
    ]
    return tuple(sorted(found, key=lambda s: (s.state.is_over, not s.state.is_open)))
