"""The figures of a territory against those of the région, each with its source and its date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app import territories
from app.clock import NBSP, say_day
from app.portraits.comparison import THIN, Figure, Measure, per_inhabitants, share
from app.portraits.demand import Demand
from app.portraits.places import REGION, Reach
from app.portraits.supply import Posts, Supply

POPULATION_SOURCE = "INSEE, populations légales, par le découpage administratif d’Etalab"
POPULATION_AS_OF = "millésime 2026"
DIRECTORY = "Annuaire du portail, qui n’est pas exhaustif"
NOTICES = "Avis de marchés connus du portail"
AWARDS = "Données essentielles de la commande publique connues du portail"
SEAT = f"Une structure compte là où elle a son adresse{THIN}; elle peut travailler plus loin."
PLACES = (
    f"Lieu d’exécution sur le territoire, à défaut adresse de l’acheteur{THIN}; celles d’un lieu "
    "plus large n’y sont pas."
)
PER_SIAE, PER_PLACES, PER_TENDERS = 100_000, 10_000, 100_000


def read_figures(reach: Reach, supply: Supply, demand: Demand, today: date) -> tuple[Figure, ...]:
    """Every figure, in the order of the sheet."""
    return (
        *count_people(reach),
        *count_structures(reach, supply, today),
        *count_places(reach, supply, today),
        *count_tenders(reach, demand),
        *count_awards(demand),
    )


def count_people(reach: Reach) -> Iterator[Figure]:
    """How many live here."""
    note = ""
    if not reach.territory.in_region or territory_goes_beyond(reach):
        note = "Population de toute l’intercommunalité, y compris hors de la région."
    yield Figure(
        key="population",
        label="Habitants",
        here=reach.territory.population or None,
        region=people_of_region(),
        source=POPULATION_SOURCE,
        as_of=POPULATION_AS_OF,
        note=note,
    )


def people_of_region() -> int:
    """The inhabitants of Île-de-France."""
    return territories.get(REGION).population


def territory_goes_beyond(reach: Reach) -> bool:
    """Whether some of it lies outside the région."""
    return not reach.is_region and REGION not in reach.around


def count_structures(reach: Reach, supply: Supply, today: date) -> Iterator[Figure]:
    """Structures, in all and by inhabitants."""
    people, people_region = reach.territory.population, people_of_region()
    as_of = f"au {say_day(today)}"
    yield Figure(
        key="siae",
        label="SIAE",
        here=supply.siae,
        region=supply.siae_region,
        counted=supply.siae,
        source=DIRECTORY,
        as_of=as_of,
        note=SEAT,
    )
    yield Figure(
        key="siae_par_habitant",
        label=f"SIAE pour 100{NBSP}000 habitants",
        here=per_inhabitants(supply.siae, people, PER_SIAE),
        region=per_inhabitants(supply.siae_region, people_region, PER_SIAE),
        measure=Measure.RATE,
        digits=1,
        counted=supply.siae,
        source=f"{DIRECTORY}{THIN}; {POPULATION_SOURCE}",
        as_of=as_of,
    )
    yield Figure(
        key="autres",
        label="GEIQ, EA et ESAT",
        here=supply.others,
        region=supply.others_region,
        counted=supply.others,
        source=DIRECTORY,
        as_of=as_of,
        note="Ce ne sont pas des SIAE.",
    )


def count_places(reach: Reach, supply: Supply, today: date) -> Iterator[Figure]:
    """Places of ESAT, in all and by inhabitants."""
    as_of = f"au {say_day(today)}"
    here, region = known_places(supply.posts), known_places(supply.posts_region)
    yield Figure(
        key="places_esat",
        label="Places d’ESAT connues",
        here=here,
        region=region,
        counted=supply.posts.places_known,
        source=f"{DIRECTORY}, d’après FINESS",
        as_of=as_of,
        note=say_known(supply.posts),
    )
    yield Figure(
        key="places_esat_par_habitant",
        label=f"Places d’ESAT pour 10{NBSP}000 habitants",
        here=per_inhabitants(here, reach.territory.population, PER_PLACES),
        region=per_inhabitants(region, people_of_region(), PER_PLACES),
        measure=Measure.RATE,
        digits=1,
        counted=supply.posts.places_known,
        source=f"{DIRECTORY}{THIN}; {POPULATION_SOURCE}",
        as_of=as_of,
        note=say_known(supply.posts),
    )


def known_places(posts: Posts) -> int | None:
    """The places known; none where there is no ESAT, unknown where there are but none says."""
    return posts.places if posts.places_known or not posts.esat else None


def say_known(posts: Posts) -> str:
    """How many ESAT say their places."""
    if posts.places_known == posts.esat:
        return ""
    return f"{posts.places_known} ESAT sur {posts.esat} disent leur nombre de places."


def count_tenders(reach: Reach, demand: Demand) -> Iterator[Figure]:
    """Consultations of twelve months."""
    as_of = say_period(demand)
    yield Figure(
        key="consultations",
        label="Consultations de 12 mois",
        here=demand.here,
        region=demand.region,
        counted=demand.here,
        source=NOTICES,
        as_of=as_of,
        note=PLACES,
    )
    yield Figure(
        key="consultations_par_habitant",
        label=f"Consultations pour 100{NBSP}000 habitants",
        here=per_inhabitants(demand.here, reach.territory.population, PER_TENDERS),
        region=per_inhabitants(demand.region, people_of_region(), PER_TENDERS),
        measure=Measure.RATE,
        digits=2,
        counted=demand.here,
        source=f"{NOTICES}{THIN}; {POPULATION_SOURCE}",
        as_of=as_of,
    )
    yield Figure(
        key="part_clause",
        label="Consultations qui portent une clause sociale",
        here=share(demand.social, demand.here),
        region=share(demand.social_region, demand.region),
        measure=Measure.SHARE,
        counted=demand.here,
        source=NOTICES,
        as_of=as_of,
        note=f"Clauses lues dans les avis{THIN}; les mentions à vérifier ne comptent pas.",
    )


def count_awards(demand: Demand) -> Iterator[Figure]:
    """Contracts of twelve months."""
    as_of = say_period(demand)
    awards = demand.awards
    yield Figure(
        key="marches_attribues",
        label="Marchés attribués en 12 mois",
        here=awards.here,
        region=awards.region,
        counted=awards.here,
        source=AWARDS,
        as_of=as_of,
        note="L’archive est partielle.",
    )
    yield Figure(
        key="part_attribues_sociaux",
        label="Marchés attribués avec une considération sociale",
        here=share(awards.social, awards.known),
        region=share(awards.social_region, awards.known_region),
        measure=Measure.SHARE,
        counted=awards.known,
        source=AWARDS,
        as_of=as_of,
        note="Parmi ceux dont l’acheteur déclare ses considérations sociales.",
    )


def say_period(demand: Demand) -> str:
    """The twelve months."""
    return f"du {say_day(demand.since)} au {say_day(demand.until)}"
