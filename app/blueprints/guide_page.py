"""What the page of a guide shows around its text."""

from __future__ import annotations

from dataclasses import dataclass

from app import sectors
from app.blueprints.current_schemes import current_schemes
from app.blueprints.presenters import Link
from app.blueprints.toolkit.registry import TOOLS
from app.toolkit.actor_directory import Directory, FunctionHolders
from app.toolkit.guides import Guide
from app.toolkit.schemes import Scheme
from app.toolkit.stages import load_stages


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """A guide, and what goes with it where the reader is; `department` is a code or empty."""

    guide: Guide
    department: str
    holders: tuple[FunctionHolders, ...]
    schemes: tuple[Scheme, ...]
    tools: tuple[Link, ...]
    stages: tuple[Link, ...]
    sectors: tuple[Link, ...]

    @classmethod
    def of(cls, guide: Guide, department: str, directory: Directory) -> GuidePage:
        """The page of a guide; one about a single département is read there."""
        if len(guide.territories) == 1:
            department = guide.territories[0]
        return cls(
            guide=guide,
            department=department,
            holders=directory.for_territory(department, guide.actors),
            schemes=tuple(
                s for s in current_schemes() if s.slug in guide.schemes and s.serves(department)
            ),
            tools=tuple(
                (tool.title, f"/boite-a-outils/outils/{tool.slug}")
                for tool in TOOLS
                if tool.slug in guide.tools
            ),
            stages=tuple(
                (stage.title, f"/boite-a-outils/{stage.slug}")
                for stage in load_stages()
                if stage.slug in guide.stages
            ),
            sectors=tuple((name_sector(slug), f"/filieres/{slug}") for slug in guide.sectors),
        )


def name_sector(slug: str) -> str:
    """The name of a sector or of a group of sectors."""
    group = sectors.groups_by_slug().get(slug)
    return group.name if group else sectors.get(slug).name
