"""The order in which organisations are asked: the score, then what makes it fair.

The rule is published, word for word, on the page of the rules: whoever changes it here changes it
there. It depends on nothing but what it is given, so that anybody can compute it again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.matching.engine import Match

WAVE = 6  # organisations asked together
STEP = 0.05  # two worths in the same step are a tie
SILENCE = 0.15  # what never answering takes off
PRIOR_ANSWERED, PRIOR_RECEIVED = 2, 3  # what an organisation that received nothing is credited with
SMALL_SEATS = 2  # of each wave, kept for small and new organisations that fit


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is known of an organisation as a recipient.

    `received` and `answered` are counts over twelve months, `recent` the requests received in
    ninety days; `is_new` is true where it never received any.
    """

    received: int = 0
    answered: int = 0
    recent: int = 0
    is_small: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it received nothing yet."""
        return self.received == 0

    @property
    def answer_rate(self) -> float:
        """The share of requests it answered, in (0, 1], with a credit for who received few."""
        return (self.answered + PRIOR_ANSWERED) / (self.received + PRIOR_RECEIVED)


class Seat(StrEnum):
    """Why an organisation stands where it does."""

    SCORE = "score"
    TURN = "turn"
    SHARE = "share"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A match at its place in the order; `worth` is in [0, 1]."""

    match: Match
    worth: float
    standing: Standing
    seat: Seat


def worth_of(match: Match, standing: Standing) -> float:
    """The score, its unknown parts for half, lowered by unanswered requests; in [0, 1]."""
    return match.worth * (1 - SILENCE + SILENCE * min(1.0, standing.answer_rate))


def draw(seed: str, siret: str) -> str:
    """What orders the last ties: the SHA-256 of the request’s reference and of the SIRET."""
    return hashlib.sha256(f"{seed}:{siret}".encode()).hexdigest()


def put_in_order(
    matches: Sequence[Match], standings: Mapping[int, Standing], seed: str
) -> tuple[Ranked, ...]:
    """The matches in the order in which they are asked; `standings` by key of profile.

    The order of input changes nothing. `seed` is the reference of the request.
    """
    known = [(match, standings.get(match.profile.key, Standing())) for match in matches]
    worths = {match.profile.key: worth_of(match, standing) for match, standing in known}
    steps = {key: int(worth / STEP + 1e-9) for key, worth in worths.items()}

    def place(pair: tuple[Match, Standing]) -> tuple[int, int, str, int]:
        match, standing = pair
        key = match.profile.key
        return (-steps[key], standing.recent, draw(seed, match.profile.siret), key)

    sizes = Counter(steps.values())
    ranked = [
        Ranked(
            match=match,
            worth=round(worths[match.profile.key], 4),
            standing=standing,
            seat=Seat.TURN if sizes[steps[match.profile.key]] > 1 else Seat.SCORE,
        )
        for match, standing in sorted(known, key=place)
    ]
    return share_seats(ranked)


def share_seats(ranked: list[Ranked]) -> tuple[Ranked, ...]:
    """The same, wave by wave, two seats of each for small or new organisations while some wait.

    Whoever gives its seat keeps the first of the next wave.
    """
    left = list(ranked)
    ordered: list[Ranked] = []
    while left:
        wave, rest = left[:WAVE], left[WAVE:]
        missing = SMALL_SEATS - sum(map(is_favoured, wave))
        called = [other for other in rest if is_favoured(other)][: max(0, missing)]
        others = [one for one in wave if not is_favoured(one)]
        leaving = others[len(others) - len(called) :]
        ordered += [one for one in wave if one not in leaving]
        ordered += [replace(one, seat=Seat.SHARE) for one in called]
        left = leaving + [other for other in rest if other not in called]
    return tuple(ordered)


def is_favoured(one: Ranked) -> bool:
    """Whether a seat is kept for it."""
    return one.standing.is_small or one.standing.is_new
