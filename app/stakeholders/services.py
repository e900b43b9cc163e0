"""Write the sheets of actors: created, edited, changed by a proposal; every change is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.services import differences, record
from app.clock import to_paris
from app.errors import InvalidError, NotFoundError
from app.imports.text import slugify
from app.stakeholders import queries
from app.stakeholders.models import SUBJECT, Stakeholder
from app.stakeholders.values import NAMES, Values, assign, make_actor, read_value, values_of
from app.toolkit.actor_check import (
    LABELS,
    KnownActors,
    Problem,
    addresses,
    problems_of,
    refuse_wrong,
)
from app.toolkit.actor_sheet import Actor
from app.toolkit.actors import load_functions

"""How the history names these sheets."""
TEAM = "équipe du portail"
ACCEPTED = "proposition acceptée par l’équipe du portail"
PROPOSED = "proposition"
LONGEST_AUTHOR = 120  # characters that the history keeps
FIXED = frozenset({"slug"})
"""A sheet keeps its address; a new one keeps the former among `former_slugs`."""


def what_is_known(actors: Iterable[Actor], now: datetime) -> KnownActors:
    """What a sheet may refer to, beside these."""
    sheets = list(actors)
    return KnownActors(
        functions={function.slug for function in load_functions()},
        parents={actor.slug: actor.parent for actor in sheets},
        taken=addresses(sheets),
        today=to_paris(now).date(),
    )


def read_all(session: Session) -> dict[str, Stakeholder]:
    """Every sheet, by slug."""
    return {row.slug: row for row in session.scalars(queries.everything())}


def get(session: Session, slug: str) -> Stakeholder:
    """The sheet of that slug; NotFoundError where there is none."""
    row = session.scalars(queries.by_slugs([slug])).one_or_none()
    if row is None:
        raise NotFoundError(f"Aucun acteur n’a l’identifiant « {slug[:80]} ».")
    return row


def create(
    session: Session, actor: Actor, *, author: str, origin: str, now: datetime
) -> Stakeholder:
    """A new sheet, already checked. Flushes."""
    row = Stakeholder(origin=origin[:255], imported={}, created_at=now, updated_at=now)
    assign(row, actor)
    session.add(row)
    session.flush()
    record(
        session,
        (SUBJECT, actor.slug),
        {"création": [None, actor.name]},
        author=author[:LONGEST_AUTHOR],
        now=now,
    )
    return row


def change(session: Session, row: Stakeholder, actor: Actor, *, author: str, now: datetime) -> bool:
    """Write on a sheet an actor that was checked, and keep what changed; whether anything did."""
    changes = differences(values_of(row), values_of(actor))
    if not changes:
        return False
    assign(row, actor)
    row.updated_at = now
    record(session, (SUBJECT, row.slug), changes, author=author[:LONGEST_AUTHOR], now=now)
    session.flush()
    return True


def edit(session: Session, slug: str, raw: Mapping[str, str], now: datetime) -> Actor:
    """Set fields of a sheet, by their French or English names; from now on it is the team's.

    InvalidError with every field that cannot be kept. Flushes.
    """
    values = dict(read_settings(raw))
    return put(session, get(session, slug), values, author=TEAM, now=now)


def read_settings(raw: Mapping[str, str]) -> Iterable[tuple[str, object]]:
    """Each field and its value; InvalidError for one that no sheet has."""
    for label, text in raw.items():
        name = NAMES.get(label)
        if name is None or name in FIXED:
            known = ", ".join(word for field, word in LABELS.items() if field not in FIXED)
            raise InvalidError(f"« {label[:40]} » n’est pas un champ ; attendu : {known}.")
        try:
            yield name, read_value(name, text)
        except InvalidError as error:
            raise InvalidError(f"{LABELS[name]} : {error}") from error


def put(
    session: Session, row: Stakeholder, values: Mapping[str, object], *, author: str, now: datetime
) -> Actor:
    """Write values that somebody decided, checked against every other sheet."""
    actor = make_actor({**values_of(row), **values})
    others = {r.slug: make_actor(values_of(r)) for r in read_all(session).values()}
    refuse_wrong(actor, what_is_known({**others, row.slug: actor}.values(), now))
    if change(session, row, actor, author=author, now=now):
        row.edited_at, row.edited_by = now, author[:LONGEST_AUTHOR]
        session.flush()
    return actor


def apply_change(
    session: Session, slug: str, values: Mapping[str, object], origin: str, now: datetime
) -> Actor:
    """Write the change that an import proposed; InvalidError where it is wrong by now."""
    row = get(session, slug)
    actor = put(session, row, values, author=f"import accepté : {origin}", now=now)
    remember(row, origin, values)
    session.flush()
    return actor


def remember(row: Stakeholder, origin: str, values: Mapping[str, object]) -> None:
    """Keep what that file said of a sheet last."""
    said: Values = {**row.imported.get(origin, {}), **values}
    if row.imported.get(origin) != said:
        row.imported = {**row.imported, origin: said}


def add_proposed(session: Session, values: Mapping[str, object], now: datetime) -> Actor:
    """The sheet of an actor that somebody proposed: to be verified, whatever it says.

    InvalidError where it cannot be kept, or where the actor is there already. Flushes.
    """
    sheets = {row.slug: make_actor(values_of(row)) for row in read_all(session).values()}
    actor = make_proposed(values)
    if found := problems_of_proposed(actor, list(sheets.values()), now):
        raise InvalidError(" ; ".join(f"{name} : {why}" for name, why in found))
    row = create(session, actor, author=ACCEPTED, origin=PROPOSED, now=now)
    row.edited_at, row.edited_by = now, ACCEPTED
    session.flush()
    return actor


def merge(session: Session, former: str, present: str, now: datetime) -> Actor:
    """Join a sheet to another: its address and its name lead there, its functions too.

    NotFoundError where one is missing; InvalidError where something depends on the former.
    """
    gone, kept = get(session, former), get(session, present)
    if gone is kept or any(row.parent == former for row in read_all(session).values()):
        raise InvalidError(f"« {former} » ne peut pas être réuni : un acteur en dépend.")
    session.delete(gone)
    session.flush()
    slugs = (*kept.former_slugs, former, *gone.former_slugs)
    values = {
        "former_slugs": list(dict.fromkeys(slugs)),
        "former_names": list(dict.fromkeys((*kept.former_names, *gone.former_names))),
        "functions": list(dict.fromkeys((*kept.functions, *gone.functions))),
    }
    return put(session, kept, values, author=TEAM, now=now)


def make_proposed(values: Mapping[str, object]) -> Actor:
    """The actor that somebody proposes; InvalidError for a word outside its list."""
    slug = slugify(str(values.get("name", "")), limit=80)
    return make_actor({**values, "slug": slug, "is_confirmed": False, "verified_on": ""})


def problems_of_proposed(actor: Actor, others: Sequence[Actor], now: datetime) -> list[Problem]:
    """Why an actor cannot be proposed: field and reason. One that is there already is named."""
    taken = {other.slug: other.slug for other in others} | addresses(others)
    if actor.slug in taken:
        return [("nom", f"cet acteur a déjà une fiche, /acteurs/{taken[actor.slug]}")]
    return list(problems_of(actor, what_is_known([*others, actor], now)))


def count(session: Session) -> int:
    """How many sheets there are."""
    return session.scalars(sa.select(sa.func.count(Stakeholder.id))).one()
