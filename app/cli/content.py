"""What `flask check content` looks at: guides, stages, actors, schemes, modalities, their links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from urllib.parse import quote

from flask import current_app

from app import sectors, territories
from app.blueprints.request_log import OWN_VISIT
from app.blueprints.toolkit.registry import TOOLS
from app.committees.own import check_own
from app.errors import PortalError
from app.experiments.files import check_experiments
from app.matching.kinds import SiaeKind
from app.partnerships.modalities import check_modalities
from app.territories import TerritoryKind
from app.toolkit.actors import load_functions
from app.toolkit.guide_check import Known
from app.toolkit.guides import check_guides, load_guides
from app.toolkit.schemes import load_schemes
from app.toolkit.sector_notes import load_sector_notes
from app.toolkit.stage_check import check_stages
from app.toolkit.stages import load_stages
from config import ROOT

GUIDES = ROOT / "content" / "guides"
DOCUMENTS = ROOT / "content" / "documents"
STALE = timedelta(days=365)


def find_problems(today: date) -> Iterator[str]:
    """Every problem of the contents, as a French sentence; a page is stale after twelve months."""
    try:
        known = what_is_known()
    except PortalError as error:
        yield str(error)
        return
    yield from map(str, check_guides(GUIDES, today - STALE, known))
    try:
        slugs = {guide.slug for guide in load_guides(GUIDES)}
        documents = {path.stem for path in DOCUMENTS.glob("*.yaml")}
        yield from check_stages(load_stages(), known, slugs, documents)
        yield from check_experiments(today - STALE)
        yield from check_modalities(today - STALE, known.leads)
    except PortalError as error:
        yield str(error)
    yield from check_own()


def what_is_known() -> Known:
    """What the contents may refer to; raises PortalError where a file cannot be read."""
    load_sector_notes()  # checks itself
    return Known(
        stages=[stage.slug for stage in load_stages()],
        tools=[tool.slug for tool in TOOLS],
        actors=[function.slug for function in load_functions()],
        schemes=[scheme.slug for scheme in load_schemes()],
        sectors=[*(s.slug for s in sectors.sectors()), *sectors.groups_by_slug()],
        siae_kinds=list(SiaeKind),
        territories=[t.code for t in territories.list_territories(TerritoryKind.DEPARTMENT)],
        leads=make_visit(),
    )


def make_visit() -> Callable[[str], bool]:
    """Whether an address of the portal answers, asked of the portal itself, once each."""
    client = current_app.test_client()
    client.environ_base[OWN_VISIT] = "yes"

    @cache
    def leads(path: str) -> bool:
        return client.get(quote(path, safe="/?&=%+-_.~")).status_code < 400

    return leads
