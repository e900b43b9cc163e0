"""From answers to points, levels and the stage proposed: the weakest axis decides, never the sum.

The levels and the stages are « repères du portail, à adapter ».
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.matching.kinds import SiaeKind
from app.toolkit.maturity.scales import MOST, Cash, Eligibility, Intent, Sales
from app.toolkit.stages import Axis, Level, Profile

# People first, then relations: of two equal axes, the one to mend first.
TIES = (Axis.SOCIAL, Axis.NETWORK, Axis.ECONOMIC)
TO_BUILD_UP_TO, IN_PROGRESS_UP_TO = 6, 12  # points of an axis
LETTERS = {Axis.SOCIAL: "s", Axis.ECONOMIC: "e", Axis.NETWORK: "r"}  # questions are s1, e1, r1…
# A project that does not exist yet goes back to what its weakest axis lacks.
STAGES: dict[tuple[Axis, Level], str] = {
    (Axis.SOCIAL, Level.TO_BUILD): "idee",
    (Axis.SOCIAL, Level.IN_PROGRESS): "etude",
    (Axis.SOCIAL, Level.READY): "conventionnement",
    (Axis.NETWORK, Level.TO_BUILD): "etude",
    (Axis.NETWORK, Level.IN_PROGRESS): "financement",
    (Axis.NETWORK, Level.READY): "conventionnement",
    (Axis.ECONOMIC, Level.TO_BUILD): "modele-economique",
    (Axis.ECONOMIC, Level.IN_PROGRESS): "financement",
    (Axis.ECONOMIC, Level.READY): "conventionnement",
}
# A structure in activity is never sent back to the idea: it mends what it does, then grows.
GROWING_STAGES: dict[tuple[Axis, Level], str] = {
    **STAGES,
    (Axis.SOCIAL, Level.TO_BUILD): "etude",
    (Axis.SOCIAL, Level.IN_PROGRESS): "gestion",
    **{(axis, Level.READY): "developpement" for axis in Axis},
}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a person answered; `ratings` holds 0 to 3 for each of the eighteen questions.

    `kind` is None where it is not known yet, `department` empty; `development` holds what was
    answered of the part that is not scored.
    """

    profile: Profile
    ratings: Mapping[str, int]
    kind: SiaeKind | None = None
    department: str = ""
    eligibility: Eligibility = Eligibility.UNKNOWN
    cash: Cash = Cash.UNKNOWN
    sales: Sales = Sales.UNKNOWN
    development: Mapping[str, Intent]


@dataclass(frozen=True, kw_only=True)
class AxisScore:
    """The points of an axis, out of 18."""

    axis: Axis
    points: int

    @property
    def level(self) -> Level:
        """0–6 to build, 7–12 in progress, 13–18 ready."""
        if self.points <= TO_BUILD_UP_TO:
            return Level.TO_BUILD
        return Level.IN_PROGRESS if self.points <= IN_PROGRESS_UP_TO else Level.READY

    @property
    def text(self) -> str:
        """« 7 sur 18, en cours »."""
        return f"{self.points} sur {MOST}, {self.level.label.lower()}"


def score_axes(ratings: Mapping[str, int]) -> tuple[AxisScore, ...]:
    """The three axes, in the order of `Axis`."""
    return tuple(
        AxisScore(
            axis=axis,
            points=sum(points for key, points in ratings.items() if key[0] == LETTERS[axis]),
        )
        for axis in Axis
    )


def find_weakest(scores: Sequence[AxisScore]) -> AxisScore:
    """The axis with the fewest points; of equals, the first of `TIES`."""
    return min(scores, key=lambda score: (score.points, TIES.index(score.axis)))


def propose_stage(weakest: AxisScore, profile: Profile) -> str:
    """The stage to work on, from the weakest axis alone and who carries the project."""
    stages = GROWING_STAGES if profile is Profile.GROWING_SIAE else STAGES
    return stages[weakest.axis, weakest.level]
