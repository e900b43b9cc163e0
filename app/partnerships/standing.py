"""What is known of the organisations as recipients: answers, pauses, caps, who reads for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP, say_day, to_paris
from app.matching.fair_order import Standing
from app.organisations import members
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.partnerships.models import NeedMatch, PartnershipPreference
from app.siae.models import Siae
from app.siae.profile_models import SiaeProfile
from app.siae.profile_words import TurnoverBand

REMEMBERED = timedelta(days=365)
RECENT = timedelta(days=90)
SMALL_TURNOVER = (TurnoverBand.UNDER_100K.value, TurnoverBand.UNDER_500K.value)
SMALL_FTE = 10  # insertion posts under which a structure is small


class Reach(StrEnum):
    """Who reads a request sent to an organisation."""

    MEMBERS = "members"
    ADDRESS = "address"
    TEAM = "team"

    @property
    def label(self) -> str:
        """The words people read."""
        return REACH_LABELS[self]


REACH_LABELS = {
    Reach.MEMBERS: "Reçue par ses membres sur le portail",
    Reach.ADDRESS: "Reçue à son adresse professionnelle",
    Reach.TEAM: "Transmise par l’équipe du portail",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """An organisation as a recipient; `hold` says why it is not asked now, empty where it is."""

    organisation_id: int
    siae_id: int
    standing: Standing
    reach: Reach
    hold: str = ""


def read_recipients(
    session: Session, siae_ids: Collection[int], now: datetime
) -> dict[int, Recipient]:
    """The same for these structures, by id of structure. Four queries whatever their number."""
    rows = session.execute(
        sa.select(
            Siae.id,
            Organisation.id,
            Organisation.contact_email,
            SiaeProfile.turnover,
            SiaeProfile.insertion_fte,
        )
        .join(Organisation, Organisation.id == Siae.organisation_id)
        .outerjoin(SiaeProfile, SiaeProfile.siae_id == Siae.id)
        .where(Siae.id.in_(siae_ids))
    ).all()
    numbers = {row[1] for row in rows}
    counts = count_matches(session, numbers, now)
    preferences = read_preferences(session, numbers)
    joined = set(session.scalars(with_readers(numbers)))
    found = {}
    for siae_id, organisation_id, address, turnover, fte in rows:
        received, answered, recent, month = counts.get(organisation_id, (0, 0, 0, 0))
        found[siae_id] = Recipient(
            organisation_id=organisation_id,
            siae_id=siae_id,
            standing=Standing(
                received=received,
                answered=answered,
                recent=recent,
                is_small=turnover in SMALL_TURNOVER or (fte is not None and fte < SMALL_FTE),
            ),
            reach=reach_of(joined=organisation_id in joined, address=address),
            hold=say_hold(preferences.get(organisation_id), month, to_paris(now).date()),
        )
    return found


def reach_of(*, joined: bool, address: str) -> Reach:
    """Who reads."""
    if joined:
        return Reach.MEMBERS
    return Reach.ADDRESS if address else Reach.TEAM


def say_hold(preference: PartnershipPreference | None, month: int, on: date) -> str:
    """Why an organisation is not asked now; `month` counts what it received this month."""
    if preference is None:
        return ""
    if preference.paused_until is not None and preference.paused_until >= on:
        return f"Ne reçoit pas de demande jusqu’au {say_day(preference.paused_until)}."
    if preference.monthly_cap is not None and month >= preference.monthly_cap:
        return f"A reçu ce mois-ci les {preference.monthly_cap}{NBSP}demandes qu’elle accepte."
    return ""


def count_matches(
    session: Session, numbers: Collection[int], now: datetime
) -> dict[int, tuple[int, int, int, int]]:
    """Received and answered in twelve months, received in ninety days and this month.

    By id of organisation; those that received nothing are left out.
    """
    month = to_paris(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)

    def since(moment: datetime) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((NeedMatch.sent_at >= moment, 1), else_=0))

    rows = session.execute(
        sa.select(
            NeedMatch.organisation_id,
            sa.func.count(NeedMatch.id),
            sa.func.count(NeedMatch.answered_at),
            since(now - RECENT),
            since(month),
        )
        .where(NeedMatch.organisation_id.in_(numbers), NeedMatch.sent_at >= now - REMEMBERED)
        .group_by(NeedMatch.organisation_id)
    )
    return {
        number: (received, answered, int(recent), int(month))
        for number, received, answered, recent, month in rows
        if number is not None
    }


def read_preferences(
    session: Session, numbers: Collection[int]
) -> dict[int, PartnershipPreference]:
    """What these organisations prefer, by id."""
    select = sa.select(PartnershipPreference).where(
        PartnershipPreference.organisation_id.in_(numbers)
    )
    return {row.organisation_id: row for row in session.scalars(select)}


def with_readers(numbers: Collection[int]) -> sa.Select[int]:
    """The ids of those of these organisations that have a member who may answer."""
    writers = members.writers(numbers).order_by(None)
    return writers.with_only_columns(Membership.organisation_id).distinct()
