"""What a request may be asked, question by question, and the column that each answer feeds."""

from __future__ import annotations

from enum import StrEnum


class QuestionKey(StrEnum):
    """A question of the first step; its value is the name of its field."""

    TITLE = "objet"
    TEXT = "besoin"
    SECTOR = "filiere"
    NEIGHBOURS = "voisines"
    FTE = "etp"
    PEOPLE = "personnes"
    HOURS = "heures"
    DAYS = "jours"
    START = "debut"
    TIMETABLE = "horaires"
    PUBLICS = "publics"
    LABELS = "labels"
    BUDGET = "budget"
    RHYTHM = "rythme"
    TENDER = "marche"
    ROLE = "role"
    DIRECTION = "sens"
    USES = "usages"
    SURFACE = "surface"
    GIFTS = "apports"
    STAGE = "stade"
    PURPOSE = "but"
    CONTRACT = "contrat"
    TUTOR = "tuteur"
    HELP = "appuis"
    AMOUNT = "montant"
    EXPENSES = "depenses"

    @property
    def label(self) -> str:
        """As a form asks it, unless a modality says it better."""
        return QUESTION_LABELS[self]

    @property
    def is_private(self) -> bool:
        """Whether the answer stays between the asker and the portal."""
        return self in PRIVATE

    @property
    def column(self) -> str:
        """The column of the request that it feeds; nothing where it is only told."""
        return FEEDS.get(self, "")


QUESTION_LABELS = {
    QuestionKey.TITLE: "Votre demande en une phrase",
    QuestionKey.TEXT: "Votre besoin, en quelques lignes",
    QuestionKey.SECTOR: "Filière",
    QuestionKey.NEIGHBOURS: "J’accepte aussi les filières voisines",
    QuestionKey.FTE: "Volume de travail",
    QuestionKey.PEOPLE: "Nombre de personnes",
    QuestionKey.HOURS: "Heures par personne, en tout",
    QuestionKey.DAYS: "Durée",
    QuestionKey.START: "Date de début",
    QuestionKey.TIMETABLE: "Horaires et accès",
    QuestionKey.PUBLICS: "Publics que vous souhaitez accueillir",
    QuestionKey.LABELS: "Labels ou certifications demandés",
    QuestionKey.BUDGET: "Budget envisagé",
    QuestionKey.RHYTHM: "Rythme",
    QuestionKey.TENDER: "Consultation ou lot visé",
    QuestionKey.ROLE: "Votre rôle dans le groupement",
    QuestionKey.DIRECTION: "Vous proposez ou vous cherchez",
    QuestionKey.USES: "Usages du local",
    QuestionKey.SURFACE: "Surface",
    QuestionKey.GIFTS: "Ce que vous pouvez apporter",
    QuestionKey.STAGE: "Où en est le projet",
    QuestionKey.PURPOSE: "But de l’immersion",
    QuestionKey.CONTRACT: "Contrat proposé",
    QuestionKey.TUTOR: "Un tuteur est-il désigné\u00a0?",
    QuestionKey.HELP: "L’appui recherché",
    QuestionKey.AMOUNT: "Montant recherché",
    QuestionKey.EXPENSES: "Ce qu’il faut financer",
}
PRIVATE = frozenset({QuestionKey.BUDGET, QuestionKey.AMOUNT})
FEEDS = {
    QuestionKey.TITLE: "title",
    QuestionKey.TEXT: "text",
    QuestionKey.SECTOR: "sectors",
    QuestionKey.NEIGHBOURS: "sectors",
    QuestionKey.FTE: "fte",
    QuestionKey.HOURS: "hours",
    QuestionKey.DAYS: "days",
    QuestionKey.START: "starts_on",
    QuestionKey.PUBLICS: "conditions",
    QuestionKey.LABELS: "conditions",
}
"""The others change no recipient: they are told to those who receive the request."""
