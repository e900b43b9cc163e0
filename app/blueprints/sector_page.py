"""The page of a sector or of a group: values only, read with a constant number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.awards.sector_practice import read_practice
from app.blueprints.lists import address
from app.blueprints.presenters import StructureCard, TenderCard
from app.blueprints.sector_figures import InterestView, KindTable, PracticeView
from app.blueprints.sector_scope import Code, SectorScope
from app.clock import to_paris
from app.sectors import Tag
from app.siae import sector_figures
from app.siae.interests import interested
from app.tenders import directory as tender_directory
from app.tenders.criteria import TenderCriteria
from app.toolkit.actors import Actor
from app.toolkit.schemes import Scheme
from app.toolkit.sector_notes import (
    GroupFile,
    SectorNotes,
    SoughtJob,
    TagReason,
    load_sector_notes,
)

SHOWN_STRUCTURES = 6
SHOWN_TENDERS = 4
SHOWN_AWARDS = 3
CONTENTS = (
    ("presentation", "De quoi il s’agit"),
    ("structures", "Qui y travaille, et où"),
    ("marches", "Les marchés ouverts"),
    ("attributions", "Les marchés attribués"),
    ("financer", "Financer"),
    ("reseaux", "Les réseaux"),
    ("metiers", "Métiers et recrutements"),
    ("formation", "Se former"),
    ("se-lancer", "Qui veut se lancer"),
    ("codes", "Les codes"),
)


@dataclass(frozen=True, kw_only=True)
class TagView:
    """A tag, why it is there, and the sectors of a group that bear it, empty for all of them."""

    tag: Tag
    reason: TagReason
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SectorNotesView:
    """What the team knows of it: `own` of the group alone, the rest for every sector."""

    group: GroupFile
    tags: tuple[TagView, ...]
    jobs: tuple[SoughtJob, ...]
    own_schemes: tuple[Scheme, ...]
    schemes: tuple[Scheme, ...]
    own_networks: tuple[Actor, ...]
    networks: tuple[Actor, ...]
    common: SectorNotes

    @classmethod
    def of(cls, scope: SectorScope) -> SectorNotesView:
        """The notes of a sector, read from the content."""
        notes, group = load_sector_notes(), scope.group.slug
        own_schemes, schemes = notes.schemes_of(group)
        own_networks, networks = notes.networks_of(group)
        return cls(
            group=notes.groups[group],
            tags=tuple(
                TagView(tag=tagged.tag, reason=notes.reason_of(tagged), names=names)
                for tagged, names in scope.tags
            ),
            jobs=notes.jobs_of(group, scope.slugs),
            own_schemes=own_schemes,
            schemes=schemes,
            own_networks=own_networks,
            networks=networks,
            common=notes,
        )


@dataclass(frozen=True, kw_only=True)
class SectorPage:
    """Everything the page shows; `practice` is None where no contract is known."""

    scope: SectorScope
    table: KindTable
    structures: tuple[StructureCard, ...]
    activities: int
    inferred: int
    tenders: tuple[TenderCard, ...]
    tender_total: int
    practice: PracticeView | None
    interest: InterestView
    notes: SectorNotesView
    cpv: tuple[Code, ...]
    naf: tuple[Code, ...]
    rome: tuple[Code, ...]

    @classmethod
    def read(cls, session: Session, scope: SectorScope, now: datetime) -> SectorPage:
        """Read what the portal holds of a sector at that instant."""
        slugs, today = scope.slugs, to_paris(now).date()
        tenders = tender_directory.read_page(
            session, TenderCriteria(sectors=slugs), now, page=1, size=SHOWN_TENDERS
        )
        activities, inferred, _measured = session.execute(sector_figures.activities(slugs)).one()
        practice = read_practice(session, slugs, today, SHOWN_AWARDS)
        counts = session.execute(sector_figures.by_kind_and_department(slugs))
        structures = session.scalars(sector_figures.foremost(slugs, SHOWN_STRUCTURES))
        return cls(
            scope=scope,
            table=KindTable.of(scope.slug, [tuple(row) for row in counts]),
            structures=tuple(StructureCard.of(siae) for siae in structures),
            activities=activities,
            inferred=inferred,
            tenders=tuple(TenderCard.of(consultation, now) for consultation in tenders.rows),
            tender_total=tenders.total,
            practice=PracticeView.of(practice) if practice is not None else None,
            interest=InterestView.of(session.scalars(interested(scope.joined, today)).all()),
            notes=SectorNotesView.of(scope),
            cpv=scope.codes("cpv"),
            naf=scope.codes("naf"),
            rome=scope.codes("rome"),
        )

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """The parts of the page: identifier and title."""
        return CONTENTS

    @property
    def is_green(self) -> bool:
        """Whether the guide on the ecological transition concerns it."""
        return any(item.tag in {Tag.GREEN, Tag.TRANSITION} for item in self.notes.tags)

    @property
    def frame(self) -> str:
        """The address of its map."""
        return self.link("/carte/cadre")

    def link(self, path: str, **more: str) -> str:
        """The address of a list for this sector."""
        return address(path, [("secteur", self.scope.slug), *more.items()])
