"""The parts of the score that only a request for a partnership has."""

from __future__ import annotations

from datetime import date

from app.matching.criteria import Criterion
from app.matching.profiles import Activity, Need, Profile
from app.matching.weights import UNKNOWN

ENOUGH_REFERENCES = 3  # client references from which experience is no longer a question


def score_conditions(need: Need, profile: Profile, _activity: Activity, _on: date) -> float | None:
    """The share of the labels and publics asked for that the structure says it has.

    One that it has never counts less than silence would.
    """
    if not need.conditions or profile.conditions is None:
        return None
    met = len(need.conditions & profile.conditions)
    return max(UNKNOWN, met / len(need.conditions)) if met else 0.0


def explain_conditions(need: Need, profile: Profile, _activity: Activity, _on: date) -> str:
    """How many of them."""
    if not need.conditions:
        return "Aucun label, aucun public n’est demandé."
    if profile.conditions is None:
        return "Labels et publics accueillis non renseignés\u00a0: lesquels\u00a0?"
    met = len(need.conditions & profile.conditions)
    return f"Répond à {met} des {len(need.conditions)} conditions demandées."


def score_experience(_need: Need, profile: Profile, _activity: Activity, _on: date) -> float | None:
    """The client references, up to three; silence is unknown, and a first one never loses to it."""
    if not profile.references:
        return None
    return max(UNKNOWN, min(1.0, profile.references / ENOUGH_REFERENCES))


def explain_experience(_need: Need, profile: Profile, _activity: Activity, _on: date) -> str:
    """How many references there are."""
    if not profile.references:
        return "Références clients non renseignées\u00a0: avec qui a-t-elle travaillé\u00a0?"
    if profile.references == 1:
        return "Une référence client."
    return f"{profile.references} références clients."


def score_intention(need: Need, profile: Profile, _activity: Activity, _on: date) -> float | None:
    """Whether it says it looks for that kind of partnership."""
    if need.modality is None or profile.partnerships is None:
        return None
    return 1.0 if need.modality in profile.partnerships else 0.0


def explain_intention(need: Need, profile: Profile, _activity: Activity, _on: date) -> str:
    """What it says."""
    if need.modality is None:
        return "La forme de partenariat n’est pas dite."
    if profile.partnerships is None:
        return "Partenariats recherchés non renseignés\u00a0: lesquels\u00a0?"
    if need.modality in profile.partnerships:
        return f"Recherche ce partenariat\u00a0: {need.modality.label}."
    return "Dit chercher d’autres formes de partenariat."


CONDITIONS = Criterion(
    key="conditions", label="Conditions", score=score_conditions, why=explain_conditions
)
EXPERIENCE = Criterion(
    key="experience", label="Expérience", score=score_experience, why=explain_experience
)
INTENTION = Criterion(
    key="intention", label="Intention", score=score_intention, why=explain_intention
)
