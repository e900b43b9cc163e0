"""« Où implanter ? »: territories ranked for a sector and a kind, with the parts of the score.

Built like the matching: named parts in [0, 1], unknown ones left out of the score and counted out
of the confidence. A proposal to look closer, never an approval: the State decides on agreements,
and those who are there already are named so that they are called first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.clock import NBSP
from app.siting.need import Need, positive
from app.siting.ratios import Whole, compare, little, much
from app.siting.wording import count, say_number, say_percent

LEAST_TENDERS = 5  # below, the share of those with a clause is an accident
LEAST_CONFIDENCE = 0.5  # below, the page says that too little is known


@dataclass(frozen=True, kw_only=True, slots=True)
class SitingWeight:
    """A part of the score: its name, its points out of 100 and why so many."""

    key: str
    label: str
    points: int
    reason: str


SITING_WEIGHTS = (
    SitingWeight(
        key="gap",
        label="Place laissée par l’offre",
        points=35,
        reason="Le premier examen de l’instruction : l’adéquation à l’offre déjà là.",
    ),
    SitingWeight(
        key="demand",
        label="Commande publique",
        points=25,
        reason="Un débouché observé ; public seulement, d’où un poids inférieur à l’offre.",
    ),
    SitingWeight(
        key="need",
        label="Indice de besoin",
        points=20,
        reason="Le besoin du territoire, toutes filières ensemble.",
    ),
    SitingWeight(
        key="clauses",
        label="Clauses sociales",
        points=10,
        reason="L’habitude qu’ont les acheteurs d’acheter à l’insertion.",
    ),
    SitingWeight(
        key="neighbours",
        label="Place à côté des voisines",
        points=10,
        reason="Une structure proche de la limite y travaille souvent aussi.",
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFigures:
    """What is known of one territory for a sector and a kind; None is unknown.

    `structures` are those of that sector and kind, `others` those of the sector of any other kind,
    `neighbours` those of the sector outside but near the limit. `tenders` are the consultations of
    the sector placed there or inside, `with_clause` those among them with a social clause.
    """

    code: str
    population: float | None
    need: Need | None
    structures: int
    others: int
    neighbours: int | None
    tenders: int | None
    with_clause: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SitePart:
    """A part of the score; `value` in [0, 1], None for unknown."""

    key: str
    label: str
    weight: float
    value: float | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A territory with its score and confidence, both in [0, 1], and its parts."""

    code: str
    rank: int
    score: float
    confidence: float
    parts: tuple[SitePart, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the parts that are not known."""
        return tuple(part.label for part in self.parts if part.value is None)


Reading = tuple[float | None, str]


def rank_sites(figures: Sequence[SiteFigures], *, near_km: float) -> tuple[Site, ...]:
    """The territories, the most promising first; equals by code. `near_km` is said in words.

    One of which nothing is known has a score and a confidence of zero, and comes last.
    """
    wholes = {key: Whole.of(pair(one) for one in figures) for key, pair in PAIRS.items()}
    sites = [score(one, wholes, near_km) for one in figures]
    sites.sort(key=lambda site: (-round(site.score, 9), -site.confidence, site.code))
    return tuple(
        Site(
            code=site.code,
            rank=position,
            score=site.score,
            confidence=site.confidence,
            parts=site.parts,
        )
        for position, site in enumerate(sites, start=1)
    )


def score(figures: SiteFigures, wholes: Mapping[str, Whole], near_km: float) -> Site:
    """One territory, not ranked yet."""
    readings = {
        "gap": read_gap(figures, wholes["structures"]),
        "demand": read_demand(figures, wholes["tenders"]),
        "need": read_need(figures.need),
        "clauses": read_clauses(figures, wholes["clauses"]),
        "neighbours": read_neighbours(figures, wholes["neighbours"], near_km),
    }
    parts = tuple(
        SitePart(
            key=weight.key,
            label=weight.label,
            weight=weight.points / 100,
            value=readings[weight.key][0],
            why=readings[weight.key][1],
        )
        for weight in SITING_WEIGHTS
    )
    known = [(part.weight, part.value) for part in parts if part.value is not None]
    confidence = math.fsum(weight for weight, _ in known)
    weighed = math.fsum(weight * value for weight, value in known)
    return Site(
        code=figures.code,
        rank=0,
        score=min(1.0, weighed / confidence) if known else 0.0,
        confidence=min(1.0, confidence),
        parts=parts,
    )


def read_gap(figures: SiteFigures, whole: Whole) -> Reading:
    """The fewer structures per inhabitant, the more room."""
    population = positive(figures.population)
    if population is None:
        return None, "La population n’est pas connue."
    value = little(compare(figures.structures, population, whole))
    others = f", et {say_number(figures.others)} d’un autre type" if figures.others else ""
    if not whole.counted:
        return value, f"Aucune structure connue de ce type et de cette filière en région{others}."
    here = count(figures.structures, "structure connue", "structures connues")
    return value, f"{here}{others}{NBSP}; {say_rate(figures.structures, population, whole)}."


def read_demand(figures: SiteFigures, whole: Whole) -> Reading:
    """The more consultations per inhabitant, the better; none anywhere says nothing."""
    population = positive(figures.population)
    if figures.tenders is None or population is None or not whole.counted:
        return None, "Aucune consultation de cette filière n’est connue à ce niveau, en 12 mois."
    value = much(compare(figures.tenders, population, whole))
    here = count(figures.tenders, "consultation", "consultations")
    return value, (
        f"{here} en 12 mois sur ce territoire{NBSP}; "
        f"{say_rate(figures.tenders, population, whole)}."
    )


def say_rate(counted: float, population: float, whole: Whole) -> str:
    """« 1,25 pour 100 000 habitants, 0,80 dans l’ensemble »."""
    here, there = 1e5 * counted / population, 1e5 * (whole.rate or 0.0)
    per = f"pour 100{NBSP}000 habitants"
    return f"{say_number(here, 2)} {per}, {say_number(there, 2)} dans l’ensemble"


def read_need(need: Need | None) -> Reading:
    """The index of the territory, as a share."""
    if need is None:
        return None, "L’indice de besoin n’est pas connu."
    partial = f"{NBSP}; indice partiel" if need.is_partial else ""
    label = need.need_class.label.lower()
    return need.score / 100, f"Indice {say_number(need.score, 0)} sur 100, {label}{partial}."


def read_clauses(figures: SiteFigures, whole: Whole) -> Reading:
    """The larger the share of consultations with a clause, the better."""
    if not figures.tenders or figures.with_clause is None or figures.tenders < LEAST_TENDERS:
        return None, f"Moins de {LEAST_TENDERS} consultations{NBSP}: trop peu pour une part."
    value = much(compare(figures.with_clause, figures.tenders, whole))
    share, there = figures.with_clause / figures.tenders, whole.rate or 0.0
    return value, (
        f"{say_percent(share)} avec une clause sociale reconnue, "
        f"{say_percent(there)} dans l’ensemble."
    )


def read_neighbours(figures: SiteFigures, whole: Whole, near_km: float) -> Reading:
    """The fewer structures of the sector near the limit, the more room."""
    population = positive(figures.population)
    if figures.neighbours is None or population is None:
        return None, "Le contour de ce territoire n’est pas connu."
    value = little(compare(figures.neighbours, population, whole))
    near = count(figures.neighbours, "structure de la filière", "structures de la filière")
    return value, f"{near} à moins de {say_number(near_km)}{NBSP}km de la limite, au-dehors."


PAIRS: dict[str, Callable[[SiteFigures], tuple[float | None, float | None]]] = {
    "structures": lambda f: (f.structures, positive(f.population)),
    "tenders": lambda f: (f.tenders, positive(f.population)),
    "clauses": lambda f: (f.with_clause, f.tenders),
    "neighbours": lambda f: (f.neighbours, positive(f.population)),
}
"""What each comparison counts, and per what."""
