"""What a piece of a profile would change: open consultations that would fit, counted one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.matching.answering import Answering, can_answer
from app.matching.profiles import Need, Profile
from app.siae.completeness import Completeness, Sheet
from app.tenders import queries
from app.tenders.criteria import TenderCriteria
from app.tenders.matching import need_of

MOST_READ = 300  # consultations, those that close first: the count takes a bounded time
FITTING = frozenset({Answering.ALONE, Answering.TOGETHER})


@dataclass(frozen=True, kw_only=True)
class Gains:
    """Among the open consultations of a structure's sectors, those that fit and those that would.

    A consultation fits where the structure can answer alone or with others, nothing being left to
    check. `more` gives, by key of a part, how many more would fit with it alone; `besides`, where
    that is none, how many need it once the others are filled; `together` with all of them. `read`
    is how many were judged, `is_capped` whether there were others.
    """

    read: int
    is_capped: bool
    fitting: int
    more: Mapping[str, int]
    besides: Mapping[str, int]
    together: int


def count_gains(session: Session, sheet: Sheet, found: Completeness, now: datetime) -> Gains:
    """What each missing part would change, by judging again with it; bounded by `MOST_READ`."""
    needs, is_capped = read_needs(session, sheet.matched, now)
    pieces = {part.key: part.supply for part in found.missing if part.supply is not None}

    def fitting_with(keys: Iterable[str]) -> set[int]:
        profile = sheet.matched
        for key in keys:
            profile = pieces[key](profile, sheet.on)
        return fits(needs, profile, now)

    fitting, whole = fitting_with(()), fitting_with(pieces)
    more = {key: len(fitting_with((key,)) - fitting) for key in pieces}
    return Gains(
        read=len(needs),
        is_capped=is_capped,
        fitting=len(fitting),
        more=more,
        besides={
            key: len(whole - fitting_with(pieces.keys() - {key})) for key in pieces if not more[key]
        },
        together=len(whole - fitting) if len(pieces) > 1 else 0,
    )


def read_needs(session: Session, profile: Profile, now: datetime) -> tuple[list[list[Need]], bool]:
    """What the open consultations of its sectors ask for, by lot; and whether there are others."""
    wanted = tuple(sorted({activity.sector for activity in profile.activities}))
    if not wanted:
        return [], False
    select = queries.consultations(TenderCriteria(sectors=wanted), now).limit(MOST_READ + 1)
    found = list(session.scalars(queries.with_lots(select)))
    needs = [[need_of(c, lot) for lot in c.lots] for c in found[:MOST_READ]]
    return needs, len(found) > MOST_READ


def fits(needs: Sequence[Sequence[Need]], profile: Profile, now: datetime) -> set[int]:
    """The positions of the consultations that fit a profile."""
    return {at for at, lots in enumerate(needs) if can_answer(lots, profile, now) in FITTING}
