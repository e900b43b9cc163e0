"""Who to call for a project, at its stage and in its territory, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.dossier_sections.section import Reading, Section
from app.extensions import db
from app.stakeholders.directory import load_directory
from app.toolkit.actor_directory import FunctionHolders

SHOWN = 8  # functions of a stage: the page of who does what has them all


@dataclass(frozen=True, kw_only=True)
class ActorsView:
    """The functions of the stage and who holds them there; `more` leads to all of them."""

    stage: str
    place: str
    holders: tuple[FunctionHolders, ...]
    more: str


def read(reading: Reading) -> ActorsView | None:
    """The view of who to call; None until the stage is said."""
    stage, place = reading.sheet.read_stage, reading.sheet.place
    if stage is None:
        return None
    directory = load_directory(db.session())
    found = directory.for_territory(place.code if place else "", stage.functions)
    return ActorsView(
        stage=stage.title,
        place=place.name if place else "",
        holders=found[:SHOWN],
        more=f"/guide/qui-fait-quoi?etape={stage.slug}"
        + (f"&territoire={place.code}" if place else ""),
    )


SECTION = Section(
    key="interlocuteurs",
    title="À qui parler",
    template="dossiers/sections/interlocuteurs.html",
    read=read,
    empty="Dites à quelle étape en est le projet\u00a0: les interlocuteurs de cette étape, dans "
    "votre territoire, viendront ici.",
)
