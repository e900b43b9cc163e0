"""What the directory knows of an organisation that somebody asks to join."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.imports.siret import clean_siret
from app.imports.text import fold
from app.organisations import domains
from app.organisations.domains import domain_of_address, domain_of_site, is_under
from app.organisations.models import Organisation
from app.siae.models import Siae

UNKNOWN = "Cette organisation n’est pas dans l’annuaire."


def in_directory() -> sa.Select[Organisation]:
    """The organisations that anybody may ask to join: those with a SIRET or a profile.

    A project that a person created is nobody's business: it is joined by invitation.
    """
    profile = sa.select(Siae.id).where(Siae.organisation_id == Organisation.id).exists()
    return sa.select(Organisation).where(sa.or_(Organisation.siret.is_not(None), profile))


def get_listed(session: Session, number: int) -> Organisation:
    """The organisation of the directory of that number; NotFoundError otherwise."""
    found = session.scalars(in_directory().where(Organisation.id == number)).one_or_none()
    if found is None:
        raise NotFoundError(UNKNOWN)
    return found


def search(text: str) -> sa.Select[Organisation]:
    """The organisations of the directory with that SIRET, or those words in their name, by name."""
    if siret := clean_siret(text):
        return in_directory().where(Organisation.siret == siret)
    select = in_directory().order_by(Organisation.name, Organisation.id)
    for word in fold(text).split():
        profile = sa.select(Siae.id).where(
            Siae.organisation_id == Organisation.id,
            sa.or_(
                Siae.sort_name.contains(word, autoescape=True),
                sa.func.lower(Siae.name).contains(word, autoescape=True),
            ),
        )
        name = sa.func.lower(Organisation.name).contains(word, autoescape=True)
        select = select.where(sa.or_(name, profile.exists()))
    return select


def profiles(organisations: Collection[int]) -> sa.Select[Siae]:
    """The profiles of these organisations, by kind."""
    return (
        sa.select(Siae)
        .where(Siae.organisation_id.in_(organisations))
        .order_by(Siae.organisation_id, Siae.kind)
    )


def own_domains(session: Session, organisation: Organisation) -> tuple[str, ...]:
    """The e-mail domains that the directory knows to be this organisation's alone."""
    found = domains.own_domains(
        own_sites(session, organisation), own_contact(session, organisation)
    )
    return found if not organisation.is_demo else ()


def own_sites(session: Session, organisation: Organisation) -> tuple[str, ...]:
    """The web sites that the organisation alone has.

    A domain that another legal body gives too – a federation, a host that no list knows – proves
    nothing: whoever has an address there may work for any of them.
    """
    sites = [siae.website for siae in session.scalars(profiles([organisation.id])) if siae.website]
    return tuple(site for site in sites if is_alone(session, domain_of_site(site), organisation))


def is_alone(session: Session, domain: str, organisation: Organisation) -> bool:
    """Whether no other legal body gives that domain, or one below it, as its own."""
    if not domain:
        return False
    siren = (organisation.siret or "")[:9]
    rows = session.execute(
        sa.select(Organisation.id, Organisation.siret, Siae.website)
        .join(Siae, Siae.organisation_id == Organisation.id)
        .where(sa.func.lower(Siae.website).contains(domain, autoescape=True))
    )
    others = [
        website
        for number, siret, website in rows
        if number != organisation.id and not (siren and (siret or "").startswith(siren))
    ]
    return not any(is_under(domain_of_site(website), domain) for website in others)


def own_contact(session: Session, organisation: Organisation) -> str:
    """The address on record, where its domain is the organisation's alone; nothing otherwise."""
    address = organisation.contact_email
    domain = domain_of_address(address)
    if not domain or not is_alone(session, domain, organisation):
        return ""
    siren = (organisation.siret or "")[:9]
    rows = session.execute(
        sa.select(Organisation.siret).where(
            Organisation.contact_email.endswith(f"@{domain}", autoescape=True),
            Organisation.id != organisation.id,
        )
    )
    is_shared = any(not (siren and (siret or "").startswith(siren)) for (siret,) in rows)
    return "" if is_shared else address
