"""Keep what a file says of actors; a sheet that a person edited is never overwritten.

For each sheet the portal remembers what each file said last: a file changes only what it says anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.services import differences
from app.errors import InvalidError
from app.imports.report import FileReport, Outcome, RowError
from app.proposals.models import ProposalKind
from app.proposals.services import Draft, submit_import
from app.stakeholders.models import Stakeholder
from app.stakeholders.services import change, create, read_all, remember, what_is_known
from app.stakeholders.sources.rows import ActorRow
from app.stakeholders.values import Values, make_actor, values_of
from app.toolkit.actor_check import problems_of
from app.toolkit.actor_sheet import Actor


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A row, and the actor that it makes of its sheet; `news` are the fields it says anew."""

    row: ActorRow
    actor: Actor
    news: Values


def import_rows(
    session: Session,
    items: Iterable[ActorRow | RowError],
    report: FileReport,
    *,
    origin: str,
    now: datetime,
) -> list[str]:
    """Store the rows, fill the report, and give the slugs of the sheets created or updated.

    Flushes, never commits. A row that names a parent may come before it.
    """
    sheets = read_all(session)
    rows = leave_former(keep_first(items, report), sheets, report)
    candidates = read_candidates(rows, sheets, report, origin)
    changed = []
    for candidate in keep_right(candidates, sheets, report, now):
        outcome = store(session, candidate, sheets, report, origin=origin, now=now)
        report.count(outcome)
        if outcome is not Outcome.UNCHANGED:
            changed.append(candidate.actor.slug)
    session.flush()
    return changed


def keep_first(items: Iterable[ActorRow | RowError], report: FileReport) -> list[ActorRow]:
    """The rows that can be read; a second one for the same sheet is refused."""
    first: dict[str, ActorRow] = {}
    for item in items:
        if isinstance(item, RowError):
            report.refuse(item)
        elif item.slug in first:
            what = f"« {item.slug} » est déjà dans le fichier, {first[item.slug].where}"
            report.refuse(RowError(where=item.where, what=what))
        else:
            first[item.slug] = item
    return list(first.values())


def leave_former(
    rows: list[ActorRow], sheets: dict[str, Stakeholder], report: FileReport
) -> list[ActorRow]:
    """The rows but those of sheets that the team joined to others."""
    former = {slug: row.slug for row in sheets.values() for slug in row.former_slugs}
    for row in rows:
        if row.slug in former:
            what = f"« {row.slug} » est réuni à « {former[row.slug]} » : laissé"
            report.remarks.append(RowError(where=row.where, what=what))
            report.count(Outcome.UNCHANGED)
    return [row for row in rows if row.slug not in former]


def read_candidates(
    rows: list[ActorRow], sheets: dict[str, Stakeholder], report: FileReport, origin: str
) -> list[Candidate]:
    """The actors that the rows make; one with a word outside its list is refused."""
    found = []
    for row in rows:
        sheet = sheets.get(row.slug)
        said = sheet.imported.get(origin, {}) if sheet else {}
        news = {name: v for name, v in row.values.items() if name not in said or said[name] != v}
        try:
            actor = make_actor({**(values_of(sheet) if sheet else {}), **news, "slug": row.slug})
        except InvalidError as error:
            report.refuse(RowError(where=row.where, what=str(error)))
            continue
        found.append(Candidate(row=row, actor=actor, news=news))
    return found


def keep_right(
    candidates: list[Candidate], sheets: dict[str, Stakeholder], report: FileReport, now: datetime
) -> list[Candidate]:
    """The candidates that can be kept; one whose parent is refused is refused too."""
    before = {slug: make_actor(values_of(sheet)) for slug, sheet in sheets.items()}
    while True:
        after = before | {c.actor.slug: c.actor for c in candidates}
        known = what_is_known(after.values(), now)
        wrong = {c.actor.slug: w for c in candidates if (w := list(problems_of(c.actor, known)))}
        if not wrong:
            return candidates
        for candidate in candidates:
            if found := wrong.get(candidate.actor.slug):
                what = " ; ".join(f"{name} : {why}" for name, why in found)
                report.refuse(RowError(where=candidate.row.where, what=what))
        candidates = [c for c in candidates if c.actor.slug not in wrong]


def store(
    session: Session,
    candidate: Candidate,
    sheets: dict[str, Stakeholder],
    report: FileReport,
    *,
    origin: str,
    now: datetime,
) -> Outcome:
    """Create or update a sheet, or propose the change to the team."""
    sheet = sheets.get(candidate.actor.slug)
    author = f"import : {origin}"
    if sheet is None:
        made = create(session, candidate.actor, author=author, origin=origin, now=now)
        remember(made, origin, candidate.row.values)
        return Outcome.CREATED
    if sheet.edited_at is not None:
        propose(session, candidate, sheet, report, origin=origin, now=now)
        return Outcome.UNCHANGED
    is_changed = change(session, sheet, candidate.actor, author=author, now=now)
    remember(sheet, origin, candidate.row.values)
    return Outcome.UPDATED if is_changed else Outcome.UNCHANGED


def propose(
    session: Session,
    candidate: Candidate,
    sheet: Stakeholder,
    report: FileReport,
    *,
    origin: str,
    now: datetime,
) -> None:
    """Make a waiting proposal of what the row says anew; nothing where it changes nothing."""
    changes = differences(values_of(sheet), values_of(candidate.actor))
    if not changes:
        return
    values = {name: after for name, (_, after) in changes.items()}
    draft = Draft(
        kind=ProposalKind.ACTOR_CHANGE,
        title=candidate.actor.name,
        subject=sheet.slug,
        payload={"changes": changes, "values": values},
    )
    made = submit_import(session, draft, origin, now)
    what = "fiche de l’équipe, laissée telle quelle"
    if made is not None:
        what += f" : changement proposé, n° {made.id}"
    report.remarks.append(RowError(where=candidate.row.where, what=what))
