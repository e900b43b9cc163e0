"""The closed lists of the profile of a structure, each with the words people read."""

from __future__ import annotations

from enum import StrEnum

from app.experiments.kinds import Public


class WelcomedPublic(StrEnum):
    """Whom a structure hires; the values that the experiments know too are theirs."""

    LONG_TERM = Public.LONG_TERM.value
    MINIMA = "allocataires-de-minima-sociaux"
    YOUTH = "jeunes-de-moins-de-26-ans"
    PRECARIOUS_YOUTH = Public.YOUTH.value
    SENIORS = "cinquante-ans-et-plus"
    DISABLED = "travailleurs-handicapes"
    DISTRICTS = "habitants-des-quartiers-prioritaires"
    REFUGEES = "refugies"
    LANGUAGE = "apprenants-du-francais"
    SINGLE_PARENTS = "parents-isoles"
    EXCLUSION = Public.EXCLUSION.value
    SHANTYTOWN = Public.SHANTYTOWN.value
    PRISONERS = Public.PRISONERS.value
    CHILD_WELFARE = "sortants-de-l-ase"

    @property
    def label(self) -> str:
        """The words people read."""
        return PUBLIC_LABELS[self]


PUBLIC_LABELS = {
    WelcomedPublic.LONG_TERM: "Demandeurs d’emploi de longue durée",
    WelcomedPublic.MINIMA: "Allocataires de minima sociaux (RSA, ASS, AAH)",
    WelcomedPublic.YOUTH: "Jeunes de moins de 26 ans",
    WelcomedPublic.PRECARIOUS_YOUTH: "Jeunes de 16 à 25 ans en grande précarité",
    WelcomedPublic.SENIORS: "Personnes de 50 ans et plus",
    WelcomedPublic.DISABLED: "Travailleurs handicapés (RQTH)",
    WelcomedPublic.DISTRICTS: "Habitants des quartiers prioritaires (QPV)",
    WelcomedPublic.REFUGEES: "Personnes réfugiées",
    WelcomedPublic.LANGUAGE: "Personnes qui apprennent le français",
    WelcomedPublic.SINGLE_PARENTS: "Parents isolés",
    WelcomedPublic.EXCLUSION: "Personnes en grande exclusion, sans logement",
    WelcomedPublic.SHANTYTOWN: "Habitants de bidonvilles",
    WelcomedPublic.PRISONERS: "Personnes détenues ou sortant de détention",
    WelcomedPublic.CHILD_WELFARE: "Jeunes sortant de l’aide sociale à l’enfance (ASE)",
}


class TurnoverBand(StrEnum):
    """What a structure sells in a year, in euros before tax; never shown to the public."""

    UNDER_100K = "moins-de-100-k"
    UNDER_500K = "100-a-500-k"
    UNDER_1M = "500-k-a-1-m"
    UNDER_2M = "1-a-2-m"
    UNDER_5M = "2-a-5-m"
    MORE = "plus-de-5-m"

    @property
    def label(self) -> str:
        """The words people read."""
        return TURNOVER_LABELS[self]


TURNOVER_LABELS = {
    TurnoverBand.UNDER_100K: "Moins de 100 000\u00a0€",
    TurnoverBand.UNDER_500K: "De 100 000 à 500 000\u00a0€",
    TurnoverBand.UNDER_1M: "De 500 000\u00a0€ à 1\u00a0million d’euros",
    TurnoverBand.UNDER_2M: "De 1 à 2\u00a0millions d’euros",
    TurnoverBand.UNDER_5M: "De 2 à 5\u00a0millions d’euros",
    TurnoverBand.MORE: "Plus de 5\u00a0millions d’euros",
}


class StructureNeed(StrEnum):
    """What a structure looks for, for itself."""

    PREMISES = "locaux"
    ADVISER = "cip"
    TRAINING = "places-de-formation"

    @property
    def label(self) -> str:
        """The words people read."""
        return NEED_LABELS[self]


NEED_LABELS = {
    StructureNeed.PREMISES: "Un local",
    StructureNeed.ADVISER: "Un conseiller en insertion professionnelle (CIP)",
    StructureNeed.TRAINING: "Des places de formation",
}


class VolumeUnit(StrEnum):
    """The unit of a capacity that is no number of posts, a month."""

    HOURS = "heures"
    TONNES = "tonnes"
    PARTS = "pieces"
    MEALS = "repas"
    SQUARE_METRES = "m2"
    INTERVENTIONS = "interventions"

    @property
    def label(self) -> str:
        """The words people read, after a number."""
        return UNIT_LABELS[self]


UNIT_LABELS = {
    VolumeUnit.HOURS: "heures par mois",
    VolumeUnit.TONNES: "tonnes par mois",
    VolumeUnit.PARTS: "pièces par mois",
    VolumeUnit.MEALS: "repas par mois",
    VolumeUnit.SQUARE_METRES: "m² par mois",
    VolumeUnit.INTERVENTIONS: "interventions par mois",
}
