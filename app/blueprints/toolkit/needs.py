"""The study of needs: what the portal knows of a place, what the person found there."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.formatting import pluralise
from app.blueprints.toolkit.studies import (
    POPULATION_SOURCE,
    PORTAL_SOURCE,
    directory_link,
    neighbour_part,
    say_area,
    study_exports,
)
from app.blueprints.toolkit.tool import Circumstances, Tool
from app.clock import NBSP
from app.forms.needs import DECISIONS, NeedsForm
from app.projects.neighbourhood import Neighbourhood, look_around, name_sector
from app.stakeholders.directory import load_directory
from app.toolkit.actor_directory import FunctionHolders
from app.toolkit.worksheets.proof import Proof, ProofCount
from app.toolkit.worksheets.proposals import propose
from app.toolkit.worksheets.study import Part, Study, list_blocks

HEADER = (
    "Public", "Effectif et source", "Prescripteur", "Freins", "Manque constaté", "Preuve",
    "Décision",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NeedsView:
    """All that the page of a study of needs shows."""

    found: Neighbourhood
    area: str
    population: str
    link: str
    holders: tuple[FunctionHolders, ...]
    proofs: ProofCount
    proposals: Part
    study: Study


def prepare(form: NeedsForm, _around: Circumstances) -> None:
    """The lists to choose from, and empty rows."""
    form.say_choices()


def compute(form: NeedsForm, around: Circumstances) -> NeedsView:
    """The study of what was typed, with what the portal knows."""
    found = look_around(around.session, form.place, form.sectors, form.radius)
    holders = load_directory(around.session).for_territory(form.place.code)
    proofs = ProofCount.of(Proof(row.proof.data) for row in form.filled)
    population = f"{found.place.population:,}".replace(",", "\u202f")
    area = say_area(found)
    sentences = (
        f"{found.place.name}{NBSP}: {population} habitants ({POPULATION_SOURCE}).",
        f"{pluralise(found.neighbour_count, 'structure connue', 'structures connues')} du portail "
        f"{area}.",
        proofs.sentence,
    )
    proposals = proposals_part(found, form.sectors)
    study = Study(
        title="Étude de besoins",
        subtitle=", ".join((found.place.name, *map(name_sector, form.sectors))),
        sentences=sentences,
        parts=(
            needs_part(form),
            neighbour_part(found),
            actors_part(holders),
            proposals,
            sources_part(),
        ),
        made_at=around.now,
    )
    return NeedsView(
        found=found,
        area=area,
        population=population,
        link=directory_link(found, form.sectors),
        holders=holders,
        proofs=proofs,
        proposals=proposals,
        study=study,
    )


def needs_part(form: NeedsForm) -> Part:
    """What the person found."""
    decisions = dict(DECISIONS)
    return Part(
        title="Besoins",
        header=HEADER,
        rows=tuple(
            (
                row.public.data,
                row["count"].data or "",
                row.sender.data or "",
                row.obstacles.data or "",
                row.gap.data or "",
                Proof(row.proof.data).label,
                decisions[row.decision.data or ""],
            )
            for row in form.filled
        ),
        is_typed=True,
    )


def proposals_part(found: Neighbourhood, wanted: tuple[str, ...]) -> Part:
    """What the portal proposes to look into, each line with its source."""
    kinds = {kind for kind, _ in found.kinds}
    sector = ", ".join(map(name_sector, wanted))
    proposals = propose(say_area(found), sector, kinds, found.neighbour_count, PORTAL_SOURCE)
    return Part(
        title="Lignes proposées par le portail",
        header=("Public", "À qui demander", "Constat à vérifier", "Source"),
        rows=tuple((item.public, item.sender, item.finding, item.source) for item in proposals),
        notes=("À reprendre dans votre tableau une fois vérifiées, avec un effectif daté.",),
    )


def actors_part(holders: tuple[FunctionHolders, ...]) -> Part:
    """Who to call there, holes included."""
    return Part(
        title="Acteurs",
        header=("Fonction", "Sur ce territoire", "À demander"),
        rows=tuple(
            (
                item.function.name,
                item.words,
                item.function.ask,
            )
            for item in holders
        ),
    )


def sources_part() -> Part:
    """Where the portal's part comes from."""
    return Part(
        title="Sources",
        header=("Donnée", "Source"),
        rows=(
            ("Population", POPULATION_SOURCE),
            ("Structures proches", PORTAL_SOURCE),
            ("Acteurs", "Fiches du portail, sources citées page par page"),
            ("Besoins", "Saisis par vous"),
        ),
    )


TOOL = Tool[NeedsForm, NeedsView](
    slug="etude-de-besoins",
    title="Étude de besoins",
    summary=(
        "Ce que le portail sait de votre territoire – habitants, structures proches, acteurs –, et "
        "ce que vous y constatez, ligne par ligne, avec son niveau de preuve."
    ),
    form=NeedsForm,
    compute=compute,
    prepare=prepare,
    template="toolkit/needs.html",
    blocks=lambda view: list_blocks(view.study),
    headline=lambda view: view.proofs.sentence,
    exports=study_exports("Étude", NeedsView),
)
