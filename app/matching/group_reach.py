"""Who may be in a group of so many members that covers everything: the others are out at once.

What a candidate covers is a set of bits, its strength that set with its capacity. Whether so many
strengths do what is left is answered by the rarest bit first, as long as that takes few steps;
beyond, the answer is yes. Nobody is put aside wrongly: what is not known here – earlier proposals,
somebody counted twice – only ever puts more of them aside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from app.matching.group_board import Board

MOST_STEPS = 20_000  # of the search, for all questions to one Reach: some 150 ms
ROUNDING = 1e-6  # of a full-time equivalent
Strength = tuple[int, float]
"""What somebody covers, one bit for each thing required, and its capacity."""


class Reach:
    """What the candidates that are not barred could do, and what has to be done.

    `least` is the capacity that a group has to reach, in full-time equivalents; `most_steps` bounds
    the search, whatever its questions.
    """

    def __init__(
        self, board: Board, barred: Collection[int], least: float, most_steps: int = MOST_STEPS
    ) -> None:
        self._least = least
        self._steps_left = most_steps
        self._everything = (1 << len(board.required)) - 1
        self._strengths = list_strengths(board, barred, least)
        self._known: dict[tuple[int, float, int], bool] = {}

    def can_group(self, size: int) -> bool:
        """Whether so many candidates, or fewer, may be enough."""
        return self._can_do(self._everything, self._least, size)

    def least_size(self, fewest: int, most: int) -> int:
        """How many candidates a group cannot do without, between these bounds."""
        return next((size for size in range(fewest, most) if self.can_group(size)), most)

    def list_useless(self, size: int) -> frozenset[int]:
        """Who leaves more to do than the others of a group of that size could."""
        useful = {
            (covers, capacity)
            for covers, capacity in sorted(set(self._strengths.values()))
            if self._can_do(self._everything & ~covers, self._least - capacity, size - 1)
        }
        return frozenset(who for who, own in self._strengths.items() if own not in useful)

    @cached_property
    def _strongest(self) -> list[Strength]:
        """Enough to try: who is weaker in everything does no more."""
        return keep_strongest(set(self._strengths.values()))

    @cached_property
    def _rarest_first(self) -> list[tuple[int, list[Strength]]]:
        """The strengths that cover each thing required, what fewest cover before the rest."""
        bits = [1 << bit for bit in range(self._everything.bit_length())]
        having = [(bit, [own for own in self._strongest if own[0] & bit]) for bit in bits]
        return sorted(having, key=lambda pair: len(pair[1]))

    @cached_property
    def _largest(self) -> float:
        """The largest capacity of all, in full-time equivalents."""
        return max((capacity for _, capacity in self._strongest), default=0.0)

    def _can_do(self, rest: int, lacking: float, members: int) -> bool:
        """Whether so many strengths do the rest; yes where that is not known in time."""
        if lacking > members * self._largest + ROUNDING:
            return False
        if not rest or not members:
            return not rest
        state = rest, max(lacking, 0.0), members
        if state not in self._known:
            if not self._steps_left:
                return True
            self._steps_left -= 1
            self._known[state] = self._try_each(*state)
        return self._known[state]

    def _try_each(self, rest: int, lacking: float, members: int) -> bool:
        """Whether somebody who does what fewest do leaves no more than the others could do."""
        most = rest.bit_count()
        if members > 1:
            most = max(((covers & rest).bit_count() for covers, _ in self._strongest), default=0)
        fewest = rest.bit_count() - most * (members - 1)
        rarest = next(having for bit, having in self._rarest_first if rest & bit)
        return any(
            self._can_do(rest & ~covers, lacking - capacity, members - 1)
            for covers, capacity in rarest
            if (covers & rest).bit_count() >= fewest
        )


def list_strengths(board: Board, barred: Collection[int], most: float) -> dict[int, Strength]:
    """The strength of each candidate; an unknown capacity could be all of it."""
    covers = {who: 0 for who in range(len(board.offers)) if who not in barred}
    for bit, reached in enumerate(board.required):
        for who in reached & covers.keys():
            covers[who] |= 1 << bit
    return {who: (bits, cap(board.offers[who].capacity, most)) for who, bits in covers.items()}


def cap(capacity: float | None, most: float) -> float:
    """A capacity, of which no more than that counts."""
    return most if capacity is None else min(capacity, most)


def keep_strongest(strengths: Iterable[Strength]) -> list[Strength]:
    """Those that no other one equals or beats in everything, the strongest first."""
    kept: list[Strength] = []
    for covers, capacity in sorted(
        strengths, key=lambda own: (own[0].bit_count(), own[1], own[0]), reverse=True
    ):
        if all(covers & ~wider or capacity > larger for wider, larger in kept):
            kept.append((covers, capacity))
    return kept
