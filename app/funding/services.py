"""Keep schemes: create, write over, correct; every change of a sheet has its line of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.services import differences, record
from app.errors import InvalidError
from app.funding.checks import find_faults
from app.funding.directory import call_of, find_row, scheme_of
from app.funding.models import SUBJECT, FundingCall, FundingScheme
from app.funding.sources.portal_cells import FIELDS, read_call, read_field
from app.funding.sources.source import RefusedError
from app.funding.values import scheme_of_values, values_of
from app.imports.text import slugify
from app.proposals.models import Proposal
from app.toolkit.schemes import Call, Scheme

CALL_CELLS = ("ouverture", "predepot", "cloture", "millesime")


def subject_of(row: FundingScheme) -> tuple[str, str]:
    """What names the sheet in the history: it outlives a change of address."""
    return (SUBJECT, str(row.id))


def create(
    session: Session, scheme: Scheme, origin: tuple[str, str], now: datetime
) -> FundingScheme:
    """A new sheet, from that source and identifier there; flushes."""
    row = FundingScheme(origin=origin[0], source_key=origin[1], created_at=now, updated_at=now)
    row.calls = []
    fill(row, scheme)
    session.add(row)
    session.flush()
    return row


def write_over(
    session: Session, row: FundingScheme, scheme: Scheme, *, author: str, now: datetime
) -> bool:
    """Give a sheet these values, and say whether anything changed; its calls are loaded."""
    before = values_of(scheme_of(row))
    changes = differences(before, values_of(scheme))
    if not changes:
        return False
    if scheme.url != row.url:
        row.link_state, row.link_note, row.link_checked_at = "", "", None
    fill(row, scheme)
    row.updated_at = now
    session.flush()
    record(session, subject_of(row), changes, author=author, now=now)
    return True


def fill(row: FundingScheme, scheme: Scheme) -> None:
    """Put the values of a scheme in its row; calls that stay the same keep theirs."""
    for field in fields(Scheme):
        if field.name not in {"calls", "as_of"}:
            value = getattr(scheme, field.name)
            setattr(row, field.name, list(value) if isinstance(value, tuple) else value)
    known = {call_of(call): call for call in row.calls}
    row.calls = [
        known.get(call) or make_call(call)
        for call in sorted(scheme.calls, key=lambda c: c.sort_key)
    ]


def make_call(call: Call) -> FundingCall:
    """The row of a call."""
    return FundingCall(
        opens_on=call.opens_on,
        pre_deposit_on=call.pre_deposit_on,
        closes_on=call.closes_on,
        year=call.year,
        url=call.url,
        pieces=list(call.pieces),
    )


def edit(
    session: Session, slug: str, cells: Mapping[str, str], *, author: str, now: datetime
) -> FundingScheme:
    """Correct a sheet: the names of the columns of the CSV, and what they hold now.

    No import writes over it any more. A new address keeps the old one, a new name too. Dates are
    those of one call: the one of that `millesime`, or a new one. NotFoundError for an unknown
    sheet; InvalidError names what cannot be kept, and changes nothing.
    """
    row = find_row(session, slug)
    old = scheme_of(row)
    try:
        new = change(old, cells)
    except RefusedError as error:
        raise InvalidError(str(error)) from error
    faults = find_faults(new)
    if new.slug != old.slug and is_taken(session, new.slug):
        faults = (*faults, f"identifiant : « {new.slug} » est déjà pris")
    if faults:
        raise InvalidError(" ; ".join(faults))
    if write_over(session, row, new, author=author, now=now):
        mark_edited(row, author, now)
        session.flush()
    return row


def is_taken(session: Session, slug: str) -> bool:
    """Whether a sheet has that address."""
    select = sa.select(FundingScheme.id).where(FundingScheme.slug == slug)
    return session.scalar(select) is not None


def mark_edited(row: FundingScheme, author: str, now: datetime) -> None:
    """Say that a person had the last word on a sheet."""
    row.edited_at, row.edited_by = now, author[:120]


def change(old: Scheme, cells: Mapping[str, str]) -> Scheme:
    """The scheme with these cells; RefusedError for one that cannot be read or does not exist."""
    values: dict[str, object] = {}
    for name, raw in cells.items():
        if name == "identifiant":
            values["slug"] = slugify(raw, limit=100)
        elif name in FIELDS:
            values[FIELDS[name]] = read_field(name, raw)
        elif name not in CALL_CELLS:
            known = ", ".join(("identifiant", *FIELDS, *CALL_CELLS))
            raise RefusedError(f"« {name[:40]} » n’est pas un champ ; champs connus : {known}")
    call = read_call(cells)
    if call is not None:
        others = [c for c in old.calls if c.year != call.year]
        values["calls"] = (*others, call)
    new = replace(old, **values)  # type: ignore[arg-type]
    return keep_names(old, new)


def keep_names(old: Scheme, new: Scheme) -> Scheme:
    """The new values with the names and addresses that the old ones had."""
    names, slugs = list(new.former_names or old.former_names), list(old.former_slugs)
    if new.name != old.name and old.name not in names:
        names.append(old.name)
    if new.slug != old.slug and old.slug not in slugs:
        slugs.append(old.slug)
    kept = tuple(slug for slug in slugs if slug != new.slug)
    return replace(new, former_names=tuple(names), former_slugs=kept)


def accept_change(session: Session, proposal: Proposal, now: datetime) -> str:
    """Give a sheet what an import proposes, those fields only; its path.

    InvalidError where the values cannot be kept.
    """
    row = find_row(session, proposal.subject)
    payload = proposal.payload
    changes, values = payload.get("changes"), payload.get("values")
    if not isinstance(changes, dict) or not isinstance(values, dict):
        raise InvalidError("La proposition est illisible.")
    wanted = {name: values[name] for name in changes if name in values and name != "slug"}
    new = scheme_of_values({**values_of(scheme_of(row)), **wanted})
    if faults := find_faults(new):
        raise InvalidError(" ; ".join(faults))
    author = f"import accepté : {proposal.origin}"[:120]
    write_over(session, row, new, author=author, now=now)
    mark_edited(row, author, now)
    session.flush()
    return f"/financements/{row.slug}"
