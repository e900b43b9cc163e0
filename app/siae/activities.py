"""The activities of a structure, as its members write them, confirm them or refuse them.

In the history an activity is one field, named by its sector and its form of service, whose value is
the whole of it as JSON: it can be compared, and put back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import sectors
from app.audit import services as audit
from app.clock import NBSP, to_paris
from app.errors import InvalidError, NotFoundError
from app.matching.kinds import ServiceType
from app.matching.weights import FRESH_DAYS
from app.siae.models import Activity
from app.siae.profile_edit import (
    ACTIVITY,
    Editing,
    SeenChange,
    changes_since,
    latest_change,
    merge,
)

GONE = "Cette activité n’existe plus, ou n’est pas la vôtre."
PARTS = (
    "sector", "service", "zones", "radius_km", "is_nationwide", "capacity_fte", "capacity_volume",
    "capacity_unit", "capacity_as_of", "available_from", "is_inferred", "evidence",
)  # fmt: skip
CAPACITY = ("capacity_fte", "capacity_volume", "capacity_unit")
PAST = "indiquez le jour où vous l’avez constatée, ou rien pour aujourd’hui."
DAYS = frozenset({"capacity_as_of", "available_from"})
CONFIRMED = "Filière confirmée"
REFUSED = "Filière refusée"
STILL_TRUE = "Capacité confirmée"


class TakenError(InvalidError):
    """Another activity of the structure has that sector and that form of service."""


@dataclass(frozen=True, kw_only=True)
class ActivityDraft:
    """What a member says of an activity; see `Activity` for the units.

    The area is one of `zones` (codes of territories), `radius_km`, `is_nationwide`, or nothing.
    `capacity_as_of` None is today, where a capacity is given.
    """

    sector: str
    service: ServiceType | None
    zones: tuple[str, ...] = ()
    radius_km: float | None = None
    is_nationwide: bool = False
    capacity_fte: float | None = None
    capacity_volume: float | None = None
    capacity_unit: str = ""
    capacity_as_of: date | None = None
    available_from: date | None = None


def values_of(activity: Activity) -> dict[str, Any]:
    """The whole of an activity, as JSON."""
    values = {name: getattr(activity, name) for name in PARTS}
    service: ServiceType | None = values["service"]
    days = {name: values[name] and values[name].isoformat() for name in DAYS}
    return {**values, **days, "service": service.value if service else None}


def key_of(activity: Activity) -> str:
    """The name of an activity in the history."""
    return f"{ACTIVITY}{activity.id}"


def read_activities(edit: Editing) -> dict[str, dict[str, Any]]:
    """Every activity of a structure, by its name in the history."""
    return {key_of(activity): values_of(activity) for activity in edit.siae.activities}


def get_activity(edit: Editing, number: int) -> Activity:
    """An activity of the structure held; NotFoundError where it is not one of its."""
    found = next((a for a in edit.siae.activities if a.id == number), None)
    if found is None:
        raise NotFoundError(GONE)
    return found


def is_known(edit: Editing, number: int) -> bool:
    """Whether the history of the structure held knows an activity of that number."""
    key = f"{ACTIVITY}{number}"
    return any(key in seen.changes for seen in changes_since(edit.session, edit.siae.id, 0))


def is_stale(activity: Activity, on: date) -> bool:
    """Whether a capacity was declared too long ago to be believed: it then counts as unknown."""
    if activity.capacity_fte is None and activity.capacity_volume is None:
        return False
    declared = activity.capacity_as_of
    return declared is None or on - declared > timedelta(days=FRESH_DAYS)


def add(edit: Editing, draft: ActivityDraft) -> Activity:
    """Declare an activity; what an import inferred of that sector gives way to it.

    Raises TakenError where the structure has it already, InvalidError for what makes no sense.
    """
    values = drafted(draft, to_paris(edit.now).date())
    check_free(edit, values)
    before = read_activities(edit)
    drop_guesses(edit, draft.sector)
    activity = Activity()
    assign(activity, values)
    edit.siae.activities.append(activity)
    admit_sector(edit, draft.sector)
    finish(edit, before)
    return activity


def change(
    edit: Editing,
    number: int,
    draft: ActivityDraft,
    *,
    seen: int,
    leave: Collection[str] = (),
) -> Activity:
    """Change an activity, as a person who saw that version means it; it is then declared.

    The parts named by `leave` stay as they are. Raises NotFoundError, TakenError, InvalidError, and
    ConflictError where another person changed the same parts meanwhile.
    """
    activity = get_activity(edit, number)
    before, theirs = read_activities(edit), values_of(activity)
    said = drafted(draft, to_paris(edit.now).date(), theirs)
    mine = {name: value for name, value in said.items() if name not in leave}
    since = [
        SeenChange(id=seen_change.id, changes=differing(*seen_change.changes[key]))
        for seen_change in changes_since(edit.session, edit.siae.id, seen)
        if (key := key_of(activity)) in seen_change.changes
    ]
    latest = latest_change(edit.session, edit.siae.id)
    wanted = {**theirs, **merge(theirs, mine, since, latest)}
    check_free(edit, wanted, activity)
    drop_guesses(edit, wanted["sector"], activity)
    assign(activity, wanted)
    admit_sector(edit, activity.sector)
    finish(edit, before)
    return activity


def remove(edit: Editing, number: int) -> str:
    """Take out an activity and give its sector, which no import infers again."""
    activity = get_activity(edit, number)
    before = read_activities(edit)
    edit.siae.activities.remove(activity)
    dismiss_sector(edit, activity.sector)
    finish(edit, before, REFUSED if activity.is_inferred else "")
    return activity.sector


def confirm(edit: Editing, number: int) -> str:
    """Say that an inferred sector is right, and give it."""
    activity = get_activity(edit, number)
    before = read_activities(edit)
    activity.is_inferred, activity.evidence = False, ""
    finish(edit, before, CONFIRMED)
    return activity.sector


def renew_capacity(edit: Editing, number: int) -> str:
    """Say that a capacity is still true today, and give the sector."""
    activity = get_activity(edit, number)
    before = read_activities(edit)
    if activity.capacity_fte is not None or activity.capacity_volume is not None:
        activity.capacity_as_of = to_paris(edit.now).date()
    finish(edit, before, STILL_TRUE)
    return activity.sector


def restore(edit: Editing, wanted: Mapping[str, dict[str, Any] | None]) -> dict[str, list[Any]]:
    """Put these activities back in a state of the history, None being none; give what changed.

    Raises TakenError where another activity took their place, InvalidError for a sector that has
    left the taxonomy.
    """
    before = read_activities(edit)
    known = {key_of(activity): activity for activity in edit.siae.activities}
    for key in [key for key, values in wanted.items() if values is None and key in known]:
        dismiss_sector(edit, known[key].sector)
        edit.siae.activities.remove(known[key])
    edit.session.flush()  # what goes leaves its place to what comes back
    for key, values in wanted.items():
        if values is None:
            continue
        activity = known.get(key)
        check_free(edit, values, activity)
        drop_guesses(edit, values["sector"], activity)
        if activity is None:
            activity = Activity(id=free_number(edit, key))
            edit.siae.activities.append(activity)
        assign(activity, values)
        admit_sector(edit, activity.sector)
    edit.session.flush()
    return audit.differences(before, read_activities(edit))


def free_number(edit: Editing, key: str) -> int | None:
    """The number that an activity had, if no other took it since."""
    number = int(key.removeprefix(ACTIVITY))
    return None if edit.session.get(Activity, number) else number


def differing(before: Any, after: Any) -> dict[str, list[Any]]:  # noqa: ANN401  JSON
    """The parts of an activity that one revision changed."""
    return audit.differences(before, after) if before and after else {}


def drafted(
    draft: ActivityDraft, on: date, theirs: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A draft as the values of an activity; InvalidError for what makes no sense.

    A capacity that changes is true that day, unless another one is said.
    """
    if draft.capacity_as_of and draft.capacity_as_of > on:
        raise InvalidError(f"La date de la capacité est dans le futur{NBSP}: {PAST}")
    values: dict[str, Any] = {name: getattr(draft, name, None) for name in PARTS}
    values |= {"is_inferred": False, "evidence": "", "zones": list(draft.zones) or None}
    values["service"] = draft.service.value if draft.service else None
    values |= {name: values[name] and values[name].isoformat() for name in DAYS}
    if draft.capacity_fte is None and draft.capacity_volume is None:
        values["capacity_as_of"] = None
    elif not values["capacity_as_of"] or is_renewed(values, theirs):
        values["capacity_as_of"] = on.isoformat()
    return values


def is_renewed(values: Mapping[str, Any], theirs: Mapping[str, Any] | None) -> bool:
    """Whether a capacity changed while its date was left as it stood."""
    if theirs is None or values["capacity_as_of"] != theirs["capacity_as_of"]:
        return False
    return any(values[name] != theirs[name] for name in CAPACITY)


def assign(activity: Activity, values: Mapping[str, Any]) -> None:
    """Set the whole of an activity."""
    for name in PARTS:
        value = values[name]
        if name in DAYS and value:
            value = date.fromisoformat(value)
        setattr(activity, name, value)
    activity.service = ServiceType(values["service"]) if values["service"] else None


def check_free(edit: Editing, values: Mapping[str, Any], own: Activity | None = None) -> None:
    """Refuse a sector unknown, and one that another activity has in the same form."""
    sector = sectors.find(values["sector"])
    if sector is None:
        raise InvalidError("Cette filière n’existe pas, ou n’existe plus.")
    for other in edit.siae.activities:
        same = other.sector == sector.slug and values["service"] == other.service
        if other is not own and same and not other.is_inferred:
            form = other.service.label if other.service else "sans forme de service"
            raise TakenError(
                f"Vous avez déjà une activité «{NBSP}{sector.name}{NBSP}» ({form}){NBSP}: "
                "modifiez-la, ou choisissez une autre forme de service."
            )


def drop_guesses(edit: Editing, sector: str, own: Activity | None = None) -> None:
    """Take out what an import inferred of a sector that a member declares; flushes.

    A guess may have the same sector and form of service: it must go first.
    """
    for guess in [a for a in edit.siae.activities if a.is_inferred and a.sector == sector]:
        if guess is not own:
            edit.siae.activities.remove(guess)
    edit.session.flush()


def admit_sector(edit: Editing, sector: str) -> None:
    """Let a sector in again, that was refused."""
    edit.profile.refused_sectors = [s for s in edit.profile.refused_sectors if s != sector]


def dismiss_sector(edit: Editing, sector: str) -> None:
    """Keep an import from inferring again a sector that a member took out."""
    admit_sector(edit, sector)
    edit.profile.refused_sectors = [*edit.profile.refused_sectors, sector]


def finish(edit: Editing, before: Mapping[str, Any], reason: str = "") -> None:
    """Keep in the history what changed since; flushes."""
    edit.session.flush()
    edit.record(audit.differences(before, read_activities(edit)), reason)
