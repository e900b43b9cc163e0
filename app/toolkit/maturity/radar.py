"""The drawing of the eighteen answers: points on a plane, for a page to draw as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.toolkit.maturity.questionnaire import Question
from app.toolkit.maturity.scales import HIGHEST

SIZE = 400  # both sides of the drawing, in its own units
CENTRE, RADIUS, LABELS_AT = SIZE / 2, 155, 178


@dataclass(frozen=True, kw_only=True)
class Spoke:
    """The axis of one question: its end, its label and where that goes, its answer."""

    code: str
    x: float
    y: float
    label_x: float
    label_y: float
    dot_x: float
    dot_y: float


@dataclass(frozen=True, kw_only=True)
class Radar:
    """Eighteen spokes, a ring for each rating but zero, and the shape of the answers."""

    size: int
    centre: float
    rings: tuple[float, ...]
    spokes: tuple[Spoke, ...]
    shape: str


def draw_radar(questions: Sequence[Question], ratings: Mapping[str, int]) -> Radar:
    """The drawing of these answers, the first question at the top, clockwise."""
    spokes = tuple(
        make_spoke(question, ratings[question.key], 2 * math.pi * at / len(questions))
        for at, question in enumerate(questions)
    )
    return Radar(
        size=SIZE,
        centre=CENTRE,
        rings=tuple(round(RADIUS * ring / HIGHEST, 1) for ring in range(1, HIGHEST + 1)),
        spokes=spokes,
        shape=" ".join(f"{spoke.dot_x},{spoke.dot_y}" for spoke in spokes),
    )


def make_spoke(question: Question, rating: int, angle: float) -> Spoke:
    """The spoke of a question at that angle, in radians from the top, clockwise."""
    (x, y), (label_x, label_y) = place(RADIUS, angle), place(LABELS_AT, angle)
    dot_x, dot_y = place(RADIUS * rating / HIGHEST, angle)
    return Spoke(
        code=question.code,
        x=x,
        y=y,
        label_x=label_x,
        label_y=label_y,
        dot_x=dot_x,
        dot_y=dot_y,
    )


def place(distance: float, angle: float) -> tuple[float, float]:
    """The point at that distance of the centre; vertical units go down."""
    return (
        round(CENTRE + distance * math.sin(angle), 1),
        round(CENTRE - distance * math.cos(angle), 1),
    )
