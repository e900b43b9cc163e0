"""Which organisation pays by which scheme: an act of the portal team, kept in its history."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.dossiers.funder_models import SchemeFunder
from app.errors import InvalidError, NotFoundError
from app.funding.directory import find_successor
from app.imports.siret import clean_siret
from app.imports.text import fold
from app.organisations.membership import lock
from app.organisations.models import Organisation
from app.organisations.steps import Act, Step, record
from app.toolkit.schemes import Scheme

NO_TIE = "Ce financeur n’est pas relié à ce dispositif."


def ties() -> sa.Select[SchemeFunder]:
    """The funders and their schemes, each organisation loaded, by name."""
    return (
        sa.select(SchemeFunder)
        .join(SchemeFunder.organisation)
        .where(SchemeFunder.ended_at.is_(None))
        .options(contains_eager(SchemeFunder.organisation))
        .order_by(Organisation.name, Organisation.id, SchemeFunder.scheme)
    )


def of_organisations(organisation_ids: Collection[int]) -> sa.Select[SchemeFunder]:
    """The schemes that these organisations pay by."""
    return ties().where(SchemeFunder.organisation_id.in_(list(organisation_ids)))


def search(text: str) -> sa.Select[Organisation]:
    """The organisations with that SIRET, said or checked, or those words in their name, by name."""
    if siret := clean_siret(text):
        return sa.select(Organisation).where(
            sa.or_(Organisation.siret == siret, Organisation.claimed_siret == siret)
        )
    select = sa.select(Organisation).order_by(Organisation.name, Organisation.id)
    for word in text.casefold().split():
        spelt = (word, fold(word))
        name = sa.func.lower(Organisation.name)
        select = select.where(sa.or_(*(name.contains(one, autoescape=True) for one in spelt)))
    return select


def tie(session: Session, organisation_id: int, scheme: Scheme, act: Act) -> SchemeFunder:
    """Say that an organisation pays by a scheme. Flushes.

    Raises NotFoundError for no organisation, InvalidError where it was said already.
    """
    organisation = lock(session, organisation_id)
    found = session.scalars(
        sa.select(SchemeFunder).where(
            SchemeFunder.organisation_id == organisation.id,
            SchemeFunder.scheme.in_((scheme.slug, *scheme.former_slugs)),
        )
    ).all()
    if any(one.ended_at is None for one in found):
        raise InvalidError(f"{organisation.name} est déjà relié à «\u00a0{scheme.name}\u00a0».")
    made = found[0] if found else SchemeFunder(organisation_id=organisation.id, scheme=scheme.slug)
    made.person_id, made.tied_at, made.ended_at = act.by, act.now, None
    session.add(made)
    record(
        session, organisation.id, Step.FUNDER, act, detail=f"finance «\u00a0{scheme.name}\u00a0»"
    )
    return made


def untie(session: Session, number: int, name: str, act: Act) -> SchemeFunder:
    """Take that back; `name` is the scheme’s. Flushes; NotFoundError where it does not hold."""
    found = session.get(SchemeFunder, number)
    if found is None:
        raise NotFoundError(NO_TIE)
    lock(session, found.organisation_id)
    session.refresh(found)
    if found.ended_at is not None:
        raise NotFoundError(NO_TIE)
    found.ended_at = act.now
    detail = f"ne finance plus «\u00a0{name}\u00a0»"
    record(session, found.organisation_id, Step.FUNDER, act, detail=detail)
    return found


def schemes_by_tie(tied: Sequence[SchemeFunder], schemes: Sequence[Scheme]) -> dict[int, Scheme]:
    """The scheme of each tie, by its number; a tie whose scheme is gone has none."""
    known = {scheme.slug: scheme for scheme in schemes}
    found = {one.id: known.get(one.scheme) or find_successor(schemes, one.scheme) for one in tied}
    return {number: scheme for number, scheme in found.items() if scheme is not None}
