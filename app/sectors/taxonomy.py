"""The two-level taxonomy of sectors, read once from the files of `data/`, one a group."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.errors import PortalError

DATA = Path(__file__).parent / "data"
OUT_OF_SCOPE = "out_of_scope"
FORMS = {
    "cpv": re.compile(r"\d{2,8}"),
    "naf": re.compile(r"\d{4}[A-Z]"),
    "rome": re.compile(r"[A-N]\d{4}"),
}


class SectorDataError(PortalError):
    """A file of the taxonomy is wrong; the message names the file and what is wrong."""


class Tag(StrEnum):
    """What the regional strategy, or a survey, says of a sector."""

    GREEN = "green"
    TRANSITION = "transition"
    EMERGING = "emerging"
    STRATEGIC = "strategic"
    IN_TENSION = "in_tension"

    @property
    def label(self) -> str:
        """The words people read."""
        return TAG_LABELS[self]

    @property
    def word(self) -> str:
        """As an address names it."""
        return TAG_WORDS[self]


TAG_LABELS = {
    Tag.GREEN: "Verte",
    Tag.TRANSITION: "En transition",
    Tag.EMERGING: "Émergente",
    Tag.STRATEGIC: "Stratégique",
    Tag.IN_TENSION: "En tension, à vérifier",
}
TAG_WORDS = {
    Tag.GREEN: "verte",
    Tag.TRANSITION: "transition",
    Tag.EMERGING: "emergente",
    Tag.STRATEGIC: "strategique",
    Tag.IN_TENSION: "en-tension",
}
REQUIREMENT = re.compile(r"\bR\d{1,3}\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class SectorTag:
    """A tag and where it is said, with the number of the requirement read there."""

    tag: Tag
    source: str

    @property
    def requirement(self) -> str:
        """The requirement it answers, as « R116 »; empty where the source names none."""
        found = REQUIREMENT.search(self.source)
        return found[0] if found else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sector:
    """What structures do: a slug, a name, and the codes and words that lead to it.

    `group` is a slug; `cpv` are prefixes of two to eight digits; `descriptors` are labels of the
    BOAMP's keywords.
    """

    slug: str
    name: str
    description: str
    group: str
    cpv: tuple[str, ...]
    naf: tuple[str, ...]
    rome: tuple[str, ...]
    descriptors: tuple[str, ...]
    synonyms: tuple[str, ...]
    tags: tuple[SectorTag, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SectorGroup:
    """Sectors that go together; `order` is its place in lists."""

    slug: str
    name: str
    description: str
    order: int
    sectors: tuple[Sector, ...]


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """Every group, in order, and the CPV divisions that no structure serves, with the reason."""

    groups: tuple[SectorGroup, ...]
    out_of_scope: MappingProxyType[str, str]


def load(folder: Path) -> Taxonomy:
    """The taxonomy of a folder; raises SectorDataError for what is wrong in it."""
    groups, reasons = [], {}
    for path in sorted(folder.glob("*.toml")):
        try:
            values = tomllib.loads(path.read_text())
            if path.stem == OUT_OF_SCOPE:
                reasons = {row["cpv"]: row["reason"] for row in values["divisions"]}
            else:
                groups.append(read_group(values))
        except (KeyError, TypeError, ValueError) as error:
            raise SectorDataError(f"{path.name} : {error}") from error
    check_slugs(groups)
    ordered = tuple(sorted(groups, key=lambda group: group.order))
    return Taxonomy(groups=ordered, out_of_scope=MappingProxyType(reasons))


def read_group(values: dict[str, Any]) -> SectorGroup:
    """One group; raises KeyError, TypeError or ValueError for what is wrong."""
    head = values["group"]
    return SectorGroup(
        slug=head["slug"],
        name=head["name"],
        description=head["description"],
        order=int(head["order"]),
        sectors=tuple(read_sector(row, head["slug"]) for row in values["sectors"]),
    )


def read_sector(row: dict[str, Any], group: str) -> Sector:
    """One sector; raises KeyError or ValueError for what is wrong."""
    for name, form in FORMS.items():
        for code in row.get(name, ()):
            if not form.fullmatch(code):
                message = f"{row['slug']} : code {name} mal formé, « {code} »"
                raise ValueError(message)
    return Sector(
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        group=group,
        cpv=tuple(row.get("cpv", ())),
        naf=tuple(row.get("naf", ())),
        rome=tuple(row.get("rome", ())),
        descriptors=tuple(row.get("descriptors", ())),
        synonyms=tuple(row.get("synonyms", ())),
        tags=tuple(
            SectorTag(tag=Tag(item["tag"]), source=item["source"]) for item in row.get("tags", ())
        ),
    )


def check_slugs(groups: list[SectorGroup]) -> None:
    """Raise SectorDataError where two things have one slug: it is an address and a filter."""
    slugs = [g.slug for g in groups] + [s.slug for g in groups for s in g.sectors]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        raise SectorDataError(f"adresses en double : {', '.join(twice)}")


@cache
def taxonomy() -> Taxonomy:
    """The portal's own taxonomy."""
    return load(DATA)


def groups() -> tuple[SectorGroup, ...]:
    """Every group, in order."""
    return taxonomy().groups


@cache
def groups_by_slug() -> MappingProxyType[str, SectorGroup]:
    """The groups by their slug."""
    return MappingProxyType({group.slug: group for group in groups()})


@cache
def sectors() -> tuple[Sector, ...]:
    """Every sector, group by group."""
    return tuple(sector for group in groups() for sector in group.sectors)


@cache
def sectors_by_slug() -> MappingProxyType[str, Sector]:
    """The sectors by their slug."""
    return MappingProxyType({sector.slug: sector for sector in sectors()})


def find(slug: str) -> Sector | None:
    """The sector of that slug, or None."""
    return sectors_by_slug().get(slug)


def get(slug: str) -> Sector:
    """The sector of that slug; raises KeyError where there is none."""
    return sectors_by_slug()[slug]
