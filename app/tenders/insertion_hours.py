"""Hours of insertion: what a contract could ask for, and how many posts they make.

The usual calculation of facilitators is a rule of thumb, never a rule of law: the buyer sets the
hours with the facilitator of the place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.errors import InvalidError
from app.matching.weights import HOURS_PER_FTE

MONTHS_PER_YEAR = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Posts:
    """What a number of hours makes.

    `fte` are full-time posts over one year; `full_time_months` the months one full-time post takes;
    `contracts` the full-time contracts of `months` months, None where no length was asked for.
    """

    hours: float
    hours_per_year: float
    months: float | None
    fte: float
    full_time_months: float
    contracts: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedFigure:
    """A figure that somebody published: where, when, and what it is worth today."""

    what: str
    publisher: str
    url: str
    published: str
    reliability: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """Four values of a published example and the hours it announced; shares in [0, 1]."""

    amount: float
    labour_share: float
    rate: float
    hourly_cost: float
    hours: int
    figure: PublishedFigure


OLD = "document ancien, à vérifier"
PUBLISHED_EXAMPLE = Example(
    amount=1_000_000,
    labour_share=0.5,
    rate=0.05,
    hourly_cost=30,
    hours=833,
    figure=PublishedFigure(
        what="Exemple de calcul pour un marché d’un million d’euros",
        publisher="Maison de l’emploi et de la formation Sud 77",
        url="http://www.mefsud77.fr/?page_id=28",
        published="2014, date estimée",
        reliability=OLD,
    ),
)
PUBLISHED_RATES = PublishedFigure(
    what="Taux d’insertion «\u00a0généralement\u00a0» de 5 à 20\u00a0%",
    publisher="Maison de l’emploi Alès Cévennes",
    url="https://mde-alescevennes.agartaworld.com/?p=1223",
    published="2018, date estimée",
    reliability=OLD,
)


def contracts_for(
    hours: float, hours_per_year: float = HOURS_PER_FTE, months: float | None = None
) -> Posts:
    """The full-time posts that these hours make, and the contracts of that many months.

    `hours_per_year` is what one full-time post takes in a year. `InvalidError` for a negative
    number of hours, or for a year or a length that is not positive.
    """
    check_number("Le nombre d’heures", hours, least=0)
    check_number("Le nombre d’heures par an", hours_per_year)
    if months is not None:
        check_number("La durée d’un contrat", months)
    fte = hours / hours_per_year
    return Posts(
        hours=hours,
        hours_per_year=hours_per_year,
        months=months,
        fte=fte,
        full_time_months=fte * MONTHS_PER_YEAR,
        contracts=None if months is None else fte * MONTHS_PER_YEAR / months,
    )


def insertion_hours(amount: float, labour_share: float, rate: float, hourly_cost: float) -> float:
    """The hours of insertion by the usual calculation.

    The amount in euros × the share of labour in it × the share of that labour kept for insertion ÷
    the cost of one hour in euros; shares in [0, 1]. `InvalidError` where a value is out of bounds.
    """
    check_number("Le montant", amount, least=0)
    check_number("La part de main-d’œuvre", labour_share, least=0, most=1)
    check_number("Le taux d’insertion", rate, least=0, most=1)
    check_number("Le coût horaire", hourly_cost)
    return amount * labour_share * rate / hourly_cost


def check_number(
    what: str, value: float, *, least: float | None = None, most: float | None = None
) -> None:
    """`InvalidError` unless it is a finite number in these bounds; positive where none is given."""
    enough = value > 0 if least is None else value >= least
    if not (math.isfinite(value) and enough and (most is None or value <= most)):
        raise InvalidError(f"{what} est hors limites\u00a0: {value}.")
