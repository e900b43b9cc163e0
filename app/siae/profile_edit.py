"""A member changes a profile: one at a time, nothing of another's is lost, all of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.audit import services as audit
from app.audit.models import Revision
from app.errors import NotFoundError, PortalError
from app.siae.models import Siae
from app.siae.profile_fields import IMPORTED, read_value, read_values, write_value
from app.siae.profile_models import ImportedValue, ImportState, SiaeProfile, open_profile

KIND = "siae"
MEMBER = "Membre de la structure"
NOT_YOURS = "Cette structure n’existe pas, ou n’est pas la vôtre."
ACTIVITY = "activite:"


@dataclass(frozen=True, kw_only=True)
class SeenChange:
    """What one revision changed: each field with its values before and after."""

    id: int
    changes: Mapping[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class FieldConflict:
    """A field that two people changed; `author` is who changed it first, by their revision."""

    key: str
    mine: Any
    theirs: Any
    revision_id: int


class ConflictError(PortalError):
    """Somebody changed the same fields meanwhile; `merged` are those that only they changed."""

    def __init__(
        self, conflicts: tuple[FieldConflict, ...], merged: tuple[str, ...], latest: int
    ) -> None:
        super().__init__("Une autre personne a modifié les mêmes informations.")
        self.conflicts, self.merged, self.latest = conflicts, merged, latest


@dataclass(frozen=True, kw_only=True)
class Editing:
    """A structure held for a change, until the transaction ends."""

    session: Session
    siae: Siae
    profile: SiaeProfile
    person_id: int
    now: datetime

    def record(self, changes: dict[str, list[Any]], reason: str = "") -> Revision | None:
        """Keep what changed in the history, and tell the matching."""
        if changes:
            self.siae.updated_at = self.now
        return audit.record(
            self.session,
            (KIND, str(self.siae.id)),
            changes,
            author=MEMBER,
            now=self.now,
            person_id=self.person_id,
            reason=reason,
        )


def own_structure(organisation_id: int, siae_id: int) -> sa.Select[Siae]:
    """A structure of an organisation, with its organisation and activities."""
    return (
        sa.select(Siae)
        .where(Siae.id == siae_id, Siae.organisation_id == organisation_id)
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
    )


def get_own(session: Session, organisation_id: int, siae_id: int) -> Siae:
    """A structure of an organisation; NotFoundError for another's."""
    found = session.scalar(
        own_structure(organisation_id, siae_id).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def begin(
    session: Session, organisation_id: int, siae_id: int, *, person_id: int, now: datetime
) -> Editing:
    """Hold a structure of an organisation for a change; NotFoundError for another's.

    The write comes first: whoever edits the same structure waits here, then reads what the first
    one wrote.
    """
    session.execute(
        sa.update(Siae)
        .where(Siae.id == siae_id, Siae.organisation_id == organisation_id)
        .values(updated_at=Siae.updated_at),
        execution_options={"synchronize_session": False},
    )
    siae = get_own(session, organisation_id, siae_id)
    profile = open_profile(session, siae_id)
    return Editing(session=session, siae=siae, profile=profile, person_id=person_id, now=now)


def latest_change(session: Session, siae_id: int) -> int:
    """The number of the last change of a profile, 0 before the first: the version of a form."""
    select = sa.select(sa.func.max(Revision.id)).where(
        Revision.subject_kind == KIND, Revision.subject_key == str(siae_id)
    )
    return session.scalar(select) or 0


def changes_since(session: Session, siae_id: int, seen: int) -> list[SeenChange]:
    """What changed after that version, the first first."""
    select = sa.select(Revision).where(
        Revision.subject_kind == KIND, Revision.subject_key == str(siae_id), Revision.id > seen
    )
    found = session.scalars(select.order_by(Revision.id))
    return [SeenChange(id=revision.id, changes=revision.changes) for revision in found]


def save(edit: Editing, values: Mapping[str, Any], *, seen: int) -> Revision | None:
    """Set these fields, as a person who saw that version means them.

    What another person changed since and this one did not stays theirs. Raises ConflictError where
    both changed a field otherwise, and InvalidError for an unknown commune.
    """
    current = read_values(edit.siae, edit.profile)
    since = changes_since(edit.session, edit.siae.id, seen)
    theirs = {key: current[key] for key in values}
    mine = merge(theirs, values, since, latest_change(edit.session, edit.siae.id))
    return edit.record(set_values(edit, mine))


def merge(
    theirs: Mapping[str, Any], mine: Mapping[str, Any], since: Iterable[SeenChange], latest: int
) -> dict[str, Any]:
    """What one person really changed, once another's changes are set apart.

    `theirs` are the values now, `since` the changes that this person had not seen. Raises
    ConflictError where both changed a field, and not to the same value.
    """
    base, who = dict(theirs), dict[str, int]()
    for revision in since:
        for key, (before, _after) in revision.changes.items():
            if key in theirs:
                if key not in who:
                    base[key] = before
                who[key] = revision.id
    changed = {key: value for key, value in mine.items() if value != base[key]}
    conflicts = tuple(
        FieldConflict(key=key, mine=value, theirs=theirs[key], revision_id=who[key])
        for key, value in changed.items()
        if key in who and theirs[key] not in (base[key], value)
    )
    if conflicts:
        merged = tuple(k for k in who if k not in changed and theirs[k] != base[k])
        raise ConflictError(conflicts, merged, latest)
    return changed


def set_values(edit: Editing, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set these fields, mark them as written by a member, and give what changed."""
    changes: dict[str, list[Any]] = {}
    for key, value in values.items():
        before = read_value(edit.siae, edit.profile, key)
        if before == value:
            continue
        remember_imported(edit, key, before)
        write_value(edit.siae, edit.profile, key, value)
        changes[key] = [before, read_value(edit.siae, edit.profile, key)]
    written = set(edit.profile.written)
    edit.profile.written = [*edit.profile.written, *(k for k in changes if k not in written)]
    edit.session.flush()
    return changes


def remember_imported(edit: Editing, key: str, before: Any) -> None:  # noqa: ANN401  JSON
    """Keep the value of the import that a member replaces for the first time.

    The next import gives it again: it must not be proposed to who has just replaced it.
    """
    from_import = key in IMPORTED and edit.siae.source and key not in edit.profile.written
    if not from_import or not before:
        return
    known = sa.select(ImportedValue.id).where(
        ImportedValue.siae_id == edit.siae.id, ImportedValue.field == key
    )
    if edit.session.scalar(known) is not None:
        return
    edit.session.add(
        ImportedValue(
            siae_id=edit.siae.id,
            field=key,
            value=before,
            source=edit.siae.source,
            state=ImportState.REFUSED.value,
            given_at=edit.now,
            decided_at=edit.now,
        )
    )
