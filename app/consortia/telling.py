"""The letters of a group: to who writes for a structure, or to the team where nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from app.accounts import tokens
from app.clock import to_paris
from app.consortia.acting import Actor
from app.consortia.models import Consortium, Place
from app.feedback import services as feedback
from app.imports.text import shorten
from app.mail import outbox
from app.siae.contacts import readers
from app.siae.queries import of_organisation


def page_of(place: Place) -> str:
    """The page of a group, as a member of that structure opens it."""
    return f"/espace/organisations/{place.organisation_id}/groupements/{place.consortium_id}"


def tell(
    session: Session,
    key: str,
    consortium: Consortium,
    place: Place,
    actor: Actor,
    *,
    once: str,
    **values: object,
) -> int:
    """Leave a letter for each of those who write for a structure; how many there are. Flushes.

    `once` makes the same letter leave once an address.
    """
    if place.organisation_id is None:
        return 0
    told: Mapping[str, object] = {
        "title": shorten(consortium.title),
        "organisation": actor.organisation.name,
        "link": f"{actor.site}{page_of(place)}",
        **values,
    }
    addresses = list(session.scalars(readers(place.organisation_id)))
    for address in addresses:
        unique = f"{key}:{once}:{tokens.digest(address)[:24]}"
        outbox.queue(session, key, address, told, actor.now, once=unique)
    return len(addresses)


def tell_all(
    session: Session,
    key: str,
    consortium: Consortium,
    actor: Actor,
    *,
    once: str,
    **values: object,
) -> None:
    """The same to every other member of a group, its places loaded."""
    for place in others(consortium.members, actor):
        tell(session, key, consortium, place, actor, once=once, **values)


def others(places: Iterable[Place], actor: Actor) -> list[Place]:
    """The places that are not the actor’s own."""
    return [place for place in places if place.organisation_id != actor.organisation.id]


def invite(session: Session, consortium: Consortium, place: Place, actor: Actor) -> int:
    """Tell a structure that it is invited; where nobody has joined it, the team has it to do.

    How many people are told. Raises InvalidError where the team’s queue is full.
    """
    once = f"{consortium.id}:{consortium.version}"
    told = tell(session, "consortium-invitation", consortium, place, actor, once=once)
    if not told and place.organisation_id is not None:
        siae = session.scalars(of_organisation(place.organisation_id)).first()
        path = f"/structures/{siae.slug}" if siae else "/structures"
        message = (
            f"Invitation à un groupement pour {place.name}, que personne n’a encore rejointe sur "
            f"le portail. De {actor.organisation.name}, marché {consortium.reference}"
            f"\u00a0: {consortium.title}.\n{place.message}"
        )
        feedback.report(session, path, message, actor.person.email, actor.now)
    return told


def tell_messages(session: Session, consortium: Consortium, actor: Actor) -> None:
    """Tell the other members that there is something to read: once a day of Paris at the most."""
    day = to_paris(actor.now).date().isoformat()
    tell_all(session, "consortium-message", consortium, actor, once=f"{consortium.id}:{day}")
