"""The portrait of a territory at one instant, and what is said of it in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app import territories
from app.clock import NBSP, to_paris
from app.errors import NotFoundError
from app.portraits.comparison import Figure, inhabitants_for_one, say_number
from app.portraits.demand import Demand, read_demand
from app.portraits.figures import people_of_region, read_figures
from app.portraits.places import REGION, Reach, reach_of
from app.portraits.supply import Supply, read_supply
from app.territories import Territory, TerritoryKind


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """What the portal knows of a territory; `today` is the day it was read, in Paris."""

    reach: Reach
    supply: Supply
    demand: Demand
    figures: tuple[Figure, ...]
    today: date

    @property
    def territory(self) -> Territory:
        """Whose portrait it is."""
        return self.reach.territory

    @property
    def is_region(self) -> bool:
        """Whether there is nothing to compare it with."""
        return self.reach.is_region

    @property
    def demo(self) -> int:
        """How many fictional structures and consultations were counted."""
        return self.supply.demo + self.demand.demo

    def figure(self, key: str) -> Figure:
        """The figure of that key; KeyError."""
        return {figure.key: figure for figure in self.figures}[key]

    @property
    def density(self) -> str:
        """« Une SIAE connue pour 27 000 habitants, contre… »; says so where there is none."""
        region = inhabitants_for_one(self.supply.siae_region, people_of_region())
        here = inhabitants_for_one(self.supply.siae, self.territory.population)
        if here is None:
            return "Aucune SIAE connue n’a son adresse ici."
        said = f"Une SIAE connue pour {say_number(here)}{NBSP}habitants"
        if region is None or self.is_region:
            return f"{said}."
        return f"{said}, contre une pour {say_number(region)} dans la région."


def read_portrait(session: Session, territory: Territory, now: datetime) -> Portrait:
    """The portrait at that aware instant; a fixed number of statements whatever there is."""
    reach, today = reach_of(territory), to_paris(now).date()
    supply, demand = read_supply(session, reach), read_demand(session, reach, now)
    return Portrait(
        reach=reach,
        supply=supply,
        demand=demand,
        figures=read_figures(reach, supply, demand, today),
        today=today,
    )


def find_territory(said: str) -> Territory:
    """The territory of an address: its code first, then whatever a person may write.

    NotFoundError says what to try instead, or that the place has no sheet here.
    """
    found = territories.find_code(said.strip().upper()) or territories.resolve(said)
    is_wider = found.kind is TerritoryKind.COUNTRY
    if is_wider or not reach_of(found).inside & territories.codes_within(REGION):
        message = (
            f"{found.label} n’est pas en Île-de-France : le portail n’a de fiches que pour la "
            "région, ses départements, ses EPT, ses intercommunalités et ses communes."
        )
        raise NotFoundError(message)
    return found
