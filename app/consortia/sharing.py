"""The shares of the lots and of the hours of insertion: who takes what, and whether it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.consortia import queries
from app.consortia.acting import Actor, check_version, claim, note
from app.consortia.content_models import LotShare
from app.consortia.models import Consortium, Place
from app.consortia.starting import list_lots
from app.consortia.states import LOOKING, WAITING
from app.errors import InvalidError
from app.matching.group_sharing import HEAVIEST

WHOLE = 1000  # tenths of a percent
MOST_HOURS = 10_000_000
Shares = dict[tuple[int, str], int]
"""Tenths of a percent by the id of a place and the number of a lot."""


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Who takes what, as the lead writes it: shares by place and lot, hours by place."""

    shares: Shares
    hours: Mapping[int, int]
    total_hours: int | None


def read_shares(session: Session, consortium: Consortium) -> Shares:
    """The shares of a group."""
    found = session.scalars(queries.shares(consortium.id))
    return {(share.place_id, share.lot): share.tenths for share in found}


def save(
    session: Session, consortium: Consortium, sharing: Sharing, actor: Actor, *, version: int
) -> None:
    """Write the shares of a group anew, as its lead, while members may change. Flushes.

    They may be unfinished: only a complete group has to add up. Raises InvalidError for a lot or a
    place that is none of the group’s, and for a number out of bounds.
    """
    actor.require_lead(consortium)
    check_version(consortium, version)
    if consortium.consortium_state not in LOOKING:
        raise InvalidError("Les parts se changent avant que le groupement soit complet.")
    members = {place.id: place for place in consortium.members}
    lots = {number for number, _ in list_lots(session, consortium)}
    check_sharing(sharing, set(members), lots)
    claim(session, consortium, actor.now, insertion_hours=sharing.total_hours)
    session.execute(sa.delete(LotShare).where(LotShare.consortium_id == consortium.id))
    session.add_all(
        LotShare(consortium_id=consortium.id, place_id=place, lot=lot, tenths=tenths)
        for (place, lot), tenths in sharing.shares.items()
        if tenths
    )
    for number, place in members.items():
        place.insertion_hours = sharing.hours.get(number, 0)
    note(session, consortium, actor, "change les parts")


def check_sharing(sharing: Sharing, members: set[int], lots: set[str]) -> None:
    """Raise InvalidError where a number is not one that the group can hold."""
    for (place, lot), tenths in sharing.shares.items():
        if place not in members or lot not in lots:
            raise InvalidError("Cette part n’est pas de ce groupement.")
        if not 0 <= tenths <= WHOLE:
            raise InvalidError(f"Part{NBSP}: de 0 à 100{NBSP}%.")
    total = sharing.total_hours
    if total is not None and not 0 < total <= MOST_HOURS:
        raise InvalidError(f"Heures d’insertion{NBSP}: de 1 à {MOST_HOURS}.")
    if any(place not in members or not 0 <= h <= MOST_HOURS for place, h in sharing.hours.items()):
        raise InvalidError(f"Heures d’insertion d’un membre{NBSP}: de 0 à {MOST_HOURS}.")


def list_faults(session: Session, consortium: Consortium) -> list[str]:
    """What a group lacks to be complete, one sentence each; its places are loaded."""
    return [
        *list_place_faults(consortium),
        *list_share_faults(consortium, read_shares(session, consortium)),
        *list_hour_faults(consortium),
    ]


def list_place_faults(consortium: Consortium) -> list[str]:
    """Members that lack, answers that lack, a form that lacks."""
    faults = []
    if len(consortium.members) < 2:
        faults.append("Il faut au moins deux membres.")
    waiting = [place.name for place in consortium.places if place.place_state in WAITING]
    if waiting:
        faults.append(f"Réponse attendue{NBSP}: {', '.join(waiting)}.")
    gone = [place.name for place in consortium.members if place.organisation_id is None]
    if gone:
        faults.append(f"N’est plus sur le portail, à retirer{NBSP}: {', '.join(gone)}.")
    if consortium.lead is None:
        faults.append("Il n’y a plus de mandataire.")
    if not consortium.form:
        faults.append("La forme, conjointe ou solidaire, n’est pas choisie.")
    return faults


def list_share_faults(consortium: Consortium, shares: Shares) -> list[str]:
    """Lots whose shares do not make a whole, members without a share."""
    if not shares:
        return ["Les parts ne sont pas écrites."]
    totals = total_lots(shares)
    faults = [
        f"{f'Lot {lot}' if lot else 'Parts'}{NBSP}: {say_tenths(total)} au lieu de 100{NBSP}%."
        for lot, total in sorted(totals.items())
        if total != WHOLE
    ]
    with_share = {place for place, _ in shares}
    idle = [place.name for place in consortium.members if place.id not in with_share]
    if idle:
        faults.append(f"Sans part{NBSP}: {', '.join(idle)}.")
    return faults


def list_hour_faults(consortium: Consortium) -> list[str]:
    """Hours of insertion that do not make the total."""
    total = consortium.insertion_hours
    done = sum(place.insertion_hours for place in consortium.members)
    if total is None and done:
        return [f"Le total des heures d’insertion n’est pas dit{NBSP}: {done} h réparties."]
    if total is not None and done != total:
        return [f"Heures d’insertion{NBSP}: {done} réparties sur {total}."]
    return []


def total_lots(shares: Shares) -> dict[str, int]:
    """The sum of the shares of each lot, in tenths of a percent."""
    totals: dict[str, int] = {}
    for (_, lot), tenths in shares.items():
        totals[lot] = totals.get(lot, 0) + tenths
    return totals


def find_heavy(consortium: Consortium, shares: Shares) -> Place | None:
    """The member that carries more than 70 % of the load and does not lead; None if there is none.

    The load is the mean of the shares of the lots.
    """
    lots = len(total_lots(shares))
    for place in consortium.members:
        mine = sum(tenths for (number, _), tenths in shares.items() if number == place.id)
        if lots and not place.is_lead and mine / lots > HEAVIEST * WHOLE:
            return place
    return None


def say_tenths(tenths: int) -> str:
    """« 33,3 % »."""
    return f"{tenths / 10:.1f}".removesuffix(".0").replace(".", ",") + f"{NBSP}%"
