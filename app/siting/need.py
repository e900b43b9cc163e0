"""The index of under-served territories: what is needed against what is there.

Two sides of equal weight. The need: job seekers per inhabitant, and the share of the inhabitants
who live in a priority district (QPV). The supply that is lacking: insertion posts per job seeker
or, where one of the two is not known, structures per inhabitant; and the number of sectors present.
Each part is the ratio of the territory to the whole of those compared, turned into a value in
[0, 1] (`ratios`): one half is « like the whole », so that 50 points are too.

A part that is not known is left out: the others are weighed again, and the confidence says how much
of the weight is known. Structures are a rough stand-in for posts – one may have five or two
hundred – so that this part then counts for half of its weight in the confidence. The index says
nothing of quality, of waiting lists nor of commuting; it ranks territories, never people, and
designates nothing in law.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.clock import NBSP
from app.siting.classes import NeedClass, class_of
from app.siting.figures import TerritoryFigures
from app.siting.ratios import Pair, Whole, compare, little, much
from app.siting.wording import say_number, say_percent

STAND_IN = 0.5  # how much of a part is known where structures stand in for posts


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedWeight:
    """A part of the index: its name, its points out of 100, why so many, and its side."""

    key: str
    label: str
    points: int
    reason: str
    is_need: bool


NEED_WEIGHTS = (
    NeedWeight(
        key="job_seekers",
        label="Demandeurs d’emploi",
        points=35,
        is_need=True,
        reason="La mesure la plus large du besoin : elle pèse le plus de ce côté.",
    ),
    NeedWeight(
        key="qpv",
        label="Habitants en QPV",
        points=15,
        is_need=True,
        reason="Une partie du public seulement, en partie comptée déjà parmi les demandeurs "
        "d’emploi : moins de la moitié du poids de ceux-ci.",
    ),
    NeedWeight(
        key="supply",
        label="Postes d’insertion",
        points=35,
        is_need=False,
        reason="Le pendant des demandeurs d’emploi : le même poids, de l’autre côté.",
    ),
    NeedWeight(
        key="diversity",
        label="Diversité des filières",
        points=15,
        is_need=False,
        reason="Peu de filières laissent des publics sans activité qui leur convienne ; un petit "
        "territoire en compte moins par nature : poids réduit.",
    ),
)
"""Proposals of the portal, to be discussed by those who use it; see `sensitivity`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedPart:
    """A part for one territory: `value` in [0, 1] (None: unknown), the higher the more needed.

    `known` is how much of it is known, in [0, 1]; `why` is a French sentence with the figures.
    """

    key: str
    label: str
    weight: float
    value: float | None
    known: float
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """The index of one territory: `score` in [0, 100], `confidence` in [0, 1]."""

    code: str
    score: float
    confidence: float
    parts: tuple[NeedPart, ...]

    @property
    def need_class(self) -> NeedClass:
        """Its class, for the map."""
        return class_of(self.score)

    @property
    def is_partial(self) -> bool:
        """Whether something that the formula asks for is not known."""
        return self.confidence < 1 - 1e-9

    @property
    def has_need_side(self) -> bool:
        """Whether anything is known of the need, beside the supply."""
        sides = {w.key: w.is_need for w in NEED_WEIGHTS}
        return any(part.value is not None and sides[part.key] for part in self.parts)


Reading = tuple[float | None, float, str]
"""A value, how much of it is known, and why."""


def need_index(territories: Sequence[TerritoryFigures]) -> dict[str, Need | None]:
    """The index of each territory by code, all compared to their whole; None where all is unknown.

    The order of the territories changes nothing.
    """
    wholes = {key: Whole.of(map(pair, territories)) for key, pair in PAIRS.items()}
    needs: dict[str, Need | None] = {}
    for figures in territories:
        parts = tuple(read_part(weight, figures, wholes) for weight in NEED_WEIGHTS)
        needs[figures.code] = weigh(figures.code, parts)
    return needs


def weigh(
    code: str, parts: Sequence[NeedPart], weights: Mapping[str, float] | None = None
) -> Need | None:
    """The index that these parts make; `weights` by key replace theirs, zero leaving one out."""
    points = {part.key: part.weight for part in parts} | dict(weights or {})
    known = [part for part in parts if part.value is not None and points[part.key] > 0]
    if not known:
        return None
    whole = math.fsum(points[part.key] for part in known)
    weighed = math.fsum(points[part.key] * (part.value or 0.0) for part in known)
    sure = math.fsum(points[part.key] * part.known for part in known)
    return Need(
        code=code,
        score=100 * min(1.0, weighed / whole),
        confidence=min(1.0, sure / math.fsum(points.values())),
        parts=tuple(parts),
    )


def read_part(
    weight: NeedWeight, figures: TerritoryFigures, wholes: Mapping[str, Whole]
) -> NeedPart:
    """One part for one territory."""
    value, known, why = READERS[weight.key](figures, wholes)
    return NeedPart(
        key=weight.key,
        label=weight.label,
        weight=weight.points / 100,
        value=value,
        known=known,
        why=why,
    )


def read_job_seekers(figures: TerritoryFigures, wholes: Mapping[str, Whole]) -> Reading:
    """Job seekers per inhabitant: the more, the more needed."""
    return read_share(
        (figures.job_seekers, positive(figures.population)),
        wholes["job_seekers"],
        much,
        lambda rate: f"{say_number(1000 * rate)} pour 1{NBSP}000 habitants",
        "Le nombre de demandeurs d’emploi n’est pas connu.",
    )


def read_qpv(figures: TerritoryFigures, wholes: Mapping[str, Whole]) -> Reading:
    """The share of inhabitants who live in a priority district."""
    return read_share(
        (figures.qpv_population, positive(figures.population)),
        wholes["qpv"],
        much,
        lambda rate: f"{say_percent(rate)} des habitants",
        "La population en QPV n’est pas connue.",
    )


def read_supply(figures: TerritoryFigures, wholes: Mapping[str, Whole]) -> Reading:
    """Posts per job seeker or, without them, structures per inhabitant: the fewer, the more."""
    if figures.siae_posts is not None and figures.job_seekers is not None:
        return read_share(
            (figures.siae_posts, figures.job_seekers),
            wholes["posts"],
            little,
            lambda rate: f"{say_number(1000 * rate)} postes pour 1{NBSP}000 demandeurs d’emploi",
            "",
        )
    missing = "postes" if figures.siae_posts is None else "demandeurs d’emploi"
    value, known, why = read_share(
        (figures.siae_count, positive(figures.population)),
        wholes["structures"],
        little,
        lambda rate: f"{say_number(1e4 * rate, 2)} structure pour 10{NBSP}000 habitants",
        "Ni les postes ni les structures ne sont connus.",
    )
    if value is None:
        return value, known, why
    return value, STAND_IN, f"Faute de {missing}, les structures : {why}"


def read_diversity(figures: TerritoryFigures, wholes: Mapping[str, Whole]) -> Reading:
    """The number of sectors present: the fewer, the more needed."""
    return read_share(
        (figures.sectors_present, 1.0),
        wholes["diversity"],
        little,
        lambda rate: f"{say_number(rate)} filières présentes",
        "Les filières présentes ne sont pas connues.",
        "en moyenne",
    )


def read_share(
    pair: Pair,
    whole: Whole,
    turn: Callable[[float], float],
    say: Callable[[float], str],
    missing: str,
    of_whole: str = "dans l’ensemble",
) -> Reading:
    """The value of a rate beside that of the whole, and both in words."""
    counted, base = pair
    if counted is None or base is None:
        return None, 0.0, missing
    value = turn(compare(counted, base, whole))
    here = say(counted / base) if base > 0 else "sans objet ici"
    there = f"{say(whole.rate)} {of_whole}" if whole.rate is not None else "ensemble inconnu"
    return value, 1.0, f"{here[:1].upper()}{here[1:]}{NBSP}; {there}."


def positive(value: float | None) -> float | None:
    """The number, None where it is zero: nobody lives there, or nobody counted."""
    return value if value else None


PAIRS: dict[str, Callable[[TerritoryFigures], Pair]] = {
    "job_seekers": lambda f: (f.job_seekers, positive(f.population)),
    "qpv": lambda f: (f.qpv_population, positive(f.population)),
    "posts": lambda f: (f.siae_posts, f.job_seekers),
    "structures": lambda f: (f.siae_count, positive(f.population)),
    "diversity": lambda f: (f.sectors_present, 1.0),
}
"""What each comparison counts, and per what."""
READERS: dict[str, Callable[[TerritoryFigures, Mapping[str, Whole]], Reading]] = {
    "job_seekers": read_job_seekers,
    "qpv": read_qpv,
    "supply": read_supply,
    "diversity": read_diversity,
}


def rank(scores: Iterable[tuple[str, float]]) -> dict[str, int]:
    """The place of each, 1 for the highest; equals share theirs."""
    found = list(scores)
    ordered = sorted((round(score, 9) for _, score in found), reverse=True)
    return {code: ordered.index(round(score, 9)) + 1 for code, score in found}
