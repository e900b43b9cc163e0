"""The attempts of a project: each save is one, and shows what moved since the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clock import say_moment
from app.toolkit.maturity.questionnaire import QUESTION_KEYS
from app.toolkit.maturity.scales import HIGHEST
from app.toolkit.maturity.scoring import AxisScore, score_axes

NOT_SAVED = "Réponses affichées, non enregistrées"
Raw = Mapping[str, Sequence[str]]  # what was typed, by name of field


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """The points of one attempt, and their difference with the first, axis by axis.

    `saved_at` is None for what is on the page and not kept.
    """

    saved_at: datetime | None
    scores: tuple[AxisScore, ...]
    progress: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """When it was, in words."""
        return NOT_SAVED if self.saved_at is None else say_moment(self.saved_at)

    @property
    def progress_text(self) -> str:
        """« +3, 0, −1 », in the order of the axes; « premier essai » for the first."""
        return ", ".join(map(say_difference, self.progress)) or "premier essai"


def list_attempts(
    history: Iterable[tuple[datetime, Raw]], shown: Mapping[str, int]
) -> tuple[Attempt, ...]:
    """The attempts, the oldest first; what is shown comes last where it is not the latest save.

    `history` has the latest first; a save that does not answer everything is no attempt.
    """
    saved = [
        (moment, ratings) for moment, raw in history if (ratings := read_ratings(raw)) is not None
    ]
    rows: list[tuple[datetime | None, Mapping[str, int]]] = [*reversed(saved)]
    if not rows or dict(rows[-1][1]) != dict(shown):
        rows.append((None, shown))
    first = score_axes(rows[0][1])
    return tuple(
        Attempt(
            saved_at=moment,
            scores=(scores := score_axes(ratings)),
            progress=compare(scores, first) if at else (),
        )
        for at, (moment, ratings) in enumerate(rows)
    )


def read_ratings(raw: Raw) -> dict[str, int] | None:
    """The eighteen answers of a save, or None where one is missing or strange."""
    ratings = {}
    for key in QUESTION_KEYS:
        values = raw.get(key) or ("",)
        if values[0] not in {str(rating) for rating in range(HIGHEST + 1)}:
            return None
        ratings[key] = int(values[0])
    return ratings


def compare(scores: Sequence[AxisScore], first: Sequence[AxisScore]) -> tuple[int, ...]:
    """The points won or lost on each axis."""
    return tuple(a.points - b.points for a, b in zip(scores, first, strict=True))


def say_difference(points: int) -> str:
    """« +3 », « 0 », « −1 »."""
    return f"+{points}" if points > 0 else str(points).replace("-", "−")
