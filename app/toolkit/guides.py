"""The guides of a folder, in their order; what a page, the index and `flask check` ask for."""

from __future__ import annotations

from pathlib import Path

from app.toolkit.guide_check import GuideProblem, check_guides
from app.toolkit.guide_files import (
    Guide,
    GuideError,
    GuideSection,
    GuideStatus,
    Source,
    guide_paths,
    read_guide,
)
from app.toolkit.markdown_rendering import Heading

__all__ = [
    "Guide",
    "GuideError",
    "GuideProblem",
    "GuideSection",
    "GuideStatus",
    "Heading",
    "Source",
    "check_guides",
    "load_guides",
]


def load_guides(folder: Path, *, drafts: bool = False) -> tuple[Guide, ...]:
    """The published guides of a folder, and its drafts on request, by order then title.

    An edited file shows at the next call; others are not rendered again. `GuideError` names the
    first file that cannot be used, draft or not. A folder that does not exist holds no guide.
    """
    guides: dict[str, Guide] = {}
    for path in guide_paths(folder):
        guide = read_guide(path)
        if guide.slug in guides:
            raise GuideError(path.name, f"un autre fichier a déjà l’adresse « {guide.slug} »")
        guides[guide.slug] = guide
    shown = (guide for guide in guides.values() if drafts or guide.status.is_public)
    return tuple(sorted(shown, key=lambda guide: (guide.order, guide.title)))
