"""The weights of the score and the scales of its parts, in one place, each with its evidence.

Points add up to 100. They start from what practitioners do, as collected in `docs/matching.md`, and
are proposals to be calibrated on real cases, never a law.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """Points of one criterion, and why that many."""

    points: int
    evidence: str


TENDER_WEIGHTS = {
    "sector": Weight(
        points=35,
        evidence="La filière prime pour tous les praticiens : 30 points sur un lot, 35 entre "
        "entreprises (critères de mise en relation, 2026).",
    ),
    "territory": Weight(
        points=15,
        evidence="La zone d’intervention déclarée par activité : 15 points sur un lot.",
    ),
    "proximity": Weight(
        points=15,
        evidence="La distance depuis le siège, comptée à part parce que la zone manque souvent : "
        "20 points avec les transports entre entreprises.",
    ),
    "capacity": Weight(
        points=15,
        evidence="Les équivalents temps plein disponibles rapportés au lot : 15 points.",
    ),
    "availability": Weight(
        points=10,
        evidence="La disponibilité et le calendrier : 10 points sur un lot, 15 entre entreprises.",
    ),
    "service": Weight(
        points=10,
        evidence="Le mode de prestation : 5 points sur un lot ; doublé ici, faute de références et "
        "de labels, qui viendront avec l’espace membre.",
    ),
}
"""Of a lot of a consultation and a structure."""

PARTNERSHIP_WEIGHTS = {
    "sector": Weight(
        points=35,
        evidence="Le métier ou la filière prime entre entreprises\u00a0: 35 points (critères de "
        "mise en relation, 2026).",
    ),
    "territory": Weight(
        points=10,
        evidence="Proximité et transports comptent 20 points\u00a0: la zone déclarée en prend la "
        "moitié.",
    ),
    "proximity": Weight(
        points=10,
        evidence="La distance depuis le siège prend l’autre moitié, parce que la zone manque "
        "souvent.",
    ),
    "availability": Weight(
        points=10,
        evidence="Le calendrier compte 15 points\u00a0: la disponibilité en prend 10.",
    ),
    "capacity": Weight(
        points=5,
        evidence="La capacité rapportée au volume prend le reste du calendrier\u00a0: peu de "
        "demandes d’entreprises disent un volume.",
    ),
    "conditions": Weight(
        points=10,
        evidence="Les conditions d’accueil, les labels et les publics\u00a0: 10 points.",
    ),
    "experience": Weight(
        points=10,
        evidence="L’expérience de coopération, lue dans les références clients\u00a0: 10 points.",
    ),
    "intention": Weight(
        points=10,
        evidence="L’intention exprimée dans le profil, les partenariats recherchés\u00a0: 10 "
        "points.",
    ),
}
"""Of a request for a partnership and a structure."""

SAME_GROUP = 0.4  # a neighbour sector of the same group is an open door, not a fit
INFERRED = 0.8  # a sector deduced from the NAF code and the name is likely, not confirmed
NEAR_KM = 5.0  # nearer than this, distance does not count
FAR_KM = 60.0  # farther than this, a daily commute is unreasonable in Île-de-France
LATE_DAYS = 180  # available this late after the deadline is worth nothing
FRESH_DAYS = 90  # a capacity declared before that is asked for again
UNKNOWN = 0.5  # what an unknown part is worth for the ranking, never for the score shown
HOURS_PER_FTE = 1820  # hours of one full-time insertion post in a year
