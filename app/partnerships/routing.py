"""Who receives a request, in what order and why; who nearly fits; what would widen it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import sectors, territories
from app.clock import NBSP
from app.matching import grids
from app.matching.engine import Match, Matcher
from app.matching.fair_order import Ranked, Seat, put_in_order
from app.matching.kinds import Modality, ServiceType
from app.matching.profiles import Need as EngineNeed
from app.matching.profiles import SoughtSector
from app.matching.rules import Verdict
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.organisations.networks import networks
from app.partnerships.models import Need, NeedMatch
from app.partnerships.standing import Reach, Recipient, reach_of, read_recipients, with_readers
from app.partnerships.widening import Widening, list_widenings
from app.siae.profiles import matchers
from app.weighting import services as weighting

MOST_ORDERED = 120  # beyond the waves of 45 days
MOST_NEAR = 12
SIREN = 9  # characters of a SIRET that name the legal body
SERVICES = {
    Modality.PURCHASE: ServiceType.PRESTATION,
    Modality.SUBCONTRACTING: ServiceType.PRESTATION,
    Modality.CONSORTIUM: ServiceType.PRESTATION,
    Modality.STAFFING: ServiceType.STAFFING,
}
OPT_IN = frozenset(
    {
        Modality.CONSORTIUM,
        Modality.PATRONAGE,
        Modality.JOINT_VENTURE,
        Modality.PREMISES,
        Modality.SPREADING,
    }
)
"""Asked of those only who said they look for it: the others would not know why they are asked."""
OF_NETWORKS = frozenset({Modality.SUPPORT})
OF_TEAM = frozenset({Modality.FINANCING})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An organisation that receives a request, or will in a later wave.

    `match` is None for a network, which is asked for its trade. `why` says its place in the order.
    """

    organisation_id: int
    siae_id: int | None
    name: str
    href: str
    match: Match | None
    reach: Reach
    why: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """An organisation that fits and is not asked now, and why."""

    name: str
    href: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All of it for one request; `asked` in order, those who already received it left out."""

    asked: tuple[Asked, ...] = ()
    held: tuple[Held, ...] = ()
    near: tuple[Match, ...] = ()
    widenings: tuple[Widening, ...] = ()
    weights_version: int = 0


def make_plan(session: Session, need: Need, now: datetime) -> Plan:
    """The plan of a request at that instant; it depends on nothing but the database.

    Empty for a request that the portal team handles itself.
    """
    if need.kind in OF_TEAM:
        return Plan()
    if need.kind in OF_NETWORKS:
        return Plan(asked=tuple(ask_networks(session, need)))
    matcher = open_matcher(session)
    wanted = engine_need(need)
    found = matcher.match(wanted, now, limit=MOST_ORDERED, near=MOST_NEAR)
    fits = [m for m in found.matches if m.verdict is not Verdict.NOT_ELIGIBLE]
    silent = [m for m in fits if not is_willing(need, m)]
    willing = [m for m in fits if is_willing(need, m)]
    known = read_recipients(session, {m.profile.key for m in willing}, now)
    excluded = find_excluded(session, need)
    ready = one_per_organisation(
        [m for m in willing if known[m.profile.key].organisation_id not in excluded], known
    )
    free = [m for m in ready if not known[m.profile.key].hold]
    standings = {key: recipient.standing for key, recipient in known.items()}
    ranking = put_in_order(free, standings, need.reference)
    return Plan(
        asked=put_first(
            need.wished_siae_id,
            tuple(describe(ranked, known[ranked.match.profile.key]) for ranked in ranking),
        ),
        held=tuple(
            Held(name=m.profile.name, href=href(m), why=hold)
            for m in ready
            if (hold := known[m.profile.key].hold)
        ),
        near=(*map(call_silent, silent[:MOST_NEAR]), *found.near_misses)[:MOST_NEAR],
        widenings=tuple(list_widenings(matcher, wanted, found.total, now)),
        weights_version=matcher.grid.version,
    )


def open_matcher(session: Session) -> Matcher:
    """What judges requests, with the weights in force."""
    return matchers.get(session).judging_by(weighting.in_force(session, grids.PARTNERSHIP))


def engine_need(need: Need) -> EngineNeed:
    """A request as the engine sees it; sectors that left the taxonomy are left out."""
    wanted = (sectors.find(slug) for slug in need.sectors)
    return EngineNeed(
        sectors=tuple(
            SoughtSector(slug=s.slug, group=s.group, name=s.name, weight=1.0) for s in wanted if s
        ),
        territories=(need.territory_code,) if territories.find_code(need.territory_code) else (),
        service=SERVICES.get(need.kind),
        fte=need.fte,
        fte_source="selon la demande",
        buyer_siret=need.siret,
        modality=need.kind,
        starts_on=need.starts_on,
        days=need.days,
        hours=need.hours,
        conditions=frozenset(need.conditions),
    )


def is_willing(need: Need, match: Match) -> bool:
    """Whether a structure may be asked: it said so, where the modality takes that."""
    said = match.profile.partnerships
    return need.kind not in OPT_IN or (said is not None and need.kind in said)


def call_silent(match: Match) -> Match:
    """A structure that would fit, had it said that it looks for that kind of partnership."""
    return replace(match, missing=("N’a pas dit rechercher ce type de partenariat.",))


def find_excluded(session: Session, need: Need) -> set[int]:
    """The ids of the organisations that received a request, and of those that made it."""
    received = sa.select(NeedMatch.organisation_id).where(NeedMatch.need_id == need.id)
    told = {number for number in session.scalars(received) if number is not None}
    return told | find_askers(session, need)


def find_askers(session: Session, need: Need) -> set[int]:
    """The ids of the organisations that make a request.

    Those of the person who asks are among them, whatever name they asked in.
    """
    askers = set() if need.organisation_id is None else {need.organisation_id}
    if need.siret:
        same = sa.func.substr(Organisation.siret, 1, SIREN) == need.siret[:SIREN]
        askers |= set(session.scalars(sa.select(Organisation.id).where(same)))
    if need.person_id is not None:
        own = sa.select(Membership.organisation_id).where(Membership.person_id == need.person_id)
        askers |= set(session.scalars(own))
    return askers


def one_per_organisation(matches: list[Match], known: dict[int, Recipient]) -> list[Match]:
    """The best match of each organisation, which may have several structures."""
    best: dict[int, Match] = {}
    for match in matches:
        best.setdefault(known[match.profile.key].organisation_id, match)
    return list(best.values())


def href(match: Match) -> str:
    """The public page of a structure."""
    return f"/structures/{match.profile.slug}"


def describe(ranked: Ranked, recipient: Recipient) -> Asked:
    """A structure at its place."""
    match = ranked.match
    return Asked(
        organisation_id=recipient.organisation_id,
        siae_id=recipient.siae_id,
        name=match.profile.name,
        href=href(match),
        match=match,
        reach=recipient.reach,
        why=say_place(ranked),
    )


def put_first(siae_id: int | None, asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The same order, the structure that the asker chose first, where it fits."""
    chosen = tuple(
        replace(one, why="Vous avez choisi cette structure, et elle correspond.")
        for one in asked
        if siae_id is not None and one.siae_id == siae_id
    )
    return (*chosen, *(one for one in asked if siae_id is None or one.siae_id != siae_id))


def say_place(ranked: Ranked) -> str:
    """Why it stands there, in a sentence."""
    percent = f"{round(ranked.worth * 100)}{NBSP}%"
    if ranked.seat is Seat.SHARE:
        return (
            "Place gardée aux petites structures et à celles qui n’ont encore rien reçu "
            f"(correspondance de {percent})."
        )
    if ranked.seat is Seat.TURN:
        return (
            f"Correspondance de {percent}, à égalité avec d’autres : elle passe à son tour, "
            f"après {ranked.standing.recent} demande"
            f"{'s' if ranked.standing.recent > 1 else ''} reçue"
            f"{'s' if ranked.standing.recent > 1 else ''} en 90 jours."
        )
    return f"Correspondance de {percent}."


def ask_networks(session: Session, need: Need) -> list[Asked]:
    """The networks on the portal that serve the place, by name; without a place, it serves all."""
    rows = list(session.scalars(networks()))
    joined = set(session.scalars(with_readers({row.id for row in rows})))
    excluded = find_excluded(session, need)
    return [
        Asked(
            organisation_id=row.id,
            siae_id=None,
            name=row.name,
            href="",
            match=None,
            reach=reach_of(joined=row.id in joined, address=row.contact_email),
            why="Réseau qui accompagne les structures de ce territoire.",
        )
        for row in rows
        if row.id not in excluded and serves(row, need.territory_code)
    ]


def serves(network: Organisation, code: str) -> bool:
    """Whether a network serves a place, as far as it is known."""
    if not network.territory_code or not territories.find_code(code):
        return True
    return territories.contains(network.territory_code, code)
