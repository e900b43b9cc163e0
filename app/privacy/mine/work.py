"""The projects of a person, what they follow with their organisations, what they changed."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Person
from app.audit.models import Revision
from app.dossiers.content_models import DossierDecision, DossierFile, DossierShare
from app.dossiers.funder_models import FunderLetter, FunderPosition, SchemeFunder
from app.dossiers.models import Dossier
from app.dossiers.proximity.models import ProximityHolder, ProximityMove
from app.organisations.models import Organisation
from app.privacy.mine.source import Row, Rows
from app.projects.models import Project, Worksheet, WorksheetVersion
from app.pursuits.models import (
    ChecklistItem,
    Pursuit,
    PursuitFeed,
    PursuitFile,
    PursuitMove,
    PursuitNote,
    PursuitReminder,
)
from app.siae.models import Siae
from app.siae.photos import SiaePhoto
from app.weighting.models import WeightsVersion


def projects(person: Person) -> Rows:
    """The projects that the person owns."""
    sheet = (column for column in Dossier.__table__.c if column.key not in {"id", "version"})
    return (
        sa.select(Project.id, Project.expires_at, *sheet, ProximityHolder.shown_at)
        .outerjoin(Dossier, Dossier.id == Project.id)
        .outerjoin(ProximityHolder, ProximityHolder.dossier_id == Project.id)
        .where(Project.person_id == person.id)
    )


def worksheets(person: Person) -> Rows:
    """What the tools keep in these projects."""
    return (
        sa.select(Worksheet.project_id, Worksheet.tool, Worksheet.data, Worksheet.updated_at)
        .join(Project, Project.id == Worksheet.project_id)
        .where(Project.person_id == person.id)
    )


def versions(person: Person) -> Rows:
    """What the tools kept before."""
    return (
        sa.select(
            Worksheet.project_id,
            Worksheet.tool,
            WorksheetVersion.version,
            WorksheetVersion.data,
            WorksheetVersion.saved_at,
        )
        .join(Worksheet, Worksheet.id == WorksheetVersion.worksheet_id)
        .join(Project, Project.id == Worksheet.project_id)
        .where(Project.person_id == person.id)
    )


def decisions(person: Person) -> Rows:
    """What was decided on these projects."""
    return (
        sa.select(
            DossierDecision.dossier_id.label("project_id"),
            DossierDecision.on,
            DossierDecision.body,
            DossierDecision.what,
            DossierDecision.outcome,
        )
        .join(Project, Project.id == DossierDecision.dossier_id)
        .where(Project.person_id == person.id)
    )


def documents(person: Person) -> Rows:
    """The names of the documents of these projects."""
    return (
        sa.select(
            DossierFile.dossier_id.label("project_id"),
            DossierFile.kind,
            DossierFile.name,
            DossierFile.media_type,
            DossierFile.size,
            DossierFile.at,
        )
        .join(Project, Project.id == DossierFile.dossier_id)
        .where(Project.person_id == person.id)
    )


def shares(person: Person) -> Rows:
    """The links that share these projects."""
    return (
        sa.select(
            DossierShare.dossier_id.label("project_id"),
            DossierShare.label,
            DossierShare.created_at,
            DossierShare.expires_at,
            DossierShare.opened_at,
        )
        .join(Project, Project.id == DossierShare.dossier_id)
        .where(Project.person_id == person.id)
    )


def proximity_moves(person: Person) -> Rows:
    """What the person did of a signal of proximity."""
    return sa.select(
        ProximityMove.before, ProximityMove.after, ProximityMove.note, ProximityMove.at
    ).where(ProximityMove.person_id == person.id)


def positions(person: Person) -> Rows:
    """Where the person said that a funder stands; the project is its holder's, and not named."""
    return sa.select(
        FunderPosition.state,
        FunderPosition.asked,
        FunderPosition.granted,
        FunderPosition.note,
        FunderPosition.updated_at,
    ).where(FunderPosition.person_id == person.id)


def funder_letters(person: Person) -> Rows:
    """What the person wrote to holders of projects."""
    return sa.select(FunderLetter.text, FunderLetter.at).where(FunderLetter.person_id == person.id)


def ties(person: Person) -> Rows:
    """The funders that the person tied to schemes."""
    return (
        sa.select(
            Organisation.name.label("organisation"),
            SchemeFunder.scheme,
            SchemeFunder.tied_at,
            SchemeFunder.ended_at,
        )
        .join(Organisation, Organisation.id == SchemeFunder.organisation_id)
        .where(SchemeFunder.person_id == person.id)
    )


def assigned(person: Person) -> Rows:
    """The consultations that the person is in charge of."""
    return sa.select(Pursuit.reference, Pursuit.title, Pursuit.state, Pursuit.updated_at).where(
        Pursuit.assignee_id == person.id
    )


def pursuit_moves(person: Person) -> Rows:
    """The steps that the person made."""
    return (
        sa.select(
            Pursuit.reference,
            PursuitMove.before,
            PursuitMove.after,
            PursuitMove.reason,
            PursuitMove.note,
            PursuitMove.amount,
            PursuitMove.at,
        )
        .join(Pursuit, Pursuit.id == PursuitMove.pursuit_id)
        .where(PursuitMove.person_id == person.id)
    )


def notes(person: Person) -> Rows:
    """The notes that the person wrote."""
    return (
        sa.select(Pursuit.reference, PursuitNote.text, PursuitNote.at)
        .join(Pursuit, Pursuit.id == PursuitNote.pursuit_id)
        .where(PursuitNote.person_id == person.id)
    )


def items(person: Person) -> Rows:
    """What the person ticked; the label may be another's."""
    return (
        sa.select(Pursuit.reference, ChecklistItem.section, ChecklistItem.done_at)
        .join(Pursuit, Pursuit.id == ChecklistItem.pursuit_id)
        .where(ChecklistItem.person_id == person.id)
    )


def reminders(person: Person) -> Rows:
    """The reminders that the person set."""
    return (
        sa.select(
            Pursuit.reference, PursuitReminder.on, PursuitReminder.text, PursuitReminder.sent_at
        )
        .join(Pursuit, Pursuit.id == PursuitReminder.pursuit_id)
        .where(PursuitReminder.person_id == person.id)
    )


def pursuit_files(person: Person) -> Rows:
    """The names of the files that the person sent."""
    return (
        sa.select(Pursuit.reference, PursuitFile.name, PursuitFile.size, PursuitFile.at)
        .join(Pursuit, Pursuit.id == PursuitFile.pursuit_id)
        .where(PursuitFile.person_id == person.id)
    )


def feeds(person: Person) -> Rows:
    """That the person has the secret address of a calendar."""
    return (
        sa.select(Organisation.name.label("organisation"), PursuitFeed.created_at)
        .join(Organisation, Organisation.id == PursuitFeed.organisation_id)
        .where(PursuitFeed.person_id == person.id)
    )


def revisions(person: Person) -> Rows:
    """What the person changed of sheets."""
    return sa.select(
        Revision.subject_kind,
        Revision.subject_key,
        Revision.at,
        Revision.reason,
        Revision.changes,
    ).where(Revision.person_id == person.id)


def name_fields(row: Row) -> Row:
    """A change with the names of its fields: what they held before may be another's words."""
    return {**row, "changes": sorted(row["changes"])}


def weights(person: Person) -> Rows:
    """The weights of the matching that the person changed."""
    return sa.select(
        WeightsVersion.grid, WeightsVersion.version, WeightsVersion.note, WeightsVersion.at
    ).where(WeightsVersion.person_id == person.id)


def photos(person: Person) -> Rows:
    """The photos that the person sent."""
    return (
        sa.select(Siae.name.label("structure"), SiaePhoto.alt, SiaePhoto.added_at)
        .join(Siae, Siae.id == SiaePhoto.siae_id)
        .where(SiaePhoto.person_id == person.id)
    )
