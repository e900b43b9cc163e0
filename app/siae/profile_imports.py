"""What an import may set on a structure, and what it only proposes because a member wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit import services as audit
from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.imports.text import fold
from app.siae.activities import key_of, values_of
from app.siae.history import record_import
from app.siae.models import Siae
from app.siae.profile_edit import ACTIVITY, Editing, set_values
from app.siae.profile_fields import IMPORTED, read_value, seat_of
from app.siae.profile_models import ImportedValue, ImportState, SiaeProfile

SEAT = frozenset(
    {
        "address", "postal_code", "city", "commune_code", "department_code", "latitude",
        "longitude", "geocoding",
    }
)  # fmt: skip
GONE = "Cette proposition n’existe pas, ou n’est pas celle de votre structure."
DECIDED = "Cette proposition est déjà décidée."


class MemberWords:
    """What members wrote of all the structures, read once before an import."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.profiles = {p.siae_id: p for p in session.scalars(sa.select(SiaeProfile))}
        self.given = {(v.siae_id, v.field): v for v in session.scalars(sa.select(ImportedValue))}

    def refused_sectors(self, siae: Siae) -> frozenset[str]:
        """The sectors that a member refused."""
        profile = self.profiles.get(siae.id)
        return frozenset(profile.refused_sectors) if profile else frozenset()

    def set_apart(
        self, siae: Siae, values: Mapping[str, object], source: str
    ) -> tuple[dict[str, object], list[str]]:
        """What of the columns of an import may be set, and the fields that it newly proposes."""
        profile = self.profiles.get(siae.id)
        if profile is None:
            return dict(values), []
        free, proposed = dict(values), []
        for field in sorted(IMPORTED & set(profile.written)):
            given = seat_given(values) if field == "seat" else values[field]
            for column in SEAT if field == "seat" else {field}:
                del free[column]
            if self.propose(siae, profile, field, given, source):
                proposed.append(field)
        if "brand" in profile.written:
            free["sort_name"] = fold(siae.brand or str(values["name"]))
        return free, proposed

    def propose(
        self,
        siae: Siae,
        profile: SiaeProfile,
        field: str,
        given: Any,  # noqa: ANN401  JSON
        source: str,
    ) -> bool:
        """Propose a value, unless nothing is new in it; whether it did."""
        known = self.given.get((siae.id, field))
        if is_empty(given) or (known is not None and known.value == given):
            return False
        if known is None:
            known = ImportedValue(siae_id=siae.id, field=field)
            self.given[siae.id, field] = known
            self.session.add(known)
        same = read_value(siae, profile, field) == given
        known.value, known.source, known.given_at = given, source, self.now
        known.state = (ImportState.ACCEPTED if same else ImportState.WAITING).value
        known.decided_at = self.now if same else None
        return not same

    def record(
        self, siae: Siae, before: dict[str, Any], after: dict[str, Any], source: str
    ) -> None:
        """Keep in the history what an import changed: fields, sectors added and taken out.

        A sector that is only inferred otherwise is no change of the sheet.
        """
        changes = {
            key: pair
            for key, pair in audit.differences(before, after).items()
            if not key.startswith(ACTIVITY) or None in pair
        }
        record_import(self.session, siae.id, changes, source=source, now=self.now)


def seat_given(values: Mapping[str, object]) -> dict[str, str]:
    """The address that an import gives."""
    return {name: str(values[name]) for name in ("address", "postal_code", "city")}


def is_empty(given: Any) -> bool:  # noqa: ANN401  JSON
    """Whether an import says nothing of a field: an address needs a street and a commune."""
    if isinstance(given, dict):
        return not (given["address"] and given["city"])
    return given in ("", None)


def imported_values(siae: Siae) -> dict[str, Any]:
    """The fields that imports give and the activities that they infer, as they stand."""
    columns = {key: getattr(siae, key) for key in sorted(IMPORTED - {"seat"})}
    inferred = {key_of(a): values_of(a) for a in siae.activities if a.is_inferred}
    return {**columns, "seat": seat_of(siae), **inferred}


def accept(edit: Editing, number: int) -> ImportedValue:
    """Take what an import proposes; InvalidError where it is decided already."""
    proposal = get_waiting(edit, number)
    close(edit, proposal, ImportState.ACCEPTED)
    changes = set_values(edit, {proposal.field: proposal.value})
    edit.record(changes, f"Proposition acceptée{NBSP}: import «{NBSP}{proposal.source}{NBSP}»")
    return proposal


def refuse(edit: Editing, number: int) -> ImportedValue:
    """Leave what an import proposes: the same value does not come back."""
    proposal = get_waiting(edit, number)
    close(edit, proposal, ImportState.REFUSED)
    edit.session.flush()
    return proposal


def get_waiting(edit: Editing, number: int) -> ImportedValue:
    """A proposal for the structure held; NotFoundError for another's."""
    found = edit.session.get(ImportedValue, number, populate_existing=True)
    if found is None or found.siae_id != edit.siae.id:
        raise NotFoundError(GONE)
    if found.state != ImportState.WAITING:
        raise InvalidError(DECIDED)
    return found


def close(edit: Editing, proposal: ImportedValue, state: ImportState) -> None:
    """Decide."""
    proposal.state, proposal.decided_at = state.value, edit.now
