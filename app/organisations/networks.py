"""Networks: organisations whose members are organisations, which agreed to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
)

from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.extensions import Model, UtcDateTime
from app.mail import outbox
from app.organisations.membership import lock, moderators, of_team, owners
from app.organisations.models import Organisation
from app.organisations.steps import Act, Step, TeamStep, count_recent, record

MOST_PER_DAY = 200  # steps of one network: its proposals write to strangers
NO_NETWORK = "Ce réseau n’existe pas, ou n’est pas le vôtre."
NO_PLACE = "Cette adhésion n’existe pas, ou n’attend plus de réponse."


class PlaceState(StrEnum):
    """Where an organisation stands in a network."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """As the pages name it."""
        return LABELS[self]


LABELS = {
    PlaceState.PROPOSED: "Proposée",
    PlaceState.AGREED: "Membre du réseau",
    PlaceState.ENDED: "Terminée",
}


class NetworkPlace(Model):
    """An organisation in a network: proposed by the network, agreed by the organisation."""

    __tablename__ = "network_place"
    __table_args__ = (
        sa.UniqueConstraint("network_id", "organisation_id"),
        sa.CheckConstraint("network_id <> organisation_id", name="another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(sa.String(10), default=PlaceState.PROPOSED.value)
    proposed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    network: Mapped[Organisation] = relationship(lazy="raise_on_sql", foreign_keys=[network_id])
    organisation: Mapped[Organisation] = relationship(
        lazy="raise_on_sql", foreign_keys=[organisation_id]
    )

    @property
    def label(self) -> str:
        """Where it stands, in words."""
        return PlaceState(self.state).label


def of_network(network_id: int) -> sa.Select[NetworkPlace]:
    """The organisations of a network, proposed or agreed, by name."""
    return (
        sa.select(NetworkPlace)
        .join(NetworkPlace.organisation)
        .options(contains_eager(NetworkPlace.organisation))
        .where(NetworkPlace.network_id == network_id, NetworkPlace.state != PlaceState.ENDED.value)
        .order_by(Organisation.name, NetworkPlace.id)
    )


def of_organisation(organisation_id: int) -> sa.Select[NetworkPlace]:
    """The networks that an organisation is in, or is asked to join, by name."""
    return (
        sa.select(NetworkPlace)
        .join(NetworkPlace.network)
        .options(contains_eager(NetworkPlace.network))
        .where(
            NetworkPlace.organisation_id == organisation_id,
            NetworkPlace.state != PlaceState.ENDED.value,
        )
        .order_by(Organisation.name, NetworkPlace.id)
    )


def proposed() -> sa.Select[NetworkPlace]:
    """What waits for an agreement, with both organisations, the oldest first."""
    return (
        sa.select(NetworkPlace)
        .where(NetworkPlace.state == PlaceState.PROPOSED.value)
        .options(joinedload(NetworkPlace.network), joinedload(NetworkPlace.organisation))
        .order_by(NetworkPlace.proposed_at, NetworkPlace.id)
    )


def networks() -> sa.Select[Organisation]:
    """The networks, by name."""
    return (
        sa.select(Organisation)
        .where(Organisation.is_network)
        .order_by(Organisation.name, Organisation.id)
    )


def get_network(session: Session, number: int) -> Organisation:
    """The network of that number; NotFoundError where it is none."""
    found = session.get(Organisation, number)
    if found is None or not found.is_network:
        raise NotFoundError(NO_NETWORK)
    return found


def set_network(session: Session, number: int, act: Act, *, is_network: bool) -> Organisation:
    """Make an organisation a network, or no longer; its places are kept, unseen. Flushes."""
    organisation = lock(session, number)
    if organisation.is_network != is_network:
        organisation.is_network = is_network
        detail = "reconnue comme réseau" if is_network else "n’est plus un réseau"
        record(session, number, Step.NETWORK, act, detail=detail)
    return organisation


def propose(session: Session, network_id: int, organisation_id: int, act: Act) -> NetworkPlace:
    """Ask an organisation to agree that it belongs to a network, or the team where it has nobody.

    InvalidError where it does already, or was asked. Flushes.
    """
    network = get_network(session, network_id)
    organisation = lock(session, organisation_id)
    if network_id == organisation_id:
        raise InvalidError("Un réseau n’est pas membre de lui-même.")
    refuse_too_many(session, network_id, act)
    place = find_place(session, network_id, organisation_id)
    if place is not None and place.state != PlaceState.ENDED:
        raise InvalidError("Cette organisation est déjà membre du réseau, ou on le lui a proposé.")
    if place is None:
        place = NetworkPlace(network_id=network_id, organisation_id=organisation_id)
        session.add(place)
    place.state, place.proposed_by = PlaceState.PROPOSED.value, act.by
    place.proposed_at, place.decided_at = act.now, None
    session.flush()
    keep_steps(session, place, act, "adhésion proposée", network, organisation)
    write_proposed(session, network, organisation, act)
    return place


def refuse_too_many(session: Session, network_id: int, act: Act) -> None:
    """InvalidError where a network did too much in a day."""
    since = act.now - timedelta(days=1)
    recent = count_recent(Step.NETWORK, since, TeamStep.organisation_id == network_id)
    if session.scalars(recent).one() >= MOST_PER_DAY:
        raise InvalidError("Beaucoup de propositions sont parties aujourd’hui. Réessayez demain.")


def find_place(session: Session, network_id: int, organisation_id: int) -> NetworkPlace | None:
    """The place of an organisation in a network, whatever its state."""
    return session.scalars(
        sa.select(NetworkPlace).where(
            NetworkPlace.network_id == network_id, NetworkPlace.organisation_id == organisation_id
        )
    ).one_or_none()


def write_proposed(
    session: Session, network: Organisation, organisation: Organisation, act: Act
) -> None:
    """Tell those who may agree."""
    in_charge = [owner.person.email for owner in owners(of_team(session, organisation.id))]
    page = f"/espace/organisations/{organisation.id}/equipe" if in_charge else "/admin/reseaux"
    values = {
        "network": network.name,
        "organisation": organisation.name,
        "link": f"{act.site}{page}",
    }
    others = (one.email for one in session.scalars(moderators()) if one.id != act.by)
    for address in in_charge or others:
        outbox.queue(session, "network-proposal", address, values, act.now)


def get_place(session: Session, number: int, *which: sa.ColumnElement[bool]) -> NetworkPlace:
    """That place among these, with both organisations; NotFoundError otherwise."""
    found = session.scalars(
        sa.select(NetworkPlace)
        .where(NetworkPlace.id == number, NetworkPlace.state != PlaceState.ENDED.value, *which)
        .options(joinedload(NetworkPlace.network), joinedload(NetworkPlace.organisation))
    ).one_or_none()
    if found is None:
        raise NotFoundError(NO_PLACE)
    return found


def agree(session: Session, place: NetworkPlace, act: Act) -> None:
    """Agree that the organisation belongs to the network; never by who proposed it. Flushes."""
    if place.proposed_by is not None and place.proposed_by == act.by:
        raise NotAllowedError("Personne n’accepte l’adhésion qu’il a proposée.")
    if move(session, place, PlaceState.PROPOSED, PlaceState.AGREED, act):
        keep_steps(session, place, act, "adhésion acceptée", place.network, place.organisation)


def end(session: Session, place: NetworkPlace, act: Act) -> None:
    """Refuse the proposal, or leave the network: either side may, at any time. Flushes."""
    before = PlaceState(place.state)
    if move(session, place, before, PlaceState.ENDED, act):
        said = "adhésion refusée" if before is PlaceState.PROPOSED else "adhésion terminée"
        keep_steps(session, place, act, said, place.network, place.organisation)


def move(
    session: Session, place: NetworkPlace, before: PlaceState, after: PlaceState, act: Act
) -> bool:
    """Change where a place stands, once; InvalidError where another did at the same moment."""
    moved = session.execute(
        sa.update(NetworkPlace)
        .where(NetworkPlace.id == place.id, NetworkPlace.state == before.value)
        .values(state=after.value, decided_at=act.now),
        execution_options={"synchronize_session": False},
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise InvalidError(NO_PLACE)
    session.expire(place, ["state", "decided_at"])
    return True


def keep_steps(
    session: Session,
    place: NetworkPlace,
    act: Act,
    said: str,
    network: Organisation,
    organisation: Organisation,
) -> None:
    """Keep a step on both sides."""
    for number, other in ((place.network_id, organisation), (place.organisation_id, network)):
        record(session, number, Step.NETWORK, act, detail=f"{said} – {other.name}")
