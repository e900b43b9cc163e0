"""The groups that could answer a consultation, or one lot of it, computed once while they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from threading import Lock

from sqlalchemy.orm import Session

from app.clock import to_paris
from app.errors import InvalidError, NotFoundError
from app.matching.coverage import open_lots
from app.matching.engine import Matcher
from app.matching.grouping import GroupAnswer, propose_groups
from app.matching.profiles import Need
from app.siae.profiles import matchers
from app.tenders.matching import need_of
from app.tenders.models import Consultation, Lot

MOST_KEPT = 64  # answers
MOST_FTE = 1_000.0
BY_HAND = "volume indiqué à la main"
Question = tuple[tuple[Need, ...], tuple[str, ...], tuple[int, ...], date]


class ProposalCache:
    """The last answers of a process: an exact search is not done again for each reader of a page.

    An answer holds for the day and while no structure changes.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._matcher: Matcher | None = None
        self._answers: dict[Question, GroupAnswer] = {}

    def get(
        self, matcher: Matcher, needs: tuple[Need, ...], lots: tuple[str, ...], now: datetime
    ) -> GroupAnswer:
        """The groups for these needs at that instant."""
        question = (needs, lots, open_lots(needs, now), to_paris(now).date())
        with self._lock:
            if matcher is not self._matcher:
                self._matcher, self._answers = matcher, {}
            known = self._answers.get(question)
        if known is not None:
            return known
        answer = propose_groups(needs, matcher, now, lots=lots)
        with self._lock:
            if matcher is self._matcher:
                while len(self._answers) >= MOST_KEPT:
                    self._answers.pop(next(iter(self._answers)))
                self._answers[question] = answer
        return answer


proposals = ProposalCache()


def propose(
    session: Session, consultation: Consultation, lots: Sequence[Lot], now: datetime,
    *, fte: float | None = None,
) -> GroupAnswer:  # fmt: skip
    """Up to three groups for these lots of a consultation, which is whole, at that instant.

    `fte` is the volume that somebody read elsewhere, in full-time equivalents, for all the lots
    together. Raises InvalidError where it is out of bounds.
    """
    needs = tuple(need_of(consultation, lot) for lot in lots)
    if fte is not None:
        if not 0 < fte <= MOST_FTE:
            raise InvalidError(f"Volume\u00a0: plus de zéro et {MOST_FTE:.0f} ETP au plus.")
        needs = tuple(replace(n, fte=fte / len(needs), fte_source=BY_HAND) for n in needs)
    numbers = tuple(lot.number for lot in lots)
    return proposals.get(matchers.get(session), needs, numbers, now)


def choose_lots(consultation: Consultation, number: str) -> list[Lot]:
    """The lot of that number, leading zeros aside, or all lots; NotFoundError for any other."""
    if not number:
        return list(consultation.lots)
    wanted = number.lstrip("0")
    found = [lot for lot in consultation.lots if lot.number.lstrip("0") == wanted]
    if not found:
        raise NotFoundError(f"La consultation {consultation.reference} n’a pas de lot {number}.")
    return found
