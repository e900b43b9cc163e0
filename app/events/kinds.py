"""The closed lists of the agenda; values are those of addresses and of files."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """What happens."""

    FORUM = "forum"
    OPEN_DAY = "portes-ouvertes"
    TRAINING = "formation"
    JOB_DISCOVERY = "decouverte-de-metiers"
    MEETING = "rencontre"
    WORKSHOP = "atelier"
    SESSION = "seance"
    DEADLINE = "date-limite"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """As a page names it."""
        return KIND_LABELS[self]


KIND_LABELS = {
    EventKind.FORUM: "Forum",
    EventKind.OPEN_DAY: "Portes ouvertes",
    EventKind.TRAINING: "Formation",
    EventKind.JOB_DISCOVERY: "Découverte de métiers",
    EventKind.MEETING: "Rencontre SIAE–entreprises",
    EventKind.WORKSHOP: "Atelier",
    EventKind.SESSION: "Séance d’instance",
    EventKind.DEADLINE: "Date limite",
    EventKind.OTHER: "Autre rendez-vous",
}


class Audience(StrEnum):
    """Whom it is for."""

    FOUNDERS = "porteurs"
    SIAE = "siae"
    COMPANIES = "entreprises"
    PRESCRIBERS = "prescripteurs"
    EMPLOYEES = "salaries-en-parcours"
    BUYERS = "acheteurs"
    COMMUNITIES = "collectivites"
    PUBLIC = "grand-public"

    @property
    def label(self) -> str:
        """As a page names them."""
        return AUDIENCE_LABELS[self]


AUDIENCE_LABELS = {
    Audience.FOUNDERS: "Porteurs de projet",
    Audience.SIAE: "SIAE",
    Audience.COMPANIES: "Entreprises",
    Audience.PRESCRIBERS: "Prescripteurs",
    Audience.EMPLOYEES: "Salariés en parcours",
    Audience.BUYERS: "Acheteurs",
    Audience.COMMUNITIES: "Collectivités",
    Audience.PUBLIC: "Grand public",
}


class EventStatus(StrEnum):
    """Whether it holds; one that is postponed shows the last date announced."""

    PLANNED = "prevu"
    POSTPONED = "reporte"
    CANCELLED = "annule"

    @property
    def label(self) -> str:
        """As a page names it."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    EventStatus.PLANNED: "Prévu",
    EventStatus.POSTPONED: "Reporté",
    EventStatus.CANCELLED: "Annulé",
}
