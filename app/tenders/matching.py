"""Lots as needs of the matching engine: who fits this lot, and which lots fit us."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app import sectors
from app.matching.engine import Match, Matcher, MatchList
from app.matching.grids import TENDER
from app.matching.kinds import ServiceType, SiaeKind
from app.matching.profiles import Need, Profile, Reservation, SoughtSector
from app.matching.weights import HOURS_PER_FTE
from app.tenders import queries
from app.tenders.clauses import families_allowed
from app.tenders.criteria import StateFilter, TenderCriteria
from app.tenders.models import Clause, Consultation, Lot
from app.tenders.named_lots import find_named_lots
from app.tenders.records import ClauseKind, Origin, SocialClause
from app.weighting import services as weighting

STAFFING_CPV = ("7961", "7962")  # recruitment and supply of personnel
HOURS = re.compile(r"(\d{1,3}(?:[\s.\u00a0\u202f]\d{3})+|\d{1,6})\s*(?:h\b|heures?)", re.IGNORECASE)
FEWEST_HOURS = 35  # under a week of work, a number is an hour of the day


@dataclass(frozen=True, kw_only=True)
class LotMatches:
    """One lot, the need it is, and who fits."""

    lot: Lot
    need: Need
    found: MatchList
    clauses: tuple[SocialClause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TenderMatch:
    """One lot that fits a structure, with the match that says why."""

    consultation: Consultation
    lot: Lot
    match: Match


def match_consultation(
    matcher: Matcher, consultation: Consultation, now: datetime, *, limit: int, near: int = 5
) -> list[LotMatches]:
    """Each lot of a consultation, with the structures that fit it at that instant."""
    answers = []
    for lot in consultation.lots:
        need = need_of(consultation, lot)
        found = matcher.match(need, now, limit=limit, near=near)
        clauses = tuple(clauses_of(consultation, lot))
        answers.append(LotMatches(lot=lot, need=need, found=found, clauses=clauses))
    return answers


def match_profile(
    session: Session, profile: Profile, now: datetime, *, limit: int, closed: bool = False
) -> list[TenderMatch]:
    """The lots that fit a structure, best first: of open consultations, or of all of them."""
    wanted = tuple(sorted({activity.sector for activity in profile.activities}))
    criteria = TenderCriteria(sectors=wanted, state=StateFilter.ALL if closed else StateFilter.OPEN)
    matcher = Matcher((profile,), weighting.in_force(session, TENDER))
    matches = [
        TenderMatch(consultation=consultation, lot=lot, match=match)
        for consultation in session.scalars(queries.with_lots(queries.consultations(criteria, now)))
        for lot in consultation.lots
        for match in matcher.match(need_of(consultation, lot), now, limit=1, near=0).matches
    ]
    matches.sort(key=lambda m: (-m.match.worth, m.consultation.id, m.lot.position))
    return matches[:limit]


def need_of(consultation: Consultation, lot: Lot) -> Need:
    """What a lot asks for, as the engine sees it."""
    clauses = clauses_of(consultation, lot)
    fte, source = read_volume(lot, clauses)
    return Need(
        sectors=sought_sectors(lot),
        territories=tuple(place.territory for place in lot.territories),
        service=read_service(consultation, lot),
        deadline=lot.deadline_at or consultation.deadline_at,
        fte=fte,
        fte_source=source,
        reservation=read_reservation(clauses),
        buyer_siret=consultation.buyer_siret,
    )


def clauses_of(consultation: Consultation, lot: Lot) -> list[SocialClause]:
    """The clauses that bear on a lot: its own and the whole consultation's.

    A sentence of the whole notice about other lots is not of this one. The lots are loaded.
    """
    numbers = {other.number for other in consultation.lots}
    return [
        SocialClause(
            kind=ClauseKind(clause.kind),
            quotation=clause.quotation,
            field=clause.field,
            lot=clause.lot or None,
            article=clause.article,
            origin=Origin(clause.origin),
        )
        for clause in consultation.clauses
        if clause.lot in {"", lot.number} and speaks_of(clause, lot, numbers)
    ]


def speaks_of(clause: Clause, lot: Lot, numbers: Collection[str]) -> bool:
    """Whether a clause that stands in the whole notice may be about that lot."""
    if clause.lot or clause.origin == Origin.CODED:
        return True
    named = find_named_lots(clause.quotation, numbers)
    return not named or lot.number in named


def sought_sectors(lot: Lot) -> tuple[SoughtSector, ...]:
    """The sectors of a lot that the taxonomy still knows."""
    found = ((row, sectors.find(row.sector)) for row in lot.sectors)
    return tuple(
        SoughtSector(slug=sector.slug, group=sector.group, name=sector.name, weight=row.score)
        for row, sector in found
        if sector is not None
    )


def read_service(consultation: Consultation, lot: Lot) -> ServiceType | None:
    """The form of service a lot asks for, from its codes, then from the nature of the contract."""
    if any(code.startswith(STAFFING_CPV) for code in lot.cpv):
        return ServiceType.STAFFING
    nature = set(consultation.nature)
    if nature & {"services", "travaux"}:
        return ServiceType.PRESTATION
    return ServiceType.SALE if "fournitures" in nature else None


def read_volume(lot: Lot, clauses: Iterable[SocialClause]) -> tuple[float | None, str]:
    """The full-time equivalents that a lot's clause asks for, from its hours, or None."""
    hours = read_hours(clauses)
    return (None, "") if hours is None else volume_of(hours, lot.duration_months)


def volume_of(hours: int, months: float | None) -> tuple[float, str]:
    """Hours of insertion over a contract as full-time equivalents, and how they were counted."""
    years = max(1.0, (months or 12) / 12)
    said, year = (f"{n:,}".replace(",", "\u202f") for n in (hours, HOURS_PER_FTE))
    return hours / years / HOURS_PER_FTE, f"{said} h d’insertion à {year} h par an"


def read_hours(clauses: Iterable[SocialClause]) -> int | None:
    """The hours of insertion that a clause says, over the whole contract; None where none does."""
    for clause in clauses:
        if clause.kind not in {ClauseKind.EXECUTION, ClauseKind.RESERVED}:
            continue
        written = HOURS.search(clause.quotation)
        hours = int(re.sub(r"\D", "", written[1])) if written else 0
        if hours >= FEWEST_HOURS:
            return hours
    return None


def read_reservation(clauses: Iterable[SocialClause]) -> Reservation | None:
    """Who may answer, where the lot is reserved."""
    allowed = families_allowed(list(clauses))
    if allowed is None:
        return None
    return Reservation(
        admitted=frozenset(SiaeKind(kind) for kind in allowed.admitted),
        to_check=frozenset(SiaeKind(kind) for kind in allowed.to_check),
        articles=allowed.articles,
    )
