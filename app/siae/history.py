"""The history of a profile as its members read it, and the way back to any of its states."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit import services as audit
from app.audit.models import Revision
from app.clock import NBSP, say_moment
from app.errors import NotFoundError
from app.siae import activities
from app.siae.activities_words import say_activity, say_sector
from app.siae.profile_edit import ACTIVITY, KIND, MEMBER, Editing, changes_since, set_values
from app.siae.profile_fields import BY_KEY, Section, fields_of, read_values, say_field

PAGE = 20
FORMER = "Un ancien membre"
ACTIVITIES = "activites"
NOT_YOURS = "Cette modification n’existe pas, ou n’est pas celle de cette structure."


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One field that changed, before and after, in French; `key` puts it back."""

    key: str
    label: str
    before: str
    after: str
    is_private: bool = False


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One change of a profile: who, when, why, what; `sections` are those that it touched."""

    number: int
    at: datetime
    who: str
    reason: str
    lines: tuple[ChangeLine, ...]
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """Some changes, the latest first, and how many there are in all."""

    entries: tuple[HistoryEntry, ...]
    total: int


def read_history(session: Session, siae_id: int, page: int, size: int = PAGE) -> HistoryPage:
    """The changes of a profile, from page 1; two queries."""
    mine = (Revision.subject_kind == KIND, Revision.subject_key == str(siae_id))
    total = session.scalar(sa.select(sa.func.count(Revision.id)).where(*mine)) or 0
    rows = session.execute(
        sa.select(Revision, Person.name, Person.email)
        .outerjoin(Person, Person.id == Revision.person_id)
        .where(*mine)
        .order_by(Revision.id.desc())
        .offset((page - 1) * size)
        .limit(size)
    )
    found = tuple(entry_of(revision, name or email) for revision, name, email in rows)
    return HistoryPage(entries=found, total=total)


def name_author(session: Session, number: int) -> str:
    """Who made a change, by its number."""
    row = session.execute(
        sa.select(Revision.author, Person.name, Person.email)
        .outerjoin(Person, Person.id == Revision.person_id)
        .where(Revision.id == number)
    ).one()
    return say_author(row[0], row[1] or row[2])


def say_author(author: str, name: str | None) -> str:
    """A member by name, an import by its own; a member whose account is gone has none."""
    return name or (FORMER if author == MEMBER else author)


def entry_of(revision: Revision, name: str | None) -> HistoryEntry:
    """One change, in French."""
    return HistoryEntry(
        number=revision.id,
        at=revision.at,
        who=say_author(revision.author, name),
        reason=revision.reason,
        lines=tuple(line_of(key, *pair) for key, pair in known_changes(revision)),
        sections=sections_of([key for key, _ in known_changes(revision)]),
    )


def known_changes(revision: Revision) -> Iterator[tuple[str, Sequence[Any]]]:
    """The changes of the fields that the portal still knows."""
    for key, pair in revision.changes.items():
        if key in BY_KEY or key.startswith(ACTIVITY):
            yield key, pair


def line_of(key: str, before: Any, after: Any) -> ChangeLine:  # noqa: ANN401  JSON
    """One field that changed."""
    if key.startswith(ACTIVITY):
        sector = say_sector((after or before)["sector"])
        label = f"Activité «{NBSP}{sector}{NBSP}»"
        return ChangeLine(
            key=key, label=label, before=say_activity(before), after=say_activity(after)
        )
    field = BY_KEY[key]
    return ChangeLine(
        key=key,
        label=field.label,
        before=say_field(key, before),
        after=say_field(key, after),
        is_private=field.is_private,
    )


def sections_of(keys: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The sections of these fields, by their words of an address and their labels."""
    found = dict.fromkeys(BY_KEY[key].section for key in keys if key in BY_KEY)
    named = tuple((section.value, section.label) for section in found)
    has_activities = any(key.startswith(ACTIVITY) for key in keys)
    return (*named, *(((ACTIVITIES, "Activités"),) if has_activities else ()))


def restore_field(edit: Editing, number: int, key: str) -> Revision | None:
    """Put one field back as it was before a change; NotFoundError where it did not bear on it."""
    revision = get_revision(edit, number)
    if key not in dict(known_changes(revision)):
        raise NotFoundError(NOT_YOURS)
    return put_back(edit, {key: revision.changes[key][0]}, revision)


def restore_section(edit: Editing, number: int, section: str) -> Revision | None:
    """Put a whole section back as it was before a change."""
    revision = get_revision(edit, number)
    if section != ACTIVITIES and section not in set(Section):
        raise NotFoundError(NOT_YOURS)
    current = {**read_values(edit.siae, edit.profile), **activities.read_activities(edit)}
    past: dict[str, Any] = {}
    for change in reversed(changes_since(edit.session, edit.siae.id, revision.id - 1)):
        past |= {key: pair[0] for key, pair in change.changes.items()}
    if section == ACTIVITIES:
        wanted = {key: value for key, value in past.items() if key.startswith(ACTIVITY)}
    else:
        keys = [field.key for field in fields_of(Section(section))]
        wanted = {key: past[key] for key in keys if key in past}
    changed = {key: value for key, value in wanted.items() if value != current.get(key)}
    return put_back(edit, changed, revision)


def get_revision(edit: Editing, number: int) -> Revision:
    """A change of the structure held; NotFoundError for another's."""
    found = edit.session.get(Revision, number)
    if found is None or (found.subject_kind, found.subject_key) != (KIND, str(edit.siae.id)):
        raise NotFoundError(NOT_YOURS)
    return found


def put_back(edit: Editing, wanted: dict[str, Any], revision: Revision) -> Revision | None:
    """Set these fields and activities, and keep that in the history too."""
    ours = {key: value for key, value in wanted.items() if key.startswith(ACTIVITY)}
    if revision.author != MEMBER:
        ours = {key: declared(value) for key, value in ours.items()}
    changes = set_values(edit, {key: v for key, v in wanted.items() if key not in ours})
    if ours:
        changes |= activities.restore(edit, ours)
    reason = f"Retour à l’état d’avant le {say_moment(revision.at)}"
    return edit.record(changes, reason)


def declared(activity: dict[str, Any] | None) -> dict[str, Any] | None:
    """An activity as a member says it: what an import took out, it would take out again."""
    return activity and {**activity, "is_inferred": False, "evidence": ""}


def record_import(
    session: Session, siae_id: int, changes: dict[str, list[Any]], *, source: str, now: datetime
) -> None:
    """Keep what an import changed, under the name of its source."""
    author = f"Import «{NBSP}{source}{NBSP}»"
    audit.record(session, (KIND, str(siae_id)), changes, author=author, now=now)
