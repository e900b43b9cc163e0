"""Where it is needed: an index of under-served territories, and where to set up, both explained.

Pure: figures in, values, sentences and ranks out. What every comparison rests on is one ratio to
the whole of the territories compared (`ratios.compare`).
"""

from app.siting.classes import NEED_CLASSES, NeedClass, class_of
from app.siting.figures import TerritoryFigures
from app.siting.need import NEED_WEIGHTS, Need, NeedPart, need_index
from app.siting.ranking import SITING_WEIGHTS, Site, SiteFigures, SitePart, rank_sites
from app.siting.sensitivity import Stability, sensitivity

__all__ = [
    "NEED_CLASSES",
    "NEED_WEIGHTS",
    "SITING_WEIGHTS",
    "Need",
    "NeedClass",
    "NeedPart",
    "Site",
    "SiteFigures",
    "SitePart",
    "Stability",
    "TerritoryFigures",
    "class_of",
    "need_index",
    "rank_sites",
    "sensitivity",
]
