"""What the pages of a profile show to its members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from app import clock
from app.blueprints.access import me, my_membership
from app.blueprints.criteria import get_backend
from app.clock import say_day
from app.extensions import db
from app.organisations.roles import MemberRole
from app.siae import profile_edit
from app.siae.activities import is_stale, values_of
from app.siae.activities_words import say_area, say_capacity, say_sector
from app.siae.documents import document_of
from app.siae.history import name_author
from app.siae.models import Activity, Siae
from app.siae.profile_edit import ConflictError, Editing
from app.siae.profile_fields import NOTHING, Section, fields_of, read_values, say_field
from app.siae.profile_models import ImportedValue, SiaeProfile

OTHER = "autre"


def hold(organisation: int, siae: int) -> Editing:
    """The structure of the address, held for a change by the person signed in."""
    return profile_edit.begin(db.session(), organisation, siae, person_id=me().id, now=clock.now())


def commit(edit: Editing) -> None:
    """Keep a change, then tell the search."""
    document = document_of(edit.siae)
    db.session.commit()
    get_backend().upsert([document])


def seen_version() -> int:
    """The version of the profile that the form was filled from; 0 where it is no number."""
    raw = request.form.get("version", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 12 else 0


def fields_left() -> frozenset[str]:
    """The fields where the person chose what another one wrote."""
    prefix = "garder-"
    named = ((name, value) for name, value in request.form.items() if name.startswith(prefix))
    return frozenset(name.removeprefix(prefix) for name, value in named if value == OTHER)


def may_edit() -> bool:
    """Whether the person signed in may change what the page shows."""
    return my_membership().member_role.covers(MemberRole.EDITOR)


@dataclass(frozen=True, kw_only=True)
class SectionCard:
    """A section in the overview; `rows` are the fields that say something."""

    slug: str
    label: str
    rows: tuple[tuple[str, str], ...]
    has_private: bool


def section_cards(siae: Siae, kept: SiaeProfile) -> tuple[SectionCard, ...]:
    """Every section, in order."""
    values = read_values(siae, kept)
    return tuple(section_card(section, values) for section in Section)


def section_card(section: Section, values: dict[str, Any]) -> SectionCard:
    """One section."""
    said = [(field, say_field(field.key, values[field.key])) for field in fields_of(section)]
    return SectionCard(
        slug=section.value,
        label=section.label,
        rows=tuple((field.label, words) for field, words in said if words != NOTHING),
        has_private=any(f.is_private and words != NOTHING for f, words in said),
    )


@dataclass(frozen=True, kw_only=True)
class ActivityCard:
    """An activity in the overview; `as_of` is the day of its capacity, in words."""

    number: int
    sector: str
    service: str
    area: str
    capacity: str
    as_of: str
    available: str
    is_stale: bool
    is_inferred: bool
    evidence: str


def activity_cards(siae: Siae, on: date) -> tuple[ActivityCard, ...]:
    """The activities, those to confirm last."""
    cards = (activity_card(activity, on) for activity in siae.activities)
    return tuple(sorted(cards, key=lambda card: card.is_inferred))


def activity_card(activity: Activity, on: date) -> ActivityCard:
    """One activity, that day."""
    values = values_of(activity)
    return ActivityCard(
        number=activity.id,
        sector=say_sector(activity.sector),
        service=activity.service.label if activity.service else "",
        area=say_area(values),
        capacity=say_capacity(values),
        as_of=say_day(activity.capacity_as_of) if activity.capacity_as_of else "",
        available=say_available(activity.available_from, on),
        is_stale=is_stale(activity, on),
        is_inferred=activity.is_inferred,
        evidence=activity.evidence,
    )


def say_available(free: date | None, on: date) -> str:
    """From when an activity can be done; empty where nobody said it."""
    if free is None:
        return ""
    return f"à partir du {say_day(free)}" if free > on else "dès maintenant"


@dataclass(frozen=True, kw_only=True)
class ProposalCard:
    """What an import proposes for one field."""

    number: int
    label: str
    source: str
    given: str
    now: str


def proposal_cards(
    siae: Siae, kept: SiaeProfile, waiting: Iterable[ImportedValue]
) -> tuple[ProposalCard, ...]:
    """What imports propose, beside what stands."""
    values = read_values(siae, kept)
    return tuple(
        ProposalCard(
            number=item.id,
            label=profile_label(item.field),
            source=item.source,
            given=say_field(item.field, item.value),
            now=say_field(item.field, values[item.field]),
        )
        for item in waiting
    )


def profile_label(key: str) -> str:
    """How a field is named."""
    return next(f.label for section in Section for f in fields_of(section) if f.key == key)


@dataclass(frozen=True, kw_only=True)
class ConflictRow:
    """A field that two people changed, in words."""

    key: str
    label: str
    mine: str
    theirs: str
    who: str


@dataclass(frozen=True, kw_only=True)
class ConflictPage:
    """What two people changed at once; `posted` is all that the second one typed."""

    rows: tuple[ConflictRow, ...]
    merged: tuple[str, ...]
    version: int
    posted: tuple[tuple[str, str], ...]


def conflict_page(error: ConflictError, label: Any, say: Any) -> ConflictPage:  # noqa: ANN401
    """The page of a conflict; `label` and `say` give the words of a field and of its values."""
    rows = tuple(
        ConflictRow(
            key=conflict.key,
            label=label(conflict.key),
            mine=say(conflict.key, conflict.mine),
            theirs=say(conflict.key, conflict.theirs),
            who=name_author(db.session(), conflict.revision_id),
        )
        for conflict in error.conflicts
    )
    posted = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "version"} and not name.startswith("garder-")
    )
    return ConflictPage(rows=rows, merged=error.merged, version=error.latest, posted=posted)
