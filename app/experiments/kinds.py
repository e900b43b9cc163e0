"""The closed lists: for whom, for what need, and what the law says of an experiment."""

from __future__ import annotations

from enum import StrEnum


class Public(StrEnum):
    """Whom an experiment is for."""

    WORKERS = "salaries-en-parcours"
    EXCLUSION = "grande-exclusion"
    YOUTH = "jeunes-en-precarite"
    PRISONERS = "personnes-detenues"
    LONG_TERM = "chomeurs-de-longue-duree"
    SHANTYTOWN = "habitants-de-bidonvilles"
    DIFFICULTY = "personnes-en-difficulte"

    @property
    def label(self) -> str:
        """As a page names them."""
        return PUBLIC_LABELS[self]


PUBLIC_LABELS = {
    Public.WORKERS: "Salariés en parcours d’insertion",
    Public.EXCLUSION: "Personnes en grande exclusion",
    Public.YOUTH: "Jeunes de 16 à 25 ans en grande précarité",
    Public.PRISONERS: "Personnes détenues",
    Public.LONG_TERM: "Personnes privées durablement d’emploi",
    Public.SHANTYTOWN: "Habitants de bidonvilles",
    Public.DIFFICULTY: "Personnes qui ont des difficultés particulières d’insertion",
}


class Need(StrEnum):
    """What an experiment answers."""

    JOB = "emploi-et-mediation"
    TRAINING = "formation"
    HOUSING = "logement"
    HEALTH = "sante-et-addictions"
    MOBILITY = "mobilite"
    JUSTICE = "justice"
    LANGUAGE = "francais-et-illettrisme"
    ISOLATION = "rupture-et-isolement"
    SHANTYTOWN = "sortie-du-bidonville"
    RIGHT_TO_WORK = "droit-au-travail"

    @property
    def label(self) -> str:
        """As a page names it."""
        return NEED_LABELS[self]


NEED_LABELS = {
    Need.JOB: "Emploi et médiation",
    Need.TRAINING: "Formation",
    Need.HOUSING: "Logement",
    Need.HEALTH: "Santé et addictions",
    Need.MOBILITY: "Mobilité",
    Need.JUSTICE: "Justice",
    Need.LANGUAGE: "Français et illettrisme",
    Need.ISOLATION: "Rupture et isolement",
    Need.SHANTYTOWN: "Sortie du bidonville",
    Need.RIGHT_TO_WORK: "Droit au travail",
}


class LegalStatus(StrEnum):
    """What an experiment is in law."""

    CURRENT = "en-cours"
    PERMANENT = "perennise"
    EXTENDED = "prolonge"
    ENDED = "termine"
    REPLACED = "remplace"
    TO_VERIFY = "a-verifier"

    @property
    def label(self) -> str:
        """As a page names it."""
        return STATUS_LABELS[self]

    @property
    def is_over(self) -> bool:
        """Whether nobody can join any more."""
        return self in {LegalStatus.ENDED, LegalStatus.REPLACED}


STATUS_LABELS = {
    LegalStatus.CURRENT: "En cours",
    LegalStatus.PERMANENT: "Pérennisé",
    LegalStatus.EXTENDED: "Prolongé",
    LegalStatus.ENDED: "Terminé",
    LegalStatus.REPLACED: "Remplacé",
    LegalStatus.TO_VERIFY: "À vérifier",
}
