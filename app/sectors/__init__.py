"""Sectors (filières): the portal's taxonomy, and what leads to it from codes and words."""

from app.sectors.classification import (
    Classification,
    Evidence,
    classify,
    infer_from_naf_and_name,
)
from app.sectors.codes import by_cpv, by_naf, by_rome, out_of_scope
from app.sectors.crosswalk import crosswalk
from app.sectors.taxonomy import (
    Sector,
    SectorDataError,
    SectorGroup,
    SectorTag,
    Tag,
    find,
    get,
    groups,
    groups_by_slug,
    load,
    sectors,
)
from app.sectors.wording import is_outside, is_study

__all__ = [
    "Classification",
    "Evidence",
    "Sector",
    "SectorDataError",
    "SectorGroup",
    "SectorTag",
    "Tag",
    "by_cpv",
    "by_naf",
    "by_rome",
    "classify",
    "crosswalk",
    "find",
    "get",
    "groups",
    "groups_by_slug",
    "infer_from_naf_and_name",
    "is_outside",
    "is_study",
    "load",
    "out_of_scope",
    "sectors",
]
