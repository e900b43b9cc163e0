"""Who may be written to for an organisation: its members, else the address on record."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.mail import outbox, pauses
from app.organisations.models import Organisation
from app.siae.contacts import readers


def members_of(session: Session, organisation_id: int) -> list[str]:
    """The addresses of the members who may answer and whose mailbox takes letters."""
    found = list(session.scalars(readers(organisation_id)))
    return keep_reachable(session, found)


def addressees_of(session: Session, organisation_id: int | None) -> list[str]:
    """The same, else the address on record; none where the portal team has to relay."""
    if organisation_id is None:
        return []
    joined = members_of(session, organisation_id)
    if joined:
        return joined
    organisation = session.get(Organisation, organisation_id)
    return keep_reachable(session, [organisation.contact_email] if organisation else [])


def keep_reachable(session: Session, addresses: list[str]) -> list[str]:
    """Those that are addresses, and whose mailbox has not refused letters for good."""
    well_made = [address for address in addresses if is_address(address)]
    paused = pauses.among(session, well_made)
    return [address for address in well_made if address not in paused]


def is_address(raw: str) -> bool:
    """Whether the outbox takes it; what a directory holds is not always an address."""
    try:
        outbox.check_recipient(raw)
    except InvalidError:
        return False
    return True


def key_of(address: str) -> str:
    """What names an address in the key of a letter."""
    return pauses.digest(address)[:24]
