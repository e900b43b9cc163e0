"""The closed lists of the self-assessment, with their French words."""

from __future__ import annotations

from enum import StrEnum

from app.matching.kinds import SiaeKind
from app.toolkit.typography import set_french

KINDS = (SiaeKind.ACI, SiaeKind.AI, SiaeKind.EI, SiaeKind.ETTI, SiaeKind.EITI)
RATINGS = ("Pas encore traité", "Amorcé", "Formalisé", "Validé par un tiers")
HIGHEST = len(RATINGS) - 1
PER_AXIS = 6  # questions
MOST = PER_AXIS * HIGHEST  # points of an axis


class Labelled(StrEnum):
    """A closed list whose members give their French words."""

    @property
    def label(self) -> str:
        """The words people read."""
        return set_french(LABELS[self])


class Eligibility(Labelled):
    """Whether the law lets the holder carry the kind aimed at, as the person answers."""

    UNKNOWN = "a-verifier"
    YES = "eligible"
    NO = "non-eligible"


class Cash(Labelled):
    """What the cash plan shows."""

    UNKNOWN = "non-calculee"
    POSITIVE = "positive"
    COVERED = "couverte"
    NEGATIVE = "sans-solution"


class Sales(Labelled):
    """The sales of an ACI against their cap (D5132-34)."""

    UNKNOWN = "non-calculees"
    UNDER = "sous-le-plafond"
    EXEMPTED = "derogation"
    OVER = "au-dela"


class Intent(Labelled):
    """An answer of the part on sustainable development, which is never scored."""

    YES = "oui"
    PLANNED = "en-projet"
    NO = "non"


class Theme(Labelled):
    """The five themes of sustainable development."""

    SOCIAL = "theme-social"
    ECONOMIC = "theme-economic"
    ENVIRONMENTAL = "theme-environmental"
    GOVERNANCE = "theme-governance"
    PURPOSE = "theme-purpose"


LABELS: dict[str, str] = {
    Eligibility.UNKNOWN: "Je ne sais pas encore",
    Eligibility.YES: "Oui",
    Eligibility.NO: "Non",
    Cash.UNKNOWN: "Elle n’est pas calculée",
    Cash.POSITIVE: "Non, elle reste au-dessus de zéro",
    Cash.COVERED: "Oui, et une solution est prévue",
    Cash.NEGATIVE: "Oui, sans solution",
    Sales.UNKNOWN: "Je ne sais pas encore, ou je ne vise pas un ACI",
    Sales.UNDER: "Non",
    Sales.EXEMPTED: "Oui, avec la dérogation visée ou obtenue",
    Sales.OVER: "Oui, sans dérogation",
    Intent.YES: "Oui",
    Intent.PLANNED: "En projet",
    Intent.NO: "Non",
    Theme.SOCIAL: "Social",
    Theme.ECONOMIC: "Économique",
    Theme.ENVIRONMENTAL: "Environnemental",
    Theme.GOVERNANCE: "Gouvernance",
    Theme.PURPOSE: "Finalité de l’insertion",
}
