"""What the team knows of each group of sectors: money, networks, training, jobs sought, facts.

One file a group in `content/sectors/`, and `commun.yaml` for what holds for all of them and for
the reason of each tag. Nothing is said without its source; what nobody knows stays out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app import sectors
from app.errors import InvalidError
from app.sectors import Sector, SectorGroup, SectorTag, Tag
from app.toolkit.actors import Actor, load_actors
from app.toolkit.schemes import Scheme, load_schemes
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml

FOLDER = CONTENT / "sectors"
COMMON = "commun"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence and where it comes from; `requirement` is that of the strategy it answers."""

    words: str
    sources: tuple[str, ...]
    requirement: str = ""

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Its sources."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class SoughtJob:
    """A job that a survey cites: how many recruitments employers planned that year.

    It says nothing of how hard they are. `rome` are codes, `sectors` slugs of the group.
    """

    job: str
    projects: int
    year: int
    rome: tuple[str, ...]
    sectors: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where the figure comes from."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class TagReason:
    """Why sectors bear a tag, by the requirement that their source names."""

    tag: Tag
    requirement: str
    words: str
    sources: tuple[str, ...]

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where it is said."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class GroupFile:
    """The file of a group as it is written; `funding` and `networks` are slugs."""

    group: str
    funding: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    training: tuple[Statement, ...] = ()
    tension: tuple[SoughtJob, ...] = ()
    facts: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CommonFile:
    """What holds for every group, as it is written."""

    funding: tuple[str, ...]
    networks: tuple[str, ...]
    training: tuple[Statement, ...]
    joining: tuple[Statement, ...]
    tension: Statement
    reasons: tuple[TagReason, ...]


@dataclass(frozen=True, kw_only=True)
class SectorNotes:
    """Everything the folder says, checked."""

    groups: dict[str, GroupFile]
    common: CommonFile

    def jobs_of(self, group: str, slugs: Iterable[str]) -> tuple[SoughtJob, ...]:
        """The jobs sought in these sectors of a group, the most sought first."""
        wanted = frozenset(slugs)
        found = (job for job in self.groups[group].tension if wanted & set(job.sectors))
        return tuple(sorted(found, key=lambda job: -job.projects))

    def reason_of(self, tagged: SectorTag) -> TagReason:
        """Why a sector bears a tag; `InvalidError` where nobody wrote it."""
        for reason in self.common.reasons:
            if (reason.tag, reason.requirement) == (tagged.tag, tagged.requirement):
                return reason
        raise InvalidError(f"Aucune raison pour l’étiquette « {tagged.tag} » ({tagged.source}).")

    def schemes_of(self, group: str) -> tuple[tuple[Scheme, ...], tuple[Scheme, ...]]:
        """The schemes of this group alone, then those of every group."""
        known = {scheme.slug: scheme for scheme in load_schemes()}
        own = self.groups[group].funding
        common = (slug for slug in self.common.funding if slug not in own)
        return tuple(known[slug] for slug in own), tuple(known[slug] for slug in common)

    def networks_of(self, group: str) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """The networks of this group alone, then those of every group."""
        known = {actor.slug: actor for actor in load_actors().actors}
        own = self.groups[group].networks
        common = (slug for slug in self.common.networks if slug not in own)
        return tuple(known[slug] for slug in own), tuple(known[slug] for slug in common)


@cache
def load_sector_notes(folder: Path = FOLDER) -> SectorNotes:
    """The notes of that folder; `InvalidError` names the file and what is wrong with it."""
    common = read_yaml(folder / f"{COMMON}.yaml", CommonFile)
    check_slugs(COMMON, common.funding, common.networks)
    for statement in (*common.training, *common.joining, common.tension):
        cite(statement.sources)
    for reason in common.reasons:
        cite(reason.sources)
    files = [path for path in sorted(folder.glob("*.yaml")) if path.stem != COMMON]
    groups = {path.stem: read_yaml(path, GroupFile) for path in files}
    for name, file in groups.items():
        check_group(name, file)
    missing = sectors.groups_by_slug().keys() - groups.keys()
    if missing:
        raise InvalidError(f"Groupes sans fichier : {', '.join(sorted(missing))}.")
    notes = SectorNotes(groups=groups, common=common)
    for sector in sectors.sectors():
        for tagged in sector.tags:
            notes.reason_of(tagged)
    return notes


def check_group(name: str, file: GroupFile) -> None:
    """Raise `InvalidError` where a file names what does not exist."""
    group = sectors.groups_by_slug().get(file.group)
    if group is None or file.group != name:
        raise InvalidError(f"{name}.yaml : le groupe « {file.group} » n’est pas celui du fichier.")
    check_slugs(name, file.funding, file.networks)
    for statement in (*file.training, *file.facts):
        cite(statement.sources)
    for job in file.tension:
        check_job(group, job)


def check_job(group: SectorGroup, job: SoughtJob) -> None:
    """Raise `InvalidError` for a job that is none of its sectors'."""
    cite(job.sources)
    inside: dict[str, Sector] = {sector.slug: sector for sector in group.sectors}
    unknown = [slug for slug in job.sectors if slug not in inside]
    if unknown or not job.sectors:
        raise InvalidError(f"{group.slug}.yaml : filières inconnues du groupe : {unknown}.")
    codes = {code for slug in job.sectors for code in inside[slug].rome}
    if not job.rome or not codes.issuperset(job.rome):
        raise InvalidError(f"{group.slug}.yaml : « {job.job} » a un code ROME étranger.")


def check_slugs(name: str, funding: Iterable[str], networks: Iterable[str]) -> None:
    """Raise `InvalidError` for a scheme or an actor that does not exist."""
    schemes = {scheme.slug for scheme in load_schemes()}
    actors = {actor.slug for actor in load_actors().actors}
    unknown = sorted({*funding} - schemes) + sorted({*networks} - actors)
    if unknown:
        raise InvalidError(f"{name}.yaml : fiches inconnues : {', '.join(unknown)}.")
